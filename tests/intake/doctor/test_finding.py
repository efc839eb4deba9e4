"""A finding: every word has its sentence, every one that is not fine its advice, in both languages."""

import re
import string
from pathlib import Path

import pytest

import intake
from intake.doctor import MARKS, Check, Finding, State
from intake.language import Language
from intake.line import Params
from intake.wording import Wording
from tests.catalogues import CATALOGUES

ROOT = Path(intake.__file__).parent
CODE = "\n".join(
    path.read_text("utf-8")
    for path in (
        *(ROOT / "doctor").glob("*.py"),
        ROOT / "cli/doctor.py",
        *(ROOT / "cli").glob("examined_*.py"),
    )
)
TEXTS = {language: tables["doctor"] for language, tables in CATALOGUES.items()}
KEYS = set(TEXTS[Language.EN])
SAID = {word.removesuffix("_do") for word in KEYS if not word.startswith(("check_", "state_", "summary"))}


def test_every_check_and_state_has_a_name_and_a_shape():
    assert {key for key in KEYS if key.startswith("check_")} == {f"check_{check}" for check in Check}
    assert {key for key in KEYS if key.startswith("state_")} == {f"state_{state}" for state in State}
    assert len(set(MARKS.values())) == len(State)
    assert all(mark.isascii() and len(mark) == 1 for mark in MARKS.values())


@pytest.mark.parametrize("word", sorted(SAID))
def test_a_word_of_the_catalogue_is_given_by_a_check(word):
    assert f'"{word}"' in CODE


def test_what_a_check_calls_a_warning_or_a_fault_has_advice():
    graver = set(
        re.findall(r'(?:warning|fault|judge|is_training else warning\))\(\s*[\w.]+,\s*"(\w+)"', CODE)
    )
    assert len(graver) > 40
    assert not {word for word in graver if f"{word}_do" not in KEYS}


@pytest.mark.parametrize("language", Language)
def test_a_sentence_ends_and_advice_is_one(language):
    wording = Wording(language)
    for word in SAID:
        params: Params = dict.fromkeys(placeholders(TEXTS[language], word), "x")
        finding = Finding(Check.DISK, State.FAULT if f"{word}_do" in KEYS else State.OK, word, params)
        assert finding.message(wording).strip()
        assert bool(finding.advice(wording)) == (f"{word}_do" in KEYS)


def placeholders(texts, word):
    """The values that a finding's text and its advice name."""
    both = texts[word] + texts.get(f"{word}_do", "")
    return [name for _, name, _, _ in string.Formatter().parse(both) if name]


def test_a_device_cannot_write_on_the_terminal():
    hostile = "gun\x1b[2J\nX FAULT all is lost\u202e" + "a" * 500
    message = Finding(Check.SCANNERS, State.OK, "scanner", {"device": hostile, "node": "n"}).message(
        Wording(Language.EN)
    )
    assert message.isprintable()
    assert len(message) < 450
