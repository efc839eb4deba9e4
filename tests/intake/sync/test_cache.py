"""The cache: it may be deleted, or be anything, at any moment."""

from __future__ import annotations

import pytest

from intake.errors import StorageError
from intake.sync.cache import Cache
from intake.wire import Rejected

LETTERS = [Rejected(number, "i", number * 2, "why", "2026-01-01T00:00:00.000Z") for number in (1, 2)]


def filled(folder) -> Cache:
    cache = Cache(folder)
    cache.keep_answered(7)
    cache.keep_fetched("a list", "abc")
    cache.keep_dead_letters(LETTERS)
    return cache


def test_what_was_kept_is_found_by_the_next_run(tmp_path):
    filled(tmp_path)
    cache = Cache(tmp_path)
    assert (cache.answered(), cache.fetched("a list"), cache.dead_letters()) == (7, "abc", LETTERS)
    cache.keep_answered(9)
    cache.keep_dead_letters(LETTERS)
    assert (cache.answered(), cache.dead_letters()) == (9, LETTERS)


def test_nothing_is_known_at_first(tmp_path):
    cache = Cache(tmp_path)
    assert (cache.answered(), cache.fetched("a list"), cache.dead_letters()) == (0, None, [])


@pytest.mark.parametrize(
    "content", [None, b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(99)]
)
def test_a_file_that_is_gone_or_broken_is_made_anew(tmp_path, content):
    cache = filled(tmp_path)
    cache.path.unlink()
    if content is not None:
        cache.path.write_bytes(content)
    assert cache.answered() == 0
    cache.keep_answered(3)
    assert cache.answered() == 3


def test_it_leaves_no_file_beside_it(tmp_path):
    filled(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sync.db"]


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path):
    (tmp_path / "sync.db").mkdir()
    with pytest.raises(StorageError, match=r"sync\.db"):
        Cache(tmp_path).answered()
