"""The sentences of the review: the same in both languages, none unused, none too long for the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

import tui.review
from intake.language import Language
from intake.wording import Wording
from tests.intake.longest import placeholders

WORDINGS = {language: Wording(language) for language in Language}
in_both = pytest.mark.parametrize("language", list(Language))
WIDTH = 78


def sentences(language: Language) -> dict[str, str]:
    """Give the whole section."""
    return dict(WORDINGS[language]._review)  # noqa: SLF001 (the catalogue itself is under test)


def test_both_languages_say_the_same_things() -> None:
    """With the same values in them."""
    english, japanese = (sentences(language) for language in Language)
    assert set(english) == set(japanese)
    assert not [name for name in english if placeholders(english[name]) != placeholders(japanese[name])]


@in_both
def test_no_sentence_is_unused(language: Language) -> None:
    """Each is named in the code, or made from a name there."""
    code = "".join(path.read_text("utf-8") for path in Path(tui.review.__file__).parent.glob("*.py"))
    made = ("column_", "keys_", "search_", "action_", "command_")
    for name in sentences(language):
        stem = next((prefix for prefix in made if name.startswith(prefix)), "")
        assert re.search(rf"['\"]({name}|{name.removeprefix(stem)})['\"]", code), name


@in_both
def test_keys_and_help_fit_the_narrowest_screen(language: Language) -> None:
    """A key nobody can read is none."""
    said = sentences(language)
    keys = [text for name, text in said.items() if name.startswith(("keys_", "command_"))]
    assert all(cell_len(line) <= WIDTH for line in keys)
    assert all(cell_len(line) <= WIDTH - 6 for line in said["help"].splitlines())
    assert len(said["help"].strip().splitlines()) <= 18
