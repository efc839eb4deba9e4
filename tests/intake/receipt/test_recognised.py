"""Recognised: what may stand in the log in its own words; any other text may hold somebody's name."""

from __future__ import annotations

import hashlib

import pytest

from intake.barcode import Jan, Reading, SerialText, Unreadable, UnreadableReason
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.language import Language
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt.recognised import OTHER_CARD, card_name, is_recognised
from tests.intake.receipt.cases import CAMPAIGN, CATALOGUE, Case
from tests.intake.receipt.desk import Desk, fact_of, recorded
from tests.intake.receipt.world import command

NAME = "YAMADA-TARO"
WITH_ARGUMENTS = [word for word in CommandWord if word.takes_argument]
OURS = {
    CommandWord.MODEL: {*UnNumber, *(model.name for model in CAMPAIGN.models)},
    CommandWord.COLOUR: {OTHER_CARD, *(card_name(c.name) for m in CAMPAIGN.models for c in m.colours)},
    CommandWord.CLASS: {*Condition, *(f"{c}-{number}" for c in Condition for number in UnNumber)},
    CommandWord.REASON: {reason.card for reason in UndoReason},
    CommandWord.LANGUAGE: {language.upper() for language in Language},
}
AT = {
    CommandWord.MODEL: ("parcel number", "UNREADABLE"),
    CommandWord.COLOUR: ("parcel number", "serial affected, colour wanted"),
    CommandWord.CLASS: (),
    CommandWord.REASON: (),
    CommandWord.LANGUAGE: (),
}


def test_every_command_with_an_argument_has_its_words():
    assert set(OURS) == set(WITH_ARGUMENTS) == set(AT)


@pytest.mark.parametrize("word", WITH_ARGUMENTS)
def test_a_card_of_ours_is_recognised(word):
    assert all(is_recognised(Command(word, name.upper()), CATALOGUE) for name in OURS[word])


@pytest.mark.parametrize("word", WITH_ARGUMENTS)
@pytest.mark.parametrize("text", [NAME, "TARO", "R-UN9999", "UN348", "OTHERS"])
def test_a_card_with_any_other_word_is_not(word, text):
    assert not is_recognised(Command(word, text), CATALOGUE)


def test_commands_without_an_argument_labels_and_numbers_are():
    readings: list[Reading] = [Command(word) for word in CommandWord if not word.takes_argument]
    readings += [OwnLabel(LabelKind.BAG, 1), Jan("4571411204692", ())]
    assert all(is_recognised(reading, CATALOGUE) for reading in readings)


@pytest.mark.parametrize("plausible", [True, False])
def test_a_text_that_may_be_a_serial_is(plausible):
    assert is_recognised(SerialText("TARO", plausible=plausible), CATALOGUE) is plausible


def test_what_nothing_can_be_made_of_is_not():
    assert not is_recognised(Unreadable(UnreadableReason.NOT_TEXT, ""), CATALOGUE)


@pytest.mark.parametrize("word", WITH_ARGUMENTS)
def test_a_name_on_a_card_leaves_only_its_digest(word):
    text = command(word, NAME)
    decision = Desk(*AT[word]).take(Case("a card", text))
    assert recorded(decision) == ["ScanRefused"]
    fact = fact_of(decision)
    assert (fact.payload, fact.length) == (hashlib.sha256(text.encode()).hexdigest(), len(text))
    assert NAME not in repr(decision)


@pytest.mark.parametrize(
    ("word", "at"), [(CommandWord.CLASS, "unknown container"), (CommandWord.REASON, "UNDO")]
)
def test_a_name_on_a_card_that_answers_a_question_is_not_recorded(word, at):
    decision = Desk("parcel number", at).take(Case("a card", command(word, NAME)))
    assert recorded(decision) == ["QuestionAsked"]
    assert NAME not in repr(decision)


def test_a_card_of_ours_that_is_refused_leaves_no_digest():
    decision = Desk().take(Case("a card", command(CommandWord.MODEL, "UN3480")))
    assert (fact_of(decision).payload, fact_of(decision).length) == (None, 0)
