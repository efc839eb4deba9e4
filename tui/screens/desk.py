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
from intake.scan import Severity
from intake.scene import Scene
from intake.wording import Wording
from tui.alarm import rings
from tui.desk_command import DeskCommand
from tui.key_buffer import KeyBuffer, Typed
from tui.lead_form import LeadForm
from tui.look import may_stand
from tui.messages import (
    LaneEnded,
    LanguageAsked,
    LightChanged,
    OutcomeReady,
    ScanLent,
    ScansWait,
    SceneChanged,
    WishMade,
)
from tui.screens.typist import Typist
from tui.sound import Sound
from tui.viewing import Place
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
from tui.widgets.viewfinder import Viewfinder
from tui.widgets.work import Work

_BREATH = 0.01
"""Seconds between the verdict and everything else."""

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
        self._typist = Typist(self, keys)
        self._sound = sound
        self._standing = standing
        self._answered = bool(standing.recent)
        self._heard = Scene()
        """The scene whose alarms have been sounded."""

        self.header = Header(standing.station, training=standing.training)
        self.banner = Banner()
        self.verdict = VerdictPanel()
        self.next_step = NextStep()
        self.picture_card = PictureCard()
        self.last_scans = LastScans()
        self.viewfinder = Viewfinder()
        self._work = Work(self.viewfinder, self.next_step, self.picture_card, self.last_scans)
        self.footer = Footer()
        self.emergency_card = EmergencyCard()
        self.help_card = HelpCard()
        self.palette = Palette()
        self.lead_card = LeadCard()

    def compose(self) -> Iterable[Widget]:
        """Put the parts one under another, the cards over them."""
        cards = (self.emergency_card, self.help_card, self.palette, self.lead_card)
        return (self.header, self.banner, self.verdict, self._work, self.footer, *cards)

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
        self.viewfinder.tell(self.now, self._wording)
        self.verdict.display = self.viewfinder.place is not Place.WHOLE
        if self._answered:
            self.verdict.tell(self.now, self._texts.swollen, self._wording)
        self.emergency_card.tell(self.now, self._texts, self._wording)

    def _show_rest(self) -> None:
        self.header.tell(self.now, self._wording)
        self.banner.tell(self.now, self._wording)
        self.picture_card.tell(self.now, self._wording)
        self._work.make_room()
        self._show_next()
        self.footer.tell(self._wording)
        self._sound.alarm(on=self._is_emergency)
        if rings(self.now.scene, self._heard):
            self._sound.play(Severity.HAZARD)
        self._heard = self.now.scene

    @on(Viewfinder.Placed)
    def rearrange(self) -> None:
        """Let a camera's picture come, or go."""
        self._show_answer()
        self._show_rest()

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
        if message.is_request and not message.answers_lead and may_stand(self.now, message.outcome):
            self._stand_in(message.outcome.scene)
            return
        self.now, self._answered = message.outcome, True
        self.help_card.display = False
        if not self.lead_card.is_for(emergency=self._is_emergency):
            self._close_lead()
        self._show_answer()
        # Everything else waits: what is done here at once keeps the thread that writes to the terminal from
        # writing the verdict, which the operator waits for (a third of the time from scan to screen).
        self.set_timer(_BREATH, partial(self._list, message))

    def _list(self, message: OutcomeReady) -> None:
        self._sound.play(message.outcome.answer.severity)
        self._show_rest()
        self.last_scans.add(message.outcome, self._wording)
        answer = message.outcome.answer
        if answer.message is Message.LANGUAGE_CHOSEN:
            self.post_message(LanguageAsked(Language(str(answer.params["language"]))))
        if message.answers_lead:
            self.lead_card.answer(message.outcome, self._wording)
        else:  # it covers the desk: what is scanned meanwhile is answered on it
            self.lead_card.say(self._wording.sentence(answer.line), self._wording)
        self.footer.wait(message.waiting, self._wording)

    @on(SceneChanged)
    def show_scene(self, message: SceneChanged) -> None:
        """Show what stands around."""
        self._stand_in(message.scene)

    def _stand_in(self, scene: Scene) -> None:
        self.now = replace(self.now, scene=scene)
        self._show_answer()
        self._show_rest()

    @property
    def _is_emergency(self) -> bool:
        return self.now.scene.emergency_since is not None

    @on(ScansWait)
    def show_waiting(self, message: ScansWait) -> None:
        """Show how many scans wait."""
        self.footer.wait(message.waiting, self._wording)

    @on(LightChanged)
    def show_light(self, message: LightChanged) -> None:
        """Show a scanner's new state."""
        self.viewfinder.change_light(message.light)
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
        """Take every key; none reaches a widget."""
        event.stop()
        event.prevent_default()
        self._typist.press(event)

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as scans, line by line."""
        event.stop()
        event.prevent_default()
        self._typist.paste(event.text)

    def show_typed(self) -> None:
        """Show what is being typed; on the lead's form it may be a PIN, which is shown as so many stars."""
        if self.lead_card.display:
            self.lead_card.typed = self.keys.text
            self.lead_card.tell(self._wording)
        elif self.footer.typed != self.keys.text:
            self.footer.typed = self.keys.text
            self.footer.tell(self._wording)
            self._show_next()

    def steer(self, key: str) -> bool:
        """Take arrows and Escape for an open card, while nothing is being typed."""
        if self.keys.text or not (self.palette.display or self.lead_card.display):
            return False
        if key == "escape":
            self.palette.display = False
            self._close_lead()
        elif key in _ARROWS and self.palette.display:
            self.palette.move(_ARROWS[key], self._wording)
        elif key in _ARROWS:
            self.lead_card.steer(key, self._wording)
        return key == "escape" or key in _ARROWS

    def offer_typed(self, done: Typed) -> bool:
        """Offer a typed code to the lead's form; tell whether it is not the station's."""
        # A broken one fills nothing in, but may be a PIN all the same.
        text = done.text if done.fault is None else ""
        return self.lead_card.offer(text, self._wording, typed=True, by_hand=done.by_hand)

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

    def _close_lead(self) -> None:
        """Close the lead's form. What was half typed may be a PIN: it goes nowhere."""
        self.lead_card.close()
        self.keys.take()

    @on(ScanLent)
    def fill_lead(self, message: ScanLent) -> None:
        """Fill a device's scan into the lead's form, or give it back for the station."""
        scan = message.scan
        is_whole = scan.fault is None
        is_taken = is_whole and self.lead_card.offer(scan.text, self._wording, typed=False)
        (message.keep if is_taken else message.give_back)(scan)

    def send_lead(self) -> None:
        """Send what the lead asks for, or say that something is missing."""
        wish = self.lead_card.wish(self._wording)
        if wish is not None:
            self.post_message(WishMade(wish))
