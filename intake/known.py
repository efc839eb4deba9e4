"""Known: gather what the log and the lists say about one reading, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from msgspec.structs import replace

from intake.acts import last_act
from intake.affected import Match
from intake.barcode import KitNumber, ParcelNumber, Reading, SerialText, read
from intake.campaign import Catalogue
from intake.claim import Claim
from intake.container import misfit
from intake.expected import ExpectedReturns
from intake.follow_up import lists_named, rules_named
from intake.in_force import ListInForce
from intake.near import is_vouched, look_alikes
from intake.operator import Operator, Role
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.quarantine import Quarantine
from intake.question import Ask
from intake.receipt import Cage, Earlier, Known, LastScan, Policy, Receipt, serial_in_question, told_by_card
from intake.scan import Scan
from intake.serial_number import How
from intake.sqlite import Connection
from intake.verdict import NOTHING_TOLD, Judgement, Told, Verdict, judge, speaks_of_serial, understood

_UNIT_BEFORE = """
SELECT u.label, u.parcel, u.identified_at, u.operator FROM unit AS u
WHERE u.serial = ? AND (u.maker IS ? OR u.maker IS NULL OR ? IS NULL) ORDER BY u.identified_at LIMIT 1
"""
_BAG_BEFORE = "SELECT label, parcel, identified_at, operator FROM unit WHERE bag = ? LIMIT 1"
_PARCEL_BEFORE = """
SELECT label, parcel, opened_at, operator FROM parcel WHERE label = ? AND closed_at IS NOT NULL
ORDER BY opened_at DESC LIMIT 1
"""
_UNOPENED = """
SELECT count(*) FROM arrival WHERE cage = ? AND waits = 1
"""


_GONE = """
SELECT 1 FROM parcel WHERE label = ? UNION ALL SELECT 1 FROM arrival WHERE label = ? AND outcome NOT NULL
"""


class Source(Protocol):
    """What look-ups read from: the station's journal, or the journal opened to be read."""

    @property
    def connection(self) -> Connection:
        """The open journal."""


class LookUps:
    """The only look-ups of a decision, over one connection and the lists in force."""

    def __init__(self, source: Source, catalogue: Catalogue, policy: Policy) -> None:
        """Begin with no list in force. `source` has the connection, which may be another after a fault."""
        self._source = source
        self.catalogue = catalogue
        self.policy = policy
        self.lists: tuple[ListInForce, ...] = ()
        self.expected: ExpectedReturns | None = None

    @property
    def connection(self) -> Connection:
        """The journal's connection."""
        return self._source.connection

    @property
    def lists_named(self) -> str:
        """The lists in force, in a word."""
        return lists_named((entry.campaign, entry.version, entry.checksum) for entry in self.lists)

    @property
    def rules_named(self) -> str:
        """The campaigns and settings judged by besides, in a word."""
        return rules_named(self.catalogue, (entry.max_age_days for entry in self.lists))

    def quarantine(self, wall: int) -> Quarantine:
        """Look at the containers at `wall`, in milliseconds since 1970."""
        return Quarantine(self.connection, self.policy, wall)

    def gather(
        self,
        receipt: Receipt,
        scan: Scan,
        reading: Reading,
        last: LastScan | None,
        wall: int,
        is_disk_low: Callable[[], bool],
    ) -> Known:
        """Look up what this reading needs, and nothing else. `wall` is now, in milliseconds."""
        known = Known(self.catalogue, self.policy, last=last)
        changes: dict[str, Any] = {}
        match reading:
            case ParcelNumber(number=label) | KitNumber(number=label):
                changes = self._parcel(receipt, label, is_disk_low)
            case OwnLabel(kind=LabelKind.PARCEL):
                changes = self._parcel(receipt, reading.code, is_disk_low)
            case OwnLabel():
                changes = self._own_label(receipt, reading, wall)
            case Command(word=word):
                changes = self._command(receipt, word, wall)
            case SerialText(normal=normal) if receipt.question and receipt.question.ask is Ask.MOVE_WHAT:
                changes = {"placed": self.quarantine(wall).placed(normal)}
        changes |= self._serial(receipt, scan, reading, wall)
        return replace(known, **changes) if changes else known

    def _serial(self, receipt: Receipt, scan: Scan, reading: Reading, wall: int) -> dict[str, Any]:
        normal = serial_in_question(receipt, scan, reading)
        if normal is None:
            return self._by_card(receipt, reading, wall)
        judged = self.judge(normal, wall, vouched=isinstance(reading, SerialText) and is_vouched(scan))
        before = self._unit_before(judged)
        return {"judgement": judged, "unit_before": before, "unchecked": self._unchecked()}

    def _by_card(self, receipt: Receipt, reading: Reading, wall: int) -> dict[str, Any]:
        """Ask the lists again, with what a picture card tells of the unit in hand."""
        unit, told = receipt.unit, told_by_card(receipt, reading, self.catalogue)
        if unit is None or unit.serial is None or told is None:
            return {}
        return {"judgement": self.judge(unit.serial, wall, told, vouched=unit.how is How.SCANNED)}

    def judge(self, normal: str, wall: int, told: Told = NOTHING_TOLD, *, vouched: bool = True) -> Judgement:
        """Say what the lists in force say of a serial in its normal form, at `wall` milliseconds.

        `vouched`: a device has read it by a code with a checksum; any other reading is also compared with
        serials that look like it.
        """
        matches, told = tuple(self._matches(normal)), self.understood(told)
        statuses = tuple(entry.status(wall) for entry in self.lists)
        judged = judge(normal, self.catalogue, statuses, matches, told)
        if vouched or judged.verdict is not Verdict.NOT_AFFECTED:
            return judged
        near = next((each for entry in self.judging for each in self.near(normal, entry, told)), None)
        return judged if near is None else judge(normal, self.catalogue, statuses, matches, told, near)

    def understood(self, told: Told) -> Told:
        """Give what is told without a channel that no list in force names."""
        return told if told.channel is None else understood(told, self.channels)

    @property
    def channels(self) -> frozenset[str]:
        """The ways of selling that rows of the lists in force name."""
        return frozenset(channel for entry in self.judging for channel in entry.index.channels)

    def channels_of(self, normal: str) -> frozenset[str]:
        """Give the ways of selling that rows of the lists in force name for a serial in its normal form."""
        return frozenset(channel for match in self._matches(normal) for channel in match.channels)

    def _matches(self, normal: str) -> Iterator[Match]:
        """Give what lists say of a serial; of a campaign the site leaves out, only whole serials."""
        judging = self.judging
        for entry in self.lists:
            for match in entry.index.match(normal):
                if match.whole or entry in judging:
                    yield match

    @property
    def judging(self) -> tuple[ListInForce, ...]:
        """The lists in force but those of campaigns the site leaves out."""
        left_out = {each.id for each in self.catalogue.left_out}
        return tuple(entry for entry in self.lists if entry.campaign not in left_out)

    def near(self, normal: str, entry: ListInForce, told: Told = NOTHING_TOLD) -> Iterator[str]:
        """Give the serials that look like this one and that a list names, the likeliest first."""
        for campaign in self.catalogue.campaigns:
            if campaign.id == entry.campaign:
                for each in look_alikes(normal, campaign.serial):
                    if any(
                        speaks_of_serial(match, each, told, self.catalogue)
                        for match in entry.index.match(each)
                    ):
                        yield each

    def _unchecked(self) -> int:
        row = self.connection.execute("SELECT unchecked FROM lane").fetchone()
        return row[0] if row else 0

    def _command(self, receipt: Receipt, word: CommandWord, wall: int) -> dict[str, Any]:
        match word:
            case CommandWord.YES if receipt.question and receipt.question.ask is Ask.REOPEN:
                return {"parcel_before": self._offered(receipt.question.about)}
            case CommandWord.UNREADABLE:
                return {"unchecked": self._unchecked()}
            case CommandWord.UNDO | CommandWord.REASON:
                return {"act": last_act(self.connection, self.quarantine(wall))}
            case CommandWord.OUT:
                return {"waiting": self.quarantine(wall).waiting()}
            case CommandWord.CLOSE if receipt.cage:
                return {"cage": Cage(self._unopened(receipt.cage))}
            case _:
                return {}

    def _own_label(self, receipt: Receipt, label: OwnLabel, wall: int) -> dict[str, Any]:
        code = label.code
        match label.kind:
            case LabelKind.BADGE:
                return {"operator": self.operator(code)}
            case LabelKind.BAG:
                placed = self.quarantine(wall).placed(code)
                return {"bag_before": self._earlier(_BAG_BEFORE, code), "placed": placed}
            case LabelKind.CONTAINER:
                return self._scanned_container(receipt, code, wall)
            case LabelKind.CAGE if receipt.cage:
                return {"cage": Cage(self._unopened(receipt.cage))}
            case _:
                return {"bin_known": self.bin_known(code), "tag_used": self._tag_used(code)}

    def _tag_used(self, code: str) -> bool:
        return (
            self.connection.execute("SELECT 1 FROM accessory WHERE bin = ?", (code,)).fetchone() is not None
        )

    def _scanned_container(self, receipt: Receipt, code: str, wall: int) -> dict[str, Any]:
        """Look for the right container only where the scanned one is not."""
        quarantine = self.quarantine(wall)
        container, unit = quarantine.container(code), receipt.unit.parcelled if receipt.unit else None
        found: dict[str, Any] = {"container": container, "recovering": self._is_recovering()}
        question = receipt.question
        if question is not None and question.ask is Ask.LOOK_UP:
            return found
        if question is not None and question.ask is Ask.MOVE_WHERE:
            return found | self._to_move(quarantine, question.about)
        if question is not None and question.ask is Ask.MOVE_WHAT:
            # Only a holding box is emptied as a whole: nobody needs to know what lies in the others.
            found["placed"] = quarantine.placed(code) if container is not None and container.holding else ()
        elif container is None or unit is None or misfit(container, unit) is not None:
            found["fitting"] = quarantine.fitting(receipt)
        return found

    def _is_recovering(self) -> bool:
        query = "SELECT 1 FROM incarnation WHERE complete = 0"
        return self.connection.execute(query).fetchone() is not None

    def _to_move(self, quarantine: Quarantine, about: str) -> dict[str, Any]:
        placed = quarantine.placed(about)
        return {"placed": placed, "fitting": quarantine.fitting_for(placed[0].parcelled) if placed else None}

    def _parcel(self, receipt: Receipt, label: str, is_disk_low: Callable[[], bool]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "parcel_before": self._earlier(_PARCEL_BEFORE, label),
            "disk_low": is_disk_low(),
            "claim": self.claim(label),
            # In force, whether or not the file is there: what nobody can look up waits for a supervisor.
            "expecting": self.connection.execute("SELECT 1 FROM expected_in_force").fetchone() is not None,
        }
        query = "SELECT cage, outcome FROM arrival WHERE label = ?"
        cage, outcome = self.connection.execute(query, (label,)).fetchone() or (None, None)
        found["lost"] = outcome is not None
        if receipt.cage:
            found["cage"] = Cage(self._unopened(receipt.cage), cage)
        return found

    def claim(self, label: str) -> Claim | None:
        """Give what is announced for a parcel's label."""
        return self.expected.claim(label) if self.expected is not None else None

    def is_unopened_label(self, label: str) -> bool:
        """Tell whether a parcel label is one nobody has opened, arrived or not; false for any other text."""
        text = Scan(label.encode(), label, "request", 0, 0)
        reading = read(text, self.catalogue)
        own = isinstance(reading, OwnLabel) and reading.kind is LabelKind.PARCEL
        opened = self.connection.execute(_GONE, (label, label)).fetchone()
        return opened is None and (own or isinstance(reading, ParcelNumber | KitNumber))

    def _unopened(self, cage: str) -> int:
        count: int = self.connection.execute(_UNOPENED, (cage,)).fetchone()[0]
        return count

    def _earlier(self, query: str, *values: object) -> Earlier | None:
        row = self.connection.execute(query, values).fetchone()
        return Earlier(*row) if row else None

    def _offered(self, parcel_id: str) -> Earlier | None:
        query = "SELECT label, parcel, opened_at, operator FROM parcel WHERE parcel = ?"
        return self._earlier(query, parcel_id)

    def _unit_before(self, judged: Judgement) -> Earlier | None:
        if not self.catalogue.is_unique(judged.serial, judged.campaign):
            return None
        campaign = self.catalogue.campaign(judged.campaign) if judged.campaign else None
        maker = campaign.maker if campaign else None
        return self._earlier(_UNIT_BEFORE, judged.serial, maker, maker)

    def operator(self, code: str) -> Operator | None:
        """Give the badge with this code."""
        query = "SELECT role, retired FROM operator WHERE code = ?"
        row = self.connection.execute(query, (code,)).fetchone()
        return Operator(code, Role(row[0]), bool(row[1])) if row else None

    def bin_known(self, code: str) -> bool:
        """Tell whether this reject bin is in use."""
        return self.connection.execute("SELECT 1 FROM bin WHERE code = ?", (code,)).fetchone() is not None
