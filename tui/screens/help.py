"""Help: what can be scanned and pressed now, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from intake.wording import Wording


class HelpScreen(ModalScreen[None]):
    """Any key or scan closes it; a scan is not lost, it goes to the desk."""

    CSS = """
    HelpScreen { align: center middle; background: #000000 60%; }
    HelpScreen Static { width: 76; height: auto; max-height: 22; padding: 1 2;
                        background: #1d2730; color: #ffffff; border: solid #8fd3ff; }
    """

    def __init__(self, wording: Wording) -> None:
        """Word the page."""
        super().__init__()
        self._text = wording.screen("help_text")

    def compose(self) -> Iterable[Widget]:
        """Show the page."""
        yield Static(Content(self._text), markup=False)

    async def on_key(self, event: events.Key) -> None:
        """Close, and let the desk have the key if it belongs to a scan."""
        event.stop()
        desk = self.app.screen_stack[-2]
        await self.dismiss()
        if event.character is not None:
            desk.post_message(events.Key(event.key, event.character))
