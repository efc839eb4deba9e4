"""The desk: what to do next, the verdict in place, the last scans. It shows; the station decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from intake.outcome import Standing
from intake.wording import Wording
from tui.key_buffer import KeyBuffer, Typed
from tui.messages import LaneEnded, LightChanged, OutcomeReady, ScansWait
from tui.widgets.help_card import HelpCard
from tui.widgets.last_scans import LastScans
from tui.widgets.next_step import NextStep
from tui.widgets.status import Footer, Header
from tui.widgets.verdict_panel import VerdictPanel

QUIET = 0.3
"""Seconds without a key after which as many characters as are awaited count as keyed."""


class DeskScreen(Screen[None]):
    """The operator's screen."""

    CSS_PATH = "desk.tcss"
    # Priority, so that no widget ever takes a key that belongs to a scan or to these three.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", priority=True),
        Binding("f2", "app.switch_language", priority=True),
        Binding("f10", "app.ask_to_quit", priority=True),
    ]

    def __init__(self, standing: Standing, wording: Wording, on_typed: Callable[[Typed], None]) -> None:
        """Show where the station stands; `on_typed` takes codes of a keyboard gun."""
        super().__init__()
        self._now = standing.now
        self._wording = wording
        self._on_typed = on_typed
        self._keys = KeyBuffer()
        self._standing = standing
        self._answered = bool(standing.recent)
        self.header = Header(standing.station, training=standing.training)
        self.verdict = VerdictPanel()
        self.next_step = NextStep()
        self.last_scans = LastScans()
        self.footer = Footer()
        self.help_card = HelpCard()

    def compose(self) -> Iterable[Widget]:
        """Put the parts one under another."""
        return (self.header, self.verdict, self.next_step, self.last_scans, self.footer, self.help_card)

    def on_mount(self) -> None:
        """Fill in what the journal says, once sizes are known."""
        self.last_scans.fill(self._standing.recent, self._wording)
        self.call_after_refresh(self._show_all)

    def on_resize(self) -> None:
        """Word everything for the new size."""
        self.call_after_refresh(self._show_all)

    def reword(self, wording: Wording) -> None:
        """Show everything in another language."""
        self._wording = wording
        self._show_all()

    def _show_all(self) -> None:
        self._tell()
        self.last_scans.reword(self._wording)
        self.footer.tell(self._wording)

    def _tell(self) -> None:
        self.header.tell(self._now, self._wording)
        if self._answered:
            self.verdict.tell(self._now, self._wording)
        self.next_step.ask(self._now.prompt, self._wording)

    def action_help(self) -> None:
        """Show the help card, or hide it."""
        self.help_card.toggle(self._wording)

    def _hide_help(self) -> None:
        if self.help_card.display:
            self.help_card.display = False

    @on(OutcomeReady)
    def show_outcome(self, message: OutcomeReady) -> None:
        """Show an answer and what to do next."""
        self._now, self._answered = message.outcome, True
        self._hide_help()
        self._tell()
        # The list waits for the next frame: the verdict is what the operator waits for.
        self.call_after_refresh(self._list, message)

    def _list(self, message: OutcomeReady) -> None:
        self.last_scans.add(message.outcome, self._wording)
        self._set_waiting(message.waiting)

    @on(ScansWait)
    def show_waiting(self, message: ScansWait) -> None:
        """Show how many scans wait."""
        self._set_waiting(message.waiting)

    def _set_waiting(self, waiting: int) -> None:
        if waiting != self.footer.waiting:
            self.footer.waiting = waiting
            self.footer.tell(self._wording)

    @on(LightChanged)
    def show_light(self, message: LightChanged) -> None:
        """Show a scanner's new state."""
        self.footer.change_light(message.light, self._wording)

    @on(LaneEnded)
    def show_end(self, message: LaneEnded) -> None:
        """Say that nothing is taken any more."""
        self.show_notice("lane_ended")
        self.log.error(message.reason)

    def show_notice(self, name: str | None) -> None:
        """Put a fixed sentence in place of the keys, or take it away."""
        self.footer.notice = name
        self.footer.tell(self._wording)

    def on_key(self, event: events.Key) -> None:
        """Gather a keyboard gun's keys; no key reaches a widget."""
        event.stop()
        event.prevent_default()
        self._hide_help()
        done = self._keys.press(event.key, event.character, event.time)
        if done is not None:
            self._on_typed(done)
        elif self._is_entry(self._keys.text):
            self.set_timer(QUIET, partial(self._take_entry, self._keys.text))
        self._show_typed()

    def _is_entry(self, text: str) -> bool:
        """Tell whether a person has keyed what makes an entry by itself."""
        return self._now.entries.complete(text.upper()) and self._keys.by_hand

    def _take_entry(self, text: str) -> None:
        """Take the characters when no other key has followed: a longer text has its own end."""
        if self._keys.text == text and self._is_entry(text) and (done := self._keys.take()):
            self._on_typed(done)
            self._show_typed()

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text as typed."""
        event.stop()
        for code in self._keys.paste(event.text):
            self._on_typed(code)
        self._show_typed()

    def _show_typed(self) -> None:
        if self.footer.typed != self._keys.text:
            self.footer.typed = self._keys.text
            self.footer.tell(self._wording)
