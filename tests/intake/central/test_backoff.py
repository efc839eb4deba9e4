"""Backing off: full jitter, the other side's own wish, and an end."""

from __future__ import annotations

import pytest

from intake.central.backoff import Backoff, Persistence
from intake.central.fault import CentralError, FaultKind

LOST = CentralError(FaultKind.UNREACHABLE, "no contact")
BUSY = CentralError(FaultKind.BUSY, "later", retry_after=7.0)
REFUSED = CentralError(FaultKind.REFUSED, "no")
UNTRUSTED = CentralError(FaultKind.UNTRUSTED, "who is this?")
MALFORMED = CentralError(FaultKind.MALFORMED, "what?")


def backoff(draw: float = 1.0, **how) -> Backoff:
    return Backoff(draw=lambda: draw, **how)


def test_the_longest_wait_doubles_up_to_the_cap():
    waits = [backoff(base=0.5, cap=4.0).wait(tries, LOST) for tries in range(6)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


@pytest.mark.parametrize("draw", [0.0, 0.25, 0.999])
def test_any_share_of_it_may_be_drawn(draw):
    assert backoff(draw, base=1.0, cap=60.0).wait(3, LOST) == pytest.approx(draw * 8.0)


def test_a_year_of_tries_is_still_a_number():
    assert backoff(base=0.5, cap=60.0).wait(100_000, LOST) == 60.0


def test_who_asks_to_wait_is_obeyed_and_never_by_all_in_the_same_moment():
    assert backoff(0.0).wait(0, BUSY) == 7.0
    assert backoff(0.5, base=2.0).wait(0, BUSY) == 8.0


@pytest.mark.parametrize("fault", [REFUSED, UNTRUSTED])
def test_what_only_a_person_mends_is_not_tried_again(fault):
    assert backoff().wait(0, fault) is None


def test_somebody_elses_answers_are_not_asked_for_all_night():
    assert [backoff(malformed=2).wait(tries, MALFORMED) is None for tries in range(3)] == [False, False, True]


class Failing:
    """A call that fails so many times."""

    def __init__(self, times: int, error: Exception = LOST) -> None:
        self.left, self.error, self.calls = times, error, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


def persistence(minutes: float = 1.0, **how) -> tuple[Persistence, list[float]]:
    waited: list[float] = []
    made = Persistence(Backoff(base=0.0, **how), minutes, lambda _error, seconds: waited.append(seconds))
    return made, waited


def test_a_call_is_made_until_it_is_answered_and_each_wait_is_told():
    again, waited = persistence()
    call = Failing(3)
    assert again(call) == "done"
    assert (call.calls, waited) == (4, [0.0, 0.0, 0.0])


def test_it_is_told_that_a_call_which_failed_went_well():
    told: list[str] = []
    again = Persistence(Backoff(base=0.0), 1.0, lambda *_: told.append("lost"), lambda: told.append("mended"))
    assert [again(Failing(times)) for times in (0, 2, 0)] == ["done"] * 3
    assert told == ["lost", "lost", "mended"]


def test_each_call_begins_with_the_shortest_wait():
    again, _ = persistence(malformed=2)
    for _each in range(3):
        assert again(Failing(2, MALFORMED)) == "done"


@pytest.mark.parametrize("error", [REFUSED, ValueError("a fault of ours")])
def test_what_would_not_help_is_raised_at_once(error):
    again, waited = persistence()
    call = Failing(1, error)
    with pytest.raises(type(error)):
        again(call)
    assert (call.calls, waited) == (1, [])


def test_a_wait_beyond_the_end_is_not_begun():
    again, waited = persistence(minutes=0.1)
    late = CentralError(FaultKind.BUSY, "tomorrow", retry_after=3600.0)
    with pytest.raises(CentralError, match="tomorrow"):
        again(Failing(1, late))
    assert waited == []


def test_when_the_time_is_over_a_call_is_tried_once():
    again, waited = persistence(minutes=-1.0)
    call = Failing(1)
    with pytest.raises(CentralError, match="no contact"):
        again(call)
    assert (call.calls, waited) == (1, [])


def test_what_goes_on_and_on_can_ask_for_the_time():
    persistence()[0].expect_time()
    with pytest.raises(CentralError, match="the next night goes on") as raised:
        persistence(minutes=-1.0)[0].expect_time()
    assert raised.value.exit_code == 4
