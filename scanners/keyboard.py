"""A keyboard gun's codes become scans: repaired where the keyboard's state changed them, and marked so.

Caps Lock is told by own labels: what is printed there are capitals only, so `ri-o-0001-t` shows that
it is on. Serials and numbers are read in any case anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from intake.scan import Fault, Layout, Method, Scan
from scanners.keymap import LayoutError, calibration, is_case_turned, narrow, repair
from scanners.symbology import scan_of

if TYPE_CHECKING:
    from intake.scan import Moment
    from scanners.keymap import Calibration

SOURCE: Final = "keyboard:terminal"
"""All keyboards of one terminal are one device: it does not tell them apart."""


class Keyboard:
    """The keyboard of this terminal, as far as it changes what is typed."""

    def __init__(self, layout: Layout = Layout.UNKNOWN) -> None:
        """Begin with Caps Lock off."""
        self.layout = layout
        self.is_caps_lock = False

    def scan(self, text: str, moment: Moment, fault: Fault | None = None) -> Scan:
        """A gun's code as a `Scan`: LAYOUT where nobody can say what the code holds."""
        sent, fault = self._repaired(text, fault)
        return _scan(text, sent, Method.KEYBOARD, moment, fault)

    def keyed(self, text: str, moment: Moment, fault: Fault | None = None) -> Scan:
        """What a person typed as a `Scan`: a person sees the marks, only their width is repaired."""
        return _scan(text, narrow(text), Method.KEYED, moment, fault)

    def _repaired(self, text: str, fault: Fault | None) -> tuple[str, Fault | None]:
        told = calibration(text)
        if told is not None:
            self.is_caps_lock = told.is_caps_lock
            return text, fault or self._wrong(told)
        try:
            self._watch_caps_lock(repair(text, self.layout))
            return repair(text, self.layout, is_caps_lock=self.is_caps_lock), fault
        except LayoutError:
            return text, fault or Fault.LAYOUT

    def _wrong(self, told: Calibration) -> Fault | None:
        """LAYOUT where the label shows other layouts than the settings name."""
        named = Layout.SAME if self.layout is Layout.UNKNOWN else self.layout
        return None if told.layout is named else Fault.LAYOUT

    def _watch_caps_lock(self, sent: str) -> None:
        told = is_case_turned(_bytes(sent))
        if told is not None:
            self.is_caps_lock = told


def _scan(typed: str, text: str, method: Method, moment: Moment, fault: Fault | None) -> Scan:
    return scan_of(_bytes(text), SOURCE, method, moment, fault, arrived=_bytes(typed))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
