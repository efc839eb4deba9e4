"""A newer list comes into force while a unit is in the operator's hand: the desk says so at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake import catalogue
from intake.affected import AffectedList
from intake.language import Language
from intake.message import Message
from intake.reference import publish
from intake.request import ActivateList, Request
from intake.verdict import Verdict
from tests.intake import lists
from tests.tui.conftest import SIZES, packed
from tui.look import Look, look_of

Opener = Any
CAMPAIGN, MODEL = "jp-2025-10-21", "A1263"
SERIAL = "ATEST1263ZZZZZZZ"
BEGUN = ["RI-O-0001-T", "A312000079193B", SERIAL]
DONE = ["RI-C-INTACT", "RI-U-000001-K"]


def publish_newer(folder: Path) -> None:
    """Publish a list that names the serial as well."""
    listed = catalogue.training_list(catalogue.load().campaign(CAMPAIGN))
    assert listed is not None
    row = lists.row(SERIAL, SERIAL, MODEL, line=999)
    made = AffectedList(CAMPAIGN, "newer", True, "2026-11-22", (*listed.rows, row))
    publish(made, folder / "reference")


async def take_up(desk: Any) -> None:
    """Scan the unit, and its card where that is asked for."""
    await desk.scan(*BEGUN)
    if desk.last.scene.cards:
        await desk.scan(f"RI-C-MODEL-{MODEL}")
    assert desk.last.answer.verdict is Verdict.NOT_AFFECTED


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", list(Language))
async def test_the_verdict_and_the_container_change_before_the_unit_is_put_down(
    open_desk: Opener, folder: Path, size: tuple[int, int], language: Language
) -> None:
    """The old answer does not stay standing."""
    publish_newer(folder)
    async with open_desk(size, language) as desk:
        await take_up(desk)
        await desk.scan(*DONE)
        before = desk.last
        desk.lane.put(Request("newer", "uid:0", ActivateList(CAMPAIGN, "newer")))
        await desk.until(lambda: desk.is_listed(desk.last) and desk.last is not before)
        assert desk.last.answer.message is Message.LIST_ACTIVATED_UNIT
        assert look_of(desk.last) is Look.AFFECTED
        assert desk.last.scene.container != before.scene.container
        panel, step = desk.rows(desk.app.desk.verdict, desk.app.desk.next_step)
        wording = desk.app.wording
        assert packed(wording.term("verdict", Verdict.AFFECTED)) in packed(*panel)
        assert packed(wording.sentence(desk.last.answer.line)) in packed(*panel)
        assert packed(wording.sentence(desk.last.prompt)) in packed(*step)


async def test_a_unit_in_hand_is_judged_again_though_nothing_else_changes(
    open_desk: Opener, folder: Path
) -> None:
    """Step and question stay the same: the field does not."""
    publish_newer(folder)
    async with open_desk() as desk:
        await take_up(desk)
        before = desk.last
        desk.lane.put(Request("newer", "uid:0", ActivateList(CAMPAIGN, "newer")))
        await desk.until(lambda: desk.is_listed(desk.last) and desk.last is not before)
        assert desk.last.prompt == before.prompt
        assert look_of(desk.last) is Look.AFFECTED
        (panel,) = desk.rows(desk.app.desk.verdict)
        assert any("[####] AFFECTED" in row for row in panel)


async def test_a_unit_put_down_already_is_told_while_nothing_is_in_hand(
    open_desk: Opener, folder: Path
) -> None:
    """And the line at the top says what to move."""
    publish_newer(folder)
    async with open_desk() as desk:
        await take_up(desk)
        await desk.scan(*DONE)
        container = desk.last.scene.container
        await desk.scan(container)
        before = desk.last
        desk.lane.put(Request("newer", "uid:0", ActivateList(CAMPAIGN, "newer")))
        await desk.until(lambda: desk.is_listed(desk.last) and desk.last is not before)
        assert desk.last.answer.message is Message.LIST_ACTIVATED_PARCEL
        assert packed(desk.app.wording.sentence(desk.last.answer.line)) in packed(*desk.text)
