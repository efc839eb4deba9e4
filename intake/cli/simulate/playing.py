"""Playing a simulated day into a station of this process, at full speed, and comparing what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec

from intake import request as requests
from intake.expected import ExpectedRow, publish
from intake.keying import Key
from intake.language import Language
from intake.outcome import Answer, Outcome
from intake.reading_room import reading_connection
from intake.request import ActivateExpected, Request
from intake.scan import Method, Moment, Scan
from intake.settings import Settings
from intake.simulation import balance, compare
from intake.simulation.act import Act, Doing
from intake.simulation.balance import Books
from intake.simulation.compare import Heard
from intake.simulation.day import Day
from intake.station import Station
from intake.surroundings import now
from intake.verify import verify
from intake.wording import Wording
from scanners.symbology import scan_of

SOURCE, CAMERA = "simulated:gun", "simulated:camera"
_MILLISECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Played:
    """How a day went."""

    acts: int
    differences: tuple[str, ...]
    faults: tuple[str, ...]
    """What `intake verify` and the balance found."""

    @property
    def is_right(self) -> bool:
        """Whether every answer was as expected and everything balances."""
        return not (self.differences or self.faults)


def wish_of(act: Act, seed: int, number: int) -> bytes:
    """Give a request's line; the same act has the same id whenever the day is made again."""
    wish = json.loads(act.text)
    return msgspec.json.encode({"id": f"simulated-{seed}-{number}", "by": "simulate", "wish": wish})


def play(day: Day, folder: Path, settings: Settings) -> Played:
    """Play a day at full speed into a station over a founded training folder."""
    station = Station(folder, settings, holder="intake simulate", synchronous="OFF")
    try:
        if day.claims is not None:
            station.accept(expected_returns(day, folder))
        player = _Player(station, day.seed)
        said = [player.said(act, number) for number, act in enumerate(day.acts)]
    finally:
        station.close()
    return Played(len(day.acts), compare.differences(day.acts, said), tuple(faults(day, folder)))


def expected_returns(day: Day, folder: Path) -> Request:
    """Publish the day's expected returns into a state folder and give the request that puts them in force."""
    version = f"simulated-{day.seed}"
    publish(_expected_rows(day), version, folder / "reference")
    return Request(f"{version}-claims", "simulate", ActivateExpected(version))


def _expected_rows(day: Day) -> Iterator[ExpectedRow]:
    for claim in day.claims or ():
        for serial in claim.serials:
            yield ExpectedRow(claim.kit, claim.number, serial, claim.model, None, 1)
        if rest := claim.count - len(claim.serials):
            yield ExpectedRow(claim.kit, claim.number, None, claim.model, None, rest)


class _Player:
    """Hands acts to a station at the times of the day, whatever the clock says."""

    def __init__(self, station: Station, seed: int) -> None:
        self._station = station
        self._seed = seed
        self._begin = now()

    def said(self, act: Act, number: int) -> Heard:
        """Do an act and hear the answer."""
        if act.doing is Doing.KEY:
            return _heard_whole(self._station.key(Key(act.text)))
        if act.doing is Doing.REQUEST:
            return self._accepted(requests.parse(wish_of(act, self._seed, number)))
        moment = Moment(self._begin.wall + act.at, self._begin.monotonic + act.at * _MILLISECOND)
        source, method = (CAMERA, Method.CAMERA) if act.doing is Doing.PRINT else (SOURCE, Method.PORT)
        return self._accepted(scan_of(act.text.encode(), source, method, moment))

    def _accepted(self, arrived: Scan | Request) -> Heard:
        return _heard_whole(self._station.accept(arrived))


def _heard_whole(outcome: Outcome) -> Heard:
    said = heard(outcome.answer, outcome.step)
    return replace(said, message=said.message + _unworded(outcome))


def _unworded(outcome: Outcome) -> str:
    """Say which sentence of an outcome has no words in some language; a desk would stop at it."""
    for language in Language:
        for line in (outcome.answer.line, outcome.prompt):
            try:
                _wording(language).sentence(line)
            except (KeyError, ValueError) as error:
                return f" (not worded in {language}: {line.message} {error!r})"
    return ""


_wording = cache(Wording)


def heard(answer: Answer, step: str | None) -> Heard:
    """Give what the station said."""
    holds = tuple(str(hold) for hold in answer.holds)
    return Heard(step, answer.severity, answer.message, answer.verdict, holds, answer.container)


def faults(day: Day, folder: Path) -> list[str]:
    """Say what `intake verify` finds and what does not balance."""
    found = [str(fault) for fault in verify(folder).faults]
    return found + balance.faults(day.store, books(folder))


def books(folder: Path) -> Books:
    """Read what the station's views say lies where."""
    with reading_connection(folder) as connection:
        units = connection.execute(
            "SELECT serial, bag, iif(disposition = 'emergency', disposition, container) FROM unit"
        ).fetchall()
        extras = connection.execute(
            "SELECT parcel.label, kind, bin FROM accessory JOIN parcel USING (parcel)"
        ).fetchall()
        unopened = connection.execute(
            "SELECT label, coalesce(outcome, cage) FROM arrival WHERE label NOT IN (SELECT label FROM parcel)"
        ).fetchall()
        parcels = connection.execute("SELECT label, closed_at IS NOT NULL FROM parcel").fetchall()
    closed = {label: bool(is_closed) for label, is_closed in parcels}
    return Books(tuple(units), tuple(extras), closed, dict(unopened))
