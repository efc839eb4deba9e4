"""What the set-up says: all of it is said somewhere, in both languages, and nothing is cut at 80 by 24."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.language import Language
from intake.printable import cell_count
from intake.wording import Wording
from scanners.assignment import Kind
from scanners.feedback import DRIVERS, Tone
from scanners.test_card import CARD
from scanners.trial import Match
from tests.catalogues import CATALOGUES
from tests.tui.conftest import packed
from tui.cells import wrap
from tui.letters import drawn

WORDS = {language: tables["setup"] for language, tables in CATALOGUES.items()}
CODE = "\n".join(
    path.read_text("utf-8") for path in (Path(__file__).parents[3] / "tui" / "setup").glob("*.py")
)
PAGES = ("find", "tones", "codes", "camera", "checks", "save")
NAMED = {
    *(f"title_{page}" for page in PAGES),
    *(f"keys_{page}" for page in (*PAGES, "pull", "heard", "saved")),
    *(f"kind_{kind}" for kind in Kind),
    *(f"{word}_{tone}" for word in ("tone", "large") for tone in Tone),
    *(f"driver_{name}" for name in DRIVERS),
    *(f"match_{match}" for match in Match),
    *(f"short_{match}" for match in Match if match is not Match.OTHER_CODE),
}
"""Words whose names the code puts together."""

LINE = 76
LONGEST = {
    "code": "2 キー配列",
    "text": "A" * 30,
    "baud": "115200",
    "tone": "HAZARD: a longer, worse tone",
    "instead": "<SUB><key 108>",
    "prefix": "<STX><NUL>",
    "suffix": "<ETX><EOT>",
    "end": "nothing, a pause (CR is better)",
    "identifier": "none",
    "count": "12",
    "codes": "1 良い例 / 2 キー配列 / 3 GS1 / 4 QR / 5 悪い例",
    "step": "6",
    "steps": "6",
    "page": "The settings",
}
in_both = pytest.mark.parametrize("language", Language)


@in_both
def test_every_word_is_said_somewhere_and_every_name_has_its_word(language: Language) -> None:
    said = set(re.findall(r"[\"'](\w+)[\"']", CODE)) | NAMED
    assert set(WORDS[language]) <= said
    assert set(WORDS[language]) >= NAMED


@in_both
def test_no_sentence_is_cut(language: Language) -> None:
    for name, text in WORDS[language].items():
        sentence = text.format_map(LONGEST)
        lines = 1 if name.startswith(("keys_", "title", "short_", "driver_")) else 4 if "match" in name else 3
        width = LINE - 4 if name.startswith("driver_") else LINE
        assert packed(*wrap(sentence, width, lines)) == packed(sentence), name


@in_both
def test_every_key_line_names_the_other_language(language: Language) -> None:
    other = {Language.EN: "日本語", Language.JA: "English"}[language]
    assert all(other in text for name, text in WORDS[language].items() if name.startswith("keys_"))


@in_both
def test_every_large_word_can_be_drawn_at_the_smallest_size(language: Language) -> None:
    wording = Wording(language)
    large = [wording.setup(f"large_{tone}") for tone in Tone]
    large += [" ".join(wording.printed(f"test_{code.name}").split()) for code in CARD]
    for word in large:
        assert drawn(word, LINE, 1), word
        assert cell_count(word) <= 14
