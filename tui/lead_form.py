"""The lead's form: what a lead's badge and PIN are asked for at the desk. Keys and labels in, a wish out.

Typed and scanned text fills it in, arrows choose, and one function key of its own sends it: a keyboard gun's
Enter never does.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from intake.acts import Told
from intake.condition import Observation
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.own_label import Command, LabelKind, OwnLabel, OwnLabelError, parse
from intake.request import CloseEmergency, MoveUnit, UndoAct

LeadWish = CloseEmergency | UndoAct | MoveUnit
"""What a form may ask for."""


class Stage(StrEnum):
    """What the form waits for."""

    BADGE = "badge"
    PIN = "pin"
    FORM = "form"


class Field(StrEnum):
    """One row of the form."""

    WHAT = "what"
    OUTCOME = "outcome"
    KIND = "kind"
    INJURED = "injured"
    FIRE_SERVICE = "fire_service"
    ELSEWHERE = "elsewhere"
    REASON = "reason"
    UNIT = "unit"
    CONTAINER = "container"
    SEEN = "seen"


class What(StrEnum):
    """What a lead may do where no emergency is on."""

    UNDO = "undo"
    MOVE = "move"


_YES_NO = ("no", "yes")
_NOTHING_SEEN = "nothing"
_OFF = "off"
"""The choice of a named thing that takes it out of the form again."""

SHORTEST_CODE = 6
"""Characters of the shortest code of ours, `RI-C-D`: fewer typed at any pace are a person's."""

VALUES: dict[Field, tuple[str, ...]] = {
    Field.WHAT: tuple(What),
    Field.OUTCOME: tuple(EmergencyOutcome),
    Field.KIND: tuple(IncidentKind),
    Field.INJURED: tuple(map(str, range(21))),
    Field.FIRE_SERVICE: _YES_NO,
    Field.ELSEWHERE: _YES_NO,
    Field.REASON: tuple(UndoReason),
    Field.SEEN: (_NOTHING_SEEN, Observation.D, Observation.K1),
}
"""What each row may say; a row that is not here is filled by a scan."""

_EMERGENCY = (Field.OUTCOME, Field.KIND, Field.INJURED, Field.FIRE_SERVICE, Field.ELSEWHERE)
_UNDO = (Field.WHAT, Field.REASON)
_MOVE = (Field.WHAT, Field.UNIT, Field.CONTAINER, Field.SEEN)
_NAMED = frozenset({LabelKind.BAG, LabelKind.PARCEL, LabelKind.CONTAINER})
_LOSSES = (*(outcome for outcome in EmergencyOutcome if outcome is not EmergencyOutcome.FALSE_ALARM), _OFF)


class Claim(StrEnum):
    """Whose a scanned or typed text is while the form is open."""

    FORM = "form"
    STATION = "station"
    NOBODY = "nobody"
    """It may be a secret, or a slip: the form says so, and it goes nowhere."""


class Thing(msgspec.Struct, frozen=True):
    """Something else the emergency ended for: a contained unit, an unopened parcel, a container to watch."""

    label: str
    kind: LabelKind
    ended: str = EmergencyOutcome.WATER_BATH


class LeadForm(msgspec.Struct, frozen=True):
    """What has been filled in so far."""

    emergency: bool
    """An emergency is on: nothing else can be asked for."""

    act: Told | None = None
    """What would be undone."""

    badge: str = ""
    pin: str = ""
    row: int = 0
    chosen: dict[Field, str] = {}
    things: tuple[Thing, ...] = ()

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        if not self.badge:
            return Stage.BADGE
        return Stage.FORM if self.pin else Stage.PIN

    @property
    def fields(self) -> tuple[Field, ...]:
        """The rows that can be chosen, from the top."""
        if self.emergency:
            return _EMERGENCY
        return _MOVE if self.value(Field.WHAT) == What.MOVE else _UNDO

    def value(self, field: Field) -> str:
        """Give what a row says now. Whoever hands a unit to the fire service has had it there."""
        if field is Field.FIRE_SERVICE and self._has_fire_service:
            return "yes"
        return self.chosen.get(field, VALUES.get(field, ("",))[0])

    @property
    def _has_fire_service(self) -> bool:
        ends = {self.value(Field.OUTCOME), *(thing.ended for thing in self.things)}
        return EmergencyOutcome.FIRE_SERVICE in ends

    def claim(self, text: str, *, typed: bool, by_hand: bool = False) -> Claim:
        """Tell whose a text is.

        What the keyboard of this terminal types here may be a PIN, and no secret may become a scan: only one
        of our labels, or outside the PIN a gun's whole code, goes to the station.
        """
        if self.fill(text, typed=typed, by_hand=by_hand) != self:
            return Claim.FORM
        is_safe = _own(text) is not None or (not by_hand and self.stage is not Stage.PIN)
        return Claim.STATION if not typed or is_safe else Claim.NOBODY

    def fill(self, text: str, *, typed: bool = True, by_hand: bool = False) -> LeadForm:
        """Take a text: the badge (or its number, typed), the PIN a person types, or a label it names."""
        match self.stage:
            case Stage.BADGE:
                return replace(self, badge=_badge(text, typed=typed))
            case Stage.PIN:
                is_pin = typed and (by_hand or len(text) < SHORTEST_CODE) and _own(text) is None
                return replace(self, pin=text) if is_pin else self
            case Stage.FORM:
                return self._name(text)

    def _name(self, text: str) -> LeadForm:
        label = _label(text)
        if self.emergency:
            return self._with_thing(label) if label and label.kind in _NAMED else self
        if self.value(Field.WHAT) != What.MOVE:
            return self
        if label and label.kind is LabelKind.CONTAINER:
            return self._choose(Field.CONTAINER, label.code)
        return self._choose(Field.UNIT, label.code) if label and label.kind is LabelKind.BAG else self

    def _with_thing(self, label: OwnLabel) -> LeadForm:
        if any(thing.label == label.code for thing in self.things):
            return self
        return replace(self, things=(*self.things, Thing(label.code, label.kind)))

    def _choose(self, field: Field, value: str) -> LeadForm:
        return replace(self, chosen=self.chosen | {field: value})

    def move(self, by: int) -> LeadForm:
        """Go to another row, around the ends."""
        rows = len(self.fields) + len(self.things)
        return replace(self, row=(self.row + by) % rows)

    def change(self, by: int) -> LeadForm:
        """Say something else in the row the bar stands on, around the ends."""
        place = self.row - len(self.fields)
        if place >= 0:
            return self._change_thing(place, by)
        field = self.fields[self.row]
        values = VALUES.get(field)
        if values is None:
            return self
        changed = self._choose(field, values[(values.index(self.value(field)) + by) % len(values)])
        return replace(changed, row=min(changed.row, len(changed.fields) - 1))

    def _change_thing(self, place: int, by: int) -> LeadForm:
        """A container is watched or not; the others ended in one way or another."""
        thing = self.things[place]
        ends = (thing.ended, _OFF) if thing.kind is LabelKind.CONTAINER else _LOSSES
        ended = ends[(ends.index(thing.ended) + by) % len(ends)]
        rest = (replace(thing, ended=ended),) if ended != _OFF else ()
        things = (*self.things[:place], *rest, *self.things[place + 1 :])
        return replace(self, things=things, row=min(self.row, len(self.fields) + len(things) - 1))

    def refused(self) -> LeadForm:
        """Ask for the PIN again after a refusal; what was chosen stays."""
        return replace(self, pin="")

    def wish(self) -> LeadWish | None:
        """Give what is asked for; None while something is missing."""
        if self.stage is not Stage.FORM:
            return None
        if self.emergency:
            return self._closing()
        if self.value(Field.WHAT) == What.MOVE:
            return self._moving()
        if self.act is None:
            return None
        return UndoAct(self.badge, self.pin, UndoReason(self.value(Field.REASON)), self.act.event)

    def _closing(self) -> CloseEmergency:
        def ended(kind: LabelKind) -> dict[str, EmergencyOutcome]:
            return {thing.label: EmergencyOutcome(thing.ended) for thing in self.things if thing.kind is kind}

        return CloseEmergency(
            self.badge,
            self.pin,
            EmergencyOutcome(self.value(Field.OUTCOME)),
            IncidentKind(self.value(Field.KIND)),
            int(self.value(Field.INJURED)),
            self.value(Field.FIRE_SERVICE) == "yes",
            units=ended(LabelKind.BAG),
            parcels=ended(LabelKind.PARCEL),
            elsewhere=self.value(Field.ELSEWHERE) == "yes",
            suspects=tuple(thing.label for thing in self.things if thing.kind is LabelKind.CONTAINER),
        )

    def _moving(self) -> MoveUnit | None:
        unit, container, seen = (self.value(each) for each in (Field.UNIT, Field.CONTAINER, Field.SEEN))
        if not unit or not container:
            return None
        worse = None if seen == _NOTHING_SEEN else Observation(seen)
        return MoveUnit(unit, container, self.badge, self.pin, worse)


def _badge(text: str, *, typed: bool) -> str:
    """Give the badge's label of a scan or of its number typed; nothing for any other text."""
    if typed and text.isascii() and text.isdigit() and len(text) <= LabelKind.BADGE.width:
        return OwnLabel(LabelKind.BADGE, int(text)).code
    label = _label(text)
    return label.code if label and label.kind is LabelKind.BADGE else ""


def _label(text: str) -> OwnLabel | None:
    own = _own(text)
    return own if isinstance(own, OwnLabel) else None


def _own(text: str) -> OwnLabel | Command | None:
    try:
        return parse(text)
    except OwnLabelError:
        return None
