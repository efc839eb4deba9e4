"""A terminal around a program: what it paints and when, what is pressed, when it ends."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

COLUMNS, LINES = 120, 40
_MOST = 65_536


class Terminal:
    """Runs one program in a pseudo-terminal of 120 by 40. Times are those of `time.perf_counter`."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        """Start the program."""
        known = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", LINES, COLUMNS, 0, 0))
            os.execvpe(command[0], list(command), os.environ | known | environment)  # noqa: S606
        self._ended = os.pidfd_open(self.pid)
        self._painted = b""
        self._alive = True

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._fd, keys)

    def seen(self, token: bytes, timeout: float = 20.0) -> float:
        """Wait until `token` was painted since `settle`, and give the time when it was."""
        end = time.perf_counter() + timeout
        while token not in self._painted:
            self._read(end - time.perf_counter(), token)
        return time.perf_counter()

    def _read(self, timeout: float, token: bytes) -> None:
        ready, _, _ = select.select([self._fd], [], [], max(timeout, 0.0))
        if not ready:
            tail = self._painted[-3000:]
            raise TimeoutError(f"expected {token!r} to be painted, got {tail!r}")
        self._painted += self._take()

    def _take(self) -> bytes:
        try:
            return os.read(self._fd, _MOST)
        except OSError as error:  # EIO: the program closed its side
            raise EOFError(f"expected the program to run, got: {error}; {self._painted[-3000:]!r}") from error

    def settle(self, seconds: float) -> None:
        """Let so much time go by, reading; what was painted until then is forgotten."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                self._take()
        self._painted = b""

    def end(self, timeout: float = 10.0) -> float:
        """Wait until the process has ended, and give the time when it had."""
        end = time.perf_counter() + timeout
        while self._ended not in (ready := select.select([self._fd, self._ended], [], [], timeout)[0]):
            if time.perf_counter() > end or not ready:
                raise TimeoutError("expected the program to end, got one that runs on")
            try:
                os.read(self._fd, _MOST)
            except OSError:  # closed already; the process is about to end
                time.sleep(0.0005)
        moment = time.perf_counter()
        self._reap()
        return moment

    def kill(self) -> None:
        """End the program at once, if it still runs."""
        if self._alive:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        os.waitpid(self.pid, 0)
        self._alive = False
        for descriptor in (self._fd, self._ended):
            os.close(descriptor)

    def status(self, name: str) -> int:
        """Give a number of /proc/<pid>/status, such as VmRSS in kB."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))

    def cpu_seconds(self) -> float:
        """Give the processor time used so far (proc(5), stat)."""
        text = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
