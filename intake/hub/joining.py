"""Joining: whether events follow what the hub has. Pure; the hub always has a prefix of each incarnation."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from intake import facts
from intake.chain import GENESIS
from intake.hub.received import Received
from intake.hub.refused import Refused
from intake.wire import Position, ProblemCode


class Head(msgspec.Struct, frozen=True):
    """How far the hub has an incarnation."""

    incarnation: str
    number: int
    """Counts the station's incarnations in the order they began here."""

    before: str | None
    first: int
    prev: bytes
    """What its first event follows."""

    seq: int
    hash: bytes

    @property
    def position(self) -> Position:
        """As the contract tells it."""
        return Position(self.incarnation, self.seq, self.hash.hex(), self.first, self.before)


class Stem(msgspec.Struct, frozen=True):
    """What a new incarnation says it goes on from."""

    before: str
    seq: int
    hash: bytes


def expect_production(received: Sequence[Received]) -> None:
    """Raise Refused for the log of a training folder: nothing of it is taken."""
    for each in received:
        fact = each.event.fact if each.event else None
        if isinstance(fact, facts.StationCreated) and fact.training:
            raise Refused(ProblemCode.TRAINING, "A training folder never syncs.")


def stem_of(first: Received, prev: bytes) -> Stem | None:
    """Give what a new incarnation goes on from, None where it begins a journal.

    Raises Refused for events that begin nothing: their first ones are missing here.
    """
    fact = first.event.fact if first.event else None
    if isinstance(fact, facts.StationCreated) and first.seq == 1 and prev == GENESIS:
        return None
    if isinstance(fact, facts.StationRestored):
        stem = Stem(fact.before, fact.seq, prev)
        if (fact.seq, fact.hash) == (first.seq - 1, prev.hex()):
            return stem
        raise Refused(ProblemCode.CONFLICT, "The restored journal names another event before its own.")
    raise Refused(ProblemCode.GAP, "The hub has nothing of this incarnation: send it from its first event.")


def expect_stem(stem: Stem, head: Head | None, found: bytes | None) -> None:
    """Raise Refused where what a new incarnation goes on from is not here, or is something else.

    `head`: of the incarnation it names; `found`: the hash of the event it names.
    """
    if head is None or head.seq < stem.seq:
        position = head.position if head else None
        raise Refused(ProblemCode.GAP, f"Send incarnation {stem.before} up to {stem.seq} first.", position)
    if found != stem.hash:
        told = f"The hub has another event {stem.seq} of incarnation {stem.before}."
        raise Refused(ProblemCode.CONFLICT, told, head.position)


def expect_follows(head: Head, first: int, prev: bytes, found: bytes | None) -> None:
    """Raise Refused where a batch does not go on from the hub's log.

    `found`: the hash the hub has of the event before the batch.
    """
    if not head.first <= first <= head.seq + 1:
        told = f"The hub has incarnation {head.incarnation} from {head.first} to {head.seq}, got {first}."
        raise Refused(ProblemCode.GAP, told, head.position)
    if found != prev:
        told = (
            f"The hub has another event {first - 1}: two folders use one name, or a disk went back in time."
        )
        raise Refused(ProblemCode.CONFLICT, told, head.position)


def agreeing(received: Sequence[Received], known: dict[int, bytes]) -> int:
    """Count the events, from the first, that are not otherwise here: `known` has hashes by seq."""
    for place, each in enumerate(received):
        if known.get(each.seq, each.hash) != each.hash:
            return place
    return len(received)
