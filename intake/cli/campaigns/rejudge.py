"""`intake campaigns rejudge`: every unit ever received is judged by the lists in force."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from intake.cli.asking import sentence
from intake.cli.output import json_line
from intake.door import background
from intake.errors import IntakeError, StorageError
from intake.judging import judging
from intake.outcome import Line, Message, Outcome
from intake.rejudging import Run
from intake.request import EndRejudging, Request, Wish
from intake.scan import Severity
from intake.settings import load
from intake.state_folder import default_folder, expect_state_folder
from intake.surroundings import now, uuid7
from intake.wording import Wording

_AHEAD = 2
"""Chunks on their way at once; which is recorded first makes no difference."""


class _ListsChangedError(Exception):
    """Another list was put in force meanwhile: everything is judged by that one."""


@click.command()
@click.option("--beside", is_flag=True, help="Only beside a running station; end when it ends.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object at the end.")
def rejudge(*, beside: bool, as_json: bool) -> None:
    """Judge every unit ever received by the lists in force; the desk goes on meanwhile.

    Killed at any moment, it is simply begun again.
    """
    folder = default_folder()
    expect_state_folder(folder)
    with background(folder, "intake campaigns rejudge", beside=beside) as bring:
        ended = _ended(folder, bring)
    if as_json:
        json_line({"lists": ended.lists, "units": ended.units, "changed": ended.changed})
    else:
        line = Line(Message.REJUDGING_ENDED, {"units": ended.units, "changed": ended.changed})
        click.echo(Wording(load(folder).language).sentence(line))


def _ended(folder: Path, bring: Callable[[Request], Outcome]) -> EndRejudging:
    """Judge by the lists in force, and from the beginning where others have come into force meanwhile.

    Raises StorageError where the station goes on judging by others: it could not read one of them.
    """
    refused = None
    while True:
        with contextlib.suppress(_ListsChangedError), judging(folder) as look_ups:
            run = Run(look_ups, lambda: now().wall, _progress())
            if run.lists == refused:
                raise StorageError(
                    f"expected a station that judges by the lists in force, {refused}, got one "
                    "that does not: it looks for them when nobody scans; if this stays so, start it anew"
                )
            refused = run.lists
            return _run(run, partial(_sent, bring))


def _run(run: Run, send: Callable[[Wish], Outcome]) -> EndRejudging:
    """While the station records a chunk, the next one waits at its door, and the one after that is judged."""
    waiting: deque[Future[Outcome]] = deque()
    with ThreadPoolExecutor(_AHEAD) as senders:
        for chunk in run.chunks():
            if len(waiting) == _AHEAD:
                waiting.popleft().result()
            waiting.append(senders.submit(send, chunk))
        for sent in waiting:
            sent.result()
    ended = run.end()
    send(ended)
    return ended


def _sent(bring: Callable[[Request], Outcome], wish: Wish) -> Outcome:
    made = uuid7(time.time_ns() // 1_000_000)
    outcome = bring(Request(made, f"uid:{os.getuid()}", wish))
    if outcome.answer.message is Message.LISTS_CHANGED:
        raise _ListsChangedError
    if outcome.answer.severity is Severity.REFUSED:
        _refused(outcome)
    return outcome


def _refused(outcome: Outcome) -> NoReturn:
    """What a station could not record is its disk's fault, what it would not is the asker's."""
    kind = StorageError if outcome.seq is None else IntakeError
    raise kind(sentence(outcome))


def _progress() -> Callable[[int], None]:
    """Count on standard error, where a person looks on."""
    if not sys.stderr.isatty():
        return lambda _judged: None
    return lambda judged: click.echo(f"\r{judged:,}", nl=False, err=True)
