"""Wishes about pictures: one is offered, or none comes, or a kept one is erased."""

from __future__ import annotations

from intake.events import Draft
from intake.facts import PhotoErased
from intake.granting.about import About
from intake.granting.wishes import decide, no
from intake.outcome import Answer, Message
from intake.receipt import Decision, photos
from intake.request import ErasePhoto, FailPhoto, OfferPhoto
from intake.scan import Severity


@decide.register
def _(wish: OfferPhoto, about: About) -> Decision | Answer:
    return photos.offered(about.receipt, wish.wish, wish.sha256, is_stored=about.photo_stored)


@decide.register
def _(wish: FailPhoto, about: About) -> Decision | Answer:
    return photos.failed(about.receipt, wish.wish, wish.fault)


@decide.register
def _(wish: ErasePhoto, about: About) -> Decision | Answer:
    """Erase it of every unit that has it: a camera that shows a file gives one picture twice."""
    if not about.pictured:
        return no(Message.PHOTO_UNKNOWN, sha256=wish.sha256)
    fact = PhotoErased(wish.sha256, wish.reason)
    drafts = tuple(Draft(fact, parcel, unit) for parcel, unit in about.pictured)
    return Decision(drafts, Answer(Message.PHOTO_ERASED, Severity.OK, {"sha256": wish.sha256}))
