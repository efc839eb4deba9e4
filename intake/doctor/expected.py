"""The check of the expected returns: what claims announce, and how old that is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import views
from intake.errors import StorageError
from intake.expected import ExpectedReturns, expected_path
from intake.journal import beginning
from intake.surroundings import milliseconds

_DAY = 86_400_000
"""Milliseconds."""


def look(case: Case) -> Iterator[Finding]:
    """Open the version in force."""
    with views(case.folder) as connection:
        row = connection.execute("SELECT version, since FROM expected_in_force").fetchone()
        is_training = beginning(connection).training
    if row is None:
        yield (fine if is_training else warning)(Check.EXPECTED, "expected_none")
        return
    version, since = row
    reason = _unreadable(case, version)
    days = (case.wall - milliseconds(since)) // _DAY
    limit = case.settings.list_max_age_days
    if reason:
        yield fault(Check.EXPECTED, "expected_unreadable", version=version, reason=reason)
    elif limit and days > limit:
        yield warning(Check.EXPECTED, "expected_old", version=version, days=days, limit=limit)
    else:
        yield fine(Check.EXPECTED, "expected", version=version, days=days)


def _unreadable(case: Case, version: str) -> str:
    path = expected_path(case.folder, version)
    if path is None or not path.exists():
        return str(path)
    try:
        with closing(ExpectedReturns.open(path)):
            return ""
    except StorageError as error:
        return str(error)
