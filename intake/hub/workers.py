"""Workers: processes that do the same, kept at their number until the one that keeps them is told to end."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any

_PAUSE = 1.0
"""Seconds before one that ended takes its place again: whatever ends them at once must not fill the log."""

_LOG = logging.getLogger(__name__)


def keep(count: int, work: Callable[..., None], about: tuple[Any, ...]) -> None:
    """Have `count` processes work until SIGTERM or SIGINT, which each of them gets; wait for them all.

    They are fresh interpreters: nothing open but what `about` holds comes with them.
    """
    workers = [_begin(work, about) for _ in range(count)]
    ending = False

    def end(_signal: int, _frame: object) -> None:
        nonlocal ending
        ending = True
        for worker in workers:
            worker.terminate()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    while not ending:
        wait([worker.sentinel for worker in workers])
        if not ending:
            time.sleep(_PAUSE)
            workers[:] = [worker if worker.is_alive() else _anew(worker, work, about) for worker in workers]
    for worker in workers:
        worker.terminate()  # one may have begun while the signal came
        worker.join()


def _anew(gone: SpawnProcess, work: Callable[..., None], about: tuple[Any, ...]) -> SpawnProcess:
    _LOG.error("worker %s ended with %s, another takes its place", gone.pid, gone.exitcode)
    return _begin(work, about)


def _begin(work: Callable[..., None], about: tuple[Any, ...]) -> SpawnProcess:
    worker = multiprocessing.get_context("spawn").Process(target=_work, args=(work, about))
    worker.start()
    return worker


def _work(work: Callable[..., None], about: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_keeper, daemon=True).start()
    work(*about)


def _end_with_keeper() -> None:
    """A keeper that was killed can end nobody: its workers would hold the port for ever."""
    keeper = multiprocessing.parent_process()
    if keeper is not None:
        wait([keeper.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
