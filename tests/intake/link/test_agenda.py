"""Which parcel is looked at next."""

from __future__ import annotations

from intake.link.agenda import AGAIN_SECONDS, MOST, Agenda


def test_the_parcel_touched_last_goes_first_for_it_lies_on_the_desk() -> None:
    agenda = Agenda()
    for parcel in ("a", "b", "c", "a"):
        agenda.touch(parcel, 0.0)
    assert agenda.next(0.0) == "a"
    agenda.done("a")
    assert agenda.next(0.0) == "c"


def test_what_has_no_last_word_is_looked_at_again_later_and_at_once_when_touched() -> None:
    agenda = Agenda()
    agenda.touch("a", 0.0)
    agenda.later("a", 0.0)
    assert agenda.next(AGAIN_SECONDS - 0.1) is None
    assert not agenda.is_empty
    assert agenda.next(AGAIN_SECONDS) == "a"
    agenda.touch("a", 1.0)
    assert agenda.next(1.0) == "a"
    agenda.done("a")
    assert agenda.is_empty


def test_the_oldest_falls_out_and_that_is_known() -> None:
    agenda = Agenda()
    for number in range(MOST):
        agenda.touch(str(number), 0.0)
    assert not agenda.overflowed
    agenda.touch("newest", 0.0)
    assert agenda.overflowed
    agenda.later("newest", 0.0)
    assert agenda.next(0.0) == str(MOST - 1)
