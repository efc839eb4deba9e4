"""What pictures must agree on before a code is believed."""

from __future__ import annotations

from scanners.consensus import Consensus
from scanners.sighting import Sighting


def seen(text: str, kind: str = "]C0", x: float = 0.0) -> Sighting:
    return Sighting(f"{kind}{text}".encode(), x, 0.0, reach=0.2)


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
    assert believed([seen("A")], [seen("B")], [seen("A")], [seen("A")]) == [[], [], [], ["A"]]


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
