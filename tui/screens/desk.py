"""The desk: the answer, what to do next, the last scans. It shows; the station decides."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace
from textual import events, on
from textual.screen import Screen
from textual.widget import Widget

from intake.language import Language
from intake.outcome import Message, Standing
from intake.safety import SafetyTexts
from intake.wording import Wording
from tui.desk_command import DeskCommand
from tui.key_buffer import ALONE, KeyBuffer
from tui.lead_form import LeadForm
from tui.messages import (
    CodeTyped,
    CommandGiven,
    LabelShown,
    LaneEnded,
    LanguageAsked,
    LightChanged,
    OutcomeReady,
    ScansWait,
    SceneChanged,
    WishMade,
)
from tui.sound import Sound
from tui.widgets.banner import Banner
from tui.widgets.emergency_card import EmergencyCard
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.help_card import HelpCard
from tui.widgets.last_scans import LastScans
from tui.widgets.lead_card import LeadCard
from tui.widgets.next_step import NextStep
from tui.widgets.palette import Palette
from tui.widgets.picture_card import PictureCard
from tui.widgets.verdict_panel import VerdictPanel

COMMANDS = {command.key: command for command in DeskCommand}
QUIET = 0.3
"""Seconds without a key after which as many characters as are awaited count as keyed."""

_ARROWS = {"up": -1, "down": 1, "left": -1, "right": 1}


class DeskScreen(Screen[None]):
    """The operator's screen. Every card on it is a widget of it, so that no key of a scan goes elsewhere."""

    CSS_PATH = "desk.tcss"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 (Textual declares it on the instance)
        (0, "-low"),
        (22, "-short"),
        (36, "-tall"),
        (56, "-huge"),
    ]

    def __init__(
        self, standing: Standing, wording: Wording, texts: SafetyTexts, keys: KeyBuffer, sound: Sound
    ) -> None:
        """Show where the station stands, in these words; `texts` are the site's for emergencies."""
        super().__init__()
        self.now = standing.now
        self._wording = wording
        self._texts = texts
        self.keys = keys
        self._sound = sound
        self._standing = standing
        self._answered = bool(standing.recent)
        self.header = Header(standing.station, training=standing.training)
        self.banner = Banner()
        self.verdict = VerdictPanel()
        self.next_step = NextStep()
        self.picture_card = PictureCard()
        self.last_scans = LastScans()
        self.footer = Footer()
        self.emergency_card = EmergencyCard()
        self.help_card = HelpCard()
        self.palette = Palette()
        self.lead_card = LeadCard()

    def compose(self) -> Iterable[Widget]:
        """Put the parts one under another, the cards over them."""
        desk = (self.header, self.banner, self.verdict, self.next_step, self.picture_card, self.last_scans)
        cards = (self.emergency_card, self.help_card, self.palette, self.lead_card)
        return (*desk, self.footer, *cards)

    def on_mount(self) -> None:
        """Fill in what the journal says, once sizes are known."""
        self.last_scans.fill(self._standing.recent, self._wording)
        self.call_after_refresh(self._show_all)

    def on_resize(self) -> None:
        """Word everything for the new size."""
        self.call_after_refresh(self._show_all)

    def reword(self, wording: Wording, texts: SafetyTexts) -> None:
        """Show everything in another language."""
        self._wording, self._texts = wording, texts
        self._show_all()
        if self.palette.display:
            self.palette.tell(wording)
        self.lead_card.tell(wording)

    def _show_all(self) -> None:
        self._show_answer()
        self._show_rest()
        self.last_scans.reword(self._wording)

    def _show_answer(self) -> None:
        if self._answered:
            self.verdict.tell(self.now, self._wording)
        self.emergency_card.tell(self.now, self._texts, self._wording)

    def _show_rest(self) -> None:
        self.header.tell(self.now, self._wording)
        self.banner.tell(self.now, self._wording)
        self.picture_card.tell(self.now, self._wording)
        self.next_step.display = self.last_scans.display = not self.picture_card.display
        self._show_next()
        self.footer.tell(self._wording)

    def _show_next(self) -> None:
        """Show the next step, or large what a person is typing."""
        if self.keys.text and self.keys.by_hand:
            self.next_step.show_typed(self.keys.text, self._wording)
        else:
            self.next_step.ask(self.now, self._texts.swollen, self._wording)

    @on(OutcomeReady)
    def show_outcome(self, message: OutcomeReady) -> None:
        """Show an answer and what to do next.

        What another process asked for and what changes nothing here leaves the operator's answer standing.
        """
        if message.is_request and not message.answers_lead and message.outcome.leaves_desk_as(self.now):
            self.post_message(SceneChanged(message.outcome.scene))
            return
        self.now, self._answered = message.outcome, True
        self.help_card.display = False
        self.lead_card.suit(is_emergency=self.now.scene.emergency_since is not None)
        self._show_answer()
        # Everything else waits for the next frame: the verdict is what the operator waits for.
        self.call_after_refresh(self._list, message)

    def _list(self, message: OutcomeReady) -> None:
        self._sound.play(message.outcome.answer.severity)
        self._sound.alarm(on=self.now.scene.emergency_since is not None)
        self._show_rest()
        self.last_scans.add(message.outcome, self._wording)
        answer = message.outcome.answer
        if answer.message is Message.LANGUAGE_CHOSEN:
            self.post_message(LanguageAsked(Language(str(answer.params["language"]))))
        if message.answers_lead:
            self.lead_card.answer(message.outcome, self._wording)
        self._set_waiting(message.waiting)

    @on(SceneChanged)
    def show_scene(self, message: SceneChanged) -> None:
        """Show what stands around."""
        self.now = replace(self.now, scene=message.scene)
        self._show_rest()

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

    def show_notice(self, name: str | None, **values: str) -> None:
        """Put a fixed sentence in place of the keys, or take it away."""
        self.footer.notice = self._wording.screen(name, **values) if name else None
        self.footer.tell(self._wording)

    def toggle_help(self) -> None:
        """Show the help for what is on the screen, or hide it."""
        self.help_card.toggle(self.now, self._wording)

    def on_key(self, event: events.Key) -> None:
        """Gather a keyboard gun's keys; no key reaches a widget."""
        event.stop()
        event.prevent_default()
        command = COMMANDS.get(event.key)
        if command is not None and self.keys.is_alone(event.time):
            self.set_timer(ALONE, partial(self._give, command, event.time))
        if command not in {DeskCommand.HELP, DeskCommand.READ_NOTE}:
            self.help_card.display = False
        if not self._steer(event.key):
            self._gather(event)

    def _give(self, command: DeskCommand, at: float) -> None:
        """Give a command when no other key has come: a gun's function key comes with a code."""
        if self.keys.pressed_at <= at:
            self.show_notice(None)
            self.post_message(CommandGiven(command))

    def _steer(self, key: str) -> bool:
        """Take arrows and Escape for an open card, while nothing is being typed."""
        if self.keys.text or not (self.palette.display or self.lead_card.display):
            return False
        if key == "escape":
            self.palette.display = False
            self.lead_card.close()
        elif key in _ARROWS and self.palette.display:
            self.palette.move(_ARROWS[key], self._wording)
        elif key in _ARROWS:
            self.lead_card.steer(key, self._wording)
        return key == "escape" or key in _ARROWS

    def _gather(self, event: events.Key) -> None:
        done = self.keys.press(event.key, event.character, event.time)
        if done is not None:
            self.post_message(CodeTyped(done))
        elif self._is_entry(self.keys.text):
            self.set_timer(QUIET, partial(self._take_entry, self.keys.text))
        self._show_typed()

    def _is_entry(self, text: str) -> bool:
        """Tell whether a person has keyed what makes an entry by itself."""
        return self.now.entries.complete(text.upper()) and self.keys.by_hand and not self.lead_card.display

    def _take_entry(self, text: str) -> None:
        """Take the characters when no other key has followed: a longer text has its own end."""
        if self.keys.text == text and self._is_entry(text) and (done := self.keys.take()):
            self.post_message(CodeTyped(done))
            self._show_typed()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as scans, line by line."""
        event.stop()
        event.prevent_default()
        for done in self.keys.paste(event.text):
            self.post_message(CodeTyped(done))
        self._show_typed()

    def _show_typed(self) -> None:
        if self.lead_card.display:  # it may be a PIN: shown as so many stars
            self.lead_card.typed = len(self.keys.text)
            self.lead_card.tell(self._wording)
        elif self.footer.typed != self.keys.text:
            self.footer.typed = self.keys.text
            self.footer.tell(self._wording)
            self._show_next()

    def open_palette(self) -> DeskCommand | None:
        """Open the list of commands; opened already, close it and give the chosen one."""
        if not self.palette.display:
            self.palette.open(self._wording)
            return None
        self.palette.display = False
        return self.palette.chosen

    def open_lead(self, form: LeadForm) -> None:
        """Open the lead's form."""
        self.lead_card.open(form, self._wording)

    @on(LabelShown)
    def fill_lead(self, message: LabelShown) -> None:
        """Fill a scanned or typed text into the lead's form."""
        self.lead_card.fill(message.text, self._wording, by_hand=message.by_hand)

    def send_lead(self) -> None:
        """Send what the lead asks for, or say that something is missing."""
        wish = self.lead_card.wish(self._wording)
        if wish is not None:
            self.post_message(WishMade(wish))
