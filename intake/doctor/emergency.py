"""The check of the emergency's text: what the red card says must be there in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from intake import safety
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine
from intake.errors import StorageError


def look(case: Case) -> Iterator[Finding]:
    """Read it as the desk does."""
    try:
        texts = safety.load(case.folder)
    except StorageError as error:
        yield fault(Check.EMERGENCY, "emergency_wrong", reason=str(error))
        return
    title = texts[case.settings.language].emergency[0]
    has_own = (case.folder / "emergency.toml").exists()
    yield fine(Check.EMERGENCY, "emergency_own" if has_own else "emergency_shipped", title=title)
