"""Explaining: gather all that a verdict rests on. It may scan whole lists: nobody waits at the dock."""

from __future__ import annotations

from itertools import islice

from intake.in_force import ListInForce
from intake.known import LookUps
from intake.verdict import Judgement, Told
from intake.verdict.conditions import Inquiry
from intake.verdict.explanation import Consulted, Explanation, Fit, Form, namings

_DAY = 86_400_000
"""Milliseconds."""

_MOST_NEAR = 5
"""Look-alikes to name of one list: more would hide them."""


def explain(look_ups: LookUps, text: str, judged: Judgement, wall: int, told: Told) -> Explanation:
    """Give what the judgement of a text rests on, at `wall` milliseconds. Raises StorageError."""
    form = Form.of(text)
    fits = tuple(Fit.of(form.normal, campaign) for campaign in look_ups.catalogue.campaigns)
    consulted = [(entry, _consulted(look_ups, entry, form.normal, wall, told)) for entry in look_ups.lists]
    judging = look_ups.judging
    lists = tuple(each for entry, each in consulted if entry in judging or each.rows)
    return Explanation(form, fits, lists, judged)


def _consulted(look_ups: LookUps, entry: ListInForce, normal: str, wall: int, told: Told) -> Consulted:
    status, index = entry.status(wall), entry.index
    asked = Inquiry.of(normal, look_ups.understood(told), look_ups.catalogue)
    rows = namings(asked, index.rows_naming(normal), status)
    below, above = (None, None) if rows or entry.campaign not in asked.fitting else index.around(normal)
    counts = any(row.out is None and row.open is None for row in rows)
    near = () if counts else tuple(islice(look_ups.near(normal, entry, told), _MOST_NEAR))
    days = max(wall - entry.since, 0) // _DAY
    return Consulted(status, days, entry.max_age_days, rows, below, above, near)
