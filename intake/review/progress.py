"""Progress: how many units have come, on one day and in all; what the authority asks to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from intake.accessory import AccessoryDisposition
from intake.campaign import Catalogue
from intake.hold import HoldKind
from intake.local_day import LocalDay
from intake.sqlite import Connection
from intake.verdict import Verdict

HOURS = 24


class Day(msgspec.Struct, frozen=True):
    """What one local day brought. A name `""` counts what has none."""

    date: date
    parcels: int
    """Opened."""

    units: int
    hours: tuple[int, ...]
    """Units by the hour of the clock on the wall, 24 figures."""

    verdicts: Mapping[str, int]
    models: Mapping[str, int]
    conditions: Mapping[str, int]
    rejected: int
    """Things in reject bins that came out of this day's parcels."""


class Recovery(msgspec.Struct, frozen=True):
    """How much of what was sold has come back."""

    campaign: str
    model: str
    product: str
    received: int
    """Affected units, each maker's serial counted once however often it came."""

    announced: int | None
    """Units the notice counts, or None where it does not say."""


_UNITS = """
SELECT identified_at, coalesce(verdict, ''), coalesce(model, ''), coalesce(condition, '') FROM unit
WHERE unit >= ? AND unit < ? AND identified_at >= ? AND identified_at < ?
"""
_PARCELS = """
SELECT count(*) FROM parcel WHERE parcel >= ? AND parcel < ? AND opened_at >= ? AND opened_at < ?
"""
_REJECTED = """
SELECT coalesce(sum(count), 0) FROM accessory WHERE flagged_at >= ? AND flagged_at < ? AND disposition = ?
"""
_AFFECTED = "SELECT count(*) FROM unit WHERE verdict = ? AND model = ?"
"""A range of an index, counted without looking at a unit: half the time of one GROUP BY for all models."""

_OF_CAMPAIGN = " AND campaign = ?"
_AGAIN = """
SELECT campaign, model, sum(often - 1) FROM (
  SELECT min(u.campaign) AS campaign, min(u.model) AS model, count(*) AS often
  FROM (SELECT DISTINCT u.serial FROM hold AS h JOIN unit AS u ON u.unit = h.unit WHERE h.reason = ?) AS again
  CROSS JOIN unit AS u ON u.serial = again.serial WHERE u.verdict = ? GROUP BY u.maker, u.serial
) GROUP BY model, campaign
"""
"""Only serials that came again are looked at one by one: a unit that is not the first of its own is held."""


def day(connection: Connection, on: date) -> Day:
    """Count one local day."""
    local = LocalDay(on)
    rows = connection.execute(_UNITS, (*local.ids, *local.times)).fetchall()
    hours = Counter(datetime.fromisoformat(at).astimezone().hour for at, _, _, _ in rows)
    (parcels,) = connection.execute(_PARCELS, (*local.ids, *local.times)).fetchone()
    (rejected,) = connection.execute(_REJECTED, (*local.times, AccessoryDisposition.REJECTED)).fetchone()
    return Day(
        on,
        parcels,
        len(rows),
        tuple(hours[hour] for hour in range(HOURS)),
        Counter(verdict for _, verdict, _, _ in rows),
        Counter(model for _, _, model, _ in rows),
        Counter(condition for _, _, _, condition in rows),
        rejected,
    )


def recovery(connection: Connection, catalogue: Catalogue) -> tuple[Recovery, ...]:
    """Count the affected units that ever came, for every model of the catalogue."""
    again = connection.execute(_AGAIN, (HoldKind.DUPLICATE, Verdict.AFFECTED)).fetchall()
    repeated = {(campaign, model): count for campaign, model, count in again}
    models = [(campaign.id, model) for campaign in catalogue.campaigns for model in campaign.models]
    named = Counter(model.name for _, model in models)
    return tuple(
        Recovery(
            campaign,
            model.name,
            model.product,
            _affected(connection, model.name, None if named[model.name] == 1 else campaign)
            - repeated.get((campaign, model.name), 0),
            model.units_announced,
        )
        for campaign, model in models
    )


def _affected(connection: Connection, model: str, campaign: str | None) -> int:
    """Count units of a model; only where two campaigns have one of that name its campaign is looked at."""
    more = () if campaign is None else (campaign,)
    query = _AFFECTED + _OF_CAMPAIGN * len(more)
    (count,) = connection.execute(query, (Verdict.AFFECTED, model, *more)).fetchone()
    return int(count)
