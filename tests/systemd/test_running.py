"""The units' programs, as systemd would start them: by their user, with their environment and paths alone."""

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from intake.founding import found
from tests.bench.terminal import Terminal
from tests.hubs import free_port, station_token
from tests.systemd.certificate import self_signed
from tests.systemd.machine import Machine


@pytest.fixture
def machine():
    """Its folders lie where another user can reach them, unlike a test's own."""
    with tempfile.TemporaryDirectory(prefix="intake-machine-") as place:
        Path(place).chmod(0o755)
        made = Machine(Path(place))
        found(made.state, training=False, station="dock-9")
        yield made


def sentences(done):
    """What a program said, which is nothing but its own sentences."""
    return [line for line in done.stderr.splitlines() if line]


def test_the_desk_opens_on_its_console_and_writes_nowhere_else(machine, tmp_path):
    """Its standard error is the journal, and no terminal (here a file)."""
    unit = machine.unit("intake-station.service")
    assert unit.first("StandardError") == "journal"
    aside = ["sh", "-c", 'exec "$@" 2>"$0"', str(tmp_path / "journal")]
    terminal = Terminal([*aside, *machine.command(unit)], machine.environment(unit))
    try:
        terminal.seen(b"badge")
        while not (machine.state / "station.sock").is_socket():
            terminal.settle(0.05)
    finally:
        terminal.kill()
    assert machine.strays == []


def test_the_program_of_a_unit_can_write_where_the_unit_says_and_nowhere_else(machine, tmp_path):
    beside = tmp_path / "beside"
    beside.mkdir(mode=0o777)
    beside.chmod(0o777)
    unit = machine.unit("intake-backup.service")
    for place, is_open in ((machine.state, True), (machine.places["backups"], True), (beside, False)):
        done = subprocess.run(
            machine.command(unit, ["touch", f"{place}/x"]), capture_output=True, check=False
        )
        assert (done.returncode == 0) is is_open, done.stderr


def test_a_backup_is_made_by_its_unit(machine):
    done = machine.run("intake-backup.service")
    assert (done.returncode, machine.strays) == (0, []), done.stderr
    assert [path.name for path in machine.places["backups"].glob("dock-9-*/manifest.json")] == [
        "manifest.json"
    ]


@pytest.mark.parametrize("name", ["intake-sync.service", "intake-link.service"])
def test_without_its_token_a_unit_says_so_in_one_sentence(machine, name):
    done = machine.run(name, INTAKE_HUB_URL="http://127.0.0.1:9", INTAKE_LINK="true")
    assert done.returncode in {1, 2}
    (said,) = sentences(done)
    assert "hub-token" in said
    assert machine.strays == []


@pytest.mark.parametrize("missing", ["hub-cert", "hub-key", "hub-database"])
def test_without_a_credential_the_hub_says_so_in_one_sentence(machine, missing):
    for credential in {"hub-cert", "hub-key", "hub-database"} - {missing}:
        machine.give(credential, "not looked at")
    done = machine.run("intake-hub.service")
    assert done.returncode in {1, 2}
    (said,) = sentences(done)
    assert missing in said
    assert machine.strays == []


@contextmanager
def serving(machine, database):
    """The hub by its unit, with TLS; gives where it is."""
    certificate, key = self_signed()
    for credential, text in (("hub-database", database), ("hub-cert", certificate), ("hub-key", key)):
        machine.give(credential, text)
    port = str(free_port())
    hub = machine.start("intake-hub.service", port)
    try:
        assert any("serving at" in line for line in hub.stderr), "the hub has ended"
        yield f"https://localhost:{port}"
    finally:
        hub.terminate()
        hub.communicate(timeout=20)
    assert hub.returncode == 0


def test_a_night_goes_well_between_the_units(machine, database):
    """Each as its own user, with its credentials and paths alone, over TLS that is verified."""
    with tempfile.TemporaryDirectory(prefix="intake-server-") as place:
        Path(place).chmod(0o755)
        server = Machine(Path(place))
        with serving(server, database) as url:
            authority = machine.state / "ca.pem"
            authority.write_text((server.places["credentials"] / "hub-cert").read_text("ascii"), "ascii")
            machine.give("hub-token", station_token(database, "dock-9"))
            done = machine.run(
                "intake-sync.service",
                INTAKE_HUB_URL=url,
                INTAKE_HUB_CA=str(authority),
                INTAKE_SYNC_MINUTES="0.5",
                INTAKE_LANGUAGE="en",
            )
        assert (done.returncode, machine.strays, server.strays) == (0, [], []), done.stderr
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT station, seq FROM event WHERE seq = 1").fetchall() == [
            ("dock-9", 1)
        ]


def test_a_failure_raises_a_flag_and_the_next_success_takes_it_away(machine):
    flag = machine.state / "failed-intake-sync"
    assert machine.run("intake-failed@.service", instance="intake-sync").returncode == 0
    assert flag.exists()
    assert machine.run("intake-sync.service", key="ExecStartPost").returncode == 0
    assert not flag.exists()
