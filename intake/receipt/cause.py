"""The cause of a scan's facts: what of the scan may stand in the log for ever."""

from __future__ import annotations

from intake import facts
from intake.barcode import Reading
from intake.campaign import Catalogue
from intake.events import ScanCause
from intake.receipt.decision import Decision
from intake.receipt.recognised import is_recognised
from intake.scan import Scan

_CHANGED_NOTHING = (facts.ScanRefused, facts.ScanRepeated, facts.QuestionAsked)


def cause_of(scan: Scan, reading: Reading, decision: Decision, catalogue: Catalogue) -> ScanCause:
    """Give the scan as the log keeps it: a text nobody recognised stands there only if it led to a fact."""
    accepted = not isinstance(decision.drafts[0].fact, _CHANGED_NOTHING)
    known = accepted or is_recognised(reading, catalogue)
    raw = scan.raw if known and scan.raw != scan.text.encode() else None
    return ScanCause(
        scan.source,
        scan.method,
        scan.symbology,
        scan.wall,
        scan.monotonic,
        scan.text if known else None,
        raw,
        scan.fault,
        scan.repaired,
    )
