"""The status lines: who and which parcel on top; scanners, queue and keys at the bottom."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from intake.outcome import Outcome
from intake.printable import printable
from intake.wording import Wording
from scanners.light import Light, LightState
from tui.cells import fit
from tui.widgets.lines import Lines


class Header(Lines):
    """Station, badge and open parcel; the training banner is part of it and never goes away."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header--text", "header--training"}

    def __init__(self, station: str, *, training: bool, id: str | None = None) -> None:  # noqa: A002
        """Name the station."""
        super().__init__(id=id)
        self._station = station
        self._training = training
        self.styles.height = 2 if training else 1

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show who stands at the desk, and the open parcel."""
        parts = [f" {wording.screen('title')} {printable(self._station, 20)}"]
        if outcome.operator:
            parts.append(f"{wording.screen('operator')} {outcome.operator}")
        if outcome.parcel:
            units = f"{wording.screen('units')} {outcome.units}"
            parts.append(f"{wording.screen('parcel')} {printable(outcome.parcel, 20)}   {units}")
        lines = [("   ".join(parts), "header--text")]
        if self._training:
            lines.append((f" {wording.screen('training')}", "header--training"))
        self.show(lines)


class Footer(Lines):
    """Scanner lights, what waits, what is being typed, and the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--lights", "footer--trouble", "footer--keys"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Begin without scanners."""
        super().__init__(id=id)
        self._lights: dict[str, Light] = {}
        self.waiting = 0
        self.typed = ""
        self.notice: str | None = None
        """Name of a fixed sentence shown in place of the keys."""

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
        self.show([(self._with_count(left, wording), name), (self._keys(wording), "footer--keys")])

    def _with_count(self, left: str, wording: Wording) -> str:
        if self.waiting < 1:
            return f" {left}"
        count = wording.screen("waiting", count=self.waiting)
        return f" {fit(left, max(self.size.width - cell_len(count) - 3, 10))} {count}"

    def _keys(self, wording: Wording) -> str:
        if self.notice is not None:
            return f" {wording.screen(self.notice)}"
        if self.typed:
            return f" {wording.screen('typed', text=printable(self.typed, 60))}"
        return f" {wording.screen('help_keys')}"
