"""History: what the central claims system has of a station's log beyond what a journal holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from intake import sqlite
from intake.chain import chain
from intake.errors import IntakeError
from intake.events import Envelope, event_of
from intake.facts import StationRestored
from intake.journal import Row
from intake.wire import History, Position

_ENVELOPE = msgspec.json.Decoder(Envelope)
_OWN = "SELECT incarnation, first, before, complete FROM incarnation ORDER BY first"
_HASH = "SELECT hash FROM event WHERE seq = ?"

Ask = Callable[[str, int], History]
"""Gives events of an incarnation after a `seq`, some at a time."""


class HistoryError(IntakeError):
    """The central claims system's log of the station does not go on where the journal ends."""


class Begun(NamedTuple):
    """An incarnation, as a journal tells of it."""

    incarnation: str
    first: int
    """`seq` of its first event."""

    before: str | None
    complete: bool


class Stretch(NamedTuple):
    """Events of one incarnation."""

    incarnation: str
    after: int
    until: int
    """`seq` of the last."""

    hash: str = ""
    """Of the last, where the central claims system has told it; else what follows names it."""


def begun(journal: sqlite.Connection) -> tuple[Begun, ...]:
    """Give a journal's incarnations in the order in which they began."""
    return tuple(
        Begun(incarnation, first, before, bool(complete))
        for incarnation, first, before, complete in journal.execute(_OWN)
    )


def beyond(positions: Sequence[Position], own: Sequence[Begun], seq: int) -> tuple[Stretch, ...]:
    """Give what follows event `seq`, the last of a journal with the incarnations `own`, in the newest log.

    `positions` stand in the order in which the incarnations began. Raises HistoryError where the newest log
    does not come from this journal: whoever restored it would leave out what followed.
    """
    if not positions:
        return ()
    known, ours = {each.incarnation: each for each in positions}, {each.incarnation for each in own}
    found: list[Stretch] = []
    newest, until, last = positions[-1], positions[-1].seq, positions[-1].hash
    while newest.incarnation not in ours:
        found.append(Stretch(newest.incarnation, newest.first - 1, until, last))
        until, last = newest.first - 1, ""
        if newest.before not in known:
            raise HistoryError(
                "expected a backup of the station that the central claims system knows by this name, got "
                "another's: its log has nothing in common with theirs"
            )
        newest = known[newest.before]
    is_last = newest.incarnation == own[-1].incarnation
    if found and (not is_last or until < seq):
        raise HistoryError(
            f"expected a backup that the station's newest log goes on from, got one that ends at event {seq}:"
            f" the station was restored at event {until} and has gone on since; restore a newer backup"
        )
    rest = [Stretch(newest.incarnation, seq, until, last)] if is_last and until > seq else []
    return (*rest, *reversed(found))


def expect_same(journal: sqlite.Connection, positions: Sequence[Position], own: Sequence[Begun]) -> None:
    """Compare the journal with the hashes its station has sent. Raises HistoryError where they differ."""
    (last,) = journal.execute("SELECT max(seq) FROM event").fetchone()
    following = (*(each.first - 1 for each in own[1:]), last)
    ends = {each.incarnation: end for each, end in zip(own, following, strict=True)}
    for each in positions:
        if each.seq > ends.get(each.incarnation, 0):
            continue
        row = journal.execute(_HASH, (each.seq,)).fetchone()
        if row is None or row[0].hex() != each.hash:
            raise _other(each.seq)


def _other(seq: int) -> HistoryError:
    return HistoryError(
        f"expected at event {seq} what the central claims system has, got another event: this is another "
        "journal of this name, or one that was changed"
    )


def rows(ask: Ask, stretch: Stretch, prev: bytes) -> Iterator[list[Row]]:
    """Fetch a stretch in parts, its chain checked from the hash `prev` on.

    Raises HistoryError, and as `ask`.
    """
    after = stretch.after
    while after < stretch.until:
        history = ask(stretch.incarnation, after)
        part = history.events[: stretch.until - after]
        if not part or history.first != after + 1:
            raise HistoryError(f"expected event {after + 1} of the station's log, got none of it")
        made = [*_chained(part, after, prev)]
        yield made
        after, prev = made[-1][0], made[-1][3]
    if stretch.hash not in {"", prev.hex()}:
        raise _other(stretch.until)


def _chained(events: Sequence[str], after: int, prev: bytes) -> Iterator[Row]:
    for seq, stored in enumerate(events, after + 1):
        try:
            envelope = _ENVELOPE.decode(stored)
            fact = event_of(envelope).fact
        except (msgspec.MsgspecError, ValueError) as error:
            raise HistoryError(
                f"expected event {seq} to be one this release reads, got: {error}; update intake"
            ) from error
        if isinstance(fact, StationRestored) and (fact.seq, fact.hash) != (seq - 1, prev.hex()):
            raise _other(seq - 1)
        digest = chain(prev, stored.encode())
        yield seq, envelope.id, prev, digest, stored
        prev = digest


def asking(call: Callable[[str, int], History], persist: Callable[[Callable[[], History]], History]) -> Ask:
    """Ask through whatever tries again what fails."""
    return lambda incarnation, after: persist(partial(call, incarnation, after))
