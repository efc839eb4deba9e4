"""Gathering for requests: what the log and the folder say about the thing a wish names."""

from __future__ import annotations

from intake.gathering.wishes import Answered, Gathering

__all__ = ["Answered", "Gathering"]
