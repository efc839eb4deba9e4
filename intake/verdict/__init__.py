"""Verdicts: what is said of a serial, and why."""

from __future__ import annotations

from intake.verdict.conditions import speaks_of_serial
from intake.verdict.judge import judge
from intake.verdict.judgement import (
    CARD_DECIDES,
    NOTHING_TOLD,
    OTHER_CHANNEL,
    OTHER_MODEL,
    Judgement,
    ListStatus,
    Reason,
    Told,
    Verdict,
    understood,
    unvouched,
)

__all__ = [
    "CARD_DECIDES",
    "NOTHING_TOLD",
    "OTHER_CHANNEL",
    "OTHER_MODEL",
    "Judgement",
    "ListStatus",
    "Reason",
    "Told",
    "Verdict",
    "judge",
    "speaks_of_serial",
    "understood",
    "unvouched",
]
