"""Keys of a person become one entry."""

from __future__ import annotations

import pytest

from intake.keying import BACKSPACE, ENTER, ESCAPE, LONGEST, Entry, Key


def press(entry: Entry, *keys: str, tail: int = 0) -> tuple[Entry, list[str]]:
    """Press keys one after the other; give the entry and what was complete on the way."""
    done = []
    for key in keys:
        entry, text = entry.press(Key(key), tail)
        done += [text] if text is not None else []
    return entry, done


def test_enter_completes_an_entry() -> None:
    assert press(Entry(), *"A1B2", ENTER) == (Entry(), ["A1B2"])


def test_enter_on_nothing_is_nothing() -> None:
    assert press(Entry(), ENTER) == (Entry(), [])


def test_the_awaited_number_of_characters_completes_it_by_itself() -> None:
    assert press(Entry(), *"K0FVU8", tail=6) == (Entry(), ["K0FVU8"])
    assert press(Entry(), *"K0FVU", tail=6) == (Entry("K0FVU"), [])


def test_more_characters_at_once_than_awaited_wait_for_enter() -> None:
    """A whole serial handed in at once is no tail."""
    assert press(Entry(), "ATEST1263K00FVU8", tail=6) == (Entry("ATEST1263K00FVU8"), [])


def test_without_an_awaited_tail_six_characters_wait() -> None:
    assert press(Entry(), *"K0FVU8") == (Entry("K0FVU8"), [])


def test_backspace_takes_one_character_back_and_escape_all() -> None:
    assert press(Entry("AB"), BACKSPACE) == (Entry("A"), [])
    assert press(Entry(), BACKSPACE) == (Entry(), [])
    assert press(Entry("AB"), ESCAPE) == (Entry(), [])


def test_an_endless_entry_is_cut() -> None:
    entry, _ = press(Entry(), *["A"] * (LONGEST + 5))
    assert entry == Entry("A" * LONGEST)


@pytest.mark.parametrize("text", ["A", "9", "K0FVU8", "-", ":", ENTER, BACKSPACE, ESCAPE])
def test_usable_keys(text: str) -> None:
    assert Key(text).is_usable


@pytest.mark.parametrize(
    "text", ["", "\x1b", "\x11", "A\n", "é\x00", "f9", "f12", "A" * (LONGEST + 1), "=1+1"]
)
def test_keys_an_entry_can_do_nothing_with(text: str) -> None:
    assert not Key(text).is_usable
