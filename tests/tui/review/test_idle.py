"""A review left alone."""

from tui.review.idle import Idle


def test_it_is_over_after_so_many_minutes_without_a_key():
    idle = Idle(15)
    assert not idle.is_over(10_000)
    idle.touch(100)
    assert not idle.is_over(100 + 15 * 60)
    assert idle.is_over(100 + 15 * 60 + 1)
    idle.touch(2000)
    assert not idle.is_over(2001)


def test_it_is_never_over_where_the_desk_does_not_lock():
    idle = Idle(0)
    idle.touch(0)
    assert not idle.is_over(1e9)
