"""Shapes of keys: what of a serial they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.affected import AffectedRow, KeyRange, NamedBy, Shape
from intake.part import Part
from tests.intake.affected.strategies import campaigns, serials


@pytest.mark.parametrize(
    ("shape", "serial", "key"),
    [
        (Shape(), "ABCD", ""),
        (Shape.whole(4), "ABCD", "ABCD"),
        (Shape.whole(4), "ABCDE", None),
        (Shape((Part(0, 2),)), "ABCDE", "AB"),
        (Shape((Part(-2, 2),)), "ABCDE", "DE"),
        (Shape((Part(-2, 2), Part(0, 1))), "ABCDE", "DEA"),
        (Shape((Part(0, 1), Part(3, 1)), 4), "ABCD", "AD"),
        (Shape((Part(0, 1), Part(3, 1)), 4), "ABCDE", None),
        (Shape((Part(0, 6),)), "ABCDE", None),
        (Shape((Part(-5, 5, 2),)), "JP-07Y356-0639", "7Y356"),
        (Shape((Part(0, 2, 4),)), "JP-07Y356-0639", None),
    ],
)
def test_a_key_is_what_its_parts_are_in_their_order(shape, serial, key):
    assert shape.key(serial) == key


def test_only_the_whole_serial_is_whole():
    assert Shape.whole(4).is_whole
    assert not any(each.is_whole for each in (Shape(), Shape((Part(0, 4),)), Shape((Part(0, 3),), 4)))


@given(st.data())
def test_a_range_that_follows_another_asks_for_both(data):
    campaign = data.draw(campaigns())
    serial = data.draw(serials(campaign))
    front = KeyRange(Shape((Part(0, 2),)), *[data.draw(st.sampled_from((serial[:2], "00")))] * 2)
    back = KeyRange(Shape((Part(-1, 1),)), *sorted(data.draw(st.tuples(*[st.sampled_from("-0A")] * 2))))
    both = front.followed_by(back)
    assert both.holds(serial) == (front.holds(serial) and back.holds(serial))
    assert both.is_one == back.is_one


def test_rows_that_differ_in_line_and_note_say_the_same():
    keys = (KeyRange(Shape.whole(4), "A000", "A999"),)
    one = AffectedRow(1, "X", (), (), NamedBy.RANGE, keys, "lot 7")
    assert one.said == AffectedRow(9, "X", (), (), NamedBy.RANGE, keys).said
    assert one.said != AffectedRow(1, "X", ("red",), (), NamedBy.RANGE, keys, "lot 7").said
    assert one.names("A500")
    assert not one.names("B500")
