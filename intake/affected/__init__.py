"""Affected lists: which units a maker takes back, by whatever part of the serial he names them."""

from intake.affected.columns import columns_of
from intake.affected.fault import ColumnError, FaultKind, ListErrors, RowError
from intake.affected.head import PART, ListHead, is_part, parse_head, read_comments
from intake.affected.keys import MOST_KEYS
from intake.affected.listing import AffectedList, parse_csv
from intake.affected.match import Match, NamedBy
from intake.affected.reader import RowReader
from intake.affected.row import AffectedRow
from intake.affected.segment import predecessor, segments, successor
from intake.affected.shape import KeyRange, Shape

__all__ = [
    "MOST_KEYS",
    "PART",
    "AffectedList",
    "AffectedRow",
    "ColumnError",
    "FaultKind",
    "KeyRange",
    "ListErrors",
    "ListHead",
    "Match",
    "NamedBy",
    "RowError",
    "RowReader",
    "Shape",
    "columns_of",
    "is_part",
    "parse_csv",
    "parse_head",
    "predecessor",
    "read_comments",
    "segments",
    "successor",
]
