"""The check of the affected lists: one in force for each campaign, readable, young, and no invented one."""

from __future__ import annotations

from collections.abc import Iterator

from intake import catalogue
from intake.affected import is_part
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import views
from intake.in_force import ListInForce, close_lists, open_what_is_there, wanting
from intake.journal import beginning
from intake.line import Params

_DAY = 86_400_000
"""Milliseconds."""


def look(case: Case) -> Iterator[Finding]:
    """Open every list in force, as the station does."""
    known = catalogue.load(case.folder, judged_by=case.settings.campaigns).campaigns
    with views(case.folder) as connection:
        lists = open_what_is_there(connection, case.folder, case.settings.list_max_age_days)
        try:
            unreadable = dict(wanting(connection, lists))
        finally:
            close_lists(lists)
        is_training = beginning(connection).training
        for name, version in unreadable.items():
            yield fault(Check.LISTS, "list_unreadable", campaign=name, version=version)
        for each in lists:
            yield _judged(each, case.wall, is_training=is_training)
        in_force = {*unreadable, *(each.campaign for each in lists)}
        for campaign in known:
            if campaign.id not in in_force:
                yield _without(campaign.id, is_training=is_training)


def _judged(entry: ListInForce, wall: int, *, is_training: bool) -> Finding:
    days = (wall - entry.since) // _DAY
    told: Params = {"campaign": entry.campaign, "version": entry.version, "days": days}
    if entry.training:
        judge = fine if is_training else fault
        return judge(Check.LISTS, "list_training", **told)
    if entry.status(wall).stale:
        return warning(Check.LISTS, "list_stale", limit=entry.max_age_days, **told)
    if is_part(entry.version):
        return warning(Check.LISTS, "list_partial", **told)
    return fine(Check.LISTS, "list", **told)


def _without(campaign: str, *, is_training: bool) -> Finding:
    """In practice a campaign need have no list; at a dock its serials are all uncertain."""
    judge = warning if is_training else fault
    return judge(Check.LISTS, "list_none", campaign=campaign)
