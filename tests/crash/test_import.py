"""SIGKILL at any moment of an import: the list in force stays, what lies beside it is whole or a draft.

The import runs in a process of its own, beside the station's folder; it is killed sooner or later, before it
reads, while it writes, while it gives the file its name.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from intake import catalogue
from intake.campaign import Campaign
from intake.judging import judging
from intake.reference import AffectedIndex
from intake.verify import verify
from tests.crash.dock import new_state, proof

KILLS = 300 if proof() else 8
ROWS = 4000
VERSION = "killed-1"


class Import:
    """An import of one file into one state folder, begun again and again."""

    def __init__(self, folder: Path) -> None:
        self.state = new_state(folder / "state")
        self.campaign = _campaign()
        self.file = folder / "list.csv"
        self.file.write_text(_csv(self.campaign), encoding="utf-8")
        self.reference = self.state / "reference"
        self.before = {path.name: path.read_bytes() for path in self.reference.iterdir()}

    def start(self) -> subprocess.Popen[bytes]:
        """Start it."""
        command = [sys.executable, "-m", "intake", "campaigns", "import", str(self.file)]
        options = [
            "--campaign",
            self.campaign.id,
            "--version",
            VERSION,
            "--published",
            "2026-01-01",
            "--training",
        ]
        environment = os.environ | {"INTAKE_STATE": str(self.state)}
        return subprocess.Popen(
            [*command, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def killed(self, seconds: float, *, is_writing: bool) -> None:
        """Start it, and kill it so long after its start, or after it began to write if it comes to that."""
        others = self.half_written()  # of the one killed before
        with self.start() as process:
            while is_writing and process.poll() is None and not self.half_written() - others:
                time.sleep(0.001)
            time.sleep(seconds)
            process.kill()
            process.communicate()

    def drafts(self) -> list[Path]:
        """Give the folders in which somebody writes, or wrote."""
        return [path for path in self.reference.iterdir() if path.name.startswith(".")]

    def half_written(self) -> set[Path]:
        """Give the lists that have no name yet."""
        found = (folder / f"list-{self.campaign.id}-{VERSION}.db" for folder in self.drafts())
        return {path for path in found if path.exists()}

    def published(self) -> list[Path]:
        """Give what has appeared since the folder was made."""
        files = self.reference.iterdir()
        return [path for path in files if not path.name.startswith(".") and path.name not in self.before]

    def faults(self) -> list[str]:
        """Say what is wrong after a kill; nothing means sound."""
        wrong = [
            name for name, content in self.before.items() if (self.reference / name).read_bytes() != content
        ]
        with judging(self.state) as look_ups:
            in_force = [entry.version for entry in look_ups.lists if entry.campaign == self.campaign.id]
        wrong += [f"in force: {in_force}"] * (VERSION in in_force or len(in_force) != 1)
        for path in self.published():
            with closing(AffectedIndex.open(path)) as index:
                found = sum(1 for _ in index.all_rows())
                wrong += [f"{path.name}: {found} rows"] * (found != ROWS)
        return [*wrong, *(str(fault) for fault in verify(self.state).faults)]


def _campaign() -> Campaign:
    return next(each for each in catalogue.load().campaigns if each.training_list)


def _csv(campaign: Campaign) -> str:
    """Write ranges that overlap, of serials the campaign can have."""
    listing = catalogue.training_list(campaign)
    assert listing is not None
    head = listing.rows[0].keys[0].first[:8]
    model, chance = campaign.models[0].name, random.Random(1)
    letters = sorted(set(campaign.serial.alphabet) - {"-"})
    tail = campaign.serial.lengths[0] - len(head)
    serials = ("".join([head, *chance.choices(letters, k=tail)]) for _ in range(ROWS))
    return "first,last,model\n" + "".join(
        f"{each},{each[:-2]}{letters[-1] * 2},{model}\n" for each in serials
    )


def test_killing_an_import_leaves_the_old_list_in_force(memory: Path) -> None:
    """Killed at any moment; the next import clears away what the last one left, and comes to its end."""
    work, chance = Import(memory), random.Random(5)
    left = 0
    for kill in range(KILLS):
        seconds = chance.uniform(0, 0.12) if kill != 1 else 0  # so that one comes early on any machine
        work.killed(seconds, is_writing=kill % 4 > 0)
        assert not work.faults(), f"kill {kill}: {work.faults()}"
        left += bool(work.half_written())
        for path in work.published():  # it was quicker than the kill: the next one shall publish too
            path.unlink()
    assert left, "no kill came while a list was written"
    with work.start() as process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert f"{ROWS} rows" in out.decode()
    assert (work.drafts(), len(work.published()), work.faults()) == ([], 1, [])
