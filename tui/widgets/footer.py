"""The footer: scanner lights and what waits; under them the keys."""

from __future__ import annotations

from typing import ClassVar

from intake.printable import printable
from intake.wording import Wording
from scanners.light import Light, LightState
from tui.cells import cell_len, fit
from tui.widgets.lines import Lines

_FEWEST = 24
"""Cells the lights keep beside the count of what waits."""


class Footer(Lines):
    """Two rows at the bottom."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--lights", "footer--trouble", "footer--keys"}

    def __init__(self) -> None:
        """Begin without scanners."""
        super().__init__()
        self._lights: dict[str, Light] = {}
        self.waiting = 0
        self.typed = ""
        self.notice: str | None = None
        """A sentence shown in place of the keys."""

    def change_light(self, light: Light, wording: Wording) -> None:
        """Show a scanner's new state."""
        self._lights[light.source] = light
        self.tell(wording)

    def tell(self, wording: Wording) -> None:
        """Show everything anew."""
        trouble = [light for light in self._lights.values() if light.state is not LightState.READY]
        shown = trouble or list(self._lights.values())
        lights = "   ".join(wording.light(light.state, light.source, light.detail) for light in shown)
        name = "footer--trouble" if trouble else "footer--lights"
        left = lights or wording.screen("keyboard_only")
        self.show([(self._beside(left, wording), name), (self._keys(wording), "footer--keys")])

    def _beside(self, left: str, wording: Wording) -> str:
        if self.waiting < 1:
            return f" {left}"
        right = wording.screen("waiting", count=self.waiting)
        return f" {fit(left, max(self.size.width - cell_len(right) - 3, _FEWEST))} {right}"

    def _keys(self, wording: Wording) -> str:
        if self.notice is not None:
            return f" {self.notice}"
        if self.typed:
            return f" {wording.screen('typed', text=printable(self.typed, 60))}"
        return f" {wording.screen('help_keys')}"
