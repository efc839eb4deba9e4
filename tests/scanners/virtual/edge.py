"""Compiles edge.c and runs programs under it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Self

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PATIENCE = 10.0
"""Seconds to wait for a line that must come; only a failing test waits that long."""


class Edge:
    """The compiled library."""

    def __init__(self, folder: Path) -> None:
        self._library = folder / "edge.so"
        command = ["gcc", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC", "-o", str(self._library)]
        subprocess.run([*command, str(HERE / "edge.c")], check=True)

    @property
    def environ(self) -> dict[str, str]:
        """What a program must be started with to see the virtual devices."""
        before = os.environ.get("LD_PRELOAD")
        return os.environ | {"LD_PRELOAD": f"{self._library}:{before}" if before else str(self._library)}

    def run(self, module: str, *arguments: str) -> Program:
        """Start `python -m module`, which prints JSON lines."""
        return Program([sys.executable, "-m", module, *arguments], self.environ)


class Program:
    """A program that prints JSON lines and takes lines."""

    def __init__(self, command: list[str], environ: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command, env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, line: str) -> None:
        """Give it a line."""
        assert self._process.stdin
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def line(self) -> dict[str, object]:
        """The next line it prints."""
        assert self._process.stdout
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
            assert ready, f"no line within {PATIENCE} s, but {self._rest!r}"
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            assert part, f"it ended with {self._process.wait()}"
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        said: dict[str, object] = json.loads(line)
        return said

    def until(self, key: str) -> dict[str, object]:
        """The next line that has `key`."""
        while key not in (line := self.line()):
            pass
        return line
