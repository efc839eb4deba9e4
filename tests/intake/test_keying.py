"""Keys of a person become one entry."""

from __future__ import annotations

import pytest

from intake.keying import BACKSPACE, ENTER, ESCAPE, LONGEST, Entry, Key
from intake.outcome import Entries


def press(entry: Entry, *keys: str, entries: Entries = Entries()) -> tuple[Entry, list[str]]:  # noqa: B008
    """Press keys one after the other; give the entry and what was complete on the way."""
    done = []
    for key in keys:
        entry, text = entry.press(Key(key), entries)
        done += [text] if text is not None else []
    return entry, done


def test_enter_completes_an_entry() -> None:
    assert press(Entry(), *"A1B2", ENTER) == (Entry(), ["A1B2"])


def test_enter_on_nothing_is_nothing() -> None:
    assert press(Entry(), ENTER) == (Entry(), [])


AWAITED = Entries(("K0FVU8",), 16)


def test_an_awaited_ending_completes_it_by_itself_in_either_case() -> None:
    assert press(Entry(), *"K0FVU8", entries=AWAITED) == (Entry(), ["K0FVU8"])
    assert press(Entry(), *"k0fvu8", entries=AWAITED) == (Entry(), ["k0fvu8"])
    assert press(Entry(), *"K0FVU", entries=AWAITED) == (Entry("K0FVU"), [])


def test_another_ending_waits_so_that_the_whole_serial_can_be_keyed() -> None:
    """The battery in the hand need not be the one the claim names."""
    assert press(Entry(), *"ATEST1", entries=AWAITED) == (Entry("ATEST1"), [])
    assert press(Entry(), *"ATEST1263K00ZZZZ", entries=AWAITED) == (Entry(), ["ATEST1263K00ZZZZ"])


def test_an_ending_that_is_not_awaited_waits_for_enter() -> None:
    assert press(Entry(), *"ZZZZZZ", ENTER, entries=AWAITED) == (Entry(), ["ZZZZZZ"])


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
