"""What the log knows of what the central claims system speaks of."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from intake.granting import Head
from intake.hold import HoldKind
from intake.journal import events_of_parcel
from intake.receipt import Hold, Known, Unit, fold_parcel
from intake.receipt.answering import Awaiting
from intake.request import (
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    RecordReservation,
    TellDuplicate,
    TellEmergency,
)
from intake.sqlite import Connection
from intake.wire import EmergencyState, HubAnswer

Central = AnswerReplacements | RecordReservation | TellDuplicate | AnchorHead | TellEmergency | EndRecovery

_AWAITING = "SELECT key, parcel, unit, number, answer, detail FROM replacement WHERE key = ?"
_OPEN = (
    "SELECT hold, reason, raised_at, detail FROM hold WHERE parcel = ? AND unit = ? AND resolved_at IS NULL"
)
_HEAD = "SELECT envelope ->> '$.incarnation', hash, envelope ->> '$.at' FROM event WHERE seq = ?"
_ANCHORED = "SELECT seq FROM anchor WHERE incarnation = ?"
_NEIGHBOUR = "SELECT ended_at FROM neighbour WHERE incident = ?"
_RECOVERING = "SELECT 1 FROM incarnation WHERE incarnation = ? AND complete = 0"


def told(wish: Central, known: Known, connection: Connection) -> dict[str, Any]:
    """Give what deciding a wish of this kind needs."""
    match wish:
        case AnswerReplacements(answers=answers):
            keys = dict.fromkeys(answer.key for answer in answers)
            found = (_awaiting(connection, key) for key in keys)
            return {"awaiting": tuple(each for each in found if each is not None)}
        case RecordReservation(parcel=parcel, unit=unit) | TellDuplicate(parcel=parcel, unit=unit):
            return {"unit": _unit(connection, parcel, unit)}
        case AnchorHead():
            return _anchor(wish, connection)
        case TellEmergency(incident=incident):
            return {"neighbour": _neighbour(connection, incident)}
        case _:  # EndRecovery
            is_there = connection.execute(_RECOVERING, (wish.incarnation,)).fetchone() is not None
            return {"known": replace(known, recovering=is_there)}


def _awaiting(connection: Connection, key: str) -> Awaiting | None:
    """From the views: to fold the histories of so many parcels would keep a scan waiting."""
    row = connection.execute(_AWAITING, (key,)).fetchone()
    if row is None:
        return None
    _, parcel, unit, number, answer, detail = row
    holds = connection.execute(_OPEN, (parcel, unit)).fetchall()
    return Awaiting(
        key,
        parcel,
        unit,
        number or 0,
        HubAnswer(answer) if answer else None,
        detail or "",
        tuple(Hold(hold, HoldKind(kind), at, about) for hold, kind, at, about in holds),
    )


def _unit(connection: Connection, parcel: str, unit: str) -> Unit | None:
    found = fold_parcel(events_of_parcel(connection, parcel))
    return found.unit(unit) if found is not None else None


def _anchor(wish: AnchorHead, connection: Connection) -> dict[str, Any]:
    (anchored,) = connection.execute(_ANCHORED, (wish.incarnation,)).fetchone() or (0,)
    row = connection.execute(_HEAD, (wish.seq,)).fetchone()
    return {"anchored": anchored, "head": Head(row[0], row[1].hex(), row[2]) if row else None}


def _neighbour(connection: Connection, incident: str) -> EmergencyState | None:
    row = connection.execute(_NEIGHBOUR, (incident,)).fetchone()
    if row is None:
        return None
    return EmergencyState.RAISED if row[0] is None else EmergencyState.CLOSED
