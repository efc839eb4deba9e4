"""A power cut at any moment loses nothing that was acknowledged, tears nothing and doubles nothing.

CI looks at 3,000 disks, `PROOF=1` at 200,000. A failure names its seed and leaves the disk behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.check import Checker, envelopes_in, once, scans_of
from tests.crash.day import Day, morning
from tests.crash.dock import Run, new_state, proof, recorded
from tests.crash.replay import Names

PARTS = 100 if proof() else 4
STATES = 200_000 if proof() else 3_000
PARCELS = 15
"""In one part: four parts are sixty parcels, and short journals are verified fast."""

SECOND = 1_000 if proof() else 150
"""States of each second power cut."""

MOST = 5
"""Seeds named in a failure."""

FEW = 150
"""States that are enough to find each deliberate fault."""


def a_day(shim: Path, folder: Path, seed: int, parcels: int = PARCELS, variant: str | None = None) -> Run:
    """Record a whole day of the real station on a new state folder."""
    new_state(folder / "state")
    return recorded(shim, folder, [*morning(), *Day(seed).parcels(parcels)], variant)


def restarted(shim: Path, folder: Path, first: Run, seed: int) -> Run:
    """Start the station on a disk of the first run, feed it the rest of the day, and record that."""
    (state,) = first.states([seed])
    (folder / "state").mkdir(parents=True)
    state.write(folder / "state")
    done = len(scans_of(envelopes_in(folder / "state"), first.tape))
    run = recorded(shim, folder, once(first.tape)[done : done + 40])
    promised = [promise for promise in first.promises if promise.index < state.point]
    return replace(run, tape=first.tape, earlier=[replace(promise, index=-1) for promise in promised])


def faults_of(
    run: Run, folder: Path, seeds: Iterable[int], names: Names = Names.EXT4, keep: Path | None = None
) -> dict[int, list[str]]:
    """Check the state of each seed; return what is wrong, by seed. The first faulty disk is kept."""
    checker = Checker(folder / "checked", [*run.earlier, *run.promises], run.tape)
    found: dict[int, list[str]] = {}
    for state in run.states(seeds, names):
        faults = checker.faults(state)
        if faults and not found and keep is not None:
            (keep / "disk").mkdir()
            state.write(keep / "disk")
            shutil.copy(folder / "log", keep)
        if faults and len(found) < MOST:
            found[state.seed] = [f"at record {state.point} of {len(run.records)}", *faults[:5]]
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_acknowledged_is_lost(shim: Path, memory: Path, tmp_path: Path, part: int) -> None:
    """A quarter of the day's disks; each part is another day."""
    run = a_day(shim, memory, part)
    assert (run.code, run.errors, len(run.promises)) == (0, "", len(run.tape))
    seeds = range(part * STATES // PARTS, (part + 1) * STATES // PARTS)
    found = faults_of(run, memory, seeds, keep=tmp_path)
    assert not found, f"seed: faults {found}; the first disk and the log lie in {tmp_path}"


def test_nothing_acknowledged_is_lost_where_only_folder_flushes_make_names_certain(
    shim: Path, memory: Path, tmp_path: Path
) -> None:
    """The strict model: what POSIX promises, and not more."""
    run = a_day(shim, memory, 77)
    found = faults_of(run, memory, range(STATES // 10), Names.STRICT, keep=tmp_path)
    assert not found, f"seed: faults {found}; the first disk and the log lie in {tmp_path}"


@pytest.mark.parametrize("seed", range(20 if proof() else 2))
def test_a_power_cut_during_the_recovery_from_a_power_cut_loses_nothing(
    shim: Path, memory: Path, tmp_path: Path, seed: int
) -> None:
    """Faults come in pairs: the disk left behind by the first is started on, and cut off again."""
    first = a_day(shim, memory, 78)
    second = restarted(shim, memory / "again", first, seed)
    found = faults_of(second, memory / "again", range(SECOND), keep=tmp_path)
    assert not found, f"seed: faults {found}; the first disk and the log lie in {tmp_path}"


@pytest.mark.parametrize(
    ("variant", "fault"),
    [
        ("synchronous-off", "lost"),
        ("synchronous-normal", "lost"),
        ("acknowledge-before-commit", "lost"),
        ("payload-not-flushed", "lost: payload"),
        ("views-apart", "view"),
    ],
)
def test_a_broken_station_is_found_out(shim: Path, memory: Path, variant: str, fault: str) -> None:
    """The harness can fail: each deliberate fault shows within a few states."""
    run = a_day(shim, memory, 5, 12, variant)
    found = faults_of(run, memory, range(FEW))
    assert any(sentence.startswith(fault) for faults in found.values() for sentence in faults), found
