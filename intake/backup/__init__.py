"""Backup: a verified copy of a state folder, made while its station may be running.

The journal is copied in one step, then what it names at that event; the manifest comes last, and the copy
gets its name only when it has been read back whole. So a folder of that name is a backup, or it has decayed
since, which `verify_backup` finds.
"""

from __future__ import annotations

from intake.backup.making import Made, back_up
from intake.backup.manifest import Manifest, Missing, Stored, Why
from intake.backup.verifying import UnsoundBackupError, Verified, expect_sound, verify_backup

__all__ = [
    "Made",
    "Manifest",
    "Missing",
    "Stored",
    "UnsoundBackupError",
    "Verified",
    "Why",
    "back_up",
    "expect_sound",
    "verify_backup",
]
