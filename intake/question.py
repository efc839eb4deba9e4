"""Questions: what an answer may ask, for the next scan to answer; any other scan drops the question.

Only one that cannot be read, where a serial is asked for, is asked again.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Ask(StrEnum):
    """What is asked."""

    REOPEN = "reopen"
    """A parcel received before was scanned: open it again?"""

    SECOND_UNIT = "second_unit"
    """A serial of this very parcel was scanned again: is there another unit with it?"""

    SECOND_PRINTED = "second_printed"
    """The same, of a serial a camera read off print."""

    SECOND_KEYED = "second_keyed"
    """The same, of a serial a person keyed."""

    EMPTY = "empty"
    """After a misread serial a parcel is said to be empty: really?"""

    OPEN_CONTAINER = "open_container"
    """A container's label not in use was scanned: which class does it take?"""

    UNDO = "undo"
    """For what reason is the last act undone?"""

    MOVE_WHAT = "move_what"
    MOVE_WHERE = "move_where"
    INSPECT = "inspect"
    """Which container was looked at? Asked again after each."""

    LOOK_UP = "look_up"
    """What is to be looked up? Nothing of it is taken in."""

    PHOTO = "photo"
    """The camera is to take a picture of the unit; `about` names the wish."""

    KEEP_PHOTO = "keep_photo"
    """Is this picture to be kept? `about` is its SHA-256."""

    NO_PHOTO = "no_photo"
    """None came. A "yes" or "no" said to the picture still answers this, never the checklist behind it."""


class Question(msgspec.Struct, frozen=True):
    """One open question."""

    ask: Ask
    about: str = ""
    """What it is about, by id or label."""
