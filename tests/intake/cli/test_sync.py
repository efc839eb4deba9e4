"""`intake sync` as a person, systemd and a program see it."""

from __future__ import annotations

import json

import pytest

from intake.sync.cache import Cache
from intake.wire import Rejected
from tests.central.docks import connect, found_docks

KEYS = {
    *("sent", "exists", "rejected", "conflict", "answers", "lists", "expected", "seconds", "position"),
    *("pending", "dead_letters", "problems", "skew_ms"),
}


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    return found_docks(tmp_path_factory.mktemp("works"), ["DOCK-1"])


@pytest.fixture
def folder(works, tmp_path):
    """A dock whose hub is at an address nobody listens at."""
    site = works.copy("DOCK-1", tmp_path / "DOCK-1")
    connect(site, "http://127.0.0.1:9", "x" * 43)
    return site.folder


def test_without_contact_it_ends_by_4_and_says_what_it_tried(intake, folder):
    ran = intake(folder, "sync", "--json", INTAKE_SYNC_MINUTES="0.0001")
    assert ran.code == 4
    assert ran.err.splitlines()[-1].startswith(
        "intake: expected contact with the central claims system at 127.0.0.1:9, got: "
    )
    told = json.loads(ran.out)
    assert set(told) == KEYS
    assert (told["sent"], told["position"], told["pending"]) == (0, None, told["pending"])


def test_under_systemd_each_line_begins_with_its_gravity(intake, folder):
    ran = intake(folder, "sync", INTAKE_SYNC_MINUTES="0.0001", JOURNAL_STREAM="8:1")
    assert ran.code == 4
    assert all(line[:3] in {"<3>", "<4>", "<6>"} for line in ran.err.splitlines())
    assert ran.err.splitlines()[-1].startswith("<3>intake: expected contact")


def test_a_token_never_shows(intake, folder):
    ran = intake(folder, "sync", INTAKE_SYNC_MINUTES="0.0001")
    assert "x" * 43 not in ran.out + ran.err


def test_dead_letters_are_shown_without_contact(intake, folder):
    Cache(folder).keep_dead_letters([Rejected(1, "i", 1, "a kind of tomorrow", "2026-01-01T00:00:00.000Z")])
    ran = intake(folder, "sync", "--dead-letters")
    assert (ran.code, "StationCreated" in ran.out, "a kind of tomorrow" in ran.out) == (0, True, True)
    (row,) = map(json.loads, intake(folder, "sync", "--dead-letters", "--json").out.splitlines())
    assert (row["number"], row["seq"], row["kind"]) == (1, 1, "StationCreated")


def test_the_help_waits_for_no_network_library(intake, folder):
    ran = intake(folder, "sync", "--help", PYTHONPROFILEIMPORTTIME="1")
    assert ran.code == 0
    assert "httpx" not in ran.err
    assert "stamina" not in ran.err
