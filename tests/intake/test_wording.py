"""The catalogues: every sentence in both languages, none unused, each short enough for two lines."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intake
from intake.accessory import AccessoryKind
from intake.barcode import UnreadableReason
from intake.catalogue import checklist
from intake.central_status import FailureKind
from intake.condition import Condition, Observation
from intake.container import ContainerState
from intake.correction import UndoReason
from intake.dispatch import ReplacementState
from intake.disposition import EmergencyOutcome, IncidentKind, UnitDisposition
from intake.facts import KINDS
from intake.facts.units import Because
from intake.hold import HoldDecision, HoldKind
from intake.language import Language
from intake.operator import Role
from intake.outcome import Line, Message
from intake.photo import PhotoFault
from intake.pictures import CASINGS
from intake.receipt import Prompt
from intake.receipt.told import ANOTHER_COLOUR
from intake.receipt.undoing import TABLE as UNDONE
from intake.scan import Fault, Severity
from intake.serial_number import How
from intake.settings import SoundPolicy, ThemeName
from intake.troubles import Trouble
from intake.verdict import Reason, Verdict
from intake.wire import HubAnswer
from intake.wording import Wording
from scanners.hint import Hint
from scanners.light import LightState
from tests.catalogues import CATALOGUES
from tests.intake.longest import LONGEST, longest, longest_hint, placeholders

WORDINGS = [Wording(language) for language in Language]
in_both = pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.language)

TERMS = {
    "verdict": {*Verdict},
    "severity": {*Severity},
    "condition": {*Condition, *Observation},
    "hold": {*HoldKind},
    "accessory": {*AccessoryKind},
    "role": {*Role},
    "state": {*ContainerState},
    "outcome": {*EmergencyOutcome},
    "reason": {*Reason, *UnreadableReason, *Fault},
    "right": {""},
    "act": {kind.__name__ for kind in UNDONE},
    "sign": {sign.name for sign in checklist().signs},
    "fact": {*KINDS},
    "because": {*Because},
    "decision": {*HoldDecision},
    "how": {*How},
    "photo_fault": {*PhotoFault},
    "disposition": {*UnitDisposition},
    "replacement": {*ReplacementState},
    "answer": {*HubAnswer},
    "failure": {*FailureKind},
    "language": {*Language},
    "kind": {*IncidentKind},
    "why": {*UndoReason},
    "theme": {*ThemeName},
    "sound": {*SoundPolicy},
    "colour": {*CASINGS, ANOTHER_COLOUR},
}

LINE = 76
"""Cells of a line at 80 columns, its frame and margin left out."""

HOSTILE = {
    "markup": "[/foo][@click=app.quit]x[/]",
    "control": "\x1b[2J\x07\r\n",
    "direction": "A\u202eB\u2066C",
    "braces": "{serial}{0}{!r}{__class__}%s",
    "private": "\ue000\U0010ffff",
    "surrogate": "\ud800",
    "long": "x" * 5000,
    "lines": "a\u2028b\u2029c",
}
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def sentences(wording):
    return wording._sentences  # noqa: SLF001 (the catalogue itself is under test)


def hinting(wording):
    return wording._sections["near"]  # noqa: SLF001 (the catalogue itself is under test)


def cells(text):
    """Count the cells a text takes in a terminal of East Asian width."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def is_harmless(text):
    return not {unicodedata.category(character) for character in text} & HARMFUL


class TestWhole:
    """Both catalogues hold the same things, all of them used."""

    def test_a_catalogue_ships_for_every_language(self):
        assert set(CATALOGUES) == set(Language)

    @in_both
    def test_every_message_and_prompt_has_a_sentence_and_no_sentence_is_unused(self, wording):
        assert set(sentences(wording)) == {*Message, *Prompt, *Trouble}

    @in_both
    def test_every_light_is_worded_and_none_is_unused(self, wording):
        of_a_kind = {"unassigned_keyboard", "searching_camera", "failed_camera"}
        assert set(wording._lights) == {*LightState, "keyboard", *of_a_kind}  # noqa: SLF001

    @in_both
    def test_every_hint_of_a_camera_is_worded_and_none_is_unused(self, wording):
        assert set(wording._sections["camera"]) == {*Hint, *(f"{hint}_large" for hint in Hint)}  # noqa: SLF001

    @in_both
    def test_every_term_is_worded_and_none_is_unused(self, wording):
        terms = {kind: set(words) for kind, words in wording._terms.items()}  # noqa: SLF001
        assert terms == {kind: {str(value) for value in values} for kind, values in TERMS.items()}

    @in_both
    def test_every_part_of_a_screen_is_used(self, wording):
        root = Path(intake.__file__).parent.parent
        code = "".join(
            path.read_text("utf-8") for room in ("tui", "intake") for path in (root / room).rglob("*.py")
        )
        unused = {name for name in wording._screen if not re.search(rf"['\"]{name}['\"]", code)}  # noqa: SLF001
        assert not unused

    @pytest.mark.parametrize("part", ["_sentences", "_screen", "_lights"])
    def test_both_languages_name_the_same_things(self, part):
        english, japanese = (getattr(wording, part) for wording in WORDINGS)
        assert set(english) == set(japanese)
        differing = [name for name in english if placeholders(english[name]) != placeholders(japanese[name])]
        assert not differing

    @in_both
    def test_nothing_is_empty_or_left_in_the_other_language(self, wording):
        japanese = wording.language is Language.JA
        for name, sentence in sentences(wording).items():
            kana_or_kanji = any(ord(character) > 0x2FFF for character in sentence)
            if placeholders(sentence) and not Formatter().vformat(sentence, (), _Blank()).strip(" :"):
                continue
            assert sentence
            assert kana_or_kanji is japanese, name

    @in_both
    def test_a_sentence_is_harmless_by_itself(self, wording):
        for sentence in sentences(wording).values():
            assert is_harmless(sentence)
            assert sentence == sentence.strip()

    def test_the_same_values_have_different_words(self):
        """Two verdicts, classes or holds that read the same could not be told apart."""
        for wording in WORDINGS:
            for kind in ("verdict", "condition", "hold", "severity", "accessory", "outcome", "state", "role"):
                words = [wording.term(kind, value) for value in TERMS[kind]]
                assert len(set(words)) == len(words), (wording.language, kind)


class _Blank(dict):
    def __missing__(self, key):
        return ""


class TestLength:
    """What must be read at a glance fits two lines of 76 cells."""

    @pytest.mark.parametrize("message", [*Message, *Prompt])
    @in_both
    def test_no_sentence_is_longer_than_two_lines(self, wording, message):
        sentence = wording.sentence(longest(wording, message))
        assert cells(sentence) <= 2 * LINE, sentence

    @in_both
    def test_every_value_is_here(self, wording):
        every = (*sentences(wording).values(), *hinting(wording).values())
        asked = set().union(*map(placeholders, every))
        assert asked == set(LONGEST)

    @in_both
    def test_a_serial_that_may_be_meant_has_room_in_its_answer(self, wording):
        for message, sentence in hinting(wording).items():
            assert placeholders(sentence) - {"near"} <= placeholders(sentences(wording)[message])
            said = wording.sentence(longest_hint(wording, message))
            assert max(LONGEST["near"]) in said
            assert cells(said) <= 2 * LINE, said

    @pytest.mark.parametrize("state", [*LightState, "keyboard"])
    @in_both
    def test_no_light_is_longer_than_two_lines(self, wording, state):
        light = wording.light(state, f"port:/dev/serial/by-id/{'x' * 80}", "1234")
        assert cells(light) <= 2 * LINE, light


class TestValues:
    """How values stand in a sentence."""

    @in_both
    @pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
    def test_hostile_values_come_out_printable(self, wording, value):
        for message in (*Message, *Prompt):
            names = placeholders(sentences(wording)[message]) - {"at"}
            params = dict.fromkeys(names, value) | {"at": "2031-03-04T05:06:07.089Z"}
            assert is_harmless(wording.sentence(Line(message, params)))

    @in_both
    @given(value=st.text(st.characters(), max_size=60))
    def test_any_value_comes_out_printable(self, wording, value):
        names = ("serial", "model", "parcel", "right", "condition", "reason", "location")
        params = dict.fromkeys(names, value)
        for message in (Message.UNIT_AFFECTED, Message.UNIT_UNCERTAIN, Message.CONTAINER_WRONG_CLASS):
            line = Line(message, params | {"container": value})
            assert is_harmless(wording.sentence(line))

    @in_both
    def test_braces_in_a_value_stay_text(self, wording):
        line = Line(Message.BAG_ATTACHED, {"bag": "{bag.__class__}"})
        assert "{bag.__class__}" in wording.sentence(line)

    @in_both
    def test_a_value_the_catalogue_words_is_worded(self, wording):
        for kind, message in (
            ("condition", Message.CONDITION_INTACT),
            ("accessory", Message.ACCESSORY_FLAGGED),
            ("reason", Message.UNREADABLE_SCAN),
        ):
            for value in TERMS[kind]:
                assert wording.term(kind, value) in wording.sentence(Line(message, {kind: value}))

    @in_both
    def test_where_no_container_is_open_the_sentence_says_so(self, wording):
        line = Line(Message.CONTAINER_FULL, {"container": "RI-Q-0012-T", "right": ""})
        assert wording.term("right", "") in wording.sentence(line)

    @in_both
    def test_a_time_is_shown_by_the_clock_on_the_wall(self, wording, monkeypatch):
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        line = Line(Message.PARCEL_KNOWN, {"parcel": "1", "at": "2031-03-04T20:06:07.089Z"})
        try:
            assert "2031-03-05 05:06" in wording.sentence(line)
        finally:
            monkeypatch.undo()
            time.tzset()

    @in_both
    def test_a_code_the_catalogue_does_not_know_stays_as_it_is(self, wording):
        assert wording.term("verdict", "NEW") == "NEW"

    @in_both
    def test_a_count_is_a_number(self, wording):
        assert "3" in wording.sentence(Line(Message.PARCEL_HAS_UNITS, {"units": 3}))


class TestJournal:
    """Answers as they stand in the journal."""

    @in_both
    def test_an_answer_is_worded_as_it_was(self, wording):
        stored = {"message": "parcel_opened", "severity": "ok", "params": {"parcel": "1234"}}
        assert wording.sentence_of(stored) == wording.sentence(Line("parcel_opened", {"parcel": "1234"}))

    @in_both
    def test_an_answer_without_values_is_worded(self, wording):
        assert wording.sentence_of({"message": "same_scan"}) == wording.sentence(Line("same_scan"))

    @in_both
    def test_a_message_this_release_no_longer_has_stays_as_it_is(self, wording):
        assert (
            wording.sentence_of({"message": "claim_confirmed_by_fax", "params": {}})
            == "claim_confirmed_by_fax"
        )


class TestScreens:
    """Fixed parts of screens, and lights."""

    @in_both
    def test_a_part_of_a_screen_takes_its_values(self, wording):
        assert "7" in wording.screen("waiting", count=7)

    @in_both
    @pytest.mark.parametrize(
        ("source", "name", "shown"),
        [
            ("port:/dev/serial/by-id/gun", "dock/left", "dock/left:"),
            ("port:/dev/serial/by-id/gun", "", "gun:"),
            ("keyboard:usb:0c2e:0b61", "", "usb:0c2e:0b61:"),
            (
                "port:/dev/serial/by-id/usb-Honeywell_Xenon_1900_15267B0C4F-if00",
                "",
                "…_Xenon_1900_15267B0C4F-if00:",
            ),
            ("search", "", "search:"),
        ],
    )
    def test_a_light_is_called_by_its_name_or_else_by_where_it_is(self, wording, source, name, shown):
        assert wording.light(LightState.READY, source, "", name).startswith(shown)

    @in_both
    def test_of_a_gun_that_types_nobody_says_that_it_is_not_read(self, wording):
        """Its codes come through the terminal like those of any keyboard."""
        port, keyboard = (
            wording.light(LightState.UNASSIGNED, f"{kind}:/dev/gun", "", "gun")
            for kind in ("port", "keyboard")
        )
        not_read = {"en": "NOT READ", "ja": "読みません"}[wording.language]
        assert not_read in port
        assert not_read not in keyboard
        assert keyboard.startswith("gun: ")

    @in_both
    def test_a_fault_says_what_to_do(self, wording):
        for source in ("port:/dev/gun", "pos:/dev/gun", "keyboard:/dev/gun"):
            light = wording.light(LightState.FAILED, source, "ENOTTY")
            assert "ENOTTY" in light
            assert light.endswith("intake doctor")

    @in_both
    def test_a_light_names_its_scanner_and_what_is_wrong(self, wording):
        light = wording.light(LightState.FAILED, "port:/dev/serial/by-id/gun\x1b1", "EIO[/x]\x07")
        assert "gun␛1" in light
        assert "EIO[/x]␇" in light
