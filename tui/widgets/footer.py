"""The footer: scanner lights and what waits; under them the keys."""

from __future__ import annotations

from typing import ClassVar

from intake.printable import cell_count, printable
from intake.wording import Wording
from scanners.light import Light, LightState
from tui.cells import fit
from tui.widgets.lines import Lines

WORST_FIRST = (
    LightState.WAITING,
    LightState.FAILED,
    LightState.LOST,
    LightState.FROZEN,
    LightState.HELD,
    LightState.TWICE,
    LightState.FORBIDDEN,
    LightState.MISTAKEN,
    LightState.AMBIGUOUS,
    LightState.UNCALIBRATED,
    LightState.UNTERMINATED,
    LightState.UNASSIGNED,
    LightState.DEAF,
    LightState.SEARCHING,
)
"""Lights in trouble: what is not recorded before what is not read, and that before what is not heard."""

_FEWEST = 24
"""Cells the lights keep beside the count of what waits."""

_GAP = "   "


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
        """Show a scanner's new state; of one that is let go of nothing is shown."""
        if light.state is LightState.STOPPED:
            self._lights.pop(light.source, None)
        else:
            self._lights[light.source] = light
        self.tell(wording)

    def wait(self, waiting: int, wording: Wording) -> None:
        """Show how many scans wait."""
        if waiting != self.waiting:
            self.waiting = waiting
            self.tell(wording)

    def tell(self, wording: Wording) -> None:
        """Show everything anew."""
        trouble = self._trouble()
        shown = [*trouble, *self._others(trouble)] if trouble else self._well(wording)
        told = [_told(light, wording) for light in shown]
        name = "footer--trouble" if trouble else "footer--lights"
        left = self._beside(told or [wording.screen("keyboard_only")], wording)
        self.show([(left, name), (self._keys(wording), "footer--keys")])

    def _trouble(self) -> list[Light]:
        """Give what is wrong, the worst first; another station's scanner is not, while one of ours reads."""
        is_read = any(light.state is LightState.READY for light in self._lights.values())
        others = LightState.UNASSIGNED if is_read else None
        wrong = [each for each in self._lights.values() if each.state in WORST_FIRST and each.state != others]
        return sorted(wrong, key=lambda light: WORST_FIRST.index(light.state))

    def _others(self, told: list[Light]) -> list[Light]:
        """Give the scanners of other stations that are not told yet."""
        others = [light for light in self._lights.values() if light.state is LightState.UNASSIGNED]
        return [light for light in others if light not in told]

    def _well(self, wording: Wording) -> list[Light]:
        """Give our scanners and then others; the others first where not all fit, as they are not read."""
        ours = [light for light in self._lights.values() if light.state is not LightState.UNASSIGNED]
        others = self._others([])
        row = _GAP.join(_told(light, wording) for light in ours + others)
        return ours + others if cell_count(row) < self.size.width else others + ours

    def _beside(self, told: list[str], wording: Wording) -> str:
        if self.waiting < 1:
            return f" {_joined(told, self.size.width - 1)}"
        right = wording.screen("waiting", count=self.waiting)
        room = max(self.size.width - cell_count(right) - 3, _FEWEST)
        return f" {fit(_joined(told, room), room)} {right}"

    def _keys(self, wording: Wording) -> str:
        if self.notice is not None:
            return f" {self.notice}"
        if self.typed:
            return f" {wording.screen('typed', text=printable(self.typed, 60))}"
        return f" {wording.screen('help_keys')}"


def _told(light: Light, wording: Wording) -> str:
    return wording.light(light.state, light.source, light.detail, light.name)


def _joined(told: list[str], room: int) -> str:
    """Put side by side as many as there is room for, and count the others; the first is told in any case."""
    for count in range(len(told), 0, -1):
        row = _GAP.join(told[:count]) + _more(len(told) - count)
        if cell_count(row) <= room:
            return row
    more = _more(len(told) - 1)
    return fit(told[0], max(room - cell_count(more), _FEWEST)) + more


def _more(count: int) -> str:
    return f" (+{count})" if count else ""
