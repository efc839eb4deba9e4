"""Workers are kept at their number while their keeper lives, and end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hubs import PATIENCE, until
from tests.postgres import children, runs

KEEP = "import time; from intake.hub.workers import keep; keep(2, time.sleep, (600,))"


def workers(keeper):
    """Name those that are past their first lines: what `multiprocessing` has begun to look after is none."""
    found = [pid for pid in children(keeper.pid) if runs(pid)]
    return {pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def watch(pid):
    """A worker ends with its keeper once it has a thread that waits for that."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1


@pytest.fixture
def keeper():
    process = subprocess.Popen([sys.executable, "-c", KEEP])
    try:
        until(lambda: len(workers(process)) == 2 and all(map(watch, workers(process))))
        yield process
    finally:
        for pid in workers(process):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait(PATIENCE)


def test_one_that_is_killed_is_replaced(keeper):
    gone, stays = workers(keeper)
    os.kill(gone, signal.SIGKILL)
    until(lambda: len(workers(keeper) - {gone}) == 2)
    assert stays in workers(keeper)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_they_end_with_their_keeper(keeper, how):
    kept = workers(keeper)
    keeper.send_signal(how)
    assert keeper.wait(PATIENCE) == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    until(lambda: not any(map(runs, kept)))
