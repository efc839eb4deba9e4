"""A few scans and requests on a disk that fails at one call, and what may be said about them.

Nobody may be deceived: what is answered as recorded is recorded, what is refused as not recorded is not,
and whatever ends before it answered says so in words.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.own_label import LabelKind
from intake.scan import Method, Scan
from intake.settings import Settings
from intake.station import Station
from tests.crash.check import Checker, Promise, envelopes_in, examine, fed, scans_of
from tests.crash.day import BIN, CONTAINERS, carrier_number, label, listed, morning, request
from tests.crash.dock import Run, recorded
from tests.crash.records import Op

UNKNOWN = "ヤマダ タロウ 様 123456"
"""Not recognised: its bytes go to a file of their own."""

PARCEL = [
    carrier_number(48_000_000_001),
    UNKNOWN,
    listed("A1263")[0],
    "RI-C-INTACT",
    label(LabelKind.BAG, 1),
    CONTAINERS["R", "UN3481"],  # the wrong one
    CONTAINERS["R", "UN3480"],
    "RI-C-BOX",
    "RI-C-YES",
    BIN,
    "RI-C-CLOSE",
]
"""One parcel with a unit and a box."""

REQUESTS = [
    UNKNOWN,
    request(
        "add", {"type": "operators.add", "code": label(LabelKind.BADGE, 50), "role": "lead", "pin": "1357"}
    ),
    request("bin", {"type": "bins.add", "code": label(LabelKind.REJECT_BIN, 5)}),
    request(
        "erase",
        {
            "type": "payloads.erase",
            "sha256": hashlib.sha256(UNKNOWN.encode()).hexdigest(),
            "reason": "a name",
        },
    ),
    "RI-C-NO",
]
"""Requests that also write to other files than the journal."""

NOT_RECORDED = {"disk_full", "not_recorded", "station_stopped"}
PERHAPS_RECORDED = {"outcome_unknown"}


@dataclass(frozen=True, slots=True)
class Case:
    """One tape with one fault."""

    folder: Path
    run: Run
    outcomes: list[dict[str, Any]]
    faults: list[str]
    """The files at which a call was made to fail."""

    @property
    def tape(self) -> Sequence[str]:
        """What was scanned and asked for."""
        return self.run.tape

    @property
    def promises(self) -> list[Promise]:
        """What was said to be recorded."""
        return [promise for promise in self.run.promises if promise.seq is not None]


def a_case(
    shim: Path, ready: Path, folder: Path, tape: Sequence[str], variant: str | None = None, **settings: str
) -> Case:
    """Feed the tape to a station on a copy of the ready folder."""
    folder.mkdir()
    shutil.copytree(ready, folder / "state")
    run = recorded(shim, folder, tape, variant, INTAKE_LANGUAGE="en", **settings)
    lines = (folder / "out").read_text(encoding="utf-8").splitlines()
    faults = [entry.path for entry in run.records if entry.op is Op.FAULT]
    return Case(folder, run, [json.loads(line) for line in lines], faults)


def wrong_with(case: Case) -> list[str]:
    """Say everything that is wrong; nothing means that nobody was deceived."""
    return [*_unsaid(case), *_unsound(case), *_deceived(case), *_stuck(case)]


def _unsaid(case: Case) -> list[str]:
    """Everything is answered, or the process ends with a sentence and the exit code for storage."""
    last = case.run.errors.splitlines()[-1:]
    found = [f"no words but a traceback: {last}"] if "Traceback" in case.run.errors else []
    if len(case.outcomes) < len(case.tape) and (case.run.code, bool(last)) != (3, True):
        found.append(
            f"{len(case.outcomes)} answers to {len(case.tape)}, exit code {case.run.code}, said {last}"
        )
    unrecorded = [outcome for outcome in case.outcomes if outcome["seq"] is None]
    return found + [f"not recorded, and not said so: {each}" for each in unrecorded if not _says_so(each)]


def _says_so(outcome: dict[str, Any]) -> bool:
    known = NOT_RECORDED | PERHAPS_RECORDED
    return outcome["severity"] == "refused" and outcome["message_id"] in known and bool(outcome["message"])


def _unsound(case: Case) -> list[str]:
    """The station starts again on a disk that works; every promise is kept, also if the power went first."""
    image = examine(case.folder / "state", case.promises, ())
    found = list(image.faults)
    if image.kept < len(case.promises):
        found.append(f"lost: {case.promises[image.kept]}")
    checker = Checker(case.folder / "checked", case.promises, ())
    for state in case.run.states(range(2)):
        found += [f"after a power cut, seed {state.seed}: {fault}" for fault in checker.faults(state)]
    return found


def _deceived(case: Case) -> list[str]:
    """What was said not to be recorded is not in the journal, and nothing is there twice or out of order."""
    names, before = fed(case.tape), len(fed(morning()))
    journal = [_named(cause) for cause in scans_of(envelopes_in(case.folder / "state"), morning())[before:]]
    said = zip(names, case.outcomes, strict=False)
    denied = [name for name, outcome in said if outcome["message_id"] in NOT_RECORDED]
    found = [f"recorded though said not to be: {name}" for name in denied if name in journal]
    in_order = [name for name in names if name in journal] == journal
    return found if in_order else [*found, f"out of order: {journal}"]


def _named(cause: str) -> str:
    """Give the scan back that only its digest stands for."""
    return UNKNOWN if hashlib.sha256(UNKNOWN.encode()).hexdigest() == cause else cause


def _stuck(case: Case) -> list[str]:
    """The next scan is taken."""
    station = Station(case.folder / "state", Settings())
    outcome = station.accept(Scan(b"RI-C-OUT", "RI-C-OUT", "pipe:test", 0, 0, Method.PIPE))
    station.close()
    return [] if outcome.seq is not None else [f"the next scan is not taken: {outcome}"]
