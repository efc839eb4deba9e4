"""The doctor: checks of a station that say what is wrong and what to do about it.

It only looks: nothing of the state folder changes, no scanner is opened, a running station is asked nothing.
"""

from __future__ import annotations

from intake.doctor.case import Case
from intake.doctor.examination import alone, examine
from intake.doctor.finding import MARKS, Check, Finding, State, fault, fine, warning

__all__ = ["MARKS", "Case", "Check", "Finding", "State", "alone", "examine", "fault", "fine", "warning"]
