"""Publishing: a file appears whole or not at all, in nobody's place; the drafts of the dead go away."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from intake.errors import StorageError
from intake.publishing import PublishingDraft, draft_folder, writing_in
from intake.sqlite import OperationalError

WRITER = """
import sys
from pathlib import Path
from intake.publishing import PublishingDraft
with PublishingDraft(Path(sys.argv[1])) as draft:
    draft.path.write_bytes(b"half of")
    print("writing", flush=True)
    sys.stdin.read()
"""


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def writer(tmp_path):
    """Give a process that writes `list.db`, until its standard input ends."""
    command = [sys.executable, "-c", WRITER, str(tmp_path / "list.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        yield process
        process.kill()


def publish(target, content):
    with PublishingDraft(target) as draft:
        draft.path.write_bytes(content)
        return draft.publish()


def test_a_published_file_is_whole_and_for_reading_only(tmp_path):
    with PublishingDraft(tmp_path / "list.db") as draft:
        draft.path.write_bytes(b"all of it")
        assert not draft.target.exists()
        assert draft.publish() == tmp_path / "list.db"
    assert names_in(tmp_path) == ["list.db"]
    assert draft.target.read_bytes() == b"all of it"
    assert stat.S_IMODE(draft.target.stat().st_mode) == 0o444
    assert draft.target.stat().st_nlink == 1


def test_a_published_file_is_never_replaced_also_when_it_came_a_moment_ago(tmp_path):
    with PublishingDraft(tmp_path / "list.db") as slow:
        slow.path.write_bytes(b"the second")
        publish(tmp_path / "list.db", b"the first")
        with pytest.raises(FileExistsError):
            slow.publish()
    assert (names_in(tmp_path), slow.target.read_bytes()) == (["list.db"], b"the first")


def test_what_is_not_published_is_gone_with_all_that_lies_beside_it(tmp_path):
    def write(draft):
        draft.path.write_bytes(b"half of")
        draft.path.with_name(draft.path.name + "-journal").write_bytes(b"the other half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), PublishingDraft(tmp_path / "list.db") as draft:
        write(draft)
    assert names_in(tmp_path) == []


def test_drafts_of_the_living_are_left_alone_whatever_their_number(writer, tmp_path):
    left = names_in(tmp_path)
    publish(tmp_path / "list.db", b"all of it")
    assert names_in(tmp_path) == [*left, "list.db"]
    writer.communicate()
    assert names_in(tmp_path) == ["list.db"]


def test_the_next_draft_clears_away_those_of_killed_processes_and_nothing_else(writer, tmp_path):
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert len(names_in(tmp_path)) == 1
    kept = [".draft-file", ".hidden", "list.db.draft-1"]
    for name in kept:
        (tmp_path / name).write_bytes(b"")
    with draft_folder(tmp_path) as folder:
        assert names_in(tmp_path) == sorted([*kept, folder.name])
    assert names_in(tmp_path) == kept


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_folder_somebody_clears_away_before_it_is_locked_is_made_again(tmp_path, monkeypatch, is_gone):
    made: list[Path] = []
    lock = fcntl.flock

    def lock_late(descriptor, operation):
        if not made:
            made.append(next(tmp_path.glob(".draft-*")))
            if not is_gone:
                raise BlockingIOError
            shutil.rmtree(made[0])
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    with draft_folder(tmp_path) as folder:
        assert folder not in made
        assert folder.is_dir()
        assert made[0].exists() is not is_gone


def test_a_folder_of_somebody_else_is_none_of_ours(tmp_path, monkeypatch):
    theirs = tmp_path / ".draft-theirs"
    theirs.mkdir()
    opened = os.open

    def refuse(path, *flags, **more):
        if path == theirs:
            raise PermissionError(13, "Permission denied")
        return opened(path, *flags, **more)

    monkeypatch.setattr(os, "open", refuse)
    with draft_folder(tmp_path):
        assert theirs.exists()


@pytest.mark.parametrize(
    ("error", "got"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(30, "Read-only file system"), "Read-only file system"),
        (OperationalError("database or disk is full"), "database or disk is full"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_in_a_sentence(tmp_path, error, got):
    with pytest.raises(StorageError) as told, writing_in(tmp_path):
        raise error
    assert str(told.value) == f"expected room on the disk and leave to write in {tmp_path}, got: {got}"


def test_a_reader_that_went_away_is_no_fault_of_the_disk(tmp_path):
    with pytest.raises(BrokenPipeError), writing_in(tmp_path):
        raise BrokenPipeError
