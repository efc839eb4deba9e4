"""Wishes about badges and their holders."""

from __future__ import annotations

from intake import facts
from intake.events import Draft
from intake.granting.about import About
from intake.granting.wishes import decide, is_label, no, yes
from intake.operator import LONGEST_PIN, SHORTEST_PIN
from intake.outcome import Answer, Message
from intake.own_label import LabelKind
from intake.receipt import Decision
from intake.request import AddOperator, ForgetPerson, RetireOperator


@decide.register
def _(wish: AddOperator, about: About) -> Decision | Answer:
    if not is_label(LabelKind.BADGE, wish.code):
        return no(Message.NOT_A_LABEL)
    if about.operator is not None and not about.operator.retired:
        return no(Message.OPERATOR_KNOWN, badge=wish.code)
    if wish.pin is not None and not SHORTEST_PIN <= len(wish.pin) <= LONGEST_PIN:
        return no(Message.PIN_LENGTH, shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    fact = facts.OperatorAdded(wish.code, wish.role)
    return yes(fact, Message.OPERATOR_ADDED, badge=wish.code, role=wish.role)


@decide.register
def _(wish: RetireOperator, about: About) -> Decision | Answer:
    if about.operator is None or about.operator.retired:
        return no(Message.OPERATOR_UNKNOWN, badge=wish.code)
    retired = yes(facts.OperatorRetired(wish.code), Message.OPERATOR_RETIRED, badge=wish.code)
    receipt = about.receipt
    if receipt.operator != wish.code:
        return retired
    # A retired badge takes nothing more in: it leaves the desk at once, the open receipt waits.
    left = Draft(facts.OperatorSignedOut(), receipt.parcel.id if receipt.parcel else None)
    return Decision((*retired.drafts, left), retired.answer)


@decide.register
def _(wish: ForgetPerson, about: About) -> Decision | Answer:
    if about.operator is None:
        return no(Message.OPERATOR_UNKNOWN, badge=wish.code)
    fact = facts.PersonForgotten(wish.code, wish.reason)
    return yes(fact, Message.PERSON_FORGOTTEN, badge=wish.code)
