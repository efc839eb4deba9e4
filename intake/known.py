"""Known: gather what the log and the lists say about one reading, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from msgspec.structs import replace

from intake.barcode import KitNumber, ParcelNumber, Reading, SerialText
from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load, Parcelled, choose, misfit
from intake.errors import StorageError
from intake.operator import Operator, Role
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt import Earlier, Known, LastScan, Policy, Receipt
from intake.reference import AffectedIndex
from intake.sqlite import Connection
from intake.state_folder import list_path
from intake.verdict import Judgement, ListStatus, judge

_CONTAINER = """
SELECT code, class, un_number, limit_units, limit_wh, limit_grams, tare, location, state FROM container
"""
_LOAD = "SELECT count(*), total(wh), coalesce(sum(grams), 0) FROM unit WHERE container = ?"
"""One container at a time: joined and grouped, SQLite would walk through every container there ever was."""

_UNIT_BEFORE = """
SELECT u.label, u.parcel, u.identified_at, u.operator FROM unit AS u
WHERE u.serial = ? AND u.maker IS ? ORDER BY u.identified_at LIMIT 1
"""
_BAG_BEFORE = "SELECT label, parcel, identified_at, operator FROM unit WHERE bag = ? LIMIT 1"
_PARCEL_BEFORE = """
SELECT label, parcel, opened_at, operator FROM parcel WHERE label = ? AND closed_at IS NOT NULL
ORDER BY opened_at DESC LIMIT 1
"""


_DAY = 86_400_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class ListInForce:
    """An affected list that decides, and since when it is known to be the current one."""

    campaign: str
    version: str
    training: bool
    since: int
    """Milliseconds since 1970 when it was put in force."""

    max_age_days: int
    """0: it never grows stale."""

    index: AffectedIndex

    def status(self, wall: int) -> ListStatus:
        """Tell whether the list may still say NOT_AFFECTED at `wall`. A clock far behind counts as stale."""
        age = wall - self.since
        fresh = self.training or not self.max_age_days or -_DAY <= age <= self.max_age_days * _DAY
        return ListStatus(self.campaign, self.version, self.training, not fresh)


def open_lists(connection: Connection, folder: Path, max_age_days: int) -> tuple[ListInForce, ...]:
    """Open the lists in force of a state folder. Raises StorageError when one is missing."""
    rows = connection.execute(
        "SELECT campaign, version, training, since FROM list_in_force ORDER BY campaign"
    )
    return tuple(_open_list(folder, max_age_days, *row) for row in rows)


def _open_list(
    folder: Path, max_age_days: int, campaign: str, version: str, training: int, since: str
) -> ListInForce:
    path = list_path(folder, campaign, version)
    if path is None or not path.exists():
        raise StorageError(
            f"expected list {version} of {campaign}, which is in force, in {folder}, got nothing: "
            "copy it back from the backup or activate another list"
        )
    when = round(datetime.fromisoformat(since).timestamp() * 1000)
    return ListInForce(campaign, version, bool(training), when, max_age_days, AffectedIndex.open(path))


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

    @property
    def connection(self) -> Connection:
        """The journal's connection."""
        return self._source.connection

    def gather(
        self,
        receipt: Receipt,
        reading: Reading,
        last: LastScan | None,
        wall: int,
        is_disk_low: Callable[[], bool],
    ) -> Known:
        """Look up what this reading needs, and nothing else. `wall` is now, in milliseconds."""
        known = Known(self.catalogue, self.policy, last=last)
        changes: dict[str, Any] = {}
        match reading:
            case SerialText(normal=normal):
                judged = self.judge(normal, wall)
                changes = {"judgement": judged, "unit_before": self._unit_before(judged)}
            case ParcelNumber(number=label) | KitNumber(number=label):
                changes = self._parcel(label, is_disk_low)
            case OwnLabel(kind=LabelKind.PARCEL):
                changes = self._parcel(reading.code, is_disk_low)
            case OwnLabel():
                changes = self._own_label(receipt, reading)
            case Command(word=CommandWord.YES) if receipt.offered:
                changes = {"parcel_before": self._offered(receipt.offered)}
            case _:
                return known
        return replace(known, **changes)

    def judge(self, normal: str, wall: int) -> Judgement:
        """Say what the lists in force say of a serial in its normal form, at `wall` milliseconds."""
        matches = tuple(match for entry in self.lists for match in entry.index.match(normal))
        statuses = tuple(entry.status(wall) for entry in self.lists)
        return judge(normal, self.catalogue, statuses, matches)

    def _own_label(self, receipt: Receipt, label: OwnLabel) -> dict[str, Any]:
        code = label.code
        match label.kind:
            case LabelKind.BADGE:
                return {"operator": self.operator(code)}
            case LabelKind.BAG:
                return {"bag_before": self._earlier(_BAG_BEFORE, code)}
            case LabelKind.CONTAINER:
                return self._scanned_container(receipt, code)
            case LabelKind.REJECT_BIN:
                return {"bin_known": self.bin_known(code)}
            case _:
                return {}

    def _parcel(self, label: str, is_disk_low: Callable[[], bool]) -> dict[str, Any]:
        return {"parcel_before": self._earlier(_PARCEL_BEFORE, label), "disk_low": is_disk_low()}

    def _scanned_container(self, receipt: Receipt, code: str) -> dict[str, Any]:
        """Look for the right container only where the scanned one is not."""
        container, unit = self.container(code), receipt.unit.parcelled if receipt.unit else None
        if container is not None and unit is not None and misfit(container, unit) is None:
            return {"container": container}
        return {"container": container, "fitting": self.fitting(receipt)}

    def _earlier(self, query: str, *values: object) -> Earlier | None:
        row = self.connection.execute(query, values).fetchone()
        return Earlier(*row) if row else None

    def _offered(self, parcel_id: str) -> Earlier | None:
        query = "SELECT label, parcel, opened_at, operator FROM parcel WHERE parcel = ?"
        return self._earlier(query, parcel_id)

    def _unit_before(self, judged: Judgement) -> Earlier | None:
        campaign = self.catalogue.campaign(judged.campaign) if judged.campaign else None
        return self._earlier(_UNIT_BEFORE, judged.serial, campaign.maker if campaign else None)

    def operator(self, code: str) -> Operator | None:
        """Give the badge with this code."""
        query = "SELECT role, retired FROM operator WHERE code = ?"
        row = self.connection.execute(query, (code,)).fetchone()
        return Operator(code, Role(row[0]), bool(row[1])) if row else None

    def bin_known(self, code: str) -> bool:
        """Tell whether this reject bin is in use."""
        return self.connection.execute("SELECT 1 FROM bin WHERE code = ?", (code,)).fetchone() is not None

    def container(self, code: str) -> Container | None:
        """Give a container with what it holds."""
        row = self.connection.execute(f"{_CONTAINER} WHERE code = ?", (code,)).fetchone()
        return self._loaded(row) if row else None

    def _loaded(self, row: tuple[Any, ...]) -> Container:
        code, condition, un_number, units, wh, grams, tare, location, state = row
        load = self.connection.execute(_LOAD, (code,)).fetchone()
        return Container(
            code,
            Condition(condition),
            UnNumber(un_number),
            Limits(units, wh, grams),
            tare,
            location,
            ContainerState(state),
            Load(*load),
        )

    def open_containers(self, unit: Parcelled) -> Iterable[Container]:
        """Give the open containers of a unit's class and UN number."""
        rows = self.connection.execute(
            f"{_CONTAINER} WHERE state = 'open' AND class = ? AND un_number = ?",
            (unit.condition, unit.un_number),
        )
        return [self._loaded(row) for row in rows.fetchall()]

    def fitting(self, receipt: Receipt) -> Container | None:
        """Give the container to use for the unit in hand, once its class and UN number are known."""
        unit = receipt.unit.parcelled if receipt.unit else None
        return choose(self.open_containers(unit), unit) if unit else None
