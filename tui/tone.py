"""Tones through a sound card: made here, played by `aplay` in one thread, so that the screen never waits.

Debian's `aplay` (alsa-utils) is asked, not a library: it is there wherever a sound card is set up, and its
fault is a line of text and not the end of the desk.
"""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import sys
import threading
import wave
from array import array
from functools import cache
from pathlib import Path
from typing import NamedTuple

RATE = 16_000
"""Samples a second; twice the highest tone in use would do."""

CARDS = Path("/proc/asound/cards")

_LOUDEST = 0.6 * 0x7FFF
_RAMP = 0.005
"""Seconds in which a tone swells and fades: cut off at once it would click."""

_PATIENCE = 3.0
"""Seconds a sound may take beyond its length; a device another program holds makes `aplay` wait for ever."""


class Tone(NamedTuple):
    """One tone and the silence after it."""

    hertz: int
    seconds: float
    pause: float


Pattern = tuple[Tone, ...]


def length(pattern: Pattern) -> float:
    """Tell how many seconds a pattern takes."""
    return sum(tone.seconds + tone.pause for tone in pattern)


@cache
def wav(pattern: Pattern) -> bytes:
    """Give a pattern as a WAV file: 16 bits, one channel, `RATE` samples a second."""
    samples = array("h")
    for tone in pattern:
        samples.extend(_samples(tone))
    if sys.byteorder == "big":  # a WAV file has the low byte first (RIFF)
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(samples.itemsize)
        made.setframerate(RATE)
        made.writeframes(samples.tobytes())
    return file.getvalue()


def _samples(tone: Tone) -> list[int]:
    count, ramp = round(tone.seconds * RATE), round(_RAMP * RATE)
    turn = 2 * math.pi * tone.hertz / RATE
    heard = [
        round(_LOUDEST * min(1.0, place / ramp, (count - place) / ramp) * math.sin(turn * place))
        for place in range(count)
    ]
    return heard + [0] * round(tone.pause * RATE)


def find_player(cards: Path = CARDS) -> str | None:
    """Give the path of `aplay`, where it and a sound card are there."""
    try:
        listed = cards.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a kernel without sound has no such file
        return None
    # Each card's line begins with its number; without one the file says "--- no soundcards ---".
    has_card = any(line.split()[0].isdecimal() for line in listed.splitlines() if line.strip())
    return shutil.which("aplay") if has_card else None


class Voice:
    """The sound card. A newer sound takes the place of one that still waits."""

    def __init__(self, player: str) -> None:
        """Begin to wait for sounds to play with the program `player`."""
        self.failure: str | None = None
        """Why nothing is heard any more: what the program said last. It is not tried again."""
        self._wake = threading.Condition()
        self._next: Pattern | None = None
        self._is_closed = False
        self._playing: subprocess.Popen[bytes] | None = None
        self._command = [player, "-q", "-"]
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def sound(self, pattern: Pattern) -> None:
        """Play a pattern as soon as the one now heard is over. Returns at once."""
        with self._wake:
            self._next = pattern
            self._wake.notify()

    def close(self) -> None:
        """Play nothing more, and end what is heard: a player whose device is taken would wait for ever."""
        with self._wake:
            self._is_closed = True
            if self._playing is not None:
                self._playing.kill()
            self._wake.notify()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while self.failure is None and (pattern := self._wait()) is not None:
            self.failure = self._play(pattern)

    def _wait(self) -> Pattern | None:
        with self._wake:
            self._wake.wait_for(lambda: self._next is not None or self._is_closed)
            pattern, self._next = self._next, None
            return None if self._is_closed else pattern

    def _play(self, pattern: Pattern) -> str | None:
        """Play and wait for the end; give what went wrong."""
        try:
            with self._wake:
                if self._is_closed:
                    return None
                self._playing = subprocess.Popen(  # noqa: S603 (a program found on the path, its words fixed)
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            return self._heard(self._playing, pattern)
        except OSError as error:
            return str(error)

    def _heard(self, playing: subprocess.Popen[bytes], pattern: Pattern) -> str | None:
        with playing:
            try:
                _, told = playing.communicate(wav(pattern), timeout=length(pattern) + _PATIENCE)
            except subprocess.TimeoutExpired as error:
                playing.kill()
                return str(error)
        if self._is_closed:  # ended by us, maybe: the desk is leaving, and needs no word of it
            return None
        said = told.decode("utf-8", "replace").strip()
        return None if playing.returncode == 0 else said or f"exit code {playing.returncode}"
