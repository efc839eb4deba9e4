"""The check of the photos: every picture the journal names lies there, and another one could be stored."""

from __future__ import annotations

import os
from collections.abc import Iterator

from intake import photos
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import views

_MEGABYTE = 1_000_000


def look(case: Case) -> Iterator[Finding]:
    """Compare names; no picture is opened, `intake verify` compares what is in them."""
    place = case.folder / "photos"
    with views(case.folder) as connection:
        named = photos.named(connection)
    there = set(photos.digests(case.folder))
    if missing := sorted(named - there):
        yield warning(
            Check.PHOTOS, "photos_missing", count=len(missing), first=missing[0][:12], place=str(place)
        )
    if place.exists() and not os.access(place, os.W_OK | os.X_OK, effective_ids=True):
        yield fault(Check.PHOTOS, "photos_closed", place=str(place))
    elif not missing:
        size = sum((place / digest).stat().st_size for digest in there)
        yield fine(Check.PHOTOS, "photos", count=len(named), megabytes=-(-size // _MEGABYTE))
