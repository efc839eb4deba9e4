"""`intake link` as a process beside a station, with the real hub: killed, cut off, ended."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from intake.central_status import LinkStatus, read_status
from intake.disposition import EmergencyOutcome
from intake.door import submit
from intake.founding import TRAINING_PIN
from intake.own_label import LabelKind, OwnLabel
from intake.reading_room import reading_connection
from intake.receipt import Step
from intake.request import CloseEmergency, Request
from intake.state_folder import Lock
from tests.hubs import free_port, hub_in_thread, hub_process, station_token
from tests.intake import lists
from tests.intake.conftest import Running, Site, command, environment, kinds
from tests.intake.link.conftest import site_at, until
from tests.postgres import served

PROOF = bool(os.environ.get("PROOF"))
KILLS = 200 if PROOF else 20


class Linked:
    """A station and its link, each a process."""

    def __init__(self, site: Site, running: Callable[..., Running]) -> None:
        self.folder = site.folder
        colours = {
            model.name: next(each.name for each in model.colours if each.in_scope).upper()
            for model in site.campaign.models
        }
        self._colours = {lists.bounds(row)[0]: colours[row.model] for row in site.listing.rows}
        self.link: subprocess.Popen[bytes] | None = None
        self.station = running(site.folder)

    def start(self) -> None:
        self.link = subprocess.Popen(
            command("link"), env=environment(self.folder), stderr=subprocess.PIPE, bufsize=0
        )

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End the link by a signal; its exit code and what it said."""
        assert self.link is not None
        self.link.send_signal(number)
        _, said = self.link.communicate(timeout=20)
        return self.link.returncode, said.decode()

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with reading_connection(self.folder) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def has_contact(self) -> bool:
        status = read_status(self.folder, LinkStatus)
        return status is not None and status.contact

    def receive(self, label: str, serial: str) -> None:
        """Take in a parcel with one unit, and leave it open."""
        self.identify(label, serial)
        self.put_away()

    def identify(self, label: str, serial: str) -> None:
        self.station.scan(label)
        said = self.station.scan(serial)
        assert said["verdict"] == "AFFECTED", said
        if said["step"] == Step.UNIT:  # its model has several colours
            self.station.scan(f"RI-C-COLOUR-{self._colours[serial]}")

    def put_away(self) -> None:
        self.station.scan("RI-C-INTACT")
        for number in (1, 2):
            if self.station.scan(OwnLabel(LabelKind.CONTAINER, number).code)["severity"] != "refused":
                return
        raise AssertionError("no container takes it")


@pytest.fixture
def linked(works, tmp_path, running) -> Iterator[Callable[..., Linked]]:
    """Starts a dock's processes, with the hub at an address."""
    started: list[Linked] = []

    def start(url: str, token: str, name: str = "DOCK-1") -> Linked:
        site = site_at(works, name, tmp_path, (url, token))
        made = Linked(site, running)
        made.station.scan(site.badge)
        started.append(made)
        made.start()
        return made

    yield start
    for each in started:
        if each.link is not None and each.link.poll() is None:
            each.link.kill()
            each.link.communicate()


def labels() -> Iterator[str]:
    """Give carrier numbers whose check digit holds."""
    for number in range(48_200_000_000, 48_300_000_000):
        yield f"{number:011}{number % 7}"


def test_beside_a_station_a_unit_is_reserved_then_confirmed_and_the_link_ends_when_told(
    works, database, linked
) -> None:
    with hub_in_thread(database) as hub:
        dock = linked(hub.url, station_token(database, "DOCK-1"))
        dock.identify(next(labels()), works.serials[0])
        until(lambda: dock.ask("SELECT 1 FROM unit WHERE reserved IS NOT NULL"), "not reserved")
        dock.put_away()
        until(lambda: dock.ask("SELECT 1 FROM replacement WHERE answer = 'acknowledged'"), "not confirmed")
        assert "HoldRaised" not in kinds(dock.folder)
        until(lambda: dock.has_contact)
        code, said = dock.end()
        assert code == 0
        # A busy machine may miss the 300 ms of a call, and tell of it, before.
        assert said.splitlines()[-1] == "contact with the central claims system"


def test_a_hub_that_was_away_is_found_again(works, database, linked) -> None:
    token, port = station_token(database, "DOCK-1"), free_port()
    numbers, serials = labels(), iter(works.serials)
    dock = linked(f"http://127.0.0.1:{port}", token)
    dock.receive(next(numbers), next(serials))
    assert dock.ask("SELECT holds FROM replacement") == [('["PROVISIONAL"]',)]
    until(lambda: (status := read_status(dock.folder, LinkStatus)) and status.failure, "it tells nobody")
    with hub_process(database, port=port) as hub:
        until(lambda: not dock.ask("SELECT 1 FROM replacement WHERE answer IS NULL"), "never settled")
        until(lambda: dock.has_contact)
        assert hub.process is not None
        hub.process.kill()
        dock.receive(next(numbers), next(serials))
        until(lambda: not dock.has_contact)
    with hub_process(database, port=port):
        until(lambda: not dock.ask("SELECT 1 FROM replacement WHERE answer IS NULL"), "never settled")
    assert {*dock.ask("SELECT state FROM replacement")} == {("acknowledged",)}


def test_a_database_that_was_away_is_found_again(works, linked) -> None:
    numbers, serials = labels(), iter(works.serials)
    with served() as server:
        database = server.database()
        with hub_in_thread(database) as hub:
            dock = linked(hub.url, station_token(database, "DOCK-1"))
            dock.receive(next(numbers), next(serials))
            until(lambda: dock.ask("SELECT 1 FROM replacement WHERE answer = 'acknowledged'"))
            server.kill()
            dock.receive(next(numbers), next(serials))
            until(lambda: not dock.has_contact)
            server.restart()
            until(lambda: not dock.ask("SELECT 1 FROM replacement WHERE answer IS NULL"), "never settled")


def test_killed_anywhere_each_replacement_is_confirmed_once(works, database, linked) -> None:
    """The moment is drawn anew each time: within a start, a call, or a request at the door."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201 (a failure must be repeatable)
    chance = random.Random(seed)
    numbers = labels()
    with hub_in_thread(database) as hub:
        dock = linked(hub.url, station_token(database, "DOCK-1"))
        for serial in chance.sample(works.serials, min(KILLS, len(works.serials))):
            dock.identify(next(numbers), serial)
            assert dock.link is not None
            with contextlib.suppress(subprocess.TimeoutExpired):
                dock.link.wait(chance.uniform(0.2, 0.8))
            dock.put_away()
            dock.end(signal.SIGKILL)
            dock.start()
        until(lambda: not dock.ask("SELECT 1 FROM replacement WHERE answer IS NULL"), "never settled")
        units = dock.ask("SELECT count(*) FROM unit")
        with psycopg.connect(database) as look:
            assert look.execute("SELECT count(*) FROM replacement WHERE state = 'queued'").fetchall() == units
    answered = dock.ask(
        "SELECT count(*), count(DISTINCT unit) FROM replacement WHERE answer = 'acknowledged'"
    )
    assert answered == [(*units[0], *units[0])]


def test_emergencies_reach_the_desks_of_the_site_and_no_other(works, database, linked) -> None:
    with hub_in_thread(database) as hub:
        docks = [
            linked(hub.url, station_token(database, name, site), name)
            for name, site in (("DOCK-1", "yard"), ("DOCK-2", "yard"), ("DOCK-3", "elsewhere"))
        ]
        one, other, far = docks
        one.station.scan(next(labels()))
        one.station.scan("RI-C-K2")
        (incident,) = one.ask("SELECT incident FROM incident")
        until(lambda: other.ask("SELECT station FROM neighbour WHERE ended_at IS NULL") == [("DOCK-1",)])
        assert other.ask("SELECT incident FROM neighbour") == [incident]
        assert one.ask("SELECT * FROM neighbour") == far.ask("SELECT * FROM neighbour") == []
        other.end(signal.SIGKILL)
        close(one.folder)
        other.start()
        until(lambda: other.ask("SELECT 1 FROM neighbour WHERE ended_at IS NOT NULL"))
        assert far.ask("SELECT * FROM neighbour") == []


def close(folder: Path) -> None:
    """End the emergency as a lead does."""
    lead, outcome = OwnLabel(LabelKind.BADGE, 2).code, EmergencyOutcome.WATER_BATH
    submit(folder, Request("closing", lead, CloseEmergency(lead, TRAINING_PIN, outcome)))


def test_a_second_link_and_a_folder_without_one_are_refused_in_a_sentence(
    site, works, tmp_path, intake
) -> None:
    training = intake(site.folder, "link")
    assert (training.code, training.err.count("\n")) == (1, 1)
    assert "got the training one" in training.err
    dock = site_at(works, "DOCK-1", tmp_path)
    no_contact = intake(dock.folder, "link", "--once")
    assert (no_contact.code, no_contact.err.count("intake: ")) == (4, 1)
    with Lock(dock.folder, "intake link", "link.lock"):
        second = intake(dock.folder, "link")
    assert (second.code, "(intake link)" in second.err) == (3, True)
    (dock.folder / "hub-token").unlink()
    no_token = intake(dock.folder, "link")
    assert (no_token.code, "expected this station's token" in no_token.err) == (2, True)
    off = intake(dock.folder, "link", INTAKE_LINK="false")
    assert (off.code, "the setting link" in off.err) == (2, True)
    assert intake(tmp_path / "nothing", "link").code == 3
