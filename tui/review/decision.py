"""The decision about one hold: release or deny, on what grounds, by badge and PIN."""

from __future__ import annotations

from collections.abc import Iterator

from intake.hold import HoldDecision, HoldKind
from intake.outcome import Answer, Message
from intake.receipt.certifying import BY_LISTS
from intake.receipt.resolving import LONGEST_NOTE, LONGEST_REFERENCE
from intake.request import ResolveHold, Wish
from intake.review.registers import HoldRow
from intake.verdict import Reason
from tui.review import hold_row
from tui.review.form import Field
from tui.review.request_card import PIN, RequestCard
from tui.review.room import Room

_DECISIONS = (HoldDecision.RELEASE, HoldDecision.DENY)
"""What a person may decide: that a hold no longer stands follows from newer lists and claims alone."""

_ON_PAPER = {HoldKind.EVIDENCE: "reference", HoldKind.GONE: "reference_gone"}
"""What is decided on a document, with the name of its number."""


_ASKED = {
    Reason.MODEL_DECIDES.value: "model",
    Reason.MODEL_UNKNOWN.value: "model",
    Reason.COLOUR_DECIDES.value: "colour",
    Reason.CHANNEL_DECIDES.value: "channel",
}
"""What the lists want to be told, by the reason of a verdict that waits for it."""

_BY_MAKER = "reference"
"""The number of the maker's written word, which decides where lists only doubt."""

_WANTING = {
    Message.HOLD_NEEDS_COLOUR: ("colour",),
    Message.HOLD_NEEDS_ANSWER: (_BY_MAKER,),
    Message.HOLD_NEEDS_MAKER: (_BY_MAKER,),
}
"""What is to be told after a refusal, besides what its reason asks."""


class Decision(RequestCard):
    """Each decision carries the PIN anew."""

    NAME = "decide"

    def __init__(self, room: Room, hold: HoldRow) -> None:
        """Decide about a hold."""
        self._hold = hold
        by_maker = (_BY_MAKER,) if hold.detail in BY_LISTS else ()
        self._wanted: tuple[str, ...] = (*_asked(hold.detail), *by_maker)
        """What the lists ask besides the serial."""

        super().__init__(room)

    def about(self) -> Iterator[str]:
        """Say what is held and why."""
        return hold_row.in_full(self._hold, self.room.wording)

    def fields(self) -> tuple[Field, ...]:
        """Ask for what this kind of hold needs."""
        wording = self.room.wording
        choices = tuple((decision.value, wording.term("decision", decision)) for decision in _DECISIONS)
        return (
            Field("decision", wording.review("decision"), choices=choices),
            *self._grounds(),
            *map(self._told, self._wanted),
            Field("note", wording.review("note"), longest=LONGEST_NOTE),
            self.pin_field(),
        )

    def _grounds(self) -> Iterator[Field]:
        """Ask for what a decision about this hold rests on."""
        wording, reason = self.room.wording, HoldKind(self._hold.reason)
        if reason is HoldKind.UNCERTAIN_SERIAL:
            yield Field("serial", wording.review("serial_read"), longest=40)
        elif reason in _ON_PAPER:
            yield Field("reference", wording.review(_ON_PAPER[reason]), longest=LONGEST_REFERENCE)

    def _told(self, name: str) -> Field:
        """Ask for what only a person can tell of the unit."""
        wording, models = self.room.wording, self.room.catalogue_models
        if name == "channel":
            return Field(name, wording.review(name), longest=40)
        if name == _BY_MAKER:
            return Field(name, wording.review("reference_word"), longest=LONGEST_REFERENCE)
        if name == "model":
            words = {model.name: model.name for model in models}
        else:
            words = {each.name: wording.colour(each.name) for model in models for each in model.colours}
        return Field(name, wording.review(name), choices=(("", "-"), *words.items()))

    def refused(self, answer: Answer) -> None:
        """Ask for what the station wants to be told besides."""
        if answer.message in _WANTING:
            wanted = (*_asked(str(answer.params.get("reason", ""))), *_WANTING[answer.message])
            self._wanted = tuple(dict.fromkeys((*self._wanted, *wanted)))
            self.form.put(self.fields())
            self.form.go_to(wanted[0])

    def wishes(self) -> tuple[Wish, ...]:
        """Ask for the decision to be recorded."""
        values = self.form.values
        wish = ResolveHold(
            lead=self.room.badge,
            pin=values[PIN],
            hold=self._hold.hold,
            decision=HoldDecision(values["decision"]),
            serial=values.get("serial") or None,
            model=values.get("model") or None,
            colour=values.get("colour") or None,
            channel=values.get("channel") or None,
            reference=values.get("reference", ""),
            note=values["note"],
        )
        return (wish,)


def _asked(reason: str) -> tuple[str, ...]:
    return (_ASKED[reason],) if reason in _ASKED else ()
