"""The check of the fonts: sheets and labels in Japanese need one, and a bare Debian has none."""

from __future__ import annotations

from collections.abc import Iterator

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning
from intake.printing.faces import PACKAGE, PLACES


def look(case: Case) -> Iterator[Finding]:
    """Look where `intake print` looks."""
    for place in PLACES:
        if (case.machine / place.relative_to("/")).is_file():
            yield fine(Check.FONTS, "fonts", file=str(place))
            return
    yield warning(Check.FONTS, "fonts_none", package=PACKAGE)
