"""Projections: what facts outside a parcel amount to, in tables to search, event by event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intake import facts
from intake.events import Event
from intake.follow_up import Task, lists_named
from intake.sqlite import Connection
from intake.view_columns import VIEWS
from intake.wire import EmergencyState

_PUT = {
    table: f"INSERT OR REPLACE INTO [{table}] VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 (own)
    for table, columns in VIEWS.items()
}


def _put(connection: Connection, table: str, *row: Any) -> None:  # noqa: ANN401 (SQLite values)
    connection.execute(_PUT[table], row)


def _container(connection: Connection, event: Event, fact: facts.ContainerOpened) -> None:
    limits = fact.limits
    _put(
        connection,
        "container",
        fact.code,
        fact.condition,
        fact.un_number,
        "open",
        fact.location,
        limits.units,
        limits.wh,
        limits.grams,
        fact.tare,
        event.at,
        fact.zone,
        int(fact.holding),
        None,
        None,
        None,
    )


def _seal(
    connection: Connection, _event: Event, fact: facts.ContainerSealed | facts.ContainerRefused
) -> None:
    connection.execute("UPDATE container SET state = 'sealed' WHERE code = ?", (fact.code,))


def _load(connection: Connection, _event: Event, fact: facts.ContainerLoaded) -> None:
    connection.execute("UPDATE container SET state = 'loaded' WHERE code = ?", (fact.code,))


def _accept(connection: Connection, _event: Event, fact: facts.ContainerAccepted) -> None:
    connection.execute(
        "UPDATE container SET state = 'accepted', document = ? WHERE code = ?", (fact.document, fact.code)
    )


def _inspect(connection: Connection, event: Event, fact: facts.ContainerInspected) -> None:
    connection.execute("UPDATE container SET inspected_at = ? WHERE code = ?", (event.at, fact.code))


def _suspect(connection: Connection, _event: Event, fact: facts.ContainerSuspected) -> None:
    connection.execute("UPDATE container SET suspect_until = ? WHERE code = ?", (fact.until, fact.code))


def _clear(connection: Connection, _event: Event, fact: facts.ContainerCleared) -> None:
    connection.execute("UPDATE container SET suspect_until = NULL WHERE code = ?", (fact.code,))


def _operator(connection: Connection, _event: Event, fact: facts.OperatorAdded) -> None:
    _put(connection, "operator", fact.code, fact.role, 0, 0, None)


def _pin_refused(connection: Connection, event: Event, fact: facts.PinRefused) -> None:
    connection.execute(
        "UPDATE operator SET failures = failures + 1, failed_at = ? WHERE code = ?", (event.at, fact.code)
    )


def _pin_accepted(connection: Connection, _event: Event, fact: facts.PinAccepted) -> None:
    connection.execute("UPDATE operator SET failures = 0, failed_at = NULL WHERE code = ?", (fact.code,))


def _retire(connection: Connection, _event: Event, fact: facts.OperatorRetired) -> None:
    connection.execute("UPDATE operator SET retired = 1 WHERE code = ?", (fact.code,))


def _bin(connection: Connection, event: Event, fact: facts.RejectBinAdded) -> None:
    _put(connection, "bin", fact.code, event.at)


def _list(connection: Connection, event: Event, fact: facts.ListActivated) -> None:
    """The same list again only makes it fresh; another one makes it necessary to judge everything anew."""
    query = "SELECT version, checksum FROM list_in_force WHERE campaign = ?"
    before = connection.execute(query, (fact.campaign,)).fetchone()
    _put(
        connection,
        "list_in_force",
        fact.campaign,
        fact.version,
        int(fact.training),
        fact.checksum,
        event.at,
    )
    if before != (fact.version, fact.checksum):
        lists = connection.execute("SELECT campaign, version, checksum FROM list_in_force").fetchall()
        _follow_up(connection, event, Task.REJUDGING, lists_named(lists))


def _follow_up(connection: Connection, event: Event, task: Task, about: str) -> None:
    _put(connection, "follow_up", task, about, event.at, event.seq, None, None, None)


def _rejudged(connection: Connection, event: Event, fact: facts.RejudgingEnded) -> None:
    connection.execute(_FOLLOWED_UP, (event.at, fact.units, fact.changed, Task.REJUDGING, fact.lists))


def _rematched(connection: Connection, event: Event, fact: facts.RematchingEnded) -> None:
    connection.execute(_FOLLOWED_UP, (event.at, None, fact.parcels, Task.REMATCHING, fact.version))


_FOLLOWED_UP = "UPDATE follow_up SET ended_at = ?, units = ?, changed = ? WHERE task = ? AND about = ?"


def _raised(connection: Connection, event: Event, fact: facts.EmergencyRaised) -> None:
    _put(connection, "incident", fact.incident, event.parcel, event.at, *[None] * 7)


def _ended(connection: Connection, event: Event, fact: facts.EmergencyClosed) -> None:
    connection.execute(
        "UPDATE incident SET closed_at = ?, outcome = ?, closed_by = ?, kind = ?, injured = ?, "
        "fire_service = ?, before_recall = ? WHERE incident = ?",
        (
            event.at,
            fact.outcome,
            fact.closed_by,
            fact.kind,
            fact.injured,
            int(fact.fire_service),
            int(fact.before_recall),
            fact.incident,
        ),
    )


def _arrived(connection: Connection, event: Event, fact: facts.ParcelArrived) -> None:
    connection.execute(
        "INSERT INTO arrival VALUES (?, ?, ?, ?, NULL, 1) "
        "ON CONFLICT (label) DO UPDATE SET cage = excluded.cage, seen_at = excluded.seen_at, waits = 1",
        (fact.label, fact.cage, event.at, event.at),
    )


def _parcel_lost(connection: Connection, event: Event, fact: facts.ParcelLost) -> None:
    connection.execute(
        "INSERT INTO arrival VALUES (?, NULL, ?, ?, ?, 0) "
        "ON CONFLICT (label) DO UPDATE SET outcome = excluded.outcome, seen_at = excluded.seen_at, waits = 0",
        (fact.label, event.at, event.at, fact.outcome),
    )


def _parcel_opened(connection: Connection, _event: Event, fact: facts.ParcelOpened) -> None:
    """It is out of its cage: a cage's count reads only what waits, not everything that ever came."""
    connection.execute("UPDATE arrival SET waits = 0 WHERE label = ?", (fact.label,))


def _negated(connection: Connection, _event: Event, fact: facts.FactNegated) -> None:
    if fact.unopened is not None:
        connection.execute(
            "UPDATE arrival SET waits = 1 WHERE label = ? AND outcome IS NULL", (fact.unopened,)
        )


def _expected(connection: Connection, event: Event, fact: facts.ExpectedActivated) -> None:
    connection.execute("DELETE FROM expected_in_force")
    _put(connection, "expected_in_force", fact.version, fact.checksum, event.at)
    _follow_up(connection, event, Task.REMATCHING, fact.version)


def _counted(connection: Connection, _event: Event, _fact: facts.UnitIdentified) -> None:
    """Count the units since the last that answered the whole checklist."""
    connection.execute("INSERT OR IGNORE INTO lane VALUES ('lane', NULL, NULL, NULL, 0)")
    connection.execute("UPDATE lane SET unchecked = unchecked + 1")


def _checked(connection: Connection, _event: Event, fact: facts.ConditionRecorded) -> None:
    """Only an answered checklist ends the wait for the next: taking the unit back does not."""
    if fact.checked:
        connection.execute("UPDATE lane SET unchecked = 0")


def _note_left(connection: Connection, event: Event, fact: facts.NoteLeft) -> None:
    _put(connection, "note", fact.note, fact.text, event.operator, event.at, None, None)


def _note_read(connection: Connection, event: Event, fact: facts.NoteRead) -> None:
    connection.execute(
        "UPDATE note SET read_at = ?, read_by = ? WHERE note = ?", (event.at, event.operator, fact.note)
    )


def _created(connection: Connection, event: Event, _fact: facts.StationCreated) -> None:
    _put(connection, "incarnation", event.incarnation, event.seq, None, 1)


def _restored(connection: Connection, event: Event, fact: facts.StationRestored) -> None:
    _put(connection, "incarnation", fact.incarnation, event.seq, fact.before, int(fact.complete))


def _fetched(connection: Connection, _event: Event, fact: facts.HistoryFetched) -> None:
    connection.execute("UPDATE incarnation SET complete = 1 WHERE incarnation = ?", (fact.incarnation,))


def _anchored(connection: Connection, event: Event, fact: facts.HeadAnchored) -> None:
    _put(connection, "anchor", fact.incarnation, fact.seq, fact.hash, fact.covers_at, event.at)


def _neighbour(connection: Connection, event: Event, fact: facts.NeighbourEmergency) -> None:
    """Its end may be all that is told of it."""
    raised, ended = ((event.at, None), (None, event.at))[fact.state is EmergencyState.CLOSED]
    connection.execute(
        "INSERT INTO neighbour VALUES (?, ?, ?, ?) "
        "ON CONFLICT (incident) DO UPDATE SET ended_at = excluded.ended_at",
        (fact.incident, fact.station, raised, ended),
    )


def _erased(connection: Connection, event: Event, fact: facts.PayloadErased) -> None:
    _put(connection, "erased", fact.sha256, event.at, fact.reason)


def _kept_again(connection: Connection, _event: Event, fact: facts.ScanRefused) -> None:
    """The same bytes came again after they were erased: they are kept until erased again."""
    if fact.payload is not None:
        connection.execute("DELETE FROM erased WHERE sha256 = ?", (fact.payload,))


_PROJECTIONS: dict[type[facts.Fact], Callable[[Connection, Event, Any], None]] = {
    facts.ContainerOpened: _container,
    facts.ContainerSealed: _seal,
    facts.ContainerRefused: _seal,
    facts.ContainerLoaded: _load,
    facts.ContainerAccepted: _accept,
    facts.ContainerInspected: _inspect,
    facts.ContainerSuspected: _suspect,
    facts.ContainerCleared: _clear,
    facts.PinRefused: _pin_refused,
    facts.PinAccepted: _pin_accepted,
    facts.ParcelArrived: _arrived,
    facts.ParcelLost: _parcel_lost,
    facts.ParcelOpened: _parcel_opened,
    facts.FactNegated: _negated,
    facts.ExpectedActivated: _expected,
    facts.UnitIdentified: _counted,
    facts.ConditionRecorded: _checked,
    facts.OperatorAdded: _operator,
    facts.OperatorRetired: _retire,
    facts.RejectBinAdded: _bin,
    facts.ListActivated: _list,
    facts.RejudgingEnded: _rejudged,
    facts.RematchingEnded: _rematched,
    facts.StationCreated: _created,
    facts.StationRestored: _restored,
    facts.HistoryFetched: _fetched,
    facts.HeadAnchored: _anchored,
    facts.NeighbourEmergency: _neighbour,
    facts.EmergencyRaised: _raised,
    facts.EmergencyClosed: _ended,
    facts.PayloadErased: _erased,
    facts.NoteLeft: _note_left,
    facts.NoteRead: _note_read,
    facts.ScanRefused: _kept_again,
}


def project(connection: Connection, event: Event) -> None:
    """Write what an event means outside its parcel."""
    projection = _PROJECTIONS.get(type(event.fact))
    if projection is not None:
        projection(connection, event, event.fact)


def set_lane(connection: Connection, operator: str | None, parcel: str | None, cage: str | None) -> None:
    """Write who stands at the lane, which parcel is open, and which cage is being filled."""
    connection.execute(
        "INSERT INTO lane VALUES ('lane', ?, ?, ?, 0) ON CONFLICT (lane) DO UPDATE SET "
        "operator = excluded.operator, parcel = excluded.parcel, cage = excluded.cage",
        (operator, parcel, cage),
    )
