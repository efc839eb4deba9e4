"""The control sheet has every card the desk takes and no other, legible, whole, and read off the paper."""

from __future__ import annotations

from collections import Counter

import msgspec
import pypdfium2
import pytest

from intake import catalogue
from intake.barcode import Unreadable
from intake.campaign import Catalogue
from intake.language import Language
from intake.own_label import Command, CommandWord, parse
from intake.printing.control_sheet import draw_sheets, groups, placed
from intake.printing.paper import A4
from intake.printing.symbol import SymbolError
from intake.receipt.recognised import is_recognised
from intake.wording import Wording
from scanners.keymap import LABEL
from tests.intake.printing.seen import OFFICE, THERMAL, codes, drawn, faults, fonts, sizes, words

CATALOGUE = catalogue.load()
MOST_SHEETS = 6


@pytest.fixture(scope="module", params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture(scope="module")
def wording(language: Language) -> Wording:
    return Wording(language)


@pytest.fixture(scope="module")
def sheets(wording: Wording):
    shown = groups(CATALOGUE, wording, LABEL)
    with drawn(lambda paper: draw_sheets(paper, shown, wording), A4, wording.language) as document:
        yield document


def meant() -> Counter[str]:
    """Every card, told from the catalogue and the station's own lists of what it takes."""
    models = [model for campaign in CATALOGUE.campaigns for model in campaign.models]
    plain = [Command(word).code for word in CommandWord if not word.takes_argument]
    named = {
        "MODEL": {model.name for model in models} | {"UN3480", "UN3481"},
        "COLOUR": {colour.name.upper() for model in models for colour in model.colours} | {"OTHER"},
        "CLASS": {f"{kind}-{number}" for kind in ("N", "R", "D", "K1") for number in ("UN3480", "UN3481")},
        "REASON": {"MISREAD", "WRONG-UNIT", "WRONG-PLACE", "MISTAKE"},
        "LANGUAGE": {"JA", "EN"},
    }
    return Counter([*plain, LABEL, *(f"RI-C-{word}-{name}" for word in named for name in named[word])])


@pytest.mark.parametrize("dpi", [OFFICE, THERMAL])
def test_a_gun_reads_every_card_once(sheets: pypdfium2.PdfDocument, dpi: int):
    assert codes(sheets, dpi) == meant()


def test_the_desk_takes_every_card():
    for code in meant() - Counter([LABEL]):
        label = parse(code)
        assert not isinstance(label, Unreadable)
        assert is_recognised(label, CATALOGUE)


def test_they_are_a_few_sheets_of_a4(sheets: pypdfium2.PdfDocument):
    assert sizes(sheets) == [A4] * len(sheets)
    assert len(sheets) <= MOST_SHEETS


def test_nothing_lies_over_anything_else(sheets: pypdfium2.PdfDocument):
    assert faults(sheets) == []


def test_every_word_is_on_paper_whole(sheets: pypdfium2.PdfDocument, wording: Wording):
    shown = words(sheets)
    for group in groups(CATALOGUE, wording, LABEL):
        for text in (
            group.title,
            *(text for card in group.cards for text in (card.word, card.meaning, card.code)),
        ):
            assert "".join(text.split()) in shown


def test_japanese_comes_along_and_nothing_else_has_to(sheets: pypdfium2.PdfDocument):
    embedded = fonts(sheets)
    assert [name for name, along in embedded.items() if not along] == [
        name for name in embedded if name.startswith(("Helvetica", "Courier"))
    ]
    assert any(embedded.values())


def test_the_emergency_comes_first_and_is_the_largest(wording: Wording):
    first = placed(groups(CATALOGUE, wording, LABEL))[0][0]
    assert [card.code for card in first.cards] == ["RI-C-K2"]


def test_a_title_never_ends_a_sheet(wording: Wording):
    assert all(rows[-1].cards for rows in placed(groups(CATALOGUE, wording, LABEL)))


def test_a_site_s_own_model_has_a_card_without_a_picture():
    model = msgspec.structs.replace(
        CATALOGUE.campaigns[0].models[0], name="X-1", product="<i>Thing</i>", colours=()
    )
    site = msgspec.structs.replace(CATALOGUE.campaigns[0], models=(model,))
    wording = Wording(Language.EN)
    shown = groups(Catalogue((site,)), wording, LABEL)
    with drawn(lambda paper: draw_sheets(paper, shown, wording)) as document:
        assert "RI-C-MODEL-X-1" in codes(document, THERMAL)
        assert "<i>Thing</i>" in words(document)


def test_a_name_too_long_for_a_card_is_refused_in_words():
    model = msgspec.structs.replace(CATALOGUE.campaigns[0].models[0], name="MODEL-" * 6 + "X")
    site = msgspec.structs.replace(CATALOGUE.campaigns[0], models=(model,))
    wording = Wording(Language.EN)
    shown = groups(Catalogue((site,)), wording, LABEL)
    with (
        pytest.raises(SymbolError, match="expected room for a bar code"),
        drawn(lambda paper: draw_sheets(paper, shown, wording)),
    ):
        pass
