"""A station in memory: journal, look-ups and clock as plain lists, around the real decide, grant and apply.

Nothing of the product is replaced but its storage: what `Known` says is worked out from the events recorded,
by this file's own short rules. Campaigns and lists are made from a seed (`tests.intake.lists`).
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.affected import AffectedList, AffectedRange, Match
from intake.barcode import KitNumber, ParcelNumber, SerialText, read
from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load, choose
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.granting import About, grant
from intake.operator import Operator, Role
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt import (
    Decision,
    Earlier,
    Known,
    LastScan,
    Policy,
    Receipt,
    awaited,
    decide,
    fold,
    fold_parcel,
    resume,
    step_of,
    touched,
)
from intake.request import (
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    OpenContainer,
    RetireOperator,
    SealContainer,
)
from intake.scan import Scan, Symbology
from intake.verdict import ListStatus, judge
from tests.intake import lists

SECOND = 1_000_000_000
LEAD_PIN = "2468"
GUN = "port:gun"


def label(kind: LabelKind, number: int) -> str:
    """Give the text on a numbered label."""
    return OwnLabel(kind, number).code


def command(word: CommandWord, argument: str | None = None) -> str:
    """Give the text on a command label."""
    return Command(word, argument).code


def letter_pack(number: int) -> str:
    """Give a carrier's number with its modulo-7 check digit."""
    return f"{number:011}{number % 7}"


def scan_of(text: str, *, at: int = 0, source: str = GUN, symbology: Symbology = Symbology.UNKNOWN) -> Scan:
    """Give a scan of a text at a monotonic time."""
    return Scan(text.encode("utf-8", "surrogatepass"), text, source, 0, at, symbology=symbology)


def coloured(listing: AffectedList, catalogue: Catalogue, rng: random.Random) -> AffectedList:
    """Give a list whose ranges name any colour of their model, also one left out, or none."""
    models = catalogue.campaign(listing.campaign)
    ranges = tuple(
        replace(each, colour=rng.choice((None, *(c.name for c in models.model(each.model).colours))))
        for each in listing.ranges
    )
    return replace(listing, ranges=ranges)


class World:
    """One station. `events` is its whole journal; everything else could be made from it again."""

    def __init__(self, seed: int = 1, *, policy: Policy | None = None, campaigns: int = 1) -> None:
        self.rng = random.Random(f"world {seed}")
        self.policy = policy or Policy(limits=Limits(2, 250.0, 9_000))
        self.catalogue = Catalogue(tuple(lists.campaign(seed + each) for each in range(campaigns)))
        self.lists = tuple(
            coloured(lists.listing(each, seed, ranges=12), self.catalogue, self.rng)
            for each in self.catalogue.campaigns
        )
        self.stale = False
        self.disk_low = False
        self.events: list[Event] = []
        self.parcels: dict[str, Any] = {}
        self.receipt: Any = Receipt()
        self.clock = 0
        self.last: LastScan | None = None
        self._ids = 0

    # --- what a scan leads to ---------------------------------------------------------------------------

    def scan(
        self,
        text: str,
        *,
        symbology: Symbology = Symbology.UNKNOWN,
        source: str = GUN,
        after: int = 2 * SECOND,
    ) -> Decision:
        """Take one scan, `after` nanoseconds later than the one before."""
        self.clock += after
        return self.take(scan_of(text, at=self.clock, source=source, symbology=symbology))

    def take(self, scan: Scan) -> Decision:
        """Take a scan as it is."""
        reading = awaited(self.receipt, scan, read(scan, self.catalogue))
        ids = tuple(self.new_id() for _ in range(4))
        decision = decide(self.receipt, scan, reading, self.known(reading), ids)
        recorded = self.record(decision)
        self.last = LastScan(scan.raw, scan.source, scan.monotonic, recorded[0].seq)
        return decision

    def ask(self, wish) -> Decision:
        """Take a request."""
        known = Known(self.catalogue, self.policy)
        about = About(self.receipt, known)
        match wish:
            case AddOperator(code=code) | RetireOperator(code=code):
                about = replace(about, operator=self.operator(code))
            case OpenContainer(code=code) | SealContainer(code=code):
                about = replace(about, container=self.container(code))
            case AddRejectBin(code=code):
                about = replace(about, known=replace(known, bin_known=self.bin_known(code)))
            case CloseEmergency(lead=lead, pin=pin):
                holder = self.operator(lead)
                verified = holder is not None and holder.may_close_emergencies and pin == LEAD_PIN
                about = replace(about, known=replace(known, lead_verified=verified))
        decision = grant(wish, about)
        self.record(decision)
        return decision

    def record(self, decision: Decision) -> list[Event]:
        """Make facts events, and fold them as the station does: before anything is answered."""
        self.clock += SECOND // 1000
        at = (datetime(2031, 3, 4, tzinfo=UTC) + timedelta(microseconds=self.clock // 1000)).isoformat()
        first = len(self.events) + 1
        new = [
            Event(seq, self.new_id(), at, self.receipt.operator, draft.parcel, draft.unit, draft.fact)
            for seq, draft in enumerate(decision.drafts, first)
        ]
        changed = touched(self.receipt.parcel, new, self.history)
        self.receipt = after(self.receipt, new, {key: pair[1] for key, pair in changed.items()})
        self.parcels |= {key: pair[1] for key, pair in changed.items()}
        self.events += new
        return new

    def new_id(self) -> str:
        """Give an identifier never given before."""
        self._ids += 1
        return f"id-{self._ids:06}"

    def history(self, parcel: str) -> list[Event]:
        """Give all events of one parcel."""
        return [event for event in self.events if event.parcel == parcel]

    # --- what the log and the lists say -----------------------------------------------------------------

    def known(self, reading) -> Known:
        """Gather what one reading needs."""
        known = Known(self.catalogue, self.policy, last=self.last, disk_low=self.disk_low)
        match reading:
            case SerialText(normal=normal):
                judged = self.judge(normal)
                maker = self.catalogue.campaign(judged.campaign).maker if judged.campaign else None
                return replace(known, judgement=judged, unit_before=self.unit_before(judged.serial, maker))
            case ParcelNumber(number=code) | KitNumber(number=code):
                return replace(known, parcel_before=self.parcel_before(code))
            case Command(word=CommandWord.YES) if self.receipt.offered:
                offered: Any = fold_parcel(self.history(self.receipt.offered))
                return replace(known, parcel_before=earlier(offered, offered.opened_at))
            case OwnLabel():
                return replace(known, **self._own(reading))
        return known

    def _own(self, own: OwnLabel) -> dict:
        match own.kind:
            case LabelKind.BADGE:
                return {"operator": self.operator(own.code)}
            case LabelKind.PARCEL:
                return {"parcel_before": self.parcel_before(own.code)}
            case LabelKind.BAG:
                return {"bag_before": self._before(lambda unit: unit.bag == own.code)}
            case LabelKind.CONTAINER:
                return {"container": self.container(own.code), "fitting": self.fitting()}
            case LabelKind.REJECT_BIN:
                return {"bin_known": self.bin_known(own.code)}
        return {}

    def judge(self, normal: str):
        """Say what the lists say of a serial."""
        matches = tuple(
            Match(
                one.campaign, named.model, named.colour, one.version, one.training, named.first == named.last
            )
            for one in self.lists
            for named in lists.named_by(one, normal)
        )
        status = tuple(ListStatus(one.campaign, one.version, one.training, self.stale) for one in self.lists)
        return judge(normal, self.catalogue, status, matches)

    def unit_before(self, serial: str, maker: str | None) -> Earlier | None:
        """Give the first unit with this serial."""
        return self._before(lambda unit: unit.serial == serial and unit.maker == maker)

    def _before(self, fits) -> Earlier | None:
        found = [
            earlier(parcel, unit.identified_at)
            for parcel in self.parcels.values()
            for unit in parcel.units
            if fits(unit)
        ]
        return min(found, key=lambda one: one.at, default=None)

    def parcel_before(self, code: str) -> Earlier | None:
        """Give the closed parcel with this label."""
        found = [p for p in self.parcels.values() if p.label == code and p.closed_at is not None]
        return earlier(found[-1], found[-1].opened_at) if found else None

    def operator(self, code: str) -> Any:
        """Give a badge."""
        found: Any = None
        for event in self.events:
            match event.fact:
                case facts.OperatorAdded(code=added, role=role) if added == code:
                    found = Operator(code, role)
                case facts.OperatorRetired(code=retired) if retired == code:
                    found = replace(found, retired=True)
        return found

    def bin_known(self, code: str) -> bool:
        """Tell whether a reject bin is in use."""
        return any(event.fact == facts.RejectBinAdded(code) for event in self.events)

    def containers(self) -> dict[str, Container]:
        """Give every container with what lies in it."""
        found: dict[str, Container] = {}
        for event in self.events:
            match event.fact:
                case facts.ContainerOpened() as fact:
                    found[fact.code] = Container(
                        fact.code, fact.condition, fact.un_number, fact.limits, fact.tare, fact.location
                    )
                case facts.ContainerSealed(code=code):
                    found[code] = replace(found[code], state=ContainerState.SEALED)
        for parcel in self.parcels.values():
            for unit in parcel.units:
                if unit.container is not None:
                    held = found[unit.container]
                    load = Load(held.load.units + 1, held.load.wh + unit.wh, held.load.grams + unit.grams)
                    found[unit.container] = replace(held, load=load)
        return found

    def container(self, code: str) -> Container | None:
        """Give one container."""
        return self.containers().get(code)

    def fitting(self) -> Any:
        """Name the container for the unit in hand."""
        unit = self.receipt.unit
        fits = unit.parcelled if unit else None
        return choose(self.containers().values(), fits) if fits else None

    # --- short ways -------------------------------------------------------------------------------------

    def furnish(self) -> World:
        """Add two operators, a lead, a retired badge, a reject bin and a container of every sort."""
        for number, role in ((1, Role.OPERATOR), (2, Role.OPERATOR), (7, Role.LEAD), (9, Role.OPERATOR)):
            self.ask(AddOperator(label(LabelKind.BADGE, number), role))
        self.ask(RetireOperator(label(LabelKind.BADGE, 9)))
        self.ask(AddRejectBin(label(LabelKind.REJECT_BIN, 1)))
        for condition in (Condition.N, Condition.R, Condition.D, Condition.K1):
            for un_number in UnNumber:
                self.open_container(condition, un_number)
        return self

    def open_container(self, condition: Condition, un_number: UnNumber) -> str:
        """Open the container with the next number."""
        code = label(LabelKind.CONTAINER, len(self.containers()) + 1)
        self.ask(OpenContainer(code, condition, un_number, tare=500))
        return code

    def close_emergency(self, outcome: EmergencyOutcome = EmergencyOutcome.WATER_BATH) -> Decision:
        """End the emergency as the lead."""
        return self.ask(CloseEmergency(label(LabelKind.BADGE, 7), LEAD_PIN, outcome))

    def sign_in(self, number: int = 1) -> World:
        """Scan a badge."""
        self.scan(label(LabelKind.BADGE, number))
        return self

    def named(self, place: int = 0) -> AffectedRange:
        """Give a range of the first list."""
        return self.lists[0].ranges[place % len(self.lists[0].ranges)]

    @property
    def step(self):
        """What the desk waits for."""
        return step_of(self.receipt)


def earlier(parcel, at: str) -> Earlier:
    """Give what a look-up says of a parcel."""
    return Earlier(parcel.label, parcel.id, at, parcel.operator, parcel.closed_at is not None)


def after(receipt: Receipt, events, parcels) -> Receipt:
    """Fold events as the station does; `parcels` gives a reopened parcel as its whole history makes it."""
    folded = fold(receipt, events)
    for event in events:
        if isinstance(event.fact, facts.ParcelReopened):
            folded = resume(folded, parcels[event.parcel])
    return folded
