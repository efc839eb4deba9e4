"""What pictures must agree on before a code is believed."""

from __future__ import annotations

from scanners.consensus import Consensus
from scanners.sighting import Sighting


def seen(text: str, kind: str = "]C0", x: float = 0.0) -> Sighting:
    return Sighting(f"{kind}{text}".encode(), x, 0.0, reach=0.2)


def rows(text: str, top: float, bottom: float, kind: str = "]C0") -> Sighting:
    """A code 0.4 long, read between two of its rows."""
    outline = ((-0.2, top), (0.2, top), (0.2, bottom), (-0.2, bottom))
    return Sighting(f"{kind}{text}".encode(), 0.0, (top + bottom) / 2, 0.2, outline)


def believed(*pictures: list[Sighting], each: float = 1 / 30) -> list[list[str]]:
    consensus = Consensus()
    return [
        [one.text for one in consensus.believed(shown, number * each)]
        for number, shown in enumerate(pictures)
    ]


def test_one_picture_is_not_enough_and_two_are():
    assert believed([seen("A")], [seen("A")]) == [[], ["A"]]


def test_two_views_of_one_picture_are_one():
    assert believed([seen("A"), seen("A", x=0.5)]) == [[]]


def test_a_kind_without_check_character_needs_three():
    assert believed(*[[seen("A", "]A0")]] * 3) == [[], [], ["A"]]


def test_pictures_between_which_nothing_was_read_count_for_a_second():
    assert believed([seen("A")], [], [], [seen("A")], each=0.3)[-1] == ["A"]
    assert believed([seen("A")], [], [], [], [seen("A")], each=0.3)[-1] == []


def test_a_rival_takes_what_agreed_before():
    after = [[seen("A")]] * 3
    assert believed([seen("A")], [seen("B")], *after) == [[], [], [], [], ["A"]]


def test_what_stands_in_few_rows_needs_three():
    assert believed(*[[rows("A", 0.0, 0.02)]] * 3) == [[], [], ["A"]]
    assert believed(*[[rows("A", 0.0, 0.08)]] * 2) == [[], ["A"]]


def test_codes_one_below_the_other_are_no_rivals():
    shown = [rows("A", 0.0, 0.08), rows("B", 0.12, 0.2), rows("4901234567894", 0.24, 0.32, "]E0")]
    assert believed(shown, shown)[1] == ["A", "B", "4901234567894"]


def test_few_rows_apart_may_be_of_one_code():
    shown = [rows("A", 0.0, 0.08), rows("B", 0.12, 0.14)]
    assert not any(believed(*[shown] * 10))


def test_two_products_numbers_are_rivals_wherever_they_stand():
    shown = [rows("4901234567894", 0.0, 0.08, "]E0"), rows("4909876543215", 0.12, 0.2, "]E0")]
    assert not any(believed(*[shown] * 10))


def test_rivals_that_take_turns_are_never_believed():
    assert not any(believed(*[[seen("A")], [seen("B")]] * 20))


def test_rivals_in_every_picture_are_never_believed():
    assert not any(believed(*[[seen("A"), seen("B")]] * 20))


def test_another_code_in_another_place_is_no_rival():
    shown = [seen("A"), seen("B", x=0.6)]
    assert believed(shown, shown)[1] == ["A", "B"]


def test_one_text_in_two_kinds_is_no_rivalry():
    assert believed([seen("A"), seen("A", "]Q1")], [seen("A")])[1] == ["A"]


def test_a_products_number_with_a_rival_is_barred_for_a_while():
    pictures = [[seen("4901234567894", "]E0")], [seen("4909876543215", "]E0")]]
    after = [[seen("4901234567894", "]E0")]] * 90
    answers = believed(*pictures, *after)
    assert not any(answers[:60])
    assert answers[-1] == ["4901234567894"]
