"""The least Textual app that shows what comes in at a port: a byte read in a thread, one line repainted."""

import os
import sys
import threading

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Static


class Came(Message):
    """A byte came in."""

    def __init__(self, number: int) -> None:
        """Say which."""
        super().__init__()
        self.number = number


class Repaint(App[None]):
    """Shows how many bytes came."""

    def compose(self) -> ComposeResult:
        """Show that nothing came."""
        yield Static("ready-to-scan")

    def on_mount(self) -> None:
        """Listen in a thread."""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
        number = 0
        while os.read(port, 1):
            self.post_message(Came(number))
            number += 1

    def on_came(self, message: Came) -> None:
        """Repaint."""
        self.query_one(Static).update(f"token-{message.number:06}")


Repaint().run()
