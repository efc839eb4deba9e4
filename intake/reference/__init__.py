"""Published affected lists: immutable files a serial is looked up in within microseconds.

Overlapping ranges of keys are swept at publishing into disjoint segments, so that one seek finds the only
segment that may hold a key, whatever ranges cover whatever others (a query over the ranges themselves
slows down to milliseconds as soon as one covers a whole model). A file appears whole (`intake.publishing`)
and never changes after.
"""

from intake.reference.draft import ListDraft, publish
from intake.reference.file import FORMAT, ListFileError, Named
from intake.reference.index import AffectedIndex, PublishedSegment

__all__ = [
    "FORMAT",
    "AffectedIndex",
    "ListDraft",
    "ListFileError",
    "Named",
    "PublishedSegment",
    "publish",
]
