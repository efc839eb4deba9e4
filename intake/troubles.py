"""Troubles: what stands in the way of the work now, each a sentence that says what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Parcelled
from intake.gathering.files import version_in_force
from intake.in_force import wanting
from intake.known import LookUps
from intake.line import Line
from intake.settings import Settings
from intake.surroundings import iso, milliseconds


class Trouble(StrEnum):
    """Every sentence of the banner, which has room for one: first what endangers a person, then the record.

    What a person at the desk ends in a minute goes before what stands for days, and would be hidden by it.
    """

    EMERGENCY_ELSEWHERE = "trouble_emergency_elsewhere"
    """An alarm: at another desk of the site."""

    UNIT_GONE = "trouble_unit_gone"
    """An alarm: a unit was handed over as not affected, and a newer list names it."""

    HOLDING_LATE = "trouble_holding_late"
    JOURNAL_UNSOUND = "trouble_journal_unsound"
    DISK_LOW = "trouble_disk_low"
    MOVE_WANTED = "trouble_move_wanted"
    """Into the container that takes it."""

    MOVE_TO_CLASS = "trouble_move_to_class"
    """No open container takes it."""

    ROUND_DUE = "trouble_round_due"
    SYNC_CONFLICT = "trouble_sync_conflict"
    """Two logs under one station's name."""

    CLOCK_BACK = "trouble_clock_back"
    CLOCK_APART = "trouble_clock_apart"
    """From the central claims system's, when the log was last sent."""

    UNIT_FAILED = "trouble_unit_failed"
    """Services of the machine: the night's backup, for one."""

    SYNC_FAILED = "trouble_sync_failed"
    SYNC_LATE = "trouble_sync_late"
    """Nothing was sent for longer than a night, and nobody says why."""

    DEAD_LETTERS = "trouble_dead_letters"
    """Events that the central claims system has refused for good."""

    RESTORED_INCOMPLETE = "trouble_restored_incomplete"
    LIST_UNREADABLE = "trouble_list_unreadable"
    """Its campaign has no list until the file is there again."""

    EXPECTED_UNREADABLE = "trouble_expected_unreadable"
    """No claim is known until the file is there again."""

    LIST_MISSING = "trouble_list_missing"
    LIST_STALE = "trouble_list_stale"
    LIST_PARTIAL = "trouble_list_partial"
    CONTAINER_MISSING = "trouble_container_missing"
    LINK_NONE = "trouble_link_none"
    """It was never started."""

    LINK_DOWN = "trouble_link_down"


_SLACK = 60_000
"""Milliseconds a clock may be behind the latest record: network time sets it back by less."""

_HOUR = 3_600_000
_LATEST = "SELECT max(at) FROM (SELECT envelope ->> '$.at' AS at FROM event ORDER BY seq DESC LIMIT 1000)"
"""Of many: the very last is as far behind as the clock it was recorded by."""

_MANY = 99
"""Containers due for a round that are counted: of more, each look would read units by the ten thousand."""

_DUE = """
SELECT 1 FROM (
  SELECT coalesce(inspected_at, (SELECT min(contained_at) FROM unit WHERE container = code)) AS since
  FROM container WHERE state IN ('open', 'sealed') AND EXISTS (SELECT 1 FROM unit WHERE container = code)
) WHERE since < ? LIMIT ?
"""
"""An empty container needs no round."""

_GONE = """
SELECT coalesce(u.serial, u.bag, u.unit), u.container, c.document, count(*) OVER ()
FROM hold AS h INDEXED BY hold_gone JOIN unit AS u ON u.unit = h.unit
LEFT JOIN container AS c ON c.code = u.container
WHERE h.reason = 'GONE' AND h.resolved_at IS NULL ORDER BY h.raised_at, h.rowid LIMIT 1
"""
"""Left to itself SQLite reads every open hold: after a newer list there may be hundreds of thousands."""

_MISPLACED = """
SELECT coalesce(u.bag, u.serial, u.raw), u.container, u.condition, u.un_number, u.wh, u.grams
FROM container AS c CROSS JOIN unit AS u ON u.container = c.code
WHERE c.class = 'N' AND c.state IN ('open', 'sealed', 'loaded') AND u.condition = 'R'
ORDER BY u.container, u.contained_at LIMIT 1
"""
"""In its container a unit changes its class by a list, a claim or a supervisor, and only from N to R."""


def troubles(
    look_ups: LookUps,
    settings: Settings,
    wall: int,
    *,
    is_disk_low: bool,
    training: bool,
) -> tuple[Line, ...]:
    """Look for everything that is wrong at `wall`, in milliseconds since 1970."""
    found = [Line(Trouble.DISK_LOW)] if is_disk_low else []
    found += _gone(look_ups)
    found += _clock(look_ups, wall)
    found += _misplaced(look_ups, wall)
    found += _late_boxes(look_ups, wall)
    found += _lists(look_ups, wall, training=training)
    found += _returns(look_ups)
    found += _missing_containers(look_ups, wall)
    return (*found, *_rounds(look_ups, settings, wall))


def _gone(look_ups: LookUps) -> Iterator[Line]:
    """The alarm stands until a supervisor has resolved it."""
    for unit, container, document, count in look_ups.connection.execute(_GONE):
        yield Line(
            Trouble.UNIT_GONE,
            {"unit": unit, "container": container or "", "document": document or "-", "count": count},
        )


def _clock(look_ups: LookUps, wall: int) -> Iterator[Line]:
    (latest,) = look_ups.connection.execute(_LATEST).fetchone()
    if milliseconds(latest) - wall > _SLACK:
        yield Line(Trouble.CLOCK_BACK)


def _misplaced(look_ups: LookUps, wall: int) -> Iterator[Line]:
    """The first of them; the next one follows when it is moved."""
    for unit, container, condition, un_number, *weight in look_ups.connection.execute(_MISPLACED):
        parcelled = Parcelled(Condition(condition), UnNumber(un_number), *weight)
        fitting = look_ups.quarantine(wall).fitting_for(parcelled)
        told: dict[str, str | int] = {"unit": unit, "container": container}
        if fitting is None or fitting.holding:
            yield Line(Trouble.MOVE_TO_CLASS, told)
        else:
            yield Line(Trouble.MOVE_WANTED, told | {"to": fitting.code})


def _late_boxes(look_ups: LookUps, wall: int) -> Iterator[Line]:
    quarantine = look_ups.quarantine(wall)
    for code, _ in quarantine.waiting():
        box = quarantine.container(code)
        if box is not None and 0 < box.limits.age_ms < box.age_ms:
            yield Line(Trouble.HOLDING_LATE, {"container": code})


def _lists(look_ups: LookUps, wall: int, *, training: bool) -> Iterator[Line]:
    """A training folder judges by invented lists, which never grow old."""
    unreadable = dict(wanting(look_ups.connection, look_ups.lists))
    for campaign_id, version in unreadable.items():
        yield Line(Trouble.LIST_UNREADABLE, {"campaign": campaign_id, "version": version})
    in_force = {*unreadable, *(entry.campaign for entry in look_ups.lists)}
    known = [] if training else [campaign.id for campaign in look_ups.catalogue.campaigns]
    stand = [(entry.campaign, entry.status(wall)) for entry in look_ups.lists]
    yield from _of_campaigns(Trouble.LIST_MISSING, [each for each in known if each not in in_force])
    yield from _of_campaigns(Trouble.LIST_STALE, [each for each, status in stand if status.stale])
    yield from _of_campaigns(Trouble.LIST_PARTIAL, [each for each, status in stand if status.partial])


def _of_campaigns(trouble: Trouble, campaigns: list[str]) -> Iterator[Line]:
    """Tell it once of all that have it."""
    if campaigns:
        yield Line(trouble, {"campaigns": ", ".join(campaigns)})


def _returns(look_ups: LookUps) -> Iterator[Line]:
    if look_ups.expected is None and (version := version_in_force(look_ups.connection)) is not None:
        yield Line(Trouble.EXPECTED_UNREADABLE, {"version": version})


def _missing_containers(look_ups: LookUps, wall: int) -> Iterator[Line]:
    """Most units are recalled and intact. A holding box takes them for a while only."""
    quarantine = look_ups.quarantine(wall)
    for un_number, unit in _common(look_ups).items():
        fitting = quarantine.fitting_for(unit)
        if fitting is None or fitting.holding:
            told: dict[str, str | int] = {"condition": unit.condition, "un_number": un_number}
            yield Line(Trouble.CONTAINER_MISSING, told)


def _common(look_ups: LookUps) -> dict[UnNumber, Parcelled]:
    """Give for each UN number of the catalogue an intact recalled unit, as heavy as its heaviest model."""
    models = [model for campaign in look_ups.catalogue.campaigns for model in campaign.models]
    heaviest: dict[UnNumber, Parcelled] = {}
    for model in sorted(models, key=lambda model: (model.un_number, model.wh, model.grams)):
        heaviest[model.un_number] = Parcelled(Condition.R, model.un_number, model.wh, model.grams)
    return heaviest


def _rounds(look_ups: LookUps, settings: Settings, wall: int) -> Iterator[Line]:
    if not settings.inspection_hours:
        return
    before = iso(wall - round(settings.inspection_hours * _HOUR))
    count = len(look_ups.connection.execute(_DUE, (before, _MANY + 1)).fetchall())
    if count:
        yield Line(Trouble.ROUND_DUE, {"count": count if count <= _MANY else f"{_MANY}+"})
