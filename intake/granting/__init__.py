"""Granting: what a request leads to. Pure; each wish has its few lines, in the words of its noun."""

from __future__ import annotations

from intake import facts
from intake.events import Draft
from intake.granting import central, claims, containers, desk, holds, lists, people, photos, rejudging  # noqa: F401 (registering)
from intake.granting.about import About, Doubtful, Head, Held, Pin, Published
from intake.granting.wishes import allowed, decide, is_label, no, task_of, with_pin
from intake.outcome import Answer, Message
from intake.receipt import Decision
from intake.request import Wish


def grant(wish: Wish, about: About) -> Decision:
    """Decide a wish. A refusal is recorded too, so that the same request gets the same answer for ever."""
    found = _decided(wish, about)
    if isinstance(found, Answer):
        return Decision((Draft(facts.RequestRefused()),), found)
    return found


def _decided(wish: Wish, about: About) -> Decision | Answer:
    # What a lead's badge and PIN are asked for is judged by that badge, whoever stands at the desk.
    if about.pin is None and about.by is not None and not allowed(wish, about.by):
        return no(Message.NOT_ALLOWED, badge=about.by.code)
    return with_pin(wish, about, decide(wish, about) if about.pin in {None, Pin.RIGHT} else None)


__all__ = ["About", "Doubtful", "Head", "Held", "Pin", "Published", "grant", "is_label", "task_of"]
