"""The desk over a long day: does it grow, and how soon does the emergency card stand?"""

from __future__ import annotations

from intake.disposition import EmergencyOutcome
from intake.door import submit
from intake.own_label import LabelKind, OwnLabel
from intake.request import CloseEmergency, Request
from intake.surroundings import now, uuid7
from tests.bench.desk import Desk
from tests.bench.figures import Figure, Report, median
from tests.bench.folders import Place

_CARD = b"KEEP 25 M CLEAR"
_LEAD = OwnLabel(LabelKind.BADGE, 2).code
_PIN = "0000"
"""Of the badges a training folder begins with."""

_WARM = 100
"""Parcels before memory is looked at: caches and pools have their size by then."""


def soak(report: Report, place: Place, parcels: int) -> None:
    """Measure what so many parcels, back to back, leave in memory."""
    with Desk(place) as desk:
        for _ in range(_WARM):
            desk.quick_parcel()
        before = desk.terminal.status("VmRSS") / 1024
        for _ in range(parcels - _WARM):
            desk.quick_parcel()
        after = desk.terminal.status("VmRSS") / 1024
    report.add(Figure("soak", f"VmRSS after {_WARM} parcels, {place.name}", before, "MB"))
    report.add(Figure("soak", f"VmRSS after {parcels} parcels, {place.name}", after, "MB", goal=before + 2))


def emergency(report: Report, place: Place, runs: int) -> None:
    """Measure from the card's scan to the red card on the screen."""
    seconds = []
    with Desk(place) as desk:
        for _ in range(runs):
            desk.terminal.settle(1.6)  # the same code sooner is the same scan
            start = desk.port.send(b"RI-C-K2\r")
            seconds.append(desk.terminal.seen(_CARD) - start)
            wish = CloseEmergency(_LEAD, _PIN, EmergencyOutcome.FALSE_ALARM)
            submit(place.folder, Request(uuid7(now().wall), _LEAD, wish))
    report.add(
        Figure("emergency", f"port -> red card, median of {runs}", median(seconds) * 1000, "ms", goal=50)
    )
    report.add(Figure("emergency", "  slowest", max(seconds) * 1000, "ms", goal=50))
