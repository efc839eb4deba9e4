"""What is heard tells answers apart, by how often the bell rings and by the rhythm alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from intake.scan import Severity
from intake.settings import SoundPolicy
from tui.sound import ALARM_PERIOD, PATTERNS, SILENCE, Sound
from tui.tone import Voice, length, wav


class Room:
    """A clock that is turned by hand, and what was heard by when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rings: list[float] = []
        self.told: list[str] = []
        self._waiting: list[tuple[float, Callable[[], None]]] = []

    def bell(self) -> None:
        self.rings.append(round(self.now, 3))

    def later(self, seconds: float, act: Callable[[], None]) -> Callable[[], None]:
        entry = (self.now + seconds, act)
        self._waiting.append(entry)
        return lambda: self._waiting.remove(entry) if entry in self._waiting else None

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while self._waiting and min(self._waiting)[0] <= end:
            entry = min(self._waiting, key=lambda each: each[0])
            self._waiting.remove(entry)
            self.now = entry[0]
            entry[1]()
        self.now = end

    @property
    def is_still(self) -> bool:
        return not self._waiting


@pytest.fixture
def room() -> Room:
    return Room()


def sound(room: Room, policy: SoundPolicy = SoundPolicy.ALL, voice: Voice | None = None) -> Sound:
    return Sound(policy, room.bell, room.later, room.told.append, voice)


@pytest.mark.parametrize(
    ("severity", "rings"),
    [
        (Severity.OK, 1),
        (Severity.NOTE, 1),
        (Severity.REFUSED, 2),
        (Severity.HAZARD, 3),
        (Severity.EMERGENCY, 4),
    ],
)
def test_the_bell_rings_as_often_as_it_is_bad(room: Room, severity: Severity, rings: int) -> None:
    """The first at once; terminals take two within a tenth of a second for one."""
    sound(room).play(severity)
    assert room.rings == [0.0]
    room.wait(5)
    assert len(room.rings) == rings
    assert all(after - before >= 0.1 for before, after in pairwise(room.rings))


def test_no_two_patterns_are_the_same() -> None:
    """By rhythm alone, without their pitch; and each is over before an alarm repeats."""
    assert set(PATTERNS) == set(Severity)
    rhythms = {tuple((tone.seconds, tone.pause) for tone in pattern) for pattern in PATTERNS.values()}
    assert len(rhythms) == len(PATTERNS)
    assert all(length(pattern) < ALARM_PERIOD / 2 for pattern in PATTERNS.values())


@pytest.mark.parametrize(
    ("policy", "heard"),
    [
        (SoundPolicy.ALL, [*Severity]),
        (SoundPolicy.BAD, [Severity.REFUSED, Severity.HAZARD, Severity.EMERGENCY]),
        (SoundPolicy.NONE, []),
    ],
)
def test_the_policy_says_what_is_heard(room: Room, policy: SoundPolicy, heard: list[Severity]) -> None:
    """Silence on good is a site's choice."""
    audible = []
    for severity in Severity:
        room.rings.clear()
        sound(room, policy).play(severity)
        audible += [severity] * bool(room.rings)
    assert audible == heard


def test_a_newer_answer_cuts_off_an_older_one(room: Room) -> None:
    """Three rings of before and one of now would be four."""
    desk = sound(room)
    desk.play(Severity.HAZARD)
    desk.play(Severity.OK)
    room.wait(5)
    assert room.rings == [0.0, 0.0]


class TestAlarm:
    """An emergency is heard until it is ended."""

    def test_it_sounds_again_and_again_whatever_is_scanned(self, room: Room) -> None:
        """No scan silences it."""
        desk = sound(room)
        desk.alarm(on=True)
        desk.alarm(on=True)
        room.wait(ALARM_PERIOD)
        assert len(room.rings) == 1
        desk.play(Severity.OK)
        room.rings.clear()
        room.wait(10 * ALARM_PERIOD)
        assert len(room.rings) == 4 * 9 + 1

    def test_its_end_is_silence(self, room: Room) -> None:
        """Nothing is left running."""
        desk = sound(room)
        desk.alarm(on=True)
        desk.alarm(on=False)
        desk.alarm(on=False)
        room.wait(100)
        assert room.rings == []
        assert room.is_still

    def test_a_key_silences_it_for_a_while(self, room: Room) -> None:
        """Then it sounds again, for it is not over."""
        desk = sound(room)
        desk.alarm(on=True)
        desk.silence()
        desk.alarm(on=True)
        room.wait(SILENCE - 0.1)
        assert room.rings == []
        room.wait(0.2)
        assert len(room.rings) == 1

    def test_without_one_there_is_nothing_to_silence(self, room: Room) -> None:
        """The key starts nothing."""
        sound(room).silence()
        assert room.is_still

    def test_closing_is_silence(self, room: Room) -> None:
        """Whatever sounds."""
        desk = sound(room)
        desk.alarm(on=True)
        desk.play(Severity.HAZARD)
        desk.close()
        assert room.is_still


class TestVoice:
    """Where there is a sound card, the bell is still."""

    def test_a_card_plays_instead_of_the_bell(self, room: Room, tmp_path: Path) -> None:
        """The pattern of the answer."""
        player = tmp_path / "aplay"
        player.write_text(f"#!/bin/sh\ncat > {tmp_path}/part; mv {tmp_path}/part {tmp_path}/heard.wav\n")
        player.chmod(0o755)
        desk = sound(room, voice=Voice(str(player)))
        desk.play(Severity.REFUSED)
        until((tmp_path / "heard.wav").exists)
        room.wait(5)
        assert (tmp_path / "heard.wav").read_bytes() == wav(PATTERNS[Severity.REFUSED])
        assert (room.rings, room.told) == ([], [])
        desk.close()

    @pytest.mark.parametrize("is_early", [True, False])
    def test_a_card_that_fails_gives_way_to_the_bell(
        self, room: Room, tmp_path: Path, *, is_early: bool
    ) -> None:
        """The answer that was not heard is rung, and the desk is told once."""
        voice = Voice(str(tmp_path / "none"))
        desk = sound(room, voice=voice)
        desk.play(Severity.REFUSED)
        until(lambda: voice.failure is not None)
        if is_early:
            desk.play(Severity.REFUSED)
        room.wait(5)
        assert len(room.rings) == 2
        desk.play(Severity.HAZARD)
        room.wait(5)
        assert len(room.rings) == 2 + 3
        assert len(room.told) == 1


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; a hanging test is ended by the runner."""
    while not holds():
        time.sleep(0.002)
