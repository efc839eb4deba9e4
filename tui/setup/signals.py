"""Signals: what threads tell the set-up. Each holds frozen values."""

from __future__ import annotations

from textual.message import Message

from intake.doctor import Finding
from intake.scan import Scan
from scanners.camera.found import FoundCamera
from scanners.camera.messages import Preview
from scanners.light import Light
from scanners.plugged import Plugged


class Pulled(Message, bubble=False):
    """A gun has sent something."""

    def __init__(self, scan: Scan) -> None:
        """Hold it: `raw` is the whole pull."""
        super().__init__()
        self.scan = scan


class Lit(Message, bubble=False):
    """A device can be used, or cannot."""

    def __init__(self, light: Light) -> None:
        """Hold how it is."""
        super().__init__()
        self.light = light


class Seen(Message, bubble=False):
    """What is plugged in at the moment."""

    def __init__(self, plugged: tuple[Plugged, ...], cameras: tuple[FoundCamera, ...] = ()) -> None:
        """Hold all of it."""
        super().__init__()
        self.plugged = plugged
        self.cameras = cameras


class Viewed(Message, bubble=False):
    """What the camera sees."""

    def __init__(self, preview: Preview) -> None:
        """Hold the picture."""
        super().__init__()
        self.preview = preview

    def can_replace(self, message: Message) -> bool:
        """Only the newest picture matters."""
        return isinstance(message, Viewed)


class Examined(Message, bubble=False):
    """One more thing that was checked; None: that was all."""

    def __init__(self, finding: Finding | None) -> None:
        """Hold what was found."""
        super().__init__()
        self.finding = finding


class Saved(Message, bubble=False):
    """The settings are written, or they are not."""

    def __init__(self, fault: str = "") -> None:
        """Hold why not; empty: they are."""
        super().__init__()
        self.fault = fault
