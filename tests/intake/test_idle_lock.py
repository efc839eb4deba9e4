"""The idle lock: seconds left, by the monotonic clock."""

from math import inf

from intake.idle_lock import IdleLock
from intake.receipt import Receipt

SECOND = 1_000_000_000
SIGNED_IN = Receipt("badge")


def test_it_counts_from_the_last_thing_a_person_did():
    lock = IdleLock(2.0, 10 * SECOND)
    assert lock.seconds_left(SIGNED_IN, 40 * SECOND) == 90.0
    lock.begin(30 * SECOND)
    assert lock.seconds_left(SIGNED_IN, 40 * SECOND) == 110.0
    assert lock.seconds_left(SIGNED_IN, 200 * SECOND) == -50.0


def test_it_never_locks_an_empty_desk_an_emergency_or_where_the_site_wants_none():
    lock = IdleLock(2.0, 0)
    assert lock.seconds_left(Receipt(), 1000 * SECOND) == inf
    assert lock.seconds_left(Receipt("badge", incident="i"), 1000 * SECOND) == inf
    assert IdleLock(0.0, 0).seconds_left(SIGNED_IN, 1000 * SECOND) == inf
