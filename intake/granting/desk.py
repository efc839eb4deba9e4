"""Wishes about what stands at the desk: ending an emergency, moving, undoing, locking, notes."""

from __future__ import annotations

from intake.facts import NoteLeft, NoteRead
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision, emergency, moving, signing, undoing
from intake.request import CloseEmergency, LeaveNote, LockDesk, MoveUnit, ReadNote, UndoAct


@decide.register
def _(wish: CloseEmergency, about: About) -> Decision | Answer:
    if about.unknown is not None and about.receipt.incident is not None:
        return no(Message.EMERGENCY_THING_UNKNOWN, place=about.unknown)
    return emergency.end(about.receipt, wish, about.known, about.ids, about.until)


@decide.register
def _(wish: MoveUnit, about: About) -> Decision | Answer:
    if about.receipt.incident is not None:
        return no(Message.EMERGENCY_ON)
    return moving.by_lead(about.known, wish.container, wish.seen)


@decide.register
def _(wish: UndoAct, about: About) -> Decision | Answer:
    if about.receipt.incident is not None:
        return no(Message.EMERGENCY_ON)
    if about.receipt.cage is not None:
        return no(Message.ARRIVALS_ON, cage=about.receipt.cage)
    parcel = about.receipt.parcel
    return undoing.by_lead(about.act, wish.reason, wish.act, lying=parcel.loose if parcel else 0)


@decide.register
def _(_wish: LockDesk, about: About) -> Decision | Answer:
    return signing.lock(about.receipt)


LONGEST_NOTE = 200
"""Characters: what is still read in passing."""


@decide.register
def _(wish: LeaveNote, about: About) -> Decision | Answer:
    if not 0 < len(wish.text.strip()) <= len(wish.text) <= LONGEST_NOTE or not wish.text.isprintable():
        return no(Message.NOTE_REFUSED)
    return yes(NoteLeft(about.ids[0], wish.text), Message.NOTE_LEFT)


@decide.register
def _(wish: ReadNote, about: About) -> Decision | Answer:
    if not about.note_unread:
        return no(Message.NOTE_UNKNOWN)
    return yes(NoteRead(wish.note), Message.NOTE_READ)
