"""Pulling the trigger: a simulated day through a gun that is not there, into whatever station reads it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from intake import request as requests
from intake.cli.simulate.playing import Played, expected_returns, faults, heard, wish_of
from intake.door import submit
from intake.errors import IntakeError, WrongUsageError
from intake.events import ScanCause
from intake.journal import envelopes
from intake.reading_room import reading_connection
from intake.simulation import compare
from intake.simulation.act import Act, Doing
from intake.simulation.compare import Heard
from intake.simulation.day import Day
from intake.simulation.desk import REPEAT_MS
from intake.simulation.said import Said
from intake.sqlite import Connection
from scanners.pseudo_gun import PseudoGun

PATIENCE_SECONDS = 20.0
"""How long a scan may stay without an answer: a station that is only just opening needs a second or two."""

_AGAIN_SECONDS = 1.6
_LOOK_SECONDS = 0.002


Press = Callable[[str], None]
"""Presses one key at the desk's own keyboard."""


def play(day: Day, folder: Path, link: Path, *, is_shown: bool, press: Press | None = None) -> Played:
    """Play a day; each scan is answered before the next thing is done, as a person waits for the beep.

    Args:
        day: What to play.
        folder: The station's state folder, where its answers are read.
        link: Where the gun is to appear.
        is_shown: Keep a worker's pace.
        press: Where keys go; None plays only a day without keys, for a gun has none.

    Raises:
        WrongUsageError: A production folder, or a day this way cannot play.
        IntakeError: No station reads the gun.

    """
    with reading_connection(folder) as connection:
        _expect_playable(connection, day, folder, has_keys=press is not None)
        if day.claims is not None:
            submit(folder, expected_returns(day, folder))
        with PseudoGun(link) as gun:
            trigger = _Trigger(gun, connection, folder, press, is_shown=is_shown)
            acts, said = zip(*trigger.answers(day), strict=True)
            wrong = compare.differences(acts, said)
    return Played(len(day.acts), wrong, tuple(faults(day, folder)))


def _expect_playable(connection: Connection, day: Day, folder: Path, *, has_keys: bool) -> None:
    query = "SELECT envelope ->> '$.body.training', (SELECT count(*) FROM parcel) FROM event WHERE seq = 1"
    training, parcels = connection.execute(query).fetchone()
    if not training:
        raise WrongUsageError(
            f"expected a training folder, got production at {folder}: nothing is simulated there"
        )
    if parcels:
        raise WrongUsageError(f"expected a folder without parcels, got {parcels} in {folder}: make a new one")
    if not has_keys and any(act.doing is Doing.KEY for act in day.acts):
        raise WrongUsageError("expected a day without keys, got a keyed serial: give --mix without it")


class _Trigger:
    """The finger at the gun, and the eye on the log."""

    def __init__(
        self, gun: PseudoGun, connection: Connection, folder: Path, press: Press | None, *, is_shown: bool
    ) -> None:
        self._gun = gun
        self._press = press
        self._connection = connection
        self._folder = folder
        self._is_shown = is_shown
        (self._seq,) = connection.execute("SELECT max(seq) FROM event").fetchone()

    def answers(self, day: Day) -> Iterator[tuple[Act, Heard]]:
        """Do each act and hear its answer; keys that only begin an entry are answered on the screen alone."""
        last = ""
        for number, act in enumerate(day.acts):
            self._wait(act, is_again=act.text == last)
            last = act.text
            if act.doing is Doing.KEY and self._press is not None:
                self._press(act.text)
            if act.expected.message is not Said.KEY_TAKEN:
                yield act, self._said(act, day.seed, number)

    def _wait(self, act: Act, *, is_again: bool) -> None:
        """Keep the pace for show; else only the pause that makes a second scan of the same code."""
        if self._is_shown:
            time.sleep(act.after / 1000)
        elif is_again and act.after >= REPEAT_MS:
            time.sleep(_AGAIN_SECONDS)

    def _said(self, act: Act, seed: int, number: int) -> Heard:
        if act.doing is Doing.REQUEST:
            outcome = submit(self._folder, requests.parse(wish_of(act, seed, number)))
            return heard(outcome.answer, outcome.step)
        if act.doing is Doing.SCAN:
            self._gun.send(f"{act.text}\r".encode())
        end = time.monotonic() + PATIENCE_SECONDS
        while (said := self._recorded()) is None:
            if time.monotonic() > end:
                where = self._gun.link
                raise IntakeError(
                    f"expected a station at {where}, got no answer: intake station --port {where}"
                )
            time.sleep(_LOOK_SECONDS)
        return said

    def _recorded(self) -> Heard | None:
        """Give the answer of the next recorded scan, once there is one."""
        for envelope in envelopes(self._connection, "WHERE seq > ? ORDER BY seq", (self._seq,)):
            self._seq = envelope.seq
            if isinstance(envelope.cause, ScanCause) and envelope.answer is not None:
                return heard(envelope.answer, None)
        return None
