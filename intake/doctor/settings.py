"""The check of the settings."""

from __future__ import annotations

from collections.abc import Iterator

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine
from intake.doctor.folder import closed_place
from intake.doctor.record import NoRecordError
from intake.settings import FILE_NAME


def look(case: Case) -> Iterator[Finding]:
    """Say whether they can be read; which of them is wrong stands in the reason."""
    path = case.folder / FILE_NAME
    if case.settings_fault and closed_place(case.folder):
        raise NoRecordError
    if case.settings_fault:
        yield fault(Check.SETTINGS, "settings_wrong", reason=case.settings_fault)
    elif path.exists():
        yield fine(Check.SETTINGS, "settings", file=str(path))
    else:
        yield fine(Check.SETTINGS, "settings_default", file=str(path))
