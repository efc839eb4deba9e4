"""What a person types at the desk: read back before it counts; six keys confirm what a claim names."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from intake.expected import ExpectedRow, publish
from intake.request import ActivateExpected, Request
from intake.scan import Severity
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Reason, Verdict

Opener = Any
BADGE = "RI-O-0001-T"
LABEL = "312000079193"
PARCEL = f"A{LABEL}B"
SERIAL = "ATEST1263K00FVU8"


@pytest.fixture
def claimed(folder: Path) -> None:
    """Put one claim in force: the parcel announces one serial."""
    publish([ExpectedRow(LABEL, "R-1", SERIAL, "A1263", None, 1)], "1", folder / "reference")
    station = Station(folder, Settings())
    answer = station.accept(Request("expected", "test", ActivateExpected("1"))).answer
    station.close()
    assert answer.severity is Severity.OK


async def test_six_keys_confirm_the_serial_a_claim_names(open_desk: Opener, claimed: None) -> None:
    """No Enter and no function key: four scans and six keys are a whole parcel."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        assert "R-1" in "\n".join(desk.text)
        await desk.press(*SERIAL[-6:].lower())
        await desk.until(lambda: len(desk.answered) == 3)
        answer = desk.answered[-1].outcome.answer
        assert (answer.verdict, answer.reasons[-1]) == (Verdict.AFFECTED, Reason.CLAIM_CONFIRMED)
        await desk.scan("RI-C-INTACT", "RI-U-000001-K", "RI-Q-0001-2")
        assert desk.answered[-1].outcome.answer.severity is Severity.OK


async def test_six_characters_of_a_gun_confirm_nothing(open_desk: Opener, claimed: None) -> None:
    """A gun that stops after six characters has sent a part of a code."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.type_fast(SERIAL[-6:].lower())
        await asyncio.sleep(0.5)
        assert len(desk.answered) == 2


async def test_a_serial_typed_by_hand_is_read_back(open_desk: Opener) -> None:
    """The desk shows it in groups of four and asks; a scan of YES takes it."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.press(*SERIAL.lower())  # sixteen keys: no Enter is needed
        await desk.until(lambda: len(desk.answered) == 3)
        assert "ATES T126 3K00 FVU8" in "\n".join(desk.text)
        await desk.scan("RI-C-YES")
        answer = desk.answered[-1].outcome.answer
        assert (answer.verdict, answer.reasons[-1]) == (Verdict.AFFECTED, Reason.KEYED)


async def test_a_serial_typed_by_a_gun_is_a_scan(open_desk: Opener) -> None:
    """A keyboard gun's code counts as read."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.type_fast(f"{SERIAL.lower()}\r")
        await desk.until(lambda: len(desk.answered) == 3)
        answer = desk.answered[-1].outcome.answer
        assert answer.verdict is Verdict.AFFECTED
        assert Reason.KEYED not in answer.reasons
