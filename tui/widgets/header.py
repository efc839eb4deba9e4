"""The header: which station, who stands at it, which parcel is open; today's counts; that it is training."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import cell_count, printable
from intake.scene import Tally
from intake.wording import Wording
from tui.cells import fit
from tui.widgets.lines import Lines


class Header(Lines):
    """Two rows; in a training folder the second one is the banner that says so, and never goes away."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header--text", "header--training"}

    def __init__(self, station: str, *, training: bool) -> None:
        """Name the station."""
        super().__init__()
        self._station = station
        self._training = training

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show who stands at the desk, the open parcel, and today's counts."""
        parts = [f" {printable(self._station, 20)}"]
        if outcome.operator:
            parts.append(f"{wording.screen('operator')} {outcome.operator}")
        if outcome.parcel:
            units = f"{wording.screen('units')} {outcome.units}"
            parts.append(f"{wording.screen('parcel')} {printable(outcome.parcel, 20)}   {units}")
        counts = _counts(outcome.scene.tally, outcome.at, wording)
        training = wording.screen("training") if self._training else ""
        room = self.size.width - cell_count(counts) - 2
        second = f" {fit(training, max(room, 0))}{counts}" if room > cell_count(training) else f" {training}"
        name = "header--training" if self._training else "header--text"
        self.show([("   ".join(parts), "header--text"), (second, name)])


def _counts(tally: Tally, now: int, wording: Wording) -> str:
    counts = wording.screen(
        "counts", parcels=tally.parcels, units=tally.units, rejected=tally.rejected, held=tally.held
    )
    if tally.unsent_since is None:
        return counts
    age = wording.age((now - tally.unsent_since) / 1000)
    return f"{counts}   {wording.screen('unsent', count=tally.unsent, age=age)}"
