"""Scans nobody has answered: late after two seconds, over with the answer to a later one."""

from intake.scan import Method, Moment
from scanners.camera.unanswered import Unanswered
from scanners.symbology import scan_of


def scan(text, seconds):
    return scan_of(text, "camera:x", Method.CAMERA, Moment(0, seconds * 1_000_000_000))


def test_a_scan_is_late_until_it_or_a_later_one_is_answered():
    unanswered = Unanswered()
    first, second = scan(b"A", 1), scan(b"B", 2)
    unanswered.take(first)
    unanswered.take(second)
    assert not unanswered.is_late(2_900_000_000)
    assert unanswered.is_late(3_000_000_000)
    unanswered.answer(second)
    assert not unanswered.is_late(9_000_000_000)
    unanswered.answer(first)
    assert not unanswered.is_late(9_000_000_000)
