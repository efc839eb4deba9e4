"""Publishing: a file appears whole or not at all, and the drafts of the dead are cleared away."""

import os
import stat
import subprocess

import pytest

from intake.publishing import PublishingDraft


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def dead_process():
    """Give the number of a process that has ended."""
    done = subprocess.Popen(["true"])
    done.wait()
    return done.pid


def test_a_published_file_is_whole_and_for_reading_only(tmp_path):
    with PublishingDraft(tmp_path / "list.db") as draft:
        draft.path.write_bytes(b"all of it")
        assert names_in(tmp_path) == [f".list.db.{os.getpid()}"]
        assert draft.publish() == tmp_path / "list.db"
    assert names_in(tmp_path) == ["list.db"]
    assert draft.target.read_bytes() == b"all of it"
    assert stat.S_IMODE(draft.target.stat().st_mode) == 0o444


def test_what_is_not_published_is_gone_with_all_that_lies_beside_it(tmp_path):
    def write(draft):
        draft.path.write_bytes(b"half of")
        draft.path.with_name(draft.path.name + "-journal").write_bytes(b"the other half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), PublishingDraft(tmp_path / "list.db") as draft:
        write(draft)
    assert names_in(tmp_path) == []


def test_the_next_draft_clears_away_those_of_killed_processes_and_no_others(tmp_path):
    dead, alive = dead_process(), os.getppid()
    left = [
        f".list.db.{dead}",
        f".list.db.{dead}-journal",
        f".other.db.{dead}",
        f".list.db.{os.getpid()}-keys",
    ]
    kept = [f".list.db.{alive}", f".list.db.{10**30}", f"list.db.{dead}", ".hidden"]
    for name in [*left, *kept]:
        (tmp_path / name).write_bytes(b"")
    with PublishingDraft(tmp_path / "list.db"):
        assert names_in(tmp_path) == sorted(kept)


def test_a_process_of_somebody_else_is_alive(tmp_path, monkeypatch):
    def forbid(process, signal):
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / ".list.db.1").write_bytes(b"")
    monkeypatch.setattr(os, "kill", forbid)
    with PublishingDraft(tmp_path / "list.db"):
        assert names_in(tmp_path) == [".list.db.1"]
