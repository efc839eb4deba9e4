"""The catalogues whole: the same keys and values in both languages, all used, one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import intake
from intake.language import Language
from intake.message import Message
from intake.receipt import Prompt, Step
from intake.scene import PendingKind
from tests.catalogues import CATALOGUES
from tests.intake.longest import placeholders
from tui.desk_command import DeskCommand
from tui.lead_form import VALUES, Field, Stage

ROOT = Path(intake.__file__).parent.parent
EN, JA = CATALOGUES[Language.EN], CATALOGUES[Language.JA]
CODE = "\n".join(
    path.read_text("utf-8") for room in ("tui", "intake") for path in sorted((ROOT / room).rglob("*.py"))
)

WORDED = {
    "commands": {each for each in DeskCommand if each is not DeskCommand.PALETTE},
    "help": {*Step, "ALARM", "KEYS"},
    "pending": {*PendingKind},
}
"""Sections that word a set: each of it, and nothing else."""

GLOSSARY = {
    "serial": ("番号", "シリアル"),
    "container": ("容器",),
    "bag": ("袋",),
    "parcel": ("荷物",),
    "unit": ("本体", "台"),
    "recall": ("リコール",),
    "affected": ("対象",),
    "not affected": ("対象外",),
    "supervisor": ("監督者",),
    "lead": ("リーダー",),
    "badge": ("名札",),
    "claim": ("申告", "受付番号"),
    "reject bin": ("不要品箱",),
    "retail box": ("外箱",),
    "swollen": ("膨張",),
    "damaged": ("破損",),
    "model": ("型番",),
    "colour": ("色",),
    "replacement": ("交換品",),
    "holding box": ("仮置き箱",),
    "cage": ("かご",),
    "emergency": ("緊急",),
}
"""How the dock calls things (the glossary of the field): in English, and in Japanese as one or the other."""

_IN_HAND = "what is in hand needs no name in Japanese"
_OPEN = "which parcel is plain: it is the open one"
FREE = {
    ("parcel", "parcel_has_units"): _OPEN,
    ("parcel", "empty_after_misread"): _OPEN,
    ("parcel", "prompt_scan_arrivals"): "the large word says where it goes",
    ("unit", "parcel_short"): "a shortage says it",
    ("unit", "contained"): _IN_HAND,
    ("unit", "contained_replacement"): _IN_HAND,
    ("unit", "contained_provisional"): _IN_HAND,
    ("unit", "contained_held"): _IN_HAND,
}
"""Sentences that name a thing in one language only, each with its reason."""


def leaves(node: Mapping[str, Any], *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every text with the keys that lead to it."""
    for key, value in node.items():
        if isinstance(value, dict):
            yield from leaves(value, *path, key)
        else:
            yield (*path, key), value


ENGLISH, JAPANESE = dict(leaves(EN)), dict(leaves(JA))


def test_both_have_the_same_keys_in_every_section() -> None:
    assert set(ENGLISH) == set(JAPANESE)


def test_both_take_the_same_values_everywhere() -> None:
    differing = [path for path in ENGLISH if placeholders(ENGLISH[path]) != placeholders(JAPANESE[path])]
    assert not differing


def test_nothing_is_empty() -> None:
    assert not [path for path, text in (*ENGLISH.items(), *JAPANESE.items()) if not text.strip()]


@pytest.mark.parametrize("section", WORDED)
def test_a_section_words_all_of_its_things_and_nothing_else(section: str) -> None:
    assert set(EN[section]) == {str(each) for each in WORDED[section]}


def test_every_prompt_has_a_large_word_and_none_is_of_a_message_nobody_gives() -> None:
    assert {*Prompt} <= set(EN["large"]) <= {*Message, *Prompt, "emergency"}


def test_every_row_and_value_of_the_leads_card_is_worded() -> None:
    """A value is a term of its own field, one of the outcomes, or one of the card's."""
    assert {*Field} <= set(EN["lead"])
    assert {f"{word}_{stage}" for stage in Stage for word in ("keys", "not")} <= set(EN["lead"])
    for field, values in VALUES.items():
        terms = EN["terms"].get({"reason": "why"}.get(field, field), {})
        missing = [value for value in values if value not in terms and value not in EN["lead_values"]]
        assert not [value for value in missing if not value.isdigit()], field


@pytest.mark.parametrize("section", ["screen", "lead", "review"])
def test_every_part_the_code_asks_for_is_there(section: str) -> None:
    asked = set(re.findall(rf"\.{section}\(\s*\"(\w+)\"", CODE))
    assert asked
    assert asked <= set(EN[section])


@pytest.mark.parametrize("section", ["screen", "lead", "lead_values"])
def test_no_part_is_unused(section: str) -> None:
    """Named in the code as it is, or as the value of a row or a stage of the card."""
    values = {*Field, *(f"{name}_{stage}" for stage in Stage for name in ("keys", "ask", "not"))}
    values |= {value for each in VALUES.values() for value in each} | {"Q"}
    unused = [
        name for name in EN[section] if name not in values and not re.search(rf"['\"]{name}['\"]", CODE)
    ]
    assert not unused


@pytest.mark.parametrize("word", GLOSSARY)
def test_the_same_thing_has_the_same_name(word: str) -> None:
    """A sentence whose English names it names it in Japanese, by the word of the glossary."""
    named = re.compile(rf"\b{word}s?\b", re.IGNORECASE)
    missing = [
        (path[-1], JAPANESE[path])
        for path, text in ENGLISH.items()
        if path[0] in {"sentences", "large", "lead", "commands", "pending"}
        and (word, path[-1]) not in FREE
        and named.search(re.sub(r"\{\w+\}", "", text))
        and not any(japanese in JAPANESE[path] for japanese in GLOSSARY[word])
    ]
    assert not missing
