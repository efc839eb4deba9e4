"""SIGKILL of the process that judges anew, and of the station under it: resumed, and nothing twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from intake.affected import AffectedList
from intake.campaign import Campaign
from intake.catalogue import load, training_list
from intake.door import submit
from intake.judging import judging
from intake.reading_room import reading_connection
from intake.reference import publish
from intake.rejudging import Run
from intake.request import ActivateList, Request
from intake.surroundings import now
from intake.verify import verify
from tests.crash.check import envelopes_in
from tests.crash.day import Day, morning
from tests.crash.dock import new_state, proof

PARCELS = 150 if proof() else 45
KILLS = 40 if proof() else 3
PATIENCE = 60.0
_DUE = "SELECT ended_at IS NULL FROM follow_up WHERE task = 'rejudging'"


class Site:
    """A folder with some days' units, and a newer list that names none of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.state = new_state(folder / "state")
        self._environment = os.environ | {"INTAKE_STATE": str(self.state), "INTAKE_LANGUAGE": "en"}
        self._chance = random.Random(f"rejudge {seed}")
        lines = [*morning(), *Day(seed).parcels(PARCELS * 5)]
        self._run("station", "--headless", stdin="".join(f"{line}\n" for line in lines))
        for campaign in load().campaigns:
            self._activate_nothing_named(campaign)

    def _run(self, *arguments: str, stdin: str = "") -> None:
        command = [sys.executable, "-m", "intake", *arguments]
        subprocess.run(command, env=self._environment, input=stdin.encode(), check=True, capture_output=True)

    def _activate_nothing_named(self, campaign: Campaign) -> None:
        listing = training_list(campaign)
        if listing is None:
            return
        kept = (listing.rows[0],)
        newer = AffectedList(campaign.id, "newer", training=True, published="2031-01-01", rows=kept)
        publish(newer, self.state / "reference")
        submit(self.state, Request(f"activate {campaign.id}", "test", ActivateList(campaign.id, "newer")))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of ours."""
        command = [sys.executable, "-m", "intake", *arguments]
        return subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @property
    def is_due(self) -> bool:
        """Whether not everything is judged yet."""
        with reading_connection(self.state) as connection:
            return bool(connection.execute(_DUE).fetchone()[0])

    @property
    def judged(self) -> Counter[str]:
        """How often a newer list has changed each unit."""
        judged = [each for each in envelopes_in(self.state) if each["kind"] == "UnitJudged"]
        return Counter(str(each["unit"]) for each in judged if each["body"]["because"] == "new_list")

    def wait(self, longest: float) -> None:
        """Wait until everything is judged, or as long as that."""
        end = time.monotonic() + longest
        while self.is_due and time.monotonic() < end:
            time.sleep(0.01)

    def moment(self) -> float:
        """Draw a moment of a run."""
        return self._chance.uniform(0.0, 1.2)


def sound(site: Site) -> None:
    assert verify(site.state).faults == ()
    assert max(site.judged.values(), default=1) == 1, "a unit was judged by the same list twice"


def finished(site: Site) -> None:
    """Let a run come to its end, and hold what was recorded against what there was to record."""
    with site.start("campaigns", "rejudge") as last:
        last.communicate(timeout=PATIENCE)
    assert last.returncode == 0
    assert not site.is_due
    with reading_connection(site.state) as connection:
        (changed,) = connection.execute("SELECT count(*) FROM unit WHERE judged_at IS NOT NULL").fetchone()
    assert len(site.judged) == changed > PARCELS // 3
    with judging(site.state) as look_ups:
        again = Run(look_ups, lambda: now().wall, lambda _judged: None)
        assert list(again.chunks()) == [], "everything the lists say now is recorded"
    sound(site)


@pytest.mark.parametrize("alone", [True, False])
def test_killing_the_process_that_judges_doubles_and_forgets_nothing(memory: Path, *, alone: bool) -> None:
    site = Site(memory, 1)
    with ExitStack() as stack:
        if not alone:
            station = stack.enter_context(site.start("station", "--headless"))
            stack.callback(station.kill)
        for _ in range(KILLS):
            with site.start("campaigns", "rejudge") as run:
                site.wait(site.moment())
                run.kill()
            assert max(site.judged.values(), default=1) == 1
    finished(site)


def child_of(station: subprocess.Popen[bytes]) -> int:
    """Wait until an idle station has started the process that judges; its number."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        lists = Path(f"/proc/{station.pid}/task").glob("*/children")
        found = [int(word) for each in lists for word in each.read_text().split()]
        if found:
            return found[0]
        time.sleep(0.01)
    raise AssertionError("nobody judges")


def test_killing_the_station_under_it_doubles_and_forgets_nothing(memory: Path) -> None:
    """The process that judges is the station's own; it ends when nobody answers it any more."""
    site = Site(memory, 2)
    under_a_run = 0
    while site.is_due and under_a_run < KILLS:
        with site.start("station", "--headless") as station:
            child_of(station)
            site.wait(site.moment() if under_a_run else 0.0)
            station.kill()
        under_a_run += site.is_due
        sound(site)
    assert under_a_run, "it was killed before everything was judged"
    finished(site)
