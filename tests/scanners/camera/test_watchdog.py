"""The watchdog: a live camera whose frames are equal hangs; a film may stand still."""

from scanners.camera.watchdog import LONGEST_PATIENCE, OPENS_WITHIN, PATIENCE, Watchdog


def test_a_live_camera_that_gives_the_same_frame_is_given_up_in_time():
    dog = Watchdog()
    dog.opened(0.0)
    for tick in range(20):
        dog.saw(b"%d" % (tick // 10), tick / 10, is_live=True)
    assert dog.is_awake
    assert dog.age(2.0) == 1.0
    assert not dog.gives_up(1.0 + PATIENCE - 0.01, is_open=True)
    assert dog.gives_up(1.0 + PATIENCE, is_open=True)


def test_a_film_may_stand_still_but_must_go_on_giving_frames():
    dog = Watchdog()
    dog.opened(0.0)
    for tick in range(100):
        dog.saw(b"same", tick / 10, is_live=False)
    assert not dog.gives_up(9.9 + PATIENCE - 0.01, is_open=True)
    assert dog.gives_up(9.9 + PATIENCE, is_open=True)


def test_opening_may_take_longer():
    dog = Watchdog()
    dog.opened(0.0)
    assert not dog.gives_up(OPENS_WITHIN - 0.01, is_open=False)
    assert dog.gives_up(OPENS_WITHIN, is_open=False)


def test_a_covered_camera_is_opened_ever_more_seldom_and_is_awake_only_with_a_new_picture():
    dog, at, waits = Watchdog(), 0.0, []
    dog.opened(at)
    dog.saw(b"black", at, is_live=True)
    for _ in range(7):
        opened = at
        while not dog.gives_up(at, is_open=True):
            at += 0.5
            dog.saw(b"black", at, is_live=True)
        waits.append(at - opened)
        dog.opened(at)
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, LONGEST_PATIENCE, LONGEST_PATIENCE]
    dog.saw(b"black", at, is_live=True)
    assert not dog.is_awake
    dog.saw(b"light", at, is_live=True)
    assert dog.is_awake
    assert dog.gives_up(at + PATIENCE, is_open=True)
