"""Queries: what a typed line may mean, in both languages and in any width."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.hold import HoldKind
from intake.language import Language
from intake.own_label import LabelKind, OwnLabel
from intake.review.query import Field, Query, QueryError, parse
from intake.verdict import Verdict
from intake.wording import Wording

TODAY = date(2026, 3, 1)
MODELS = {"A1263", "A3117"}
BAG, PARCEL = OwnLabel(LabelKind.BAG, 7).code, OwnLabel(LabelKind.PARCEL, 12).code
CONTAINER, BADGE = OwnLabel(LabelKind.CONTAINER, 3).code, OwnLabel(LabelKind.BADGE, 9).code
BIN = OwnLabel(LabelKind.REJECT_BIN, 1).code


def traits(text):
    (term,) = parse(text, TODAY, MODELS).terms
    return {(trait.field, trait.value) for trait in term.traits}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (BAG, (Field.BAG, BAG)),
        (PARCEL, (Field.LABEL, PARCEL)),
        (CONTAINER, (Field.CONTAINER, CONTAINER)),
        (BADGE.lower(), (Field.OPERATOR, BADGE)),
        ("affected", (Field.VERDICT, "AFFECTED")),
        ("NOT_AFFECTED", (Field.VERDICT, "NOT_AFFECTED")),
        ("not-affected", (Field.VERDICT, "NOT_AFFECTED")),
        ("対象", (Field.VERDICT, "AFFECTED")),
        ("対象外", (Field.VERDICT, "NOT_AFFECTED")),
        ("重複", (Field.HOLD, "DUPLICATE")),
        ("ＯＲＰＨＡＮ", (Field.HOLD, "ORPHAN")),
        ("held", (Field.HELD, "")),
        ("保留", (Field.HELD, "")),
        ("D", (Field.CONDITION, "D")),
        ("ｋ１", (Field.CONDITION, "K1")),
        ("today", (Field.DAY, "2026-03-01")),
        ("今日", (Field.DAY, "2026-03-01")),
        ("昨日", (Field.DAY, "2026-02-28")),
    ],
)
def test_a_word_of_ours_means_one_thing(text, meant):
    assert traits(text) == {meant}


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("A1263", {(Field.MODEL, "A1263"), (Field.SERIAL, "A1263")}),
        ("4T9XQZ", {(Field.TAIL, "4T9XQZ"), (Field.SERIAL, "4T9XQZ"), (Field.CLAIM, "4T9XQZ")}),
        ("４ｔ９ｘｑｚ", {(Field.TAIL, "4T9XQZ"), (Field.CLAIM, "4t9xqz"), (Field.CLAIM, "4T9XQZ")}),
        ("481000000014", {(Field.LABEL, "481000000014"), (Field.SERIAL, "481000000014")}),
        ("4810-0000-0014", {(Field.LABEL, "481000000014"), (Field.CLAIM, "4810-0000-0014")}),
        ("c-7", {(Field.CLAIM, "c-7"), (Field.CLAIM, "C-7")}),
        ("2026-02-03", {(Field.DAY, "2026-02-03"), (Field.CLAIM, "2026-02-03")}),
        ("02-28", {(Field.DAY, "2026-02-28")}),
        ("3/1", {(Field.DAY, "2026-03-01")}),
        ("03-02", {(Field.DAY, "2025-03-02")}),
        ("02/29", set()),
    ],
)
def test_another_text_means_everything_it_can(text, some):
    if some:
        assert some <= traits(text)
    else:
        with pytest.raises(QueryError):
            parse(text, TODAY)


def test_a_day_that_was_not_this_year_nor_last_is_no_day():
    with pytest.raises(QueryError):
        parse("2/29", date(2025, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["x", "AB", "Käse", "電池", "[/b]", "%", "_", "'", "*", BAG[:-1], BAG[:-1] + "?", BIN, "RI-C-UNDO"],
)
def test_a_word_that_means_nothing_is_named(text):
    with pytest.raises(QueryError, match="expected a serial") as caught:
        parse(f"affected {text}", TODAY)
    assert caught.value.word == text


def test_every_word_counts_and_a_mere_prefix_does_not():
    assert [term.text for term in parse(" affected\u3000SN: A1263  held ", TODAY, MODELS).terms] == [
        "affected",
        "A1263",
        "held",
    ]
    assert parse("", TODAY) == parse(" \u3000 ", TODAY) == Query()


@pytest.mark.parametrize("language", Language)
def test_the_catalogues_own_words_are_understood(language):
    """As they stand on the screen, also those of several words."""
    wording = Wording(language)
    for kind, field, codes in (("verdict", Field.VERDICT, Verdict), ("hold", Field.HOLD, HoldKind)):
        for code in codes:
            assert traits(wording.term(kind, code)) == {(field, code)}
            assert traits(code) == {(field, code)}


def test_a_term_of_several_words_stands_among_others():
    terms = parse("today  Not affected held", TODAY, MODELS).terms
    assert [term.text for term in terms] == ["today", "Not affected", "held"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31"])
def test_a_day_no_clock_can_tell_is_none(day):
    assert Field.DAY not in {field for field, _ in traits(day)}


@given(st.text())
def test_any_text_is_understood_or_refused(text):
    with suppress(QueryError):
        assert all(term.traits for term in parse(text, TODAY, MODELS).terms)
