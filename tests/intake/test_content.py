"""Content: bytes under their SHA-256, and nothing outside the folder."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from intake import content
from intake.errors import DiskFullError


@pytest.mark.parametrize("text", ["", "../secret", "A" * 64, "0" * 63, "0" * 65, f"{'0' * 63}\n", "secret"])
def test_what_is_no_digest_names_no_file(tmp_path, text):
    (tmp_path / "secret").write_text("not for you")
    (tmp_path / "place").mkdir()
    assert not content.is_digest(text)
    assert content.read(tmp_path / "place", text) is None
    assert content.read(tmp_path, text) is None


def test_a_digest_names_the_bytes_kept(tmp_path):
    digest = content.keep(tmp_path / "place", b"bytes")
    assert content.is_digest(digest)
    assert digest == hashlib.sha256(b"bytes").hexdigest()
    assert content.read(tmp_path / "place", digest) == b"bytes"
    content.erase(tmp_path / "place", digest)
    content.erase(tmp_path / "place", digest)
    assert content.read(tmp_path / "place", digest) is None


def test_what_else_lies_there_is_none_of_ours(tmp_path):
    digest = content.keep(tmp_path, b"bytes")
    (tmp_path / "README").write_text("left by somebody")
    (tmp_path / "lost+found").mkdir()
    assert content.digests(tmp_path) == [digest]


def test_a_full_disk_is_not_filled_with_halves(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        content.keep(tmp_path / "place", b"bytes")
    assert list((tmp_path / "place").iterdir()) == []


def test_what_is_there_already_is_made_durable_all_the_same(tmp_path, monkeypatch):
    """A process that was killed may have named it, and not flushed the name yet."""
    flushed: list[Path] = []
    content.keep(tmp_path / "place", b"bytes")
    monkeypatch.setattr(content, "flush_folder", flushed.append)
    content.keep(tmp_path / "place", b"bytes")
    assert flushed == [tmp_path / "place", tmp_path]


def test_a_place_that_is_not_there_holds_nothing(tmp_path):
    assert content.digests(tmp_path / "place") == []
    content.erase(tmp_path / "place", "0" * 64)
