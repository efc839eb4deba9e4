"""The check of the badges: somebody can end an emergency, and somebody can resolve a hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from intake import sqlite
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import NoRecordError, views
from intake.operator import Operator, Role, Task


def look(case: Case) -> Iterator[Finding]:
    """Look for badges with a PIN; neither names nor PINs are read."""
    with views(case.folder) as connection:
        rows = connection.execute("SELECT code, role, retired FROM operator").fetchall()
    badges = [Operator(code, Role(role), bool(retired)) for code, role, retired in rows]
    yield judged(badges, _with_pin(case.folder))


def judged(badges: list[Operator], with_pin: set[str]) -> Finding:
    """Say whether the people an emergency and a hold need have badges and PINs."""
    signing = [badge for badge in badges if badge.code in with_pin]
    closing_one = sum(badge.may(Task.CLOSE_EMERGENCY) for badge in signing)
    resolving = sum(badge.may(Task.RESOLVE_HOLD) for badge in signing)
    if not closing_one:
        return fault(Check.BADGES, "badges_none")
    if not resolving:
        return warning(Check.BADGES, "badges_no_supervisor")
    in_use = sum(not badge.retired for badge in badges)
    return fine(Check.BADGES, "badges", badges=in_use, leads=closing_one, supervisors=resolving)


def _with_pin(folder: Path) -> set[str]:
    path = folder / "people.db"
    if not path.exists():
        return set()
    if not os.access(path, os.R_OK, effective_ids=True):
        raise NoRecordError
    with closing(sqlite.connect(path, readonly=True)) as connection:
        return {code for (code,) in connection.execute("SELECT code FROM person WHERE pin IS NOT NULL")}
