"""Messages: what threads tell the screen, and the screen the application. Each holds frozen values."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from intake.language import Language
from intake.outcome import Outcome
from intake.scan import Scan
from intake.scene import Scene
from scanners.camera.messages import Photo, Preview
from scanners.light import Light
from tui.desk_command import DeskCommand
from tui.key_buffer import Typed
from tui.lead_form import LeadWish


class OutcomeReady(Message, bubble=False):
    """An answer whose facts are recorded, or that says they are not."""

    def __init__(
        self, outcome: Outcome, waiting: int, *, is_request: bool = False, answers_lead: bool = False
    ) -> None:
        """Hold the outcome, how many scans wait behind it, and whether it answers a request, or the lead."""
        super().__init__()
        self.outcome = outcome
        self.waiting = waiting
        self.is_request = is_request
        self.answers_lead = answers_lead


class SceneChanged(Message, bubble=False):
    """What stands around has changed while nobody scanned: a trouble, a note, the day."""

    def __init__(self, scene: Scene) -> None:
        """Hold the scene."""
        super().__init__()
        self.scene = scene


class ScansWait(Message, bubble=False):
    """Scans are waiting while the station is busy."""

    def __init__(self, waiting: int) -> None:
        """Hold how many."""
        super().__init__()
        self.waiting = waiting

    def can_replace(self, message: Message) -> bool:
        """Only the newest count matters."""
        return isinstance(message, ScansWait)


class LightChanged(Message, bubble=False):
    """A scanner's state has changed."""

    def __init__(self, light: Light) -> None:
        """Hold the light."""
        super().__init__()
        self.light = light


class PreviewSeen(Message, bubble=False):
    """A camera sees something."""

    def __init__(self, preview: Preview) -> None:
        """Hold the small picture."""
        super().__init__()
        self.preview = preview

    def can_replace(self, message: Message) -> bool:
        """Only the newest picture matters."""
        return isinstance(message, PreviewSeen)


class PhotoTaken(Message, bubble=False):
    """A camera has taken the still picture that was asked for."""

    def __init__(self, photo: Photo) -> None:
        """Hold it."""
        super().__init__()
        self.photo = photo


class PreviewWanted(Message, bubble=False):
    """The desk has room for pictures of this size, so many a second."""

    def __init__(self, width: int, height: int, each_second: int) -> None:
        """Hold the size in dots; `each_second` is 0 where none is wanted."""
        super().__init__()
        self.what = (width, height, each_second)


class LaneEnded(Message, bubble=False):
    """The station's own thread has failed; nothing is taken any more."""

    def __init__(self, reason: str) -> None:
        """Hold the reason."""
        super().__init__()
        self.reason = reason


class ScanLent(Message, bubble=False):
    """A device's scan, while the lead's form is open: it may be meant for the form."""

    def __init__(self, scan: Scan, keep: Callable[[Scan], None], give_back: Callable[[Scan], None]) -> None:
        """Hold the scan; `keep` is called with it when the form has taken it, else `give_back`."""
        super().__init__()
        self.scan = scan
        self.keep = keep
        self.give_back = give_back


class CodeTyped(Message):
    """A whole code was typed."""

    def __init__(self, typed: Typed) -> None:
        """Hold it."""
        super().__init__()
        self.typed = typed


class WishMade(Message):
    """A lead has filled in a wish."""

    def __init__(self, wish: LeadWish) -> None:
        """Hold it."""
        super().__init__()
        self.wish = wish


class LanguageAsked(Message):
    """A card has asked for a language."""

    def __init__(self, language: Language) -> None:
        """Hold it."""
        super().__init__()
        self.language = language


class CommandGiven(Message):
    """A person has given a command of the desk."""

    def __init__(self, command: DeskCommand) -> None:
        """Hold it."""
        super().__init__()
        self.command = command
