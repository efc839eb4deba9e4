"""`intake hub`, as somebody who operates one types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import httpx
import psycopg
import pytest
from click.testing import CliRunner

from intake.cli.hub import hub
from intake.errors import IntakeError
from intake.hub import dispatching, emergencies, taking
from intake.wire import EmergencyState, EmergencyTold, FolderKind, LeaseWanted
from tests import hubs
from tests.intake.hub.logs import Log
from tests.intake.hub.routes.test_published import CLAIM, ROW

HEAD = {"campaign": "recall", "version": "1", "published": "2026-01-01", "content": "a" * 64}


def run(*arguments, database=None, check=0, **environment):
    """Run the command and give what it printed or refused with; `check` is the exit code it must have."""
    named = {"INTAKE_HUB_DATABASE": database} if database else {}
    done = CliRunner().invoke(hub, arguments, env=named | environment)
    if isinstance(done.exception, IntakeError):
        assert done.exception.exit_code == check, done.exception
        return str(done.exception)
    assert done.exit_code == check, done.output
    return done.output


def test_a_database_is_made_a_station_let_in_and_put_out(postgres):
    database = postgres.empty_database()
    assert "run intake hub migrate" in run("stations", "list", database=database, check=3)
    assert "done" in run("migrate", database=database)
    assert run("migrate", database=database) == "Up to date.\n"
    token = run("stations", "add", "DOCK-1", "--site", "yard", database=database).strip()
    (row,) = map(json.loads, run("stations", "list", "--json", database=database).splitlines())
    assert (row["station"], row["site"], row["tokens"]) == ("DOCK-1", "yard", 1)
    with hubs.hub_in_thread(database) as served:
        asked = f"{served.url}/v1/stations/DOCK-1/positions"
        assert httpx.get(asked, headers=hubs.bearer(token)).status_code == 200
        run("stations", "revoke", "DOCK-1", database=database)
        assert httpx.get(asked, headers=hubs.bearer(token)).status_code == 401
    assert "expected somebody with a token" in run("stations", "revoke", "DOCK-1", database=database, check=1)
    postgres.drop(database)


@pytest.mark.parametrize("who", ["shippers", "admins"])
def test_others_who_may_call_are_looked_after(database, who):
    token = run(who, "add", "somebody", database=database).strip()
    listed = run(who, "list", "--json", database=database)
    assert json.loads(listed)["name"] == "somebody"
    assert token not in listed
    run(who, "revoke", "somebody", database=database)
    assert json.loads(run(who, "list", "--json", database=database))["revoked_at"]


def test_lists_and_expected_returns_are_published(database, tmp_path):
    exported, claims = tmp_path / "list.jsonl", tmp_path / "expected.jsonl"
    exported.write_bytes(json.dumps(HEAD).encode() + b"\n" + ROW)
    claims.write_bytes(CLAIM)
    assert run("lists", "publish", str(exported), database=database) == "recall 1: 1 rows\n"
    run("lists", "activate", "recall", "1", database=database)
    assert json.loads(run("lists", "list", "--json", database=database))["in_force"] is True
    run("expected", "publish", str(claims), "--version", "march", database=database)
    assert "march: 1 rows" in run("expected", "show", database=database)
    shown = json.loads(run("expected", "show", "--json", database=database))
    assert (shown["version"], shown["rows"]) == ("march", 1)
    exported.write_bytes(ROW)
    assert "intake campaigns export" in run("lists", "publish", str(exported), database=database, check=1)
    claims.write_bytes(b"claim,kit\n")
    wrong = run("expected", "publish", str(claims), "--version", "april", database=database, check=1)
    assert "expected in line 1 what `intake … export` writes" in wrong


def test_what_went_out_and_was_not_owed_is_settled(database):
    hubs.station_token(database, "DOCK-1")
    log = Log()
    parcel = log.open()
    queued, _ = log.unit("S1", parcel)
    hubs.as_owner(database, taking.take, "DOCK-1", log.incarnation, log.batch())
    hubs.as_owner(database, dispatching.lease, LeaseWanted(1))
    log.undo(queued, parcel)
    hubs.as_owner(database, taking.take, "DOCK-1", log.incarnation, log.batch(log.last, log.last))
    row = json.loads(run("compensations", "list", "--json", database=database))
    assert (row["key"], row["shipped"]) == ("M/S1", False)
    settle = ("compensations", "settle", "M/S1", "--by", "Sato", "--reason")
    assert "1 to 200" in run(*settle, " ", database=database, check=2)
    assert "settled by Sato" in run(*settle, "never left the house", database=database)
    assert run("compensations", "list", "--json", database=database) == ""
    row = json.loads(run("compensations", "list", "--settled", "--json", database=database))
    assert (row["name"], row["reason"]) == ("Sato", "never left the house")
    other = ("compensations", "settle", "M/S2", "--by", "Sato", "--reason", "by mistake")
    assert "was not owed" in run(*other, database=database, check=1)


def test_what_the_hub_holds_is_shown(database):
    hubs.station_token(database, "DOCK-1")
    told = EmergencyTold(
        FolderKind.PRODUCTION, "incident-1", EmergencyState.RAISED, "2026-03-01T09:00:00.000Z"
    )
    hubs.as_owner(database, emergencies.tell, "DOCK-1", told)
    assert json.loads(run("emergencies", "--json", database=database))["incident"] == "incident-1"
    for shown in (("replacements", "--state", "queued"), ("log", "DOCK-1"), ("log", "DOCK-1", "--rejected")):
        assert run(*shown, "--json", database=database) == ""
    assert "intake hub stations list" in run("log", "DOCK-2", database=database, check=1)


def test_only_what_failed_is_sent_again(database):
    assert "expected a replacement that failed" in run("resend", "M/S1", database=database, check=1)


def test_dead_letters_are_read_after_an_update(database):
    hubs.station_token(database, "DOCK-1")
    made = Log()
    made.open()
    hubs.as_owner(database, taking.take, "DOCK-1", made.incarnation, made.batch())
    with psycopg.connect(database, autocommit=True) as older:
        older.execute("UPDATE event SET rejected = 'of tomorrow', id = NULL, parcel = NULL WHERE seq = 2")
        older.execute(
            "INSERT INTO rejection SELECT station, 1, incarnation, 2, rejected, at FROM event WHERE seq = 2"
        )
    assert run("reread", database=database) == "DOCK-1: 1 read\n"
    assert run("reread", database=database) == ""


def test_a_database_is_named_by_a_credential_and_never_told(tmp_path):
    (tmp_path / "hub-database").write_text("postgresql://hub:hunter2@127.0.0.1:1/hub\n")
    told = run("stations", "list", check=3, CREDENTIALS_DIRECTORY=str(tmp_path))
    assert "expected the hub's database" in told
    assert "hunter2" not in told
    told = run("serve", check=3, CREDENTIALS_DIRECTORY=str(tmp_path))
    assert "expected a PostgreSQL" in told
    assert "hunter2" not in told
    assert "INTAKE_HUB_DATABASE" in run("stations", "list", check=2)
    told = run("stations", "list", database="mysql://hub:hunter2@127.0.0.1/hub", check=2)
    assert "expected postgresql://" in told
    assert "hunter2" not in told


@pytest.mark.parametrize("name", ["DOCK 1", "../1", "", "x" * 41, "DOCK-1\n"])
def test_a_name_that_no_path_can_hold_is_refused(name):
    assert "expected a station's name" in run("stations", "add", name, "--site", "yard", check=2)
    assert "expected a station's name" in run("try", "--station", name, check=2)


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path):
    (tmp_path / "psycopg.py").write_text(
        "raise ModuleNotFoundError('No module named psycopg', name='psycopg')"
    )
    done = subprocess.run(
        [sys.executable, "-m", "intake", "hub", "stations", "list"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "intake: expected the libraries of the hub, got no psycopg: pip install 'returns-intake[hub]'\n"
    )


def test_the_contract_is_printed_without_a_database():
    assert json.loads(run("openapi"))["openapi"].startswith("3.1")
