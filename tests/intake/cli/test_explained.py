"""The reasoning in words, in both languages."""

import pytest

from intake.affected import AffectedRow, KeyRange, NamedBy, Shape
from intake.cli.explained import lines
from intake.language import Language
from intake.part import Part
from intake.verdict import Judgement, ListStatus, Reason, Verdict
from intake.verdict.explanation import Consulted, Explanation, Fit, Form, Misfit, Naming
from intake.wording import Wording
from tests.catalogues import CATALOGUES

SURE = Judgement("ABCD1234", Verdict.AFFECTED, (Reason.IN_RANGE,), "made", "X1")
WHOLE = KeyRange(Shape.whole(8), "ABCD1000", "ABCD1999")
PARTS = (Part(0, 2), Part(-2, 2), Part(1, 3, group=2))
SPLIT = KeyRange(Shape(PARTS), "AB34001", "AB34999")


def row(by=NamedBy.RANGE, key=WHOLE, colours=(), channels=(), note=""):
    return AffectedRow(7, "X1", colours, channels, by, (key,), note)


def told(language, *, text="ABCD1234", fit=None, consulted=None, judged=SURE):
    fits = (fit or Fit("made"),)
    listed = () if consulted is None else (consulted,)
    return list(lines(Explanation(Form.of(text), fits, listed, judged), Wording(language)))


def named(*namings, **more):
    return Consulted(ListStatus("made", "9"), 3, 30, tuple(Naming(*each) for each in namings), **more)


def test_a_serial_that_a_range_names():
    assert told(Language.EN, text="sn: abcd 1234", consulted=named((row(), WHOLE))) == [
        "Read: sn: abcd 1234",
        "Taken off in front: SN:",
        "Serial asked for: ABCD1234",
        "made: it is a whole serial of this recall.",
        "made: list 9, in force for 3 day(s).",
        "Row 7: X1, ABCD1000 to ABCD1999. It counts.",
        "AFFECTED X1: in the affected range.",
    ]


def test_a_list_in_force_since_a_moment_ago_is_not_in_force_for_no_days():
    assert "made: list 9, in force for less than a day." in told(
        Language.EN, consulted=Consulted(ListStatus("made", "9"), 0, 30)
    )


@pytest.mark.parametrize(
    ("naming", "said"),
    [
        (
            (row(NamedBy.ALL_UNITS), WHOLE, None, Reason.MODEL_DECIDES),
            "every unit. It is open: its model",
        ),
        (
            (row(NamedBy.ALL_UNITS), WHOLE, None, Reason.MODEL_UNKNOWN),
            "every unit. It is open: no known model; a recall may mean its serial.",
        ),
        ((row(NamedBy.MASKED), WHOLE), "ABCD1999, some characters hidden by the maker. It counts."),
        ((row(), WHOLE, Reason.MODEL_DECIDES), "It does not count: the unit is of another model."),
        (
            (row(colours=("black", "red")), WHOLE, Reason.COLOUR_EXCLUDED),
            "; only black, red. It does not count: not in the list in this colour.",
        ),
        ((row(channels=("shop",), note="late"), WHOLE), "; only sold by shop; note: late. It counts."),
        (
            (row(), SPLIT),
            "characters 1 to 2: AB, characters 2 to 1 from the end: 34, group 2, characters 2 to 4: 001 to",
        ),
    ],
)
def test_a_row_says_what_it_names_on_what_condition_and_whether_it_counts(naming, said):
    assert said in told(Language.EN, consulted=named(naming))[3]


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (Fit("made", Misfit.LENGTH, "8, 9", "7"), ["expected 8, 9 characters, got 7."]),
        (Fit("made", Misfit.CHARACTER, "0AB", "O", 2, "A0"), ["character 2 is O", "it would be A0."]),
        (Fit("made", Misfit.PLACE, "AB", "C", 1), ["character 1 is C; expected one of A B."]),
        (Fit("made", Misfit.PATTERN, "A.*", "CC"), ["expected the form A.*."]),
    ],
)
def test_why_it_is_no_serial(fit, said):
    found = told(Language.EN, fit=fit)
    for words, line in zip(said, found[1:], strict=False):
        assert words in line
    assert "made: no list is in force." in found


def test_what_stands_around_a_serial_nobody_names():
    status = ListStatus("made", "9", training=True, stale=True)
    consulted = Consulted(status, 40, 30, (), WHOLE, WHOLE, ("ABCD1235",))
    assert told(Language.EN, consulted=consulted)[2:-1] == [
        "made: list 9, in force for 40 day(s).",
        "It is a training list.",
        "Nobody has confirmed it by activate for too long: 30 day(s) are allowed.",
        "No row names it.",
        "The nearest range below: ABCD1000 to ABCD1999.",
        "The nearest range above: ABCD1000 to ABCD1999.",
        "It names ABCD1235, which looks much like it.",
        "That counts where no check character vouches for the reading.",
    ]


def test_nothing_left_of_a_text():
    assert told(Language.EN, text="SN:")[:2] == ["Read: SN:", "Nothing is left to ask for."]


def test_what_was_scanned_is_no_template():
    assert "{campaign}" in told(Language.JA, text="{campaign}")[0]


def test_both_languages_take_the_same_values():
    both = [tables["explain"] for tables in CATALOGUES.values()]
    assert {frozenset(each) for each in both} == {frozenset(both[0])}
