"""The lead's card at the desk: badge, PIN and what they are asked for; the station decides, scans go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.language import Language
from intake.own_label import LabelKind, OwnLabel
from intake.request import OpenContainer
from intake.sqlite import connect
from tests.tui.conftest import packed, scanned

Opener = Any
BADGE, PARCEL, SERIAL, K2 = "RI-O-0001-T", "A312000079193B", "ATEST1263K00FVU8", "RI-C-K2"
LEAD, SUPERVISOR = (OwnLabel(LabelKind.BADGE, number).code for number in (2, 3))
BAG = "RI-U-000001-K"
ORDINARY = [BADGE, PARCEL, SERIAL, "RI-C-INTACT", BAG, "RI-Q-0001-2"]
PIN, WRONG = "0000", "47114711471147"  # so long that no clock and no hash holds it by chance
OUTDOORS = OwnLabel(LabelKind.CONTAINER, 2).code


async def sign(desk: Any, pin: str = PIN) -> None:
    """Open the card, scan the lead's badge, type the PIN."""
    await desk.command("f9")
    await desk.enter("2")
    await desk.until(lambda: desk.app.desk.lead_card.form.badge == LEAD)
    await give(desk, pin)


async def give(desk: Any, pin: str) -> None:
    """Type a PIN as a person does, and wait until the card has it."""
    await desk.enter(pin)
    await desk.until(lambda: desk.app.desk.lead_card.form.pin == pin)


async def send(desk: Any) -> None:
    """Press the key that sends, and wait for the station's answer."""
    wanted = len(desk.answered) + 1
    await desk.command("f9")
    await desk.until(lambda: len(desk.answered) == wanted)


def shown(desk: Any) -> str:
    return "\n".join(desk.rows(desk.app.desk.lead_card)[0])


@pytest.mark.parametrize("language", list(Language))
async def test_badge_and_pin_end_an_emergency(open_desk: Opener, language: Language) -> None:
    """The card goes with it, and the parcel is where it was."""
    async with open_desk(language=language) as desk:
        await desk.scan(BADGE, PARCEL, SERIAL, K2)
        await sign(desk)
        await send(desk)
        assert desk.last.answer.message == "emergency_closed"
        await desk.until(lambda: not desk.app.desk.lead_card.display)
        assert not desk.app.desk.emergency_card.display
        assert desk.last.step == "PARCEL_OPEN"


async def test_a_wrong_pin_is_told_and_asked_again(open_desk: Opener) -> None:
    """What was chosen stays; the right one then does it."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        await sign(desk, WRONG)
        await desk.press("right")
        await send(desk)
        assert desk.last.answer.message == "lead_not_verified"
        await desk.until(lambda: desk.app.wording.sentence(desk.last.answer.line) in shown(desk))
        assert desk.app.wording.lead("ask_pin") in shown(desk)
        await give(desk, PIN)
        await send(desk)
        assert desk.last.answer.params["outcome"] == list(EmergencyOutcome)[1]


@pytest.mark.parametrize("language", list(Language))
async def test_a_locked_badge_is_told_whole(open_desk: Opener, language: Language) -> None:
    """After too many wrong PINs even the right one waits."""
    async with open_desk(language=language, pin_attempts=1) as desk:
        await desk.scan(BADGE, K2)
        await sign(desk, WRONG)
        await send(desk)
        await desk.until(lambda: desk.app.desk.lead_card.form.pin == "")
        await give(desk, PIN)
        await send(desk)
        assert desk.last.answer.message == "pin_locked"
        told = packed(desk.app.wording.sentence(desk.last.answer.line))
        await desk.until(lambda: told in packed(shown(desk)))
        assert desk.app.desk.emergency_card.display


async def test_an_operators_badge_ends_nothing(open_desk: Opener) -> None:
    """The station says so, not the card."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        await desk.command("f9")
        await desk.enter("1")
        await desk.until(lambda: bool(desk.app.desk.lead_card.form.badge))
        await give(desk, PIN)
        await send(desk)
        assert desk.last.answer.message == "lead_not_verified"
        assert desk.app.desk.emergency_card.display


async def test_things_are_named_by_their_labels(open_desk: Opener) -> None:
    """A contained unit, an unopened parcel, a container to watch: each with how it ended."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY, K2)
        await sign(desk)
        answered = len(desk.answered)
        for code in (BAG, OwnLabel(LabelKind.PARCEL, 7).code, "RI-Q-0001-2"):
            desk.app.bridge.take(scanned(code))
        await desk.until(lambda: len(desk.app.desk.lead_card.form.things) == 3)
        assert len(desk.answered) == answered
        await desk.press("up", "up", "right")
        assert OwnLabel(LabelKind.PARCEL, 7).code in shown(desk)
        assert desk.app.wording.term("outcome", "outdoor_observation") in shown(desk)
        await send(desk)
        assert desk.last.answer.message == "emergency_closed"
        kinds = [event.kind for event in desk.last.events]
        assert {"EmergencyClosed", "UnitLost", "ParcelLost", "ContainerSuspected"} <= set(kinds)


async def test_a_lead_undoes_what_only_a_lead_may(open_desk: Opener) -> None:
    """The card names the act; afterwards the unit is in hand again."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        assert desk.app.wording.term("act", "UnitContained") in shown(desk)
        await desk.press("down", "right")
        await send(desk)
        assert desk.last.answer.message == "undone_contained"
        assert desk.last.step == "CONTAINER"


async def test_a_lead_moves_a_unit(open_desk: Opener) -> None:
    """Bag and container are scanned, in any order."""
    new = OwnLabel(LabelKind.CONTAINER, 77).code
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        desk.app.bridge.wish(OpenContainer(new, Condition.R, UnNumber.UN3480), SUPERVISOR)
        await desk.until(lambda: len(desk.answered) == len(ORDINARY) + 1)
        await sign(desk)
        await desk.press("right")
        for code in (new, BAG):
            desk.app.bridge.take(scanned(code))
        await desk.until(lambda: BAG in shown(desk) and new in shown(desk))
        await send(desk)
        assert desk.last.answer.message == "moved"
        assert desk.last.answer.params["container"] == new


async def test_a_move_to_a_wrong_container_is_refused(open_desk: Opener) -> None:
    """What is missing is told first, then why not."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        await desk.press("right")
        await send_incomplete(desk)
        for code in (BAG, OUTDOORS):
            desk.app.bridge.take(scanned(code))
        await desk.until(lambda: BAG in shown(desk) and OUTDOORS in shown(desk))
        await send(desk)
        assert desk.last.answer.severity == "refused"
        told = packed(desk.app.wording.sentence(desk.last.answer.line))
        await desk.until(lambda: told in packed(shown(desk)))


async def send_incomplete(desk: Any) -> None:
    """Press the key that sends while something is missing: the card says so and asks nobody."""
    answered = len(desk.answered)
    await desk.command("f9")
    await desk.until(lambda: desk.app.wording.lead("missing") in shown(desk))
    assert len(desk.answered) == answered


async def test_scans_meant_for_the_station_reach_it(open_desk: Opener) -> None:
    """At every stage of the card; it stays as it was."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        await desk.scan(SERIAL)
        await desk.enter("2")
        await desk.until(lambda: desk.app.desk.lead_card.form.badge == LEAD)
        await desk.scan("RI-C-INTACT")
        await give(desk, PIN)
        await desk.scan(BAG)
        assert desk.last.step == "CONTAINER"
        assert desk.app.desk.lead_card.display


async def test_a_gun_gives_no_pin_and_sends_nothing(open_desk: Opener) -> None:
    """Typed fast it is neither scan nor PIN, for it may be one; Enter of either sends nothing."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        await desk.command("f9")
        await desk.enter("2")
        await desk.until(lambda: desk.app.desk.lead_card.form.badge == LEAD)
        await desk.enter("123456", pace=0.001)
        await desk.until(lambda: desk.app.wording.lead("not_pin") in shown(desk))
        assert desk.app.desk.lead_card.form.pin == ""
        await give(desk, PIN)
        await desk.press("enter")
        await desk.scan("RI-C-YES")
        assert len(desk.answered) == 3


async def test_scans_lent_to_the_form_all_come_back_in_order(open_desk: Opener) -> None:
    """However the form changes before the screen has looked at them: none is lost, none overtakes another."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        codes = [LEAD, SUPERVISOR, SERIAL, BADGE, "RI-C-INTACT"]
        for code in codes:  # before the screen has handled the first
            desk.app.bridge.take(scanned(code))
        desk.app.desk.lead_card.close()
        desk.app.bridge.take(scanned(BAG))
        await desk.until(lambda: len(desk.answered) == 2 + len(codes) + 1)
        assert [message.outcome.scan for message in desk.answered[2:]] == [*codes, BAG]


async def test_two_badges_at_once_are_one_for_the_form_and_one_for_the_station(open_desk: Opener) -> None:
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        for code in (LEAD, SUPERVISOR):
            desk.app.bridge.take(scanned(code))
        await desk.until(lambda: len(desk.answered) == 3)
        assert desk.app.desk.lead_card.form.badge == LEAD
        assert desk.last.operator == SUPERVISOR


async def test_a_pin_half_typed_goes_nowhere_when_a_red_card_comes_up(open_desk: Opener) -> None:
    """The rest of it is a code of its own, too short to be anything; the beginning is forgotten."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        await desk.enter("2")
        await desk.until(lambda: desk.app.desk.lead_card.form.badge == LEAD)
        await desk.press(*"98765432")
        await desk.scan(K2)
        assert desk.app.desk.keys.text == ""
        await desk.press("enter")
        await desk.scan("RI-C-YES")
        assert [message.outcome.scan for message in desk.answered] == [BADGE, PARCEL, K2, "RI-C-YES"]


async def test_a_pin_with_an_arrow_in_it_is_no_scan(open_desk: Opener) -> None:
    """A broken code is refused by the station and its bytes are kept: these may be a secret."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        await desk.enter("2")
        await desk.until(lambda: desk.app.desk.lead_card.form.badge == LEAD)
        await desk.press(*"98", "left", *"765432", "enter")
        await desk.until(lambda: desk.app.wording.lead("not_pin") in shown(desk))
        await desk.scan("RI-C-CABLE")
        assert [message.outcome.scan for message in desk.answered] == [BADGE, PARCEL, "RI-C-CABLE"]


async def test_what_is_scanned_meanwhile_is_answered_on_the_card(open_desk: Opener) -> None:
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.command("f9")
        await desk.scan("RI-C-CABLE")
        assert desk.app.wording.sentence(desk.last.answer.line) in shown(desk)


async def test_a_wish_is_sent_once(open_desk: Opener) -> None:
    """The key pressed twice in a hurry asks for the PIN again instead."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        answered = len(desk.answered)
        desk.app.desk.send_lead()
        desk.app.desk.send_lead()
        await desk.until(lambda: not desk.app.desk.lead_card.display)
        told = [message.outcome.answer.message for message in desk.answered[answered:]]
        assert told == ["undone_contained"]


async def test_the_pin_stands_nowhere(open_desk: Opener, folder: Path) -> None:
    """As stars while it is typed; never on the screen, never in the log, whether it was right or wrong."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        await sign(desk, WRONG)
        await send(desk)
        await desk.until(lambda: desk.app.desk.lead_card.form.pin == "")
        for place, key in enumerate(PIN, 1):
            await desk.press(key)
            assert f"{desk.app.wording.lead('ask_pin')} {'*' * place}\n" in f"{shown(desk)}\n"
            assert PIN[:place] not in shown(desk).replace(LEAD, "")
        await desk.press("enter")
        await desk.until(lambda: desk.app.desk.lead_card.form.pin == PIN)
        assert PIN not in shown(desk).replace(LEAD, "")
        await send(desk)
        await desk.until(lambda: not desk.app.desk.lead_card.display)
        assert WRONG not in "\n".join(desk.text)
    with connect(folder / "journal.db") as journal:
        told = "".join(str(row) for row in journal.execute("SELECT * FROM event").fetchall())
    assert WRONG not in told
    assert f'"{PIN}"' not in told


async def test_escape_closes_the_card_and_forgets_what_was_filled_in(open_desk: Opener) -> None:
    """A half-typed PIN goes first."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        await desk.press("escape")
        assert not desk.app.desk.lead_card.display
        await desk.command("f9")
        assert desk.app.desk.lead_card.form.badge == ""


async def test_an_emergency_takes_the_place_of_another_form(open_desk: Opener) -> None:
    """Nothing covers the red card that came up."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        await desk.scan(K2)
        await desk.until(lambda: not desk.app.desk.lead_card.display)
        assert desk.rows(desk.app.desk.emergency_card)[0] == desk.text


async def test_the_card_is_worded_anew_in_another_language(open_desk: Opener) -> None:
    """Everything filled in stays."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        await sign(desk)
        await desk.command("f2")
        assert desk.app.wording.lead("title") in shown(desk)
        assert desk.app.desk.lead_card.form.pin == PIN
