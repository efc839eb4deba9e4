"""Badges: those in use, with the name where it is known, in the size of a bank card."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from intake.errors import StorageError, WrongUsageError
from intake.language import Language
from intake.operator import Role
from intake.own_label import LabelKind, OwnLabel
from intake.printing.badges import HEIGHT, WIDTH, Badge, draw_sheets, known
from intake.printing.faces import Faces, FontError
from intake.printing.paper import A4, Paper
from intake.request import AddOperator, RetireOperator
from intake.wording import Wording
from tests.intake.printing.seen import OFFICE, THERMAL, codes, drawn, faults, inks, sizes, words

NAMES = ("山田 花子", "Ann Smith-Featherstonehaugh of the Night Shift", None, "José <b>髙橋</b>")


def badges(count: int) -> list[Badge]:
    return [
        Badge(OwnLabel(LabelKind.BADGE, number).code, list(Role)[number % 4], NAMES[number % 4])
        for number in range(count)
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("count", [10, 11])
def test_each_is_read_and_ten_fill_a_sheet(language: Language, count: int):
    wording, shown = Wording(language), badges(count)
    with drawn(lambda paper: draw_sheets(paper, shown, wording), A4, language) as document:
        assert sizes(document) == [A4] * -(-count // 10)
        for dpi in (OFFICE, THERMAL):
            assert codes(document, dpi) == dict.fromkeys((badge.code for badge in shown), 1)
        assert faults(document) == []
        assert wording.term("role", Role.OPERATOR) in words(document)


def test_a_name_stands_as_it_is():
    with drawn(lambda paper: draw_sheets(paper, badges(4), Wording(Language.JA))) as document:
        shown = words(document)
    assert "山田花子" in shown
    assert "José<b>髙橋</b>" in shown


def test_a_name_the_font_lacks_leaves_a_line_to_write_it_and_keeps_nobody_else_from_a_badge():
    names = ["Nguyễn Thị Hằng", "محمد علي", "Kenji \U0001f477", "José", "山田", None]
    shown = [Badge(OwnLabel(LabelKind.BADGE, at).code, Role.LEAD, name) for at, name in enumerate(names)]
    by_hand: list[Badge] = []
    with drawn(lambda paper: by_hand.extend(draw_sheets(paper, shown, Wording(Language.JA)))) as document:
        assert codes(document, THERMAL) == dict.fromkeys((badge.code for badge in shown), 1)
        assert [name for name in ("José", "山田", "Kenji") if name in words(document)] == ["José", "山田"]
    assert by_hand == shown[:3]


def test_marks_that_come_by_themselves_are_put_on_their_letters():
    shown = [Badge(OwnLabel(LabelKind.BADGE, 1).code, Role.LEAD, "ななか\u3099みね")]
    with drawn(lambda paper: draw_sheets(paper, shown, Wording(Language.JA))) as document:
        assert "ななが" in words(document)


def test_without_a_font_a_japanese_name_is_no_small_matter():
    paper = Paper(BytesIO(), A4, Faces(places=[]), "Badges", Language.EN)
    with pytest.raises(FontError, match="install the package"):
        draw_sheets(paper, badges(1), Wording(Language.EN))


def test_cut_along_the_marks_they_are_cards():
    with drawn(lambda paper: draw_sheets(paper, badges(1), Wording(Language.EN))) as document:
        fields = inks(document[0]).fields
    across = sorted({round(ink.left, 1) for ink in fields if ink.right - ink.left < 0.3 and ink.bottom < 20})
    down = sorted({round(ink.top, 1) for ink in fields if ink.bottom - ink.top < 0.3 and ink.right < 25})
    assert [right - left for left, right in pairwise(across)] == pytest.approx([WIDTH] * 2, abs=0.11)
    assert [low - high for high, low in pairwise(down)] == pytest.approx([HEIGHT] * 5, abs=0.11)


def test_those_in_use_are_known_by_name_where_there_is_one(site, open_desk):
    desk = open_desk(site)
    new = OwnLabel(LabelKind.BADGE, 77).code
    desk.ask(AddOperator(new, Role.LEAD, "山田 花子", "123456"))
    desk.ask(RetireOperator(site.supervisor))
    shown = known(site.folder)
    assert Badge(new, Role.LEAD, "山田 花子") in shown
    assert site.badge in {badge.code for badge in shown}
    assert site.supervisor not in {badge.code for badge in shown}
    assert known(site.folder, [new]) == [Badge(new, Role.LEAD, "山田 花子")]


@pytest.mark.parametrize("code", ["RI-O-9999-X", "'; DROP TABLE operator"])
def test_a_badge_that_is_not_in_use_is_refused(site, code: str):
    with pytest.raises(WrongUsageError, match="expected a badge in use, got"):
        known(site.folder, [code])


def test_a_folder_without_names_gets_no_file_of_them(site):
    (site.folder / "people.db").unlink()
    assert {badge.name for badge in known(site.folder)} == {None}
    assert not (site.folder / "people.db").exists()


def test_without_a_state_folder_there_are_none(tmp_path: Path):
    with pytest.raises(StorageError, match="expected a state folder"):
        known(tmp_path)
