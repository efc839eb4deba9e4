"""The beeps of a HID-POS scanner: which report asks for which. No input and no output here.

Source: USB HID Point of Sale Usage Tables 1.02, 3.9 (HID Usage Tables 1.5, chapter 25): Sound Error Beep
and Sound Good Read Beep are flags of an output report, and what is set sounds. Where they stand a device's
own descriptor tells; Access-IS has them in report 4, as bits 5 and 6 (LSR118 manual, appendix B.3).
Prevent Read of Barcodes, a flag beside them, is never set: a station that is killed would leave a dead gun.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from scanners.report_descriptor import output_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanners.report_descriptor import Field


class Beep(IntEnum):
    """What a scanner can be asked to sound, by its usage on the page of bar code scanners."""

    ERROR = 0x85
    GOOD_READ = 0x86


_BEEPS: Final = {0x008C_0000 | beep: int(beep) for beep in Beep}
"""By the whole usage, the page in the upper half."""


def beep_reports(descriptor: bytes) -> Mapping[int, bytes]:
    """The report that sounds each beep, by usage, as hidraw takes it: its number first, 0 where it has none.

    Empty where the descriptor does not name both, or they cannot be asked for without setting something else.
    """
    try:
        told = output_fields(descriptor)
    except ValueError:
        return {}
    asked = [field for field in told if field.usage in _BEEPS and _is_free(field, told)]
    reports = {_BEEPS[field.usage]: _report(field, told) for field in asked}
    return reports if len(reports) == len(Beep) else {}


def _is_free(beep: Field, told: list[Field]) -> bool:
    """Whether all else in its report are flags, which stay off: in a value 0 would be a setting."""
    beside = (field for field in told if field.report_id == beep.report_id and field.usage)
    return all(field.size == 1 or field.usage in _BEEPS for field in beside)


def _report(beep: Field, told: list[Field]) -> bytes:
    """The whole report with nothing set but the first element of this beep."""
    end = max(field.end for field in told if field.report_id == beep.report_id)
    report = (1 << beep.bit).to_bytes(-(-end // 8), "little")
    return bytes([beep.report_id]) + report[bool(beep.report_id) :]
