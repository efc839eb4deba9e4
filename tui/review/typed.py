"""Typed: the characters an event brings."""

from __future__ import annotations

from textual import events


def typed(event: events.Event) -> str:
    """Give what a key or a paste types; nothing for any other key or event."""
    if isinstance(event, events.Paste):
        return event.text
    if isinstance(event, events.Key) and event.is_printable and event.character:
        return event.character
    return ""
