"""The memory of a station in memory: its journal, and what the log and the lists say, as plain lists.

Nothing of the product is replaced but its storage: what `Known` says is worked out from the events recorded,
by this file's own short rules. Campaigns and lists are made from a seed (`tests.intake.lists`).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.affected import AffectedList, Match
from intake.barcode import KitNumber, ParcelNumber, Reading, SerialText
from intake.campaign import Catalogue
from intake.claim import Claim
from intake.condition import Checklist, Condition, Sign
from intake.container import Container, ContainerState, Limits, Load, Parcelled, choose
from intake.events import Event
from intake.granting import Held
from intake.operator import Operator
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.question import Ask
from intake.receipt import (
    Act,
    Cage,
    Earlier,
    Known,
    LastScan,
    Parcel,
    Placed,
    Policy,
    Receipt,
    Unit,
    fold_parcel,
    serial_in_question,
    told_by_card,
)
from intake.scan import Method, Scan, Symbology
from intake.verdict import NOTHING_TOLD, ListStatus, Told, judge
from tests.intake import lists

SECOND = 1_000_000_000
LEAD_PIN = "2468"
GUN = "port:gun"
START = datetime(2031, 3, 4, tzinfo=UTC)
CHECKLIST = Checklist(
    (
        Sign("heat", Condition.K2, "Hot?", "熱い?"),
        Sign("swollen", Condition.K1, "Swollen?", "膨張?"),
        Sign("burnt", Condition.D, "Burnt?", "焦げ?", evidence=True),
    )
)
PASSED_OVER = (
    *(facts.ScanRefused, facts.ScanRepeated, facts.RequestRefused, facts.QuestionAsked, facts.FactNegated),
    *(facts.OperatorSignedIn, facts.OperatorSignedOut, facts.ArrivalsBegun, facts.ArrivalsEnded),
    *(facts.ParcelArrived, facts.ContainerOpened, facts.ContainerInspected, facts.SerialLookedUp),
    facts.PhotoFailed,
)
"""What undoing passes over."""


def label(kind: LabelKind, number: int) -> str:
    """Give the text on a numbered label."""
    return OwnLabel(kind, number).code


def command(word: CommandWord, argument: str | None = None) -> str:
    """Give the text on a command label."""
    return Command(word, argument).code


def letter_pack(number: int) -> str:
    """Give a carrier's number with its modulo-7 check digit."""
    return f"{number:011}{number % 7}"


def scan_of(
    text: str,
    *,
    at: int = 0,
    source: str = GUN,
    symbology: Symbology = Symbology.UNKNOWN,
    method: Method = Method.PORT,
) -> Scan:
    """Give a scan of a text at a monotonic time."""
    return Scan(text.encode("utf-8", "surrogatepass"), text, source, 0, at, method, symbology)


def coloured(listing: AffectedList, catalogue: Catalogue, rng: random.Random) -> AffectedList:
    """Give a list whose rows name any colour of their model, also one left out, or none."""
    models = catalogue.campaign(listing.campaign)
    rows = tuple(
        replace(each, colours=rng.choice(((), *((c.name,) for c in models.model(each.model).colours))))
        for each in listing.rows
    )
    return replace(listing, rows=rows)


class Memory:
    """What one station remembers: all of it could be made from `events`, its journal, again."""

    def __init__(self, seed: int = 1, *, policy: Policy | None = None, campaigns: int = 1) -> None:
        self.rng = random.Random(f"world {seed}")
        self.policy = policy or Policy(
            limits=Limits(2, 250.0, 9_000), checklist=CHECKLIST, checklist_every=4, holding_ms=20_000
        )
        self.catalogue = Catalogue(tuple(lists.campaign(seed + each) for each in range(campaigns)))
        self.lists = tuple(
            coloured(lists.listing(each, seed, ranges=12), self.catalogue, self.rng)
            for each in self.catalogue.campaigns
        )
        self.claims: dict[str, Claim] | None = None
        """Expected returns in force, by parcel label."""

        self.stale = False
        self.disk_low = False
        self.events: list[Event] = []
        self.firsts: list[int] = []
        """For each event the position of the first recorded with it."""

        self.by_scan: set[int] = set()
        """First positions of what a scan recorded; the rest was asked for."""

        self.parcels: dict[str, Any] = {}
        self.receipt: Any = Receipt()
        self.clock = 0
        self.last: LastScan | None = None
        self._ids = 0

    def at(self, later: int = 0) -> str:
        """Give the time as it is stored."""
        return (START + timedelta(microseconds=(self.clock + later) // 1000)).isoformat(
            timespec="milliseconds"
        )

    def history(self, parcel: str) -> list[Event]:
        """Give all events of one parcel."""
        return [event for event in self.events if event.parcel == parcel]

    def known(self, scan: Scan, reading: Reading) -> Known:
        """Gather what one reading needs."""
        known = Known(self.catalogue, self.policy, last=self.last, disk_low=self.disk_low)
        known = replace(known, **self._named(reading))
        normal = serial_in_question(self.receipt, scan, reading)
        if normal is None:
            told, unit = told_by_card(self.receipt, reading, self.catalogue), self.receipt.unit
            return known if told is None else replace(known, judgement=self.judge(unit.serial, told))
        judged = self.judge(normal)
        maker = self.catalogue.campaign(judged.campaign).maker if judged.campaign else None
        before = self.unit_before(judged.serial, maker)
        return replace(known, judgement=judged, unit_before=before, unchecked=self.unchecked())

    def _named(self, reading: Reading) -> dict[str, Any]:  # noqa: PLR0911 (one for each kind)
        question = self.receipt.question
        asks = question.ask if question else None
        match reading:
            case SerialText(normal=normal) if asks is Ask.MOVE_WHAT:
                return {"placed": self.placed(normal)}
            case ParcelNumber(number=code) | KitNumber(number=code):
                return self._parcel(code)
            case Command(word=CommandWord.YES) if asks is Ask.REOPEN:
                offered: Any = fold_parcel(self.history(question.about))
                return {"parcel_before": earlier(offered, offered.opened_at)}
            case Command(word=CommandWord.UNREADABLE):
                return {"unchecked": self.unchecked()}
            case Command(word=CommandWord.UNDO | CommandWord.REASON):
                return {"act": self.last_act()}
            case Command(word=CommandWord.OUT):
                return {"waiting": self.waiting()}
            case OwnLabel():
                return self._own(reading, question)
        return {}

    def _own(self, own: OwnLabel, question: Any) -> dict[str, Any]:
        match own.kind:
            case LabelKind.BADGE:
                return {"operator": self.operator(own.code)}
            case LabelKind.PARCEL:
                return self._parcel(own.code)
            case LabelKind.BAG:
                used = self._before(lambda unit: unit.bag == own.code)
                return {"bag_before": used, "placed": self.placed(own.code)}
            case LabelKind.CONTAINER:
                placed = self.placed(question.about or own.code if question else own.code)
                is_moved = question is not None and question.ask is Ask.MOVE_WHERE
                fitting = self.fitting_for(placed[0].parcelled) if is_moved and placed else self.fitting()
                return {"container": self.container(own.code), "fitting": fitting, "placed": placed}
            case LabelKind.CAGE:
                return {"cage": Cage(self.unopened(self.receipt.cage))}
            case _:
                tags = {item.bin for one in self.parcels.values() for item in one.accessories}
                return {"bin_known": self.bin_known(own.code), "tag_used": own.code in tags}

    def _parcel(self, code: str) -> dict[str, Any]:
        arrived = [e.fact for e in self.events if isinstance(e.fact, facts.ParcelArrived)]
        lies_in = next((fact.cage for fact in reversed(arrived) if fact.label == code), None)
        return {
            "parcel_before": self.parcel_before(code),
            "lost": code in {e.fact.label for e in self.events if isinstance(e.fact, facts.ParcelLost)},
            "claim": self.claims.get(code) if self.claims is not None else None,
            "expecting": self.claims is not None,
            "cage": Cage(self.unopened(self.receipt.cage), lies_in),
        }

    def unopened(self, cage: str | None) -> int:
        """Count what lies in a cage."""
        lies = {e.fact.label: e.fact.cage for e in self.events if isinstance(e.fact, facts.ParcelArrived)}
        opened = {parcel.label for parcel in self.parcels.values()}
        return sum(where == cage and parcel not in opened for parcel, where in lies.items())

    def last_act(self) -> Act | None:
        """Give the last act that counts."""
        negated: set[str] = set()
        together = zip(self.firsts, self.events, strict=True)
        acts = [(first, tuple(e for _, e in found)) for first, found in groupby(together, key=lambda t: t[0])]
        for first, act in reversed(acts):
            negated |= {event.fact.event for event in act if isinstance(event.fact, facts.FactNegated)}
            barred = any(isinstance(e.fact, facts.UnitMoved | facts.EmergencyClosed) for e in act)
            if first not in self.by_scan and not barred:
                continue
            if all(isinstance(event.fact, PASSED_OVER) or event.id in negated for event in act):
                continue
            codes = [e.fact.container for e in act if isinstance(e.fact, facts.UnitContained)]
            found = self.containers()
            fixed = any(found[code].state is not ContainerState.OPEN or found[code].suspect for code in codes)
            return Act(act, act[0].operator, fixed)
        return None

    def unchecked(self) -> int:
        """Count the units since the last one that had to answer the whole checklist."""
        wanted = [e.fact.checklist_wanted for e in self.events if isinstance(e.fact, facts.UnitIdentified)]
        return wanted[::-1].index(True) if True in wanted else len(wanted)

    def judge(self, normal: str, told: Told = NOTHING_TOLD) -> Any:
        """Say what the lists say of a serial."""
        matches = tuple(
            Match(one.campaign, named.model, one.version, one.training, named.by, named.colours)
            for one in self.lists
            for named in lists.named_by(one, normal)
        )
        status = tuple(ListStatus(one.campaign, one.version, one.training, self.stale) for one in self.lists)
        return judge(normal, self.catalogue, status, matches, told)

    def unit_before(self, serial: str, maker: str | None) -> Earlier | None:
        """Give the first unit with this serial."""
        return self._before(lambda unit: unit.serial == serial and unit.maker == maker)

    def _units(self) -> list[tuple[Parcel, Unit]]:
        return [(parcel, unit) for parcel in self.parcels.values() for unit in parcel.units]

    def _before(self, fits: Callable[[Unit], bool]) -> Earlier | None:
        found = [earlier(parcel, unit.identified_at) for parcel, unit in self._units() if fits(unit)]
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
                    age = self.policy.holding_ms if fact.holding else fact.limits.age_ms
                    limits = replace(fact.limits, age_ms=age)
                    made = Container(fact.code, fact.condition, fact.un_number, limits, fact.tare)
                    found[fact.code] = replace(made, location=fact.location, holding=fact.holding)
                case facts.ContainerSealed(code=code):
                    found[code] = replace(found[code], state=ContainerState.SEALED)
                case facts.ContainerSuspected(code=code, until=until) if code in found:
                    found[code] = replace(found[code], suspect=self.at() < until)
        for _, unit in self._units():
            if unit.container is not None:
                held = found[unit.container]
                load = Load(held.load.units + 1, held.load.wh + unit.wh, held.load.grams + unit.grams)
                waited = datetime.fromisoformat(self.at()) - datetime.fromisoformat(str(unit.contained_at))
                age = max(held.age_ms, waited // timedelta(milliseconds=1))
                found[unit.container] = replace(held, load=load, age_ms=age)
        return found

    def container(self, code: str) -> Container | None:
        """Give one container."""
        return self.containers().get(code)

    def held(self, code: str) -> tuple[Held, ...]:
        """Give what lies in a container."""
        return tuple(Held(u.id, u.condition, False) for _, u in self._units() if u.container == code)  # type: ignore[arg-type]

    def pictured(self, digest: str) -> tuple[tuple[str, str], ...]:
        """Give parcel and unit of every unit that has a picture."""
        return tuple(
            (parcel.id, unit.id)
            for parcel, unit in self._units()
            if any(photo.sha256 == digest and photo.erased_at is None for photo in unit.photos)
        )

    def placed(self, name: str) -> tuple[Placed, ...]:
        """Give the contained units that a bag label, a serial or a container's label names."""
        contained = [(parcel, unit) for parcel, unit in self._units() if unit.container is not None]
        found: list[tuple[Parcel, Unit]] = []
        for field in ("bag", "serial", "container"):
            found = found or [(p, u) for p, u in contained if getattr(u, field) == name]
        return tuple(self._placed(parcel, unit) for parcel, unit in found)

    def _placed(self, parcel: Parcel, unit: Any) -> Placed:
        container = self.containers()[unit.container]
        is_open = container.state is ContainerState.OPEN and not container.suspect
        named = (unit.id, parcel.id, container.code, container.holding, is_open, unit.parcelled)
        return Placed(*named, container.zone, serial=unit.serial)

    def waiting(self) -> tuple[tuple[str, int], ...]:
        """Name the holding boxes with units in them."""
        boxes = [one for one in self.containers().values() if one.holding]
        return tuple((one.code, one.load.units) for one in boxes if one.load.units)

    def fitting(self) -> Any:
        """Name the container for the unit in hand."""
        unit = self.receipt.unit
        fits = unit.parcelled if unit else None
        return self.fitting_for(fits) if fits else None

    def fitting_for(self, fits: Parcelled) -> Container | None:
        """Name the container for a unit."""
        return choose(self.containers().values(), fits)


def earlier(parcel: Parcel, at: str) -> Earlier:
    """Give what a look-up says of a parcel."""
    return Earlier(parcel.label, parcel.id, at, parcel.operator, parcel.closed_at is not None)
