"""The roster of a lane: which of the devices plugged in are taken, which are strangers. No input or output.

Only what two looks in a row have shown alike is acted on, but for the first look of all: while udev is
still at work a device stands there under a worse name, and would be taken for another (hardware.md 1.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanners.assignment import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scanners.assignment import Assignment
    from scanners.plugged import Plugged

FORGETS_AFTER: Final = 300.0
"""Seconds after which a port that was found, not assigned, and is gone has no light any more. A cordless
gun that wakes up later is found again."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one look at the devices asks for."""

    found: tuple[Assignment, ...] = ()
    """To be kept from now on."""

    forgotten: tuple[str, ...] = ()
    """Sources to be let go."""

    strangers: tuple[Plugged, ...] = ()
    """Scanners nobody assigned to this lane, new ones."""

    pulled: tuple[str, ...] = ()
    """Sources of strangers that are gone."""


class Roster:
    """What is known of one lane's devices between two looks."""

    def __init__(self, search: Assignment | None = None) -> None:
        """Begin with nothing seen. With `search` every port found is taken as that says."""
        self._search = search
        self._before: set[Plugged] | None = None
        self._found: dict[str, float] = {}
        """Sources of the ports found, and when they were last there."""
        self._strangers: set[str] = set()

    def look(self, plugged: Sequence[Plugged], own: Mapping[str, Collection[str]], at: float) -> Changes:
        """What is to be done about what is plugged in now.

        Args:
            plugged: Each device once.
            own: The sources of the lane's devices, and the nodes behind each at the moment, mostly one. Of
                two names of one device the one it is open under; the other is let go of if it was found.
            at: Seconds, of any clock that runs on.

        """
        steady = [one for one in plugged if self._before is None or one in self._before]
        self._before = set(plugged)
        others = [one for one in steady if not _is_own(one, own, plugged)]
        forgotten = self._forget(plugged, own, at)
        found = self._take(others, at)
        return Changes(found, forgotten, self._judge(others), self._miss(plugged, own))

    def _take(self, others: Iterable[Plugged], at: float) -> tuple[Assignment, ...]:
        if self._search is None:
            return ()
        found = tuple(
            replace(self._search, device=one.path, name=one.product)
            for one in others
            if one.kind is Kind.PORT
        )
        self._found |= {assignment.source: at for assignment in found}
        return found

    def _judge(self, others: Iterable[Plugged]) -> tuple[Plugged, ...]:
        """New strangers. Where nothing is assigned, what types reaches the desk as any keyboard does."""
        kinds = set(Kind) if self._search is None else {Kind.POS}
        new = tuple(one for one in others if one.kind in kinds and source_of(one) not in self._strangers)
        self._strangers |= {source_of(one) for one in new}
        return new

    def _forget(
        self, plugged: Iterable[Plugged], own: Mapping[str, Collection[str]], at: float
    ) -> tuple[str, ...]:
        there = {source_of(one) for one in plugged} | {source for source, nodes in own.items() if nodes}
        self._found |= {source: at for source in self._found if source in there}
        gone = tuple(
            source for source, last in self._found.items() if source not in own or at - last >= FORGETS_AFTER
        )
        for source in gone:
            del self._found[source]
        return gone

    def _miss(self, plugged: Sequence[Plugged], own: Mapping[str, Collection[str]]) -> tuple[str, ...]:
        there = {source_of(one) for one in plugged if not _is_own(one, own, plugged)}
        pulled = tuple(sorted(self._strangers - there))
        self._strangers &= there
        return pulled


def source_of(plugged: Plugged) -> str:
    """As in `Scan.source`."""
    return f"{plugged.kind}:{plugged.path}"


def _is_own(one: Plugged, own: Mapping[str, Collection[str]], plugged: Iterable[Plugged]) -> bool:
    """Whether it is a device of this lane, under whatever name, or another interface of such a gun."""
    nodes = frozenset().union(*own.values())
    return source_of(one) in own or one.device in nodes or _socket(one) in _sockets(one, nodes, plugged)


def _sockets(one: Plugged, nodes: Collection[str], plugged: Iterable[Plugged]) -> set[str]:
    """Where the lane's devices of other kinds than `one` are plugged in."""
    own = (other for other in plugged if other.device in nodes and other.kind is not one.kind)
    return {socket for other in own if (socket := _socket(other))}


def _socket(one: Plugged) -> str:
    return one.identity.socket if one.identity else ""
