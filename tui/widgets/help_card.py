"""The help card: what can be scanned and pressed, over the desk until the next key or scan."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from intake.wording import Wording


class HelpCard(Static):
    """Part of the desk's own screen, so that no key of a scan ever goes elsewhere."""

    DEFAULT_CSS = """
    HelpCard { layer: card; display: none; offset: 2 2; width: 76; height: auto;
               padding: 1 2; background: #1d2730; color: #ffffff; border: solid #8fd3ff; }
    """

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__(markup=False)

    def toggle(self, wording: Wording) -> None:
        """Show the card in the language spoken now, or hide it."""
        self.update(Content(wording.screen("help_text").rstrip()))
        self.display = not self.display
