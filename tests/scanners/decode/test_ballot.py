"""What several views read is counted: an EAN needs two and no rival, Code 128 vouches for itself."""

from __future__ import annotations

import pytest

from scanners.decode.ballot import Ballot
from scanners.decode.found import Engine, Found, Kind

EAN, OTHER = "4901780188352", "1928780188352"


def found(text, kind=Kind.EAN, left=0.0, engine=Engine.ZXING):
    corners = ((left, 0.0), (left + 100, 0.0), (left + 100, 40.0), (left, 40.0))
    return Found(text, text.encode(), "]E0", kind, corners, engine)


def elected(*views):
    ballot = Ballot()
    for view in views:
        ballot.cast(view)
    return [each.text for each in ballot.elected()]


@pytest.mark.parametrize("kind", [Kind.CODE_128, Kind.QR, Kind.DATA_MATRIX])
def test_what_has_a_strong_check_is_believed_at_once(kind):
    assert elected([found("A1B2", kind)]) == ["A1B2"]


@pytest.mark.parametrize("kind", [Kind.EAN, Kind.UPC_E, Kind.CODE_39, Kind.CODABAR, Kind.ITF])
def test_a_weak_check_needs_a_second_view(kind):
    assert elected([found(EAN, kind)]) == []
    assert elected([found(EAN, kind)], [found(EAN, kind)]) == [EAN]


def test_one_view_counts_once():
    assert elected([found(EAN), found(EAN)]) == []


def test_a_rival_in_the_same_place_must_be_outvoted():
    views = [[found(EAN)], [found(OTHER)], [found(EAN)]]
    assert elected(*views) == []
    assert elected(*views, [found(EAN)]) == [EAN]


def test_another_code_beside_it_is_no_rival():
    beside = [found(EAN), found(OTHER, left=120)]
    assert elected(beside, beside) == [EAN, OTHER]


def test_the_soft_reader_has_one_voice_that_counts_twice():
    soft = [found(EAN, engine=Engine.SOFT)]
    assert elected(soft) == [EAN]
    assert elected([found(OTHER)], soft) == []
    assert elected([found(OTHER)], soft, soft) == []
    assert elected([found(OTHER)], soft, [found(EAN)]) == [EAN]


def test_zbar_has_one_voice():
    again = [found(EAN, engine=Engine.ZBAR)]
    assert elected(again, again, again) == []
    assert elected(again, again, [found(EAN)]) == [EAN]
