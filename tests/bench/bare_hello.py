"""The least Textual app: what a start costs at least."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Says one word."""

    def compose(self) -> ComposeResult:
        """Show it."""
        yield Static("ready-to-scan")


Hello().run()
