"""Compiles shim.c and runs a program under it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")
"""A crash of the machine is simulated, so the real disk need not be waited for."""


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Return a temporary folder in memory where there is one."""
    return tempfile.TemporaryDirectory(prefix="intake-crash-", dir=MEMORY if MEMORY.is_dir() else None)


def compile_shim(folder: Path) -> Path:
    """Compile the shim into `folder`, once for all processes that ask."""
    shim = folder / "shim.so"
    if not shim.exists():
        own = folder / f"shim-{os.getpid()}.so"
        command = ["gcc", "-Wall", "-Wextra", "-O2", "-shared", "-fPIC", "-pthread", "-o"]
        subprocess.run([*command, str(own), str(HERE / "shim.c")], check=True)
        own.rename(shim)
    return shim


def shimmed(shim: Path, watch: Path, log: Path, **settings: str) -> dict[str, str]:
    """Return the environment that records what happens under `watch` into `log`."""
    return os.environ | {"LD_PRELOAD": str(shim), "CRASH_WATCH": str(watch), "CRASH_LOG": str(log)} | settings
