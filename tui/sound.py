"""Sound: what the operator hears of an answer without looking up.

How many tones there are tells what it was, in every terminal: one it is taken, two it is refused, three it is
dangerous. An emergency sounds again and again until it is ended; a key silences it for a while, a scan
never does. Where there is a sound card, pitch and length tell the same once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from intake.scan import Severity
from intake.settings import SoundPolicy
from tui.tone import Pattern, Tone, Voice, length

PATTERNS: dict[Severity, Pattern] = {
    Severity.OK: (Tone(1568, 0.08, 0.0),),
    Severity.NOTE: (Tone(784, 0.25, 0.0),),
    Severity.REFUSED: (Tone(330, 0.2, 0.1),) * 2,
    Severity.HAZARD: (Tone(988, 0.15, 0.15),) * 3,
    Severity.EMERGENCY: (Tone(988, 0.2, 0.0), Tone(1480, 0.2, 0.05)) * 2,
}
"""The lower and slower, the worse; only what needs people at once is high, and warbles."""

HEARD: dict[SoundPolicy, frozenset[Severity]] = {
    SoundPolicy.ALL: frozenset(Severity),
    SoundPolicy.BAD: frozenset({Severity.REFUSED, Severity.HAZARD, Severity.EMERGENCY}),
    SoundPolicy.NONE: frozenset(),
}

ALARM_PERIOD = 2.0
"""Seconds from one sound of an emergency to the next."""

SILENCE = 60.0
"""Seconds a key keeps an emergency quiet."""

_PATIENCE = 0.5
"""Seconds after its end in which a sound must have failed if it has."""

Stop = Callable[[], None]
Later = Callable[[float, Callable[[], None]], Stop]
"""Do something after so many seconds on the screen's thread, unless stopped."""


class Sound:
    """What is heard at one desk. Used by the screen's thread alone; nothing here waits."""

    def __init__(
        self,
        policy: SoundPolicy,
        bell: Callable[[], None],
        later: Later,
        on_failure: Callable[[str], None],
        voice: Voice | None = None,
    ) -> None:
        """Sound by `voice`, or by `bell` where there is none or it fails; `on_failure` is told so once."""
        self.policy = policy
        self._bell = bell
        self._later = later
        self._on_failure = on_failure
        self._voice = voice
        self._pending: list[Stop] = []
        self._repeat: Stop | None = None

    def play(self, severity: Severity) -> None:
        """Sound an answer; what of an earlier one is not yet heard is dropped."""
        if severity not in HEARD[self.policy]:
            return
        self._drop_pending()
        pattern = PATTERNS[severity]
        if self._voice is None:
            self._ring(pattern)
        elif self._voice.failure is not None:
            self._check(pattern)
        else:
            self._voice.sound(pattern)
            self._pending.append(self._later(length(pattern) + _PATIENCE, partial(self._check, pattern)))

    def alarm(self, *, on: bool) -> None:
        """Repeat the sound of an emergency from now on, or end that. Called with the same again: nothing."""
        if on and self._repeat is None:
            self._repeat_in(ALARM_PERIOD)
        elif not on:
            self._end_alarm()

    def silence(self) -> None:
        """Keep a sounding emergency quiet for `SILENCE` seconds. For a key, never for a scan."""
        if self._repeat is not None:
            self._drop_pending()
            self._end_alarm()
            self._repeat_in(SILENCE)

    def close(self) -> None:
        """Be still."""
        self._drop_pending()
        self._end_alarm()
        if self._voice is not None:
            self._voice.close()

    def _repeat_in(self, seconds: float) -> None:
        self._repeat = self._later(seconds, self._sound_alarm)

    def _sound_alarm(self) -> None:
        self.play(Severity.EMERGENCY)
        self._repeat_in(ALARM_PERIOD)

    def _end_alarm(self) -> None:
        if self._repeat is not None:
            self._repeat()
        self._repeat = None

    def _ring(self, pattern: Pattern) -> None:
        """Ring the terminal's bell once for each tone, in its rhythm."""
        self._bell()
        for heard in range(1, len(pattern)):
            self._pending.append(self._later(length(pattern[:heard]), self._bell))

    def _drop_pending(self) -> None:
        for stop in self._pending:
            stop()
        self._pending.clear()

    def _check(self, pattern: Pattern) -> None:
        """Ring for a sound that failed, and from then on for every one."""
        if self._voice is not None and self._voice.failure is not None:
            failure, self._voice = self._voice.failure, None
            self._ring(pattern)
            self._on_failure(failure)
