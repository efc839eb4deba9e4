"""Every word made for paper is printed somewhere, and every one that is printed is there."""

from __future__ import annotations

import tomllib
from io import BytesIO
from pathlib import Path

import pytest

from intake import catalogue
from intake.cli.print import samples
from intake.language import Language
from intake.own_label import LabelKind
from intake.printing.control_sheet import draw_sheets, groups
from intake.printing.faces import Faces
from intake.printing.paper import A4, Paper
from intake.printing.rolls import Roll, draw_roll
from intake.printing.test_card import draw_sheet
from intake.wording import Wording

TITLES = {"badges", "labels", "control_sheet", "test_card"}
"""Of the files, given by the command line."""


class Heard(Wording):
    """A catalogue that keeps which words were asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.asked: set[str] = set()

    def printed(self, name: str, **values: str | int) -> str:
        self.asked.add(name)
        return super().printed(name, **values)


@pytest.mark.parametrize("language", list(Language))
def test_no_word_is_missing_and_none_is_left_over(language: Language):
    wording = Heard(language)
    paper = Paper(BytesIO(), A4, Faces(), "test", language)
    draw_sheets(paper, groups(catalogue.load(), wording, "RI-LAYOUT"), wording)
    draw_sheet(paper, samples(), wording)
    for kind in LabelKind:
        draw_roll(paper, Roll(kind, 1, 1), (62, 29), wording)
    words = tomllib.loads((Path(catalogue.data_folder()) / "locales" / f"{language}.toml").read_text("utf-8"))
    assert wording.asked | TITLES == set(words["printing"])
