"""A power cut while `intake init` makes a state folder leaves a whole one, or one that init can make anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from intake.errors import IntakeError
from intake.founding import found
from intake.settings import Settings
from intake.state_folder import is_state_folder
from intake.station import Station
from intake.verify import verify
from tests.crash import record
from tests.crash.check import envelopes_in
from tests.crash.dock import proof
from tests.crash.records import Ack, Record, acknowledged, read_log
from tests.crash.replay import Disk, State, states

STATES = 400 if proof() else 60


def recorded_init(shim: Path, folder: Path, *arguments: str) -> tuple[list[Record], list[Ack]]:
    """Record one `intake init` of `folder/watched/state`."""
    watch = folder / "watched"
    watch.mkdir()
    environment = record.shimmed(shim, watch, folder / "log", INTAKE_STATE=str(watch / "state"))
    command = [sys.executable, "-m", "intake", "init", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    records = read_log(folder / "log")
    return records, acknowledged(records)


def faults(state: State, folder: Path, whole: int, said: bool, training: bool) -> list[str]:
    """Say what is wrong with the folder a power cut left; `whole` is how many events a finished one has."""
    folder.mkdir()
    state.write(folder)
    place = folder / "state"
    try:
        if not is_state_folder(place):
            found(place, training=training, station="again")
            return ["lost: init had said that it is done"] if said else []
        Station(place, Settings()).close()
    except IntakeError as error:
        return [f"neither used nor made anew: {error}"]
    have = len(envelopes_in(place))
    return [f"half made: {have} events of {whole}"] * (have != whole) + [
        str(fault) for fault in verify(place).faults
    ]


@pytest.mark.parametrize("arguments", [(), ("--production",)], ids=["training", "production"])
def test_a_state_folder_is_whole_or_can_be_made_anew(
    shim: Path, memory: Path, arguments: tuple[str, ...]
) -> None:
    """Whoever reads that the folder stands, finds it after the power came back."""
    records, acks = recorded_init(shim, memory, *arguments)
    whole = len(envelopes_in(memory / "watched" / "state"))
    found_wrong: dict[int, list[str]] = {}
    for state in states(records, range(STATES), disk=Disk()):
        said = any(ack.index < state.point for ack in acks)
        wrong = faults(state, memory / f"state-{state.seed}", whole, said, not arguments)
        if wrong:
            found_wrong[state.seed] = [f"at record {state.point} of {len(records)}", *wrong]
    assert not found_wrong, dict(list(found_wrong.items())[:5])
