"""The work: under the verdict the next step and the last scans, cards or a picture in their place."""

from __future__ import annotations

from textual.containers import Vertical

from tui.viewing import Place
from tui.widgets.last_scans import LastScans
from tui.widgets.next_step import NextStep
from tui.widgets.picture_card import PictureCard
from tui.widgets.viewfinder import Viewfinder


class Work(Vertical):
    """As high as the verdict leaves room."""

    def __init__(
        self, viewfinder: Viewfinder, next_step: NextStep, picture_card: PictureCard, last_scans: LastScans
    ) -> None:
        """Hold its parts."""
        super().__init__(viewfinder, next_step, picture_card, last_scans)
        self._viewfinder = viewfinder
        self._next_step = next_step
        self._picture_card = picture_card
        self._last_scans = last_scans

    def make_room(self) -> None:
        """Let the next step make room for picture cards, and both for a picture of the unit."""
        is_free = self._viewfinder.place in {Place.NOWHERE, Place.BESIDE}
        self._picture_card.display = self._picture_card.display and is_free
        is_free = is_free and not self._picture_card.display
        self._next_step.display = self._last_scans.display = is_free
