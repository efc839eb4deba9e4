"""Leaving: a key that quits only when a person has pressed it twice."""

from __future__ import annotations

SHORTEST_PAUSE = 0.5
"""Seconds: two presses of a key nearer than this come from a gun, not from a finger."""

LONGEST_THOUGHT = 5.0
"""Seconds after which the first press is forgotten."""


class Leaving:
    """Remembers the press before."""

    def __init__(self) -> None:
        """Begin with none."""
        self._asked_at = float("-inf")

    def press(self, at: float) -> bool:
        """Take a press at `at` seconds; tell whether it is the second at a person's pace."""
        pause, self._asked_at = at - self._asked_at, at
        return SHORTEST_PAUSE <= pause <= LONGEST_THOUGHT
