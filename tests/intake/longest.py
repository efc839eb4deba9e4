"""The longest sentences: each message with values as long as they get at a dock."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from rich.cells import cell_len

from intake.accessory import AccessoryKind
from intake.barcode import UnreadableReason
from intake.campaign import UnNumber
from intake.catalogue import checklist
from intake.central_status import FailureKind
from intake.condition import Condition, Observation
from intake.container import ContainerState
from intake.disposition import EmergencyOutcome
from intake.hold import HoldKind
from intake.language import Language
from intake.line import Line
from intake.operator import Role
from intake.photo import PhotoFault
from intake.receipt.undoing import TABLE as UNDONE
from intake.scan import Fault
from intake.verdict import Reason, Verdict
from intake.wording import Wording

# As long as they get at a dock: our labels are of fixed length, a carrier's number has 12 digits, the longest
# known serials 23 characters (a PPID with its hyphens), product names come from the notices.
LONGEST: dict[str, Sequence[str | int]] = {
    "about": ["RI-Q-0012-T", "JP-07Y356-12345-67A-0BCD"],
    "act": [kind.__name__ for kind in UNDONE],
    "before": ["RI-Q-0012-T"],
    "cage": ["RI-G-01-5"],
    "claim": ["2031-0304-000123"],
    "changed": [1_000_000],
    "channels": ["amazon-us, retail-store"],
    "claimed": [100],
    "document": ["1234-5678-9012"],
    "hours": ["24"],
    "minutes": [15],
    "missing": [100],
    "near": ["JP-07Y356-12345-67A-0BCD"],
    "sign": [sign.name for sign in checklist().signs],
    "tag": ["RI-A-0001-X"],
    "to": ["RI-Q-0012-T"],
    "text": ["JP-07Y356-12345-67A-0BCD"],
    "place": [12],
    "unit": ["RI-U-000001-K"],
    "answers": [100_000],
    "lists": [12],
    "pending": [100_000_000],
    "rate": [100_000],
    "seconds": [14_400],
    "sent": [100_000_000],
    "total": [100_000_000],
    "accessory": [*AccessoryKind],
    "at": ["2031-03-04T05:06:07.089Z"],
    "badge": ["RI-O-0007-H"],
    "bag": ["RI-U-000001-K"],
    "bin": ["RI-R-01-S"],
    "campaign": ["jp-2025-10-21"],
    "campaigns": ["jp-2025-10-21"],
    "colour": ["midnight-green"],
    "condition": [*Condition, *Observation],
    "container": ["RI-Q-0012-T"],
    "count": [12],
    "detail": ["DOCK-12 2031-03-04T05:06:07.089Z"],
    "failure": [*FailureKind],
    "fault": ["x" * 80],
    "hold": [*HoldKind],
    "item": ["Anker Power Bank (10000mAh, 30W)"],
    "language": [*Language],
    "length": [40],
    "shortest": [4],
    "longest": [12],
    "location": ["Cage 12, shelf 3, outdoors"],
    "model": ["A3130-ZZ"],
    "outcome": [*EmergencyOutcome],
    "parcel": ["RI-P-000123-B"],
    "photo_fault": [*PhotoFault],
    "parcels": [100_000],
    "reason": [*Reason, *UnreadableReason, *Fault],
    "request": ["0198f0f0-0000-7000-8000-000000000000"],
    "right": ["", "RI-Q-0012-T"],
    "role": [*Role],
    "seq": [100_000_000],
    "services": ["intake-backup"],
    "station": ["DOCK-12"],
    "serial": ["JP-07Y356-12345-67A-0BCD"],
    "sha256": ["0" * 64],
    "state": [*ContainerState],
    "un_number": [*UnNumber],
    "units": [50],
    "verdict": [*Verdict],
    "version": ["2031-03-04.12"],
}


def placeholders(sentence: str) -> set[str]:
    """Give the names of the values a sentence takes."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def longest(wording: Wording, message: str) -> Line:
    """Give a message with the longest values its sentence can have."""
    return Line(message, {name: longest_value(wording, name) for name in placeholders(wording.raw(message))})


def longest_hint(wording: Wording, message: str) -> Line:
    """Give an answer that names the serial that may be meant, with the longest values it can have.

    Of an invalid text only two reasons leave a serial that may be meant.
    """
    names = {"near", *placeholders(wording.raw(message))} - {"length"}
    params = {name: longest_value(wording, name) for name in names}
    if "invalid" in message:
        params["reason"] = Reason.BAD_CHARACTERS
    return Line(message, params)


def longest_value(wording: Wording, name: str) -> str | int:
    """Give the value that takes the most cells."""
    return max(LONGEST[name], key=lambda value: cell_len(wording._value(name, value)))  # noqa: SLF001 (no other way to word one)
