"""Lines: sentences by their name, worded only where they are shown."""

from __future__ import annotations

import msgspec

Params = dict[str, str | int]
"""Values a sentence names. A value that is a code (a condition, a colour) is worded by the catalogue."""


class Line(msgspec.Struct, frozen=True):
    """One sentence to be worded: its id and what it names."""

    message: str
    params: Params = {}
