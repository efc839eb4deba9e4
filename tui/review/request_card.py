"""A card that asks the station one thing, by badge and PIN; the sentence of a refusal stands on it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from textual import on

from intake import own_label
from intake.operator import LONGEST_PIN
from intake.outcome import Answer
from intake.printable import printable
from intake.request import Request, Wish
from intake.scan import Severity
from intake.surroundings import now, uuid7
from tui.review.asking import Answered, Unanswered, ask
from tui.review.card import Card
from tui.review.form import Field
from tui.review.room import Room

PIN = "pin"


class RequestCard(Card):
    """Closes once the station has done what was asked."""

    def __init__(self, room: Room) -> None:
        """Share the room; nothing is asked yet."""
        super().__init__(room)
        self._requests: tuple[Request, ...] = ()

    def pin_field(self) -> Field:
        """Give the field that no card which changes something is without."""
        return Field(PIN, self.room.wording.review("pin"), hidden=True, longest=LONGEST_PIN, needed=True)

    @abstractmethod
    def wishes(self) -> tuple[Wish, ...]:
        """Give what is asked for, each only where the one before was granted."""

    def badge(self) -> str:
        """Give the badge of who asks."""
        return self.room.badge

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
