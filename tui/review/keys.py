"""The review's keys: function keys only, so that every letter can go to the search."""

from __future__ import annotations

from textual.binding import Binding, BindingType

BINDINGS: list[BindingType] = [
    Binding("f1", "help", priority=True),
    Binding("f2", "language", priority=True),
    Binding("f3", "search", priority=True),
    Binding("f4", "open('holds')", priority=True),
    Binding("f5", "palette", priority=True),
    Binding("f6", "open('containers')", priority=True),
    Binding("f7", "open('replacements')", priority=True),
    Binding("f8", "open('charts')", priority=True),
    Binding("f9", "export", priority=True),
    Binding("f10", "leave", priority=True),
    Binding("f11", "open('rejudged')", priority=True),
    Binding("f12", "open('near')", priority=True),
]
ON_FRAMES = frozenset({"open", "search", "export", "palette"})
"""Forbidden while a card is in front: what is filled in is sent or left first."""
