"""Status files: written whole, and never in the way."""

from __future__ import annotations

import pytest

from intake.central_status import (
    Failure,
    FailureKind,
    LinkStatus,
    SyncStatus,
    read_status,
    status_path,
    write_status,
)
from intake.errors import StorageError

AT = "2026-01-01T00:00:00.000Z"
FAILED = Failure(FailureKind.CONFLICT, "two folders", AT)


@pytest.mark.parametrize("status", [SyncStatus(AT, None, FAILED, 3, 4), LinkStatus(contact=True, since=AT)])
def test_what_is_written_is_read(tmp_path, status):
    assert read_status(tmp_path, type(status)) is None
    write_status(tmp_path, status)
    assert read_status(tmp_path, type(status)) == status
    assert [path.name for path in tmp_path.iterdir()] == [status_path(tmp_path, type(status)).name]


def test_a_conflict_is_told_apart():
    assert SyncStatus(AT, failure=FAILED).conflict
    assert not SyncStatus(AT, failure=Failure(FailureKind.BUSY, "later", AT)).conflict
    assert not SyncStatus(AT).conflict


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"last_try": 5}', b"\xff\xfe"])
def test_a_file_that_is_none_is_no_status(tmp_path, content):
    status_path(tmp_path, SyncStatus).write_bytes(content)
    assert read_status(tmp_path, SyncStatus) is None


def test_a_folder_that_takes_nothing_is_told(tmp_path):
    status_path(tmp_path, SyncStatus).mkdir()
    with pytest.raises(StorageError, match=r"sync\.json"):
        write_status(tmp_path, SyncStatus(AT))
    assert [path.name for path in tmp_path.iterdir()] == ["sync.json"]
