"""Hubs and docks that are broken on purpose: the nights must find them out.

Each breaks one rule that "exactly once" rests on, and leaves everything else as it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg
import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.errors import IntakeError
from intake.hub import awarding, confirming
from intake.hub.database import Database
from intake.wire import Batch, Confirm, FolderKind, Position, Positions, Release, Reserve
from tests.central.contents import journal
from tests.central.docks import CLAIMS, Dock
from tests.central.in_process import BASE
from tests.central.model import Claim
from tests.central.night import Night, Stage

NIGHTS = 150
"""In so many every one of them is found out, most in the first few."""

Break = Callable[[Stage, pytest.MonkeyPatch], None]

KEY, UNIT = "Maker 1/SERIAL1", "unit-1"


def no_unique_key(stage: Stage, _patch: pytest.MonkeyPatch) -> None:
    """The log takes an event as often as it comes."""
    stage.hub.look.execute(
        "ALTER TABLE event DROP CONSTRAINT IF EXISTS event_pkey, DROP CONSTRAINT IF EXISTS event_id_key"
    )


def answer_before_commit(_stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """The hub answers first; now and then what it has answered is never committed."""
    chance = random.Random(1)

    async def uncommitted(database: Database, work: Callable[..., Any], *args: Any) -> Any:
        is_lost = chance.random() < 0.2
        async with database.pool.connection() as connection, connection.transaction(force_rollback=is_lost):
            return await work(connection, *args)

    patch.setattr(Database, "_once", uncommitted)


def trust_in_the_cache(_stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """Sync goes on from what it sent last, whatever the hub has."""
    positions, send, sent = Central.positions, Central.send, dict[str, Position]()

    def remembering(central: Central, incarnation: str, batch: Batch) -> Any:
        digest = bytes.fromhex(batch.prev)
        for event in batch.events:
            digest = hashlib.sha256(digest + event.encode()).digest()
        last = batch.first + len(batch.events) - 1
        sent[incarnation] = Position(incarnation, last, digest.hex(), 1)
        return send(central, incarnation, batch)

    def remembered(central: Central, **limits: Any) -> Positions:
        told = positions(central, **limits)
        known = {each.incarnation: each for each in told.positions} | sent
        return Positions(told.station, tuple(known.values()))

    patch.setattr(Central, "send", remembering)
    patch.setattr(Central, "positions", remembered)


@pytest.mark.parametrize("break_it", [no_unique_key, answer_before_commit, trust_in_the_cache])
def test_the_nights_find_out(own_stage, break_it):
    assert any(goes_wrong(own_stage, seed, break_it) for seed in range(NIGHTS))


def goes_wrong(stage: Stage, seed: int, break_it: Break) -> bool:
    with Night(seed, stage) as night, pytest.MonkeyPatch.context() as patch:
        break_it(stage, patch)
        try:
            night.play()
        except (AssertionError, IntakeError):
            return True
    return False


@pytest.mark.parametrize("is_fenced", [True, False])
def test_a_confirmation_whose_reservation_is_over_creates_nothing(own_stage, monkeypatch, is_fenced):
    if not is_fenced:
        monkeypatch.setattr(
            confirming,
            "_IS_MINE",
            "SELECT FROM station WHERE (%s::text, %s::text, %s::text, %s::int) IS NOT NULL",
        )
    kind, token = FolderKind.PRODUCTION, own_stage.tokens["DOCK-1"]
    with Central(Credentials.parse(BASE, token), "DOCK-1", transport=own_stage.hub) as central:
        epoch = central.reserve(Reserve(kind, "i", KEY, UNIT)).epoch
        central.release(Release(kind, "i", KEY, UNIT))
        late = Confirm(kind, "i", KEY, UNIT, "p", epoch, "c", "SERIAL1", "Item", None, "L", None)
        said = central.confirm(late).answer
    rows = own_stage.hub.look.execute("SELECT key FROM replacement").fetchall()
    assert (said is None, rows == []) == (is_fenced, is_fenced)


@pytest.mark.parametrize("has_key", [True, False])
def test_two_docks_at_the_same_instant_get_one_replacement(own_stage, memory, monkeypatch, has_key):
    if not has_key:
        own_stage.hub.look.execute(
            "ALTER TABLE replacement DROP CONSTRAINT replacement_pkey CASCADE, "
            "DROP CONSTRAINT replacement_order_key"
        )
    meet(monkeypatch)
    requests = [
        brought(own_stage, memory, name, claim)
        for name, claim in zip(("DOCK-1", "DOCK-2"), CLAIMS, strict=False)
    ]
    assert [each.status_code for each in own_stage.hub.at_once(requests)] == [200, 200]
    rows = own_stage.hub.look.execute("SELECT station FROM replacement").fetchall()
    assert len(rows) == (1 if has_key else 2)


def meet(patch: pytest.MonkeyPatch) -> None:
    """Let the first two who have found a key free wait for each other before either takes it."""
    give, gate, arrived = awarding._give, asyncio.Barrier(2), []  # noqa: SLF001 (the very moment between)

    async def together(connection: psycopg.AsyncConnection, station: str, *rest: Any) -> None:
        if station not in arrived:
            arrived.append(station)
            await gate.wait()
        await give(connection, station, *rest)

    patch.setattr(awarding, "_give", together)


def brought(stage: Stage, memory: Path, name: str, claim: Claim) -> httpx.Request:
    """Give the request by which a dock brings its log, in which there is a unit of the first serial."""
    site = stage.works.copy(name, memory / "met" / name, 1_000_000 * int(name[-1]))
    dock = Dock(site)
    dock.receive_claimed(claim, stage.works.serials[0])
    dock.close()
    log = journal(site.folder)
    shutil.rmtree(site.folder)
    envelopes = tuple(event.envelope for event in log)
    batch = Batch(FolderKind.PRODUCTION, "2027-01-15T08:00:00.000Z", 1, "0" * 64, envelopes)
    return httpx.Request(
        "POST",
        f"{BASE}/v1/stations/{name}/incarnations/{log[0].incarnation}/events",
        headers={"Authorization": f"Bearer {stage.tokens[name]}", "Content-Type": "application/json"},
        content=msgspec.json.encode(batch),
    )
