"""The body of an event: what happened, in the past tense."""

from __future__ import annotations

import msgspec


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of an event."""
