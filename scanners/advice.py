"""Advice: which hint a person is given, so that it does not flicker.

Pure. A hand that brings a code near blurs it for a moment, and needs no advice for that.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scanners.hint import Hint

_PATIENCE: Final = 0.5
"""Seconds without a read before a hint is given."""

_HEARD: Final = 5
"""Judgements of which the most frequent counts."""

_AGREED: Final = 3

_FORGOTTEN: Final = 1.0
"""Seconds after the last judgement for which a hint stays: nothing is there any more."""


class Advice:
    """Weighs what hinders each picture."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._judged = 0.0
        self._heard: deque[Hint | None] = deque(maxlen=_HEARD)
        self.hint: Hint | None = None
        """What to tell."""

    def read(self) -> None:
        """Note that something was read: nothing hinders."""
        self._since, self.hint = None, None
        self._heard.clear()

    def unread(self, hindrance: Hint | None, at: float) -> None:
        """Note what hinders reading what was found in a picture taken at `at`, in seconds."""
        self.nothing(at)
        self._since = at if self._since is None else self._since
        self._judged = at
        self._heard.append(hindrance)
        most, count = Counter(self._heard).most_common(1)[0]
        if at - self._since >= _PATIENCE and count >= _AGREED:
            self.hint = most

    def nothing(self, at: float) -> None:
        """Note that nothing was found in a picture taken at `at`."""
        if self._since is not None and at - self._judged > _FORGOTTEN:
            self.read()
