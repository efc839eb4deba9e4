"""Marks: the shape of an answer in a list, told apart without colour and of one width in every terminal."""

from __future__ import annotations

from intake.scan import Severity

MARKS = {
    Severity.OK: "ok",
    Severity.NOTE: " !",
    Severity.REFUSED: " X",
    Severity.HAZARD: "!!",
    Severity.EMERGENCY: "!!",
}
