"""Sync: what the dock recorded goes to the central claims system, and what that decided comes back.

The log is the outbox. Nothing here is trusted but the journal and what the other side says it has:
`sync.db` may be deleted and a run be killed at any moment; the next one begins where the two differ.
"""

from __future__ import annotations

from intake.sync.report import Report
from intake.sync.run import check, sync
from intake.sync.watch import Watch

__all__ = ["Report", "Watch", "check", "sync"]
