"""Expected returns: what claims announce, in immutable files of their own that are kept by retention.

A claim number, a kit or tracking number and devices; never a person: a file with a column that looks like one
is refused.
"""

from __future__ import annotations

from intake.expected.draft import ReturnsDraft, publish
from intake.expected.fault import ExpectedError
from intake.expected.returns import ExpectedReturns, expected_path
from intake.expected.row import COLUMNS, ExpectedRow

__all__ = [
    "COLUMNS",
    "ExpectedError",
    "ExpectedReturns",
    "ExpectedRow",
    "ReturnsDraft",
    "expected_path",
    "publish",
]
