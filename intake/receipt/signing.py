"""Signing in and out by badge; a badge at any step takes the receipt over."""

from __future__ import annotations

from intake.facts import OperatorSignedIn, OperatorSignedOut
from intake.outcome import Message
from intake.receipt.decision import Decision, Situation, accepted, refused
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
    """Sign out. Nothing may be pending: the open parcel is closed first."""
    parcel = situation.receipt.parcel
    if parcel is not None:
        return refused(situation, Message.CLOSE_PARCEL_FIRST, parcel=parcel.label)
    return accepted(
        [situation.draft(OperatorSignedOut())], Message.SIGNED_OUT, badge=situation.receipt.operator or ""
    )
