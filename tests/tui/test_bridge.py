"""The bridge: a scan that gets no outcome of the lane is answered to its gun all the same."""

from __future__ import annotations

from typing import Any

from intake.own_label import LabelKind, OwnLabel
from intake.scan import Scan, Severity
from tests.tui.conftest import scanned

Opener = Any
BADGE, PARCEL = "RI-O-0001-T", "A312000079193B"
LEAD, SUPERVISOR = (OwnLabel(LabelKind.BADGE, number).code for number in (2, 3))


def listen(desk: Any) -> list[tuple[Scan, Severity]]:
    """Hear what guns are told beside the lane's outcomes."""
    heard: list[tuple[Scan, Severity]] = []
    desk.app.bridge.on_no_outcome = lambda scan, severity: heard.append((scan, severity))
    return heard


async def test_a_scan_the_leads_form_takes_sounds_good_at_its_gun(
    open_desk: Opener,
) -> None:
    """Once; one the form gives back is the station's to answer."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        heard = listen(desk)
        await desk.command("f9")
        lead, other = scanned(LEAD), scanned(SUPERVISOR)
        desk.app.bridge.take(lead)
        desk.app.bridge.take(other)
        await desk.until(lambda: len(desk.answered) == 3)
        assert heard == [(lead, Severity.OK)]
        assert desk.last.scan == SUPERVISOR


async def test_scans_after_the_station_has_ended_are_refused_at_the_gun_too(open_desk: Opener) -> None:
    """It would wait for its answer in vain; a scan the lane takes is left to the lane."""
    async with open_desk() as desk:
        heard = listen(desk)
        await desk.scan(BADGE)
        assert heard == []
        desk.lane.stop()
        late = scanned(PARCEL)
        desk.app.bridge.take(late)
        assert heard == [(late, Severity.REFUSED)]
