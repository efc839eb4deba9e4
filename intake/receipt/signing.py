"""Signing in and out by badge; a badge at any step takes the receipt over."""

from __future__ import annotations

from intake.events import Draft
from intake.facts import LanguageChosen, OperatorSignedIn, OperatorSignedOut
from intake.language import Language
from intake.outcome import Answer, Message
from intake.own_label import Command
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.state import Receipt
from intake.scan import Severity


def badge(situation: Situation) -> Decision:
    """Sign in, or hand an open receipt over to the badge's holder."""
    operator, receipt = situation.known.operator, situation.receipt
    if operator is None:
        return refused(situation, Message.BADGE_UNKNOWN)
    if operator.retired:
        return refused(situation, Message.BADGE_RETIRED, badge=operator.code)
    if operator.code == receipt.operator:
        return refused(situation, Message.ALREADY_SIGNED_IN, Severity.NOTE, badge=operator.code)
    message = Message.SIGNED_IN if receipt.operator is None else Message.HANDED_OVER
    return accepted([situation.draft(OperatorSignedIn(operator.code))], message, badge=operator.code)


def out(situation: Situation) -> Decision:
    """Sign out. Nothing may be pending: the open parcel is closed and the holding boxes are empty."""
    parcel = situation.receipt.parcel
    if parcel is not None:
        return refused(situation, Message.CLOSE_PARCEL_FIRST, parcel=parcel.label)
    for container, held in situation.known.waiting:
        return refused(situation, Message.HOLDING_NOT_EMPTY, container=container, units=held)
    badge_code = situation.receipt.operator or ""
    return accepted([situation.draft(OperatorSignedOut())], Message.SIGNED_OUT, badge=badge_code)


def language(situation: Situation) -> Decision:
    """Speak the language of the scanned card (`RI-C-LANGUAGE-EN`); nothing else changes."""
    reading = situation.reading
    named = (reading.argument or "").lower() if isinstance(reading, Command) else ""
    if named not in set(Language):
        return refused(situation, Message.LANGUAGE_UNKNOWN)
    chosen = LanguageChosen(Language(named))
    return accepted([situation.draft(chosen)], Message.LANGUAGE_CHOSEN, language=named)


def lock(receipt: Receipt) -> Decision | Answer:
    """Lock a desk nobody has scanned at for a while; the open receipt waits for the next badge."""
    if receipt.operator is None or receipt.incident is not None:
        return Answer(Message.DESK_NOT_LOCKED, Severity.REFUSED)
    parcel = receipt.parcel.id if receipt.parcel else None
    draft = Draft(OperatorSignedOut(idle=True), parcel)
    return Decision((draft,), Answer(Message.DESK_LOCKED, Severity.NOTE, {"badge": receipt.operator}))
