"""Production docks that are ready to work: founded once, and copied for each night that is played.

All docks judge by one made campaign and one made list, so that one serial may come to two of them.
"""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.campaign import Campaign, UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN, found
from intake.hold import HoldDecision
from intake.operator import Role
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Step
from intake.reference import publish
from intake.request import (
    ActivateList,
    AddOperator,
    AddRejectBin,
    OpenContainer,
    Request,
    ResolveHold,
    UndoAct,
    Wish,
)
from intake.scan import Moment, Severity
from intake.surroundings import Surroundings
from tests.central.model import Claim
from tests.founded import hasten
from tests.intake import lists
from tests.intake.conftest import Clock, Desk, Ids, Site, write_campaign

SEED = 8
"""Of the campaign: the dice decide nothing about it."""

DAY = Moment(1_800_000_000_000, 5_000_000_000)

CLAIMS = tuple(Claim(f"C-{number}", f"48{number:09}{int(f'48{number:09}') % 7}") for number in range(1, 9))
"""What the expected returns announce, each under its own label."""

JOINED = Claim("C-9+C-10", "480000000093")
"""Two claims in one bag, announced one by one."""

ANNOUNCED = {**dict.fromkeys(CLAIMS, 1), JOINED: 2}
"""How many units each expects."""

SETTINGS = """\
version = 1
language = "en"
bag_labels = false
checklist_every = 0
list_max_age_days = 0
expected_retention_days = 0
idle_lock_minutes = 0
sync_minutes = 0.5
container_units = 100000
container_wh = 10000000
container_kg = 100000
hub_url = "http://127.0.0.1:9"
"""
"""The desk asks no more than it must, no container is ever full, and nothing depends on what day it is."""


@dataclass(frozen=True)
class Works:
    """Founded docks to be copied."""

    place: Path
    campaign: Campaign
    listing: Any

    @property
    def serials(self) -> list[str]:
        """Affected serials of units whose verdict needs no picture card, other ones for each row."""
        return sorted({lists.bounds(row)[0] for row in self.listing.rows})

    def container(self, un_number: UnNumber) -> str:
        """Give the label of the container for intact recalled units of a number."""
        return OwnLabel(LabelKind.CONTAINER, 1 + list(UnNumber).index(un_number)).code

    def copy(self, station: str, place: Path, first_id: int = 1) -> Site:
        """Give a dock of its own in `place`, which must not exist."""
        shutil.copytree(self.place / station, place)
        return Site(place, self.campaign, self.listing, Clock(DAY), Ids(first_id))


def found_docks(place: Path, stations: Iterable[str], claims: Iterable[Claim] = (*CLAIMS, JOINED)) -> Works:
    """Found one production dock for each name; without claims none has expected returns."""
    for number, station in enumerate(stations):
        folder = place / station
        campaign, _ = write_campaign(folder, SEED)
        listing = lists.listing(campaign, SEED)
        (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        ids = Ids(10_000 * (number + 1))
        around = Surroundings(Clock(DAY).moment, ids, lambda _folder: 10**12, "boot-of-the-test")
        found(folder, training=False, station=station, surroundings=around)
        _equip(Site(folder, campaign, listing, Clock(DAY), ids), claims)
    return Works(place, campaign, listing)


def connect(site: Site, url: str, token: str, *, link: bool = False) -> None:
    """Tell a dock where its hub is, and who it is there."""
    told = SETTINGS.replace("http://127.0.0.1:9", url)
    site.write_settings(f"{told}link = {str(link).lower()}\n")
    secret = site.folder / "hub-token"
    secret.write_text(token, encoding="ascii")
    secret.chmod(0o600)


def announced(claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Give label and number of each device that is announced."""
    return ((claim.label, number) for claim in claims for number in claim.number.split("+"))


def _equip(site: Site, claims: Iterable[Claim]) -> None:
    publish(site.listing, site.folder / "reference")
    rows = [ExpectedRow(label, number, None, None, None, 1) for label, number in announced(claims)]
    expected = [site.expect(*rows)] if rows else []
    desk = Desk(site)
    for wish in (*_equipment(), ActivateList(site.campaign.id, site.listing.version), *expected):
        answer = desk.station.accept(Request(site.ids(0), "the test", wish)).answer
        assert answer.severity is Severity.OK, (answer, wish)
    desk.close()
    hasten(site.folder)


def _equipment() -> Iterator[Wish]:
    for number, role in enumerate((Role.OPERATOR, Role.LEAD, Role.SUPERVISOR), 1):
        yield AddOperator(OwnLabel(LabelKind.BADGE, number).code, role, f"Nobody {number}", TRAINING_PIN)
    pairs = itertools.product((Condition.R, Condition.D, Condition.N), UnNumber)
    for number, (condition, un_number) in enumerate(pairs, 1):
        yield OpenContainer(OwnLabel(LabelKind.CONTAINER, number).code, condition, un_number)
    yield AddRejectBin(OwnLabel(LabelKind.REJECT_BIN, 1).code)


class Dock(Desk):
    """A desk, and the acts of a day that matter to the central claims system."""

    def receive_claimed(self, claim: Claim, serial: str) -> None:
        """Take in a parcel that is expected, with one unit."""
        self.until(Step.IDLE)
        self.scan(claim.label)
        if self.station.step is Step.IDLE:  # seen before: it is opened again
            self.scan("RI-C-YES")
        self.scan(serial)
        self.until(Step.PARCEL_OPEN)
        self.scan("RI-C-CLOSE")

    def undo(self) -> None:
        """Have the lead undo the last act, whatever it was."""
        self.ask(UndoAct(self.site.lead, TRAINING_PIN, UndoReason.MISTAKE))

    def decide(self, chance: random.Random) -> None:
        """Have the supervisor decide about one open hold."""
        holds = [
            hold for (hold,) in self.rows("SELECT hold FROM hold WHERE resolved_at IS NULL ORDER BY hold")
        ]
        if holds:
            decision = chance.choice((HoldDecision.RELEASE, HoldDecision.DENY))
            self.ask(ResolveHold(self.site.supervisor, TRAINING_PIN, chance.choice(holds), decision))
