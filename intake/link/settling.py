"""One want, brought to the central claims system, and its answer brought to the station by the one door.

Cut off anywhere, the want still stands in the views and is settled again: the hub gives the same answer to
the same unit, and the station passes over what it has recorded.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec.structs import replace

from intake.central.client import Central
from intake.link.wanted import Want
from intake.outcome import Outcome
from intake.request import AnswerReplacements, RecordReservation, Request, TellDuplicate, Wish
from intake.surroundings import iso, now, uuid7
from intake.wire import (
    Confirm,
    Confirmation,
    Holder,
    Release,
    ReplacementAnswer,
    Reserve,
    ReserveOutcome,
)

AT_ONCE = 0.3
"""Seconds a reservation may take: the operator does not wait for it, but the unit is soon put away."""

PATIENCE = 2.0
"""Seconds any other call may take: units that come meanwhile wait for it."""

_REMEMBERED = 1000

Bring = Callable[[Request], Outcome]
"""Brings a request to the station, as `intake.door.background` gives it."""


class Settling:
    """Settles wants. What left no trace in the log is remembered, so that it is not done again and again."""

    def __init__(self, central: Central, bring: Bring) -> None:
        """`central` belongs to this thread."""
        self._central = central
        self._bring = bring
        self._over: set[object] = set()

    def is_over(self, want: Want) -> bool:
        """Tell whether it was settled in a way no view tells of."""
        return want in self._over

    def give_up(self, want: Want) -> None:
        """The hub refuses it for good: the night's sync brings what it is about once more."""
        self._remember(want)

    def settle(self, want: Want, parcel: str) -> None:
        """Settle a want of a parcel's unit, as far as the hub has a word for it now.

        Raises CentralError, and as `bring`.
        """
        match want:
            case Reserve():
                self._reserve(want, parcel)
            case Confirm():
                self._confirm(want)
            case Release():
                self._central.release(want, timeout=PATIENCE)
                self._remember(want)

    def _reserve(self, want: Reserve, parcel: str) -> None:
        said = self._central.reserve(want, timeout=AT_ONCE)
        if said.outcome is ReserveOutcome.RESERVED:
            self._ask(RecordReservation(parcel, want.unit, want.key, said.epoch))
        elif said.holder is not None:
            self._tell_duplicate(want, parcel, said.holder)

    def _tell_duplicate(self, want: Reserve | Confirm, parcel: str, holder: Holder) -> None:
        told = TellDuplicate(
            parcel, want.unit, want.key, holder.station, holder.since, confirmed=holder.confirmed
        )
        if told not in self._over:
            self._ask(told)
            self._remember(told)

    def _confirm(self, want: Confirm) -> None:
        """Confirm by the epoch the log knows; where there is none, or it is over, reserve again first."""
        answer = self._central.confirm(want, timeout=PATIENCE) if want.epoch else Confirmation(None)
        if answer.answer is None:
            answer = self._confirm_anew(want)
        if answer.answer is not None:
            at = iso(now().wall)
            word = ReplacementAnswer(
                answer.number, want.key, want.parcel, want.unit, answer.answer, answer.detail, at
            )
            self._ask(AnswerReplacements((word,)))

    def _confirm_anew(self, want: Confirm) -> Confirmation:
        wanted = Reserve(want.kind, want.incarnation, want.key, want.unit)
        said = self._central.reserve(wanted, timeout=PATIENCE)
        # Where another has its replacement, no epoch makes a difference: this gives that answer its number.
        is_decided = said.holder is None or said.holder.confirmed
        again = replace(want, epoch=said.epoch)
        answer = self._central.confirm(again, timeout=PATIENCE) if is_decided else Confirmation(None)
        if answer.answer is None and said.holder is not None:
            self._tell_duplicate(want, want.parcel, said.holder)
        return answer

    def _ask(self, wish: Wish) -> None:
        self._bring(Request(uuid7(now().wall), f"uid:{os.getuid()}", wish))

    def _remember(self, done: object) -> None:
        """What is forgotten is done once more, which changes nothing: so memory stays bounded."""
        if len(self._over) >= _REMEMBERED:
            self._over.clear()
        self._over.add(done)
