"""A card: a few fields over the screen, filled and sent by keys; the answer's sentence stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from intake import own_label
from intake.operator import LONGEST_PIN
from intake.outcome import Answer, Outcome
from intake.printable import printable
from intake.request import Request, Wish
from intake.scan import Severity
from intake.surroundings import now, uuid7
from tui.review.asking import Answered, Unanswered, ask
from tui.review.columns import filled
from tui.review.form import Field, Form, FormLines
from tui.review.room import Room

PIN = "pin"
_INSIDE = 74
"""Cells within the box."""


class Card(ModalScreen[Outcome | None], inherit_bindings=False):
    """Asks the station one thing. It closes with the answer, or with None where nothing was asked."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("enter", "enter", priority=True),
        Binding("up", "go(-1)", priority=True),
        Binding("down,tab", "go(1)", priority=True),
        Binding("left", "choose(-1)", priority=True),
        Binding("right", "choose(1)", priority=True),
        Binding("backspace", "take_back", priority=True),
    ]
    NAME: ClassVar[str]

    def __init__(self, room: Room) -> None:
        """Share the room."""
        super().__init__()
        self.room = room
        self.form = Form(self.fields())
        self._head = Static(markup=False, classes="card--title")
        self._about = Static(markup=False, classes="card--about")
        self._form = FormLines()
        self._answer = Static(markup=False, classes="card--answer")
        self._keys = Static(markup=False, classes="card--keys")
        self._requests: tuple[Request, ...] = ()
        self._is_waiting = False

    def fields(self) -> tuple[Field, ...]:
        """Give what is to be filled in."""
        raise NotImplementedError

    def pin_field(self) -> Field:
        """Give the field that no card which changes something is without."""
        return Field(PIN, self.room.wording.review("pin"), hidden=True, longest=LONGEST_PIN, needed=True)

    def about(self) -> Iterable[str]:
        """Say what the card is about."""
        return ()

    def wishes(self) -> tuple[Wish, ...]:
        """Give what is asked for, each only where the one before was granted."""
        raise NotImplementedError

    def badge(self) -> str:
        """Give the badge of who asks."""
        return self.room.badge

    def compose(self) -> Iterable[Widget]:
        """Put the parts into one box."""
        yield Vertical(self._head, self._about, self._form, self._answer, self._keys)

    def on_mount(self) -> None:
        """Show everything, once sizes are known."""
        self.call_after_refresh(self.reword)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.reword)

    def reword(self) -> None:
        """Show everything in the language spoken now; what is filled in stays."""
        fields = {field.name: field for field in self.fields()}
        self.form.fields = tuple(fields[field.name] for field in self.form.fields)
        wording = self.room.wording
        self._head.update(Content(wording.review(self.NAME)))
        about = [line for text in self.about() for line in filled(text, _INSIDE, 2)]
        self._about.update(Content("\n".join(about)))
        self._about.display = bool(about)
        self._keys.update(Content(wording.review("keys_card")))
        self.draw()

    def draw(self) -> None:
        """Show what is filled in."""
        self._form.draw(self.form)

    def wait(self, text: str) -> None:
        """Say what is under way; until it is done Enter does nothing."""
        self.note(text)
        self._is_waiting = True

    def note(self, text: str, *, is_trouble: bool = False) -> None:
        """Show a sentence under the fields."""
        self._is_waiting = False
        self._answer.set_class(is_trouble, "-trouble")
        self._answer.update(Content(text))

    def type(self, text: str) -> None:
        """Fill the field with what is typed or pasted."""
        self.form.type("".join(character for character in text if character.isprintable()))
        self.draw()

    def action_take_back(self) -> None:
        """Take the last character back."""
        self.form.take_back()
        self.draw()

    def action_go(self, steps: int) -> None:
        """Go to another field."""
        self.form.go(steps)
        self.draw()

    def action_choose(self, steps: int) -> None:
        """Take another of the choices."""
        self.form.choose(steps)
        self.draw()

    def action_leave(self) -> None:
        """Close the card; what was sent already is answered all the same."""
        _ = self.dismiss(None)

    def action_enter(self) -> None:
        """Go to the next field, or send the form."""
        if not self.form.is_last:
            self.action_go(1)
        elif not self._is_waiting:
            self.send()

    def send(self) -> None:
        """Ask the station. The same wishes, sent anew, are the same requests: they act once."""
        if self._lacks():
            return
        wishes = self.wishes()
        if wishes != tuple(request.wish for request in self._requests):
            self._requests = tuple(Request(uuid7(now().wall), self.badge(), each) for each in wishes)
        self.wait(self.room.wording.review("asking"))
        work = partial(ask, self.room.folder, self._requests, self.post_message)
        self.run_worker(work, thread=True)

    def _lacks(self) -> bool:
        """Tell whether something needed is not filled in, and go there.

        A label in place of the PIN was scanned: sent on, it would count against the badge as a wrong PIN.
        """
        if self.form.values.get(PIN, "").upper().startswith(own_label.PREFIX):
            self.form.empty(PIN)
        lacking = self.form.lacking
        if lacking is not None:
            self.form.go_to(lacking.name)
            self.note(self.room.wording.review("fill_in", what=lacking.label), is_trouble=True)
            self.draw()
        return lacking is not None

    @on(Answered)
    def take_answer(self, message: Answered) -> None:
        """Close with what was done, or say why it was not and ask for the PIN again."""
        self._requests = ()
        if message.outcome.answer.severity is Severity.OK:
            _ = self.dismiss(message.outcome)
            return
        self.note(self.room.wording.sentence(message.outcome.answer.line), is_trouble=True)
        if PIN in self.form.values:
            self.form.empty(PIN)
            self.form.go_to(PIN)
        self.refused(message.outcome.answer)
        self.draw()

    def refused(self, answer: Answer) -> None:
        """Ask for what a refusal says is missing."""

    @on(Unanswered)
    def tell_unanswered(self, message: Unanswered) -> None:
        """Say that nobody knows; Enter sends the same request again."""
        self.note(
            self.room.wording.review("unanswered", fault=printable(message.reason, 400)), is_trouble=True
        )
