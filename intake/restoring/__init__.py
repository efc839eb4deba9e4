"""Restoring: a state folder out of a backup, and what the backup lacks from the central claims system.

A restored journal goes on in an incarnation of its own, so that it never says again, in other words, what the
lost disk has said already. With contact it first takes over, byte for byte, what came after the backup.
Without, it begins at once, its replacements are provisional, and the stretch that was lost is fetched by the
first sync (`recover`): it stays a log of its own, for the two cannot be one chain.
"""

from __future__ import annotations

from intake.restoring.lost import lost_path, recover
from intake.restoring.restoration import Restored, restore
from intake.restoring.stock import lost_views

__all__ = ["Restored", "lost_path", "lost_views", "recover", "restore"]
