"""Whether there is contact, as the desk is told."""

from __future__ import annotations

import os

import pytest

from intake.central.fault import CentralError, FaultKind
from intake.central_status import FailureKind, LinkStatus, read_status, status_path
from intake.link.contact import WRITTEN_SECONDS, Contact, Talk
from intake.link.patience import CAP_SECONDS, pause

LOST = CentralError(FaultKind.UNREACHABLE, "expected contact, got none")


@pytest.fixture
def said():
    return []


@pytest.fixture
def contact(tmp_path, said):
    return Contact(tmp_path, said.append)


def test_it_is_lost_when_either_talk_is_and_back_when_both_are(contact, tmp_path, said) -> None:
    assert read_status(tmp_path, LinkStatus) is None
    contact.made(Talk.EMERGENCIES)
    contact.lost(Talk.UNITS, LOST)
    contact.lost(Talk.EMERGENCIES, LOST)
    contact.made(Talk.UNITS)
    status = read_status(tmp_path, LinkStatus)
    assert status is not None
    assert not status.contact
    contact.made(Talk.EMERGENCIES)
    status = read_status(tmp_path, LinkStatus)
    assert status is not None
    assert (status.contact, status.failure) == (True, None)
    there = "contact with the central claims system"
    assert contact.recovered == 2
    assert said == [there, f"no contact: {LOST}", there], "one line a change"


def test_since_is_when_it_was_lost_whatever_the_reason_becomes(contact, tmp_path) -> None:
    contact.lost(Talk.UNITS, LOST)
    first = read_status(tmp_path, LinkStatus)
    contact.lost(Talk.UNITS, CentralError(FaultKind.REFUSED, "expected a token it knows"))
    second = read_status(tmp_path, LinkStatus)
    assert first is not None
    assert second is not None
    assert second.failure is not None
    assert second.failure.kind is FailureKind.REFUSED
    assert (second.since, second.failure.since) == (first.since, first.since)


def test_its_age_tells_that_the_link_lives(contact, tmp_path, monkeypatch) -> None:
    path = status_path(tmp_path, LinkStatus)
    contact.keep_alive()
    assert not path.exists(), "nothing is known yet"
    contact.made(Talk.UNITS)
    os.utime(path, (0, 0))
    contact.keep_alive()
    assert path.stat().st_mtime == 0
    monkeypatch.setattr("intake.link.contact.WRITTEN_SECONDS", 0.0)
    contact.keep_alive()
    assert path.stat().st_mtime > WRITTEN_SECONDS


def test_a_full_disk_ends_no_link(tmp_path, said) -> None:
    contact = Contact(tmp_path / "gone", said.append)
    contact.made(Talk.UNITS)
    assert said


def test_no_pause_is_without_an_end() -> None:
    refused = CentralError(FaultKind.REFUSED, "expected another token")
    assert pause(0, refused) == CAP_SECONDS
    assert all(0 <= pause(tries, LOST) <= CAP_SECONDS for tries in range(100))
    busy = CentralError(FaultKind.BUSY, "later", retry_after=7.0)
    assert 7.0 <= pause(0, busy) <= 7.0 + CAP_SECONDS
