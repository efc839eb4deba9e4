"""Surroundings: clocks, identifiers, the disk; the only place they come from."""

import re
import time
import uuid
from datetime import datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from intake.founding import found
from intake.surroundings import (
    Surroundings,
    boot_id,
    free_bytes,
    iso,
    now,
    uuid7,
)
from tests.intake.conftest import Clock, Desk, Ids, stored


@given(st.integers(0, 253_402_300_799_999))
def test_a_time_is_written_with_milliseconds_and_read_back(wall):
    text = iso(wall)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    assert round(datetime.fromisoformat(text).timestamp() * 1000) == wall


@given(st.integers(0, 2**48 - 1))
def test_an_identifier_is_a_uuid_of_version_7_that_begins_with_its_time(wall):
    made = uuid.UUID(uuid7(wall))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == wall


def test_identifiers_differ_and_sort_by_their_time():
    made = [uuid7(wall) for wall in range(1000)]
    assert made == sorted(made)
    assert len({uuid7(5) for _ in range(10_000)}) == 10_000


def test_both_clocks_are_read():
    before, moment, after = time.time_ns() // 1_000_000, now(), time.time_ns() // 1_000_000
    assert before <= moment.wall <= after
    assert now().monotonic > moment.monotonic


def test_the_machine_names_its_boot_and_its_room(tmp_path):
    assert re.fullmatch(r"[0-9a-f-]{36}", boot_id())
    assert free_bytes(tmp_path) > 0
    assert Surroundings().boot == boot_id()


def test_the_same_scans_with_the_same_clock_and_identifiers_give_the_same_journal_to_the_byte(
    template, tmp_path
):
    """Nothing of a station's facts comes from anywhere but its surroundings."""
    heads = []
    for number in range(2):
        site = template.copy(tmp_path / str(number))
        desk = Desk(site)
        desk.receive()
        desk.scan("RI-C-K2")
        desk.go_on()
        heads.append(desk.station.journal.head)
        desk.close()
    assert heads[0] == heads[1]


def test_a_founding_too_takes_everything_from_its_surroundings(tmp_path):
    """So that a golden journal can be made anew to the byte: the incarnation is an identifier as well."""
    envelopes = []
    for number in range(2):
        around = Surroundings(Clock().moment, Ids(), lambda _folder: 10**12, "b")
        found(tmp_path / str(number), training=False, station="s", surroundings=around)
        envelopes.append(msgspec.json.encode(stored(tmp_path / str(number))[0]))
    assert envelopes[0] == envelopes[1]
