"""Key shapes: which stretches of a serial a list names units by, put together into one key.

Whatever a maker prints (a range, prefixes, a mask, two fields that must both match) becomes ranges of
such keys, so that one kind of look-up answers them all.
"""

from __future__ import annotations

import msgspec

from intake.part import Part

ShapeOrder = tuple[int, tuple[tuple[int, int, int], ...]]


class Shape(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """The stretches a key is made of, in this order; none: every serial has the key `""`."""

    parts: tuple[Part, ...] = ()
    length: int = 0
    """How many characters the serial must have; 0: any number."""

    @classmethod
    def whole(cls, length: int) -> Shape:
        """Give the shape whose key is the serial itself."""
        return cls((Part(0, length),), length)

    @property
    def is_whole(self) -> bool:
        """Tell whether the key is the whole serial."""
        return self.length > 0 and self.parts == (Part(0, self.length),)

    @property
    def order(self) -> ShapeOrder:
        """What shapes are sorted by."""
        return self.length, tuple((part.group, part.start, part.length) for part in self.parts)

    def key(self, serial: str) -> str | None:
        """Give the key of a serial in normal form; None where a stretch is missing or the length differs."""
        if self.length and len(serial) != self.length:
            return None
        found = ""
        for part in self.parts:
            text = part.of(serial)
            if text is None:
                return None
            found += text
        return found


class KeyRange(msgspec.Struct, frozen=True, gc=False):
    """Keys of one shape from `first` to `last`, both included; as text, in the order of ASCII."""

    shape: Shape
    first: str
    last: str

    @property
    def is_one(self) -> bool:
        """Tell whether it is a single key."""
        return self.first == self.last

    def holds(self, serial: str) -> bool:
        """Tell whether the key of a serial in normal form lies within."""
        key = self.shape.key(serial)
        return key is not None and self.first <= key <= self.last

    def followed_by(self, other: KeyRange) -> KeyRange:
        """Ask for both: this one, which must be a single key, and then the other."""
        shape = Shape(self.shape.parts + other.shape.parts, self.shape.length or other.shape.length)
        return KeyRange(shape, self.first + other.first, self.last + other.last)
