"""Tones are what they say, and a sound card that fails costs a sound and never the desk."""

from __future__ import annotations

import io
import time
import wave
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tui import tone
from tui.sound import PATTERNS
from tui.tone import RATE, Pattern, Tone, Voice, find_player, length, wav

A: Pattern = (Tone(440, 0.1, 0.05),)
B: Pattern = (Tone(880, 0.1, 0.0),)
C: Pattern = (Tone(1000, 0.1, 0.02), Tone(500, 0.2, 0.0))


def heard(file: bytes) -> array[int]:
    """The samples of a WAV file."""
    with wave.open(io.BytesIO(file)) as made:
        assert (made.getnchannels(), made.getsampwidth(), made.getframerate()) == (1, 2, RATE)
        return array("h", made.readframes(made.getnframes()))


def hertz(samples: array[int]) -> float:
    """The frequency of one tone, by how often it passes zero upwards."""
    passes = sum(before < 0 <= after for before, after in pairwise(samples))
    return passes * RATE / len(samples)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; a hanging test is ended by the runner."""
    while not holds():
        time.sleep(0.002)


@pytest.fixture
def aplay(tmp_path: Path) -> Callable[[str], str]:
    """Put an `aplay` into a folder: a shell script that keeps what it is to play, numbered."""

    def make(before: str = "") -> str:
        script = tmp_path / "aplay"
        keep = "n=$(ls *.wav 2>/dev/null | wc -l); cat > part; mv part $n.wav"
        script.write_text(f'#!/bin/sh\n[ "$*" = "-q -" ] || exit 2\ncd {tmp_path}\n{before}\n{keep}\n')
        script.chmod(0o755)
        return str(script)

    return make


@pytest.mark.parametrize("pattern", [A, B, C, *PATTERNS.values()])
def test_each_tone_has_its_pitch_and_length(pattern: Pattern) -> None:
    """Counted in the file itself; between the tones there is silence."""
    samples = heard(wav(pattern))
    assert len(samples) == pytest.approx(length(pattern) * RATE, abs=len(pattern))
    for each in pattern:
        own, samples = samples[: round(each.seconds * RATE)], samples[round(each.seconds * RATE) :]
        assert hertz(own) == pytest.approx(each.hertz, abs=1.5 / each.seconds)
        assert 0x3000 < max(own) < 0x7FFF
        pause, samples = samples[: round(each.pause * RATE)], samples[round(each.pause * RATE) :]
        assert not any(pause)


def test_a_tone_begins_and_ends_in_silence() -> None:
    """It would click."""
    samples = heard(wav(B))
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 1000


def test_the_player_gets_the_file(aplay: Callable[[str], str], tmp_path: Path) -> None:
    """Whole, by its standard input."""
    voice = Voice(aplay(""))
    voice.sound(C)
    until((tmp_path / "0.wav").exists)
    assert (tmp_path / "0.wav").read_bytes() == wav(C)
    voice.close()
    assert voice.failure is None


def test_a_newer_sound_takes_the_place_of_a_waiting_one(aplay: Callable[[str], str], tmp_path: Path) -> None:
    """What is heard is heard to its end; what is stale is not heard at all; nobody waits."""
    voice = Voice(aplay(f"touch {tmp_path}/busy; while [ ! -e {tmp_path}/go ]; do sleep 0.01; done"))
    voice.sound(A)
    until((tmp_path / "busy").exists)
    voice.sound(B)
    voice.sound(C)
    (tmp_path / "go").touch()
    until((tmp_path / "1.wav").exists)
    assert [(tmp_path / f"{place}.wav").read_bytes() for place in (0, 1)] == [wav(A), wav(C)]
    voice.close()


@pytest.mark.parametrize(
    ("before", "said"), [("echo no such device >&2; exit 1", "no such device"), ("exit 7", "exit code 7")]
)
def test_a_player_that_fails_says_why(aplay: Callable[[str], str], before: str, said: str) -> None:
    """In its own words where it has some."""
    voice = Voice(aplay(before))
    voice.sound(A)
    until(lambda: voice.failure is not None)
    assert voice.failure == said


def test_a_player_that_went_away_is_a_failure(tmp_path: Path) -> None:
    """An update may take it."""
    voice = Voice(str(tmp_path / "gone"))
    voice.sound(A)
    until(lambda: voice.failure is not None)
    assert "gone" in str(voice.failure)


def test_a_player_that_hangs_is_a_failure(
    aplay: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the device."""
    monkeypatch.setattr(tone, "_PATIENCE", 0.05)
    voice = Voice(aplay("exec sleep 60"))
    voice.sound(A)
    until(lambda: voice.failure is not None)
    assert "timed out" in str(voice.failure)


def test_closing_ends_a_player_that_waits_for_its_device(aplay: Callable[[str], str], tmp_path: Path) -> None:
    """No process is left behind."""
    voice = Voice(aplay("echo $$ > pid; exec sleep 60"))
    voice.sound(A)
    until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text() != "")
    player = Path("/proc") / (tmp_path / "pid").read_text().strip()
    assert player.exists()
    voice.close()
    until(lambda: not player.exists())
    assert voice.failure is None  # leaving is none


@pytest.mark.parametrize(
    ("cards", "found"),
    [
        (" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n", True),
        ("--- no soundcards ---\n", False),
        ("", False),
    ],
)
def test_a_player_is_used_where_there_is_a_card(
    aplay: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cards: str, *, found: bool
) -> None:
    """Both are needed."""
    (tmp_path / "cards").write_text(cards)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_player(tmp_path / "cards") is None
    made = aplay("")
    assert find_player(tmp_path / "cards") == (made if found else None)
    assert find_player(tmp_path / "missing") is None
