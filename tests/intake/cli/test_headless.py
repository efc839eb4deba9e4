"""The station without a screen, as a program sees it: lines in, one outcome a line out, in order."""

import json
import os
import subprocess

import msgspec
import pytest

from intake.campaign import UnNumber
from intake.catalogue import load
from intake.condition import Condition
from intake.events import RequestCause
from intake.request import OpenContainer, Request
from intake.verify import verify
from tests.intake import lists
from tests.intake.conftest import (
    HOSTILE,
    command,
    container_of,
    environment,
    everything_in,
    kinds,
    run,
    stored,
)

KEYS = [
    "seq",
    "scan",
    "step",
    "severity",
    "message",
    "verdict",
    "reasons",
    "unit",
    "holds",
    "container",
    "events",
]
SEVERITIES = {"ok", "note", "refused", "hazard", "emergency"}


def play(folder, *lines, options=(), **more):
    """Give lines to a station and let it end."""
    stdin = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    return run(folder, "station", "--headless", *options, stdin=stdin, **more)


def test_an_ordinary_parcel_from_its_label_to_its_container(state):
    """Five scans and no key, each answer with the keys of the contract."""
    named = next(each for each in state.listing.rows if each.colours)
    serial, model = lists.bounds(named)[0], named.model
    un_number = next(each.un_number for each in state.campaign.models if each.name == model)
    label, bag, container = state.parcel(), state.bag(), container_of(Condition.R, un_number)
    ran = play(state.folder, state.badge, label, serial, "RI-C-INTACT", bag, container)
    assert (ran.code, ran.err) == (0, "")
    assert [list(row)[: len(KEYS)] for row in ran.rows] == [KEYS] * 6
    assert [row["scan"] for row in ran.rows] == [state.badge, label, serial, "RI-C-INTACT", bag, container]
    assert [row["step"] for row in ran.rows] == [
        "IDLE",
        "PARCEL_OPEN",
        "CONDITION",
        "BAG",
        "CONTAINER",
        "PARCEL_OPEN",
    ]
    assert {row["severity"] for row in ran.rows} == {"ok"}
    assert [row["verdict"] for row in ran.rows] == [None, None, *["AFFECTED"] * 4]
    assert ran.rows[-1]["container"] == container
    assert len({row["unit"] for row in ran.rows[2:]}) == 1
    recorded = {one.id: one.kind for one in stored(state.folder)}
    for row in ran.rows:
        assert row["events"]
        assert all(recorded[event["id"]] == event["kind"] for event in row["events"])
    assert "ReplacementQueued" in kinds(state.folder)


def test_a_new_folder_becomes_a_training_folder(tmp_path):
    ran = play(tmp_path / "new" / "state", "RI-O-0001-T")
    assert (ran.code, ran.rows[0]["severity"]) == (0, "ok")
    assert kinds(tmp_path / "new" / "state")[0] == "StationCreated"


def test_no_line_gives_no_outcome(site):
    ran = play(site.folder)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_n_lines_give_n_outcomes_in_their_order(site):
    texts = [f"{48_200_000_000 + number:011}0" for number in range(1500)]
    ran = play(site.folder, *texts)
    assert [row["scan"] for row in ran.rows] == texts
    assert [row["seq"] for row in ran.rows] == list(range(ran.rows[0]["seq"], ran.rows[0]["seq"] + 1500))


def test_hostile_lines_are_answered_once_each_and_kept_out_of_the_log(site):
    lines = [raw for raw in HOSTILE.values() if b"\n" not in raw]
    ran = play(site.folder, *lines)
    assert [row["severity"] for row in ran.rows] == ["refused"] * len(lines)
    assert all(set(row) >= set(KEYS) and row["severity"] in SEVERITIES for row in ran.rows)
    journal = (site.folder / "journal.db").read_bytes()
    for raw in lines:
        assert raw not in journal
    assert {path.read_bytes() for path in (site.folder / "payloads").iterdir()} == set(lines)
    assert verify(site.folder).faults == ()


REQUESTS = {
    "no request": b'{"request": null}',
    "an empty one": b'{"request": {}}',
    "a list": b'{"request": [1]}',
    "an unknown wish": b'{"request": {"wish": {"type": "stock.release"}}}',
    "a huge number": b'{"request": {"id": 99999999999999999999999, "wish": {}}}',
    "a key nobody asked for": b'{"key": "f9"}',
    "nothing at all": b"{}",
    "both": b'{"key": "y", "request": {}}',
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_that_cannot_be_read_is_refused_and_the_station_goes_on(site, name):
    ran = play(site.folder, REQUESTS[name], site.badge)
    assert ran.code == 0, ran.err
    assert [row["severity"] for row in ran.rows] == ["refused", "ok"]
    assert [list(row)[: len(KEYS)] for row in ran.rows] == [KEYS] * 2


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":' * 3000,
        b'{"request":' + b"[" * 5000,
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        b'{"request": {"wish": ' + b"[" * 3000 + b"]" * 3000 + b"}}",
    ],
    ids=["cut", "a request, cut", "whole", "a request, whole"],
)
def test_a_line_of_many_brackets_is_answered_like_any_other(site, line):
    """It is a scan or a request nobody understands; a parser that gives up takes nobody along."""
    ran = play(site.folder, line, site.badge)
    assert ran.code == 0, ran.err[-200:]
    assert [row["severity"] for row in ran.rows] == ["refused", "ok"]


def test_an_unreadable_request_is_answered_in_its_turn(site):
    """Rule 2: who pairs lines with outcomes by counting must be able to."""
    before = [f"{48_300_000_000 + number:011}0" for number in range(300)]
    ran = play(site.folder, *before, REQUESTS["an unknown wish"], site.badge)
    ids = [row["message_id"] for row in ran.rows]
    assert ids.index("request_unreadable") == len(before)
    assert len(ids) == len(before) + 2


def test_a_request_line_acts_like_the_same_request_by_command(site):
    before = kinds(site.folder).count("ContainerOpened")
    wish = OpenContainer(site.container(), Condition.D, UnNumber.UN3481, location="A-1")
    line = msgspec.json.encode({"request": Request("from-a-pipe", site.lead, wish)})
    ran = play(site.folder, line, line)
    assert [row["message_id"] for row in ran.rows] == ["container_opened"] * 2
    assert ran.rows[0]["seq"] == ran.rows[1]["seq"]
    assert kinds(site.folder).count("ContainerOpened") == before + 1
    assert stored(site.folder)[-1].cause == RequestCause(
        "from-a-pipe", Request("", "", wish).fingerprint, site.lead
    )


def test_a_request_line_offers_no_picture(site):
    """The station's own camera alone does: the line would slip one in."""
    line = json.dumps({"request": {"wish": {"type": "photos.offer", "wish": "w", "sha256": "f" * 64}}})
    (row,) = play(site.folder, line).rows
    assert (row["message_id"], row["seq"]) == ("request_unreadable", None)


def test_a_request_line_may_leave_out_id_and_sender(site):
    line = json.dumps({"request": {"wish": {"type": "containers.seal", "code": "RI-Q-0001-2"}}})
    assert [row["message_id"] for row in play(site.folder, line).rows] == ["container_sealed"]


def test_a_brace_that_begins_a_code_is_a_scan(site):
    ran = play(site.folder, '{"sn": "X"}', "{", '{"request"', "[1]", '"x"')
    assert [row["scan"] for row in ran.rows] == ['{"sn": "X"}', "{", '{"request"', "[1]", '"x"']


def test_a_tape_is_played_to_its_end(site, tmp_path):
    tape = tmp_path / "day.tape"
    label = site.parcel()
    tape.write_text(f"# a day\n+0.000 {site.badge}\n+0.010 {label}\n+0.010 {site.affected()}\n+0 RI-C-K2\n")
    ran = play(site.folder, "not read", options=["--tape", str(tape)])
    assert ran.code == 0, ran.err
    assert [row["step"] for row in ran.rows][:2] == ["IDLE", "PARCEL_OPEN"]
    assert [row["severity"] for row in ran.rows][-1] == "emergency"
    assert len(ran.rows) == 4


def test_a_tape_that_cannot_be_read_is_wrong_usage(site, tmp_path):
    tape = tmp_path / "bad.tape"
    tape.write_text("what is this\n")
    ran = play(site.folder, options=["--tape", str(tape)])
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_settings_of_the_environment_go_before_the_file(site):
    site.write_settings('language = "ja"\nbag_labels = true\n')
    ran = play(site.folder, site.badge, INTAKE_LANGUAGE="en")
    assert ran.rows[0]["message"].startswith("Signed in")
    assert play(site.folder, site.lead, INTAKE_LANGUAGE="ja").rows[0]["message"].isascii() is False


def test_two_runs_are_one_day(state):
    label = state.parcel()
    play(state.folder, state.badge, label)
    ran = play(state.folder, state.affected())
    assert (ran.rows[0]["verdict"], ran.rows[0]["parcel"]) == ("AFFECTED", label)


def test_the_reader_of_the_outcomes_may_go_away(site):
    """What was scanned is recorded; the station ends in words, not in a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    scans = b"".join(f"4830{number:08}\n".encode() for number in range(300))
    ran = subprocess.run(
        command("station", "--headless"),
        input=scans,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(site.folder),
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.count(b"\n") <= 1
    assert verify(site.folder).faults == ()


def test_a_pin_given_in_a_request_line_is_nowhere_afterwards(site):
    line = json.dumps(
        {
            "request": {
                "wish": {"type": "operators.add", "code": "RI-O-0055-G", "role": "lead", "pin": "60718293"}
            }
        }
    )
    ran = play(site.folder, line)
    assert "60718293" not in ran.out
    assert b"60718293" not in everything_in(site.folder)


def keys(text):
    """Give a key line for each character."""
    return [msgspec.json.encode({"key": character}) for character in text]


def test_a_keyed_serial_is_read_back_before_it_counts(site):
    """As many keys as a serial has, and a scan of YES; every key has its line."""
    serial = lists.bounds(site.listing.rows[0])[0]
    typed = keys(serial)
    lengths = {length for each in load(site.folder).campaigns for length in each.serial.lengths}
    ends = [] if len(lengths) == 1 else [b'{"key": "enter"}']
    ran = play(site.folder, site.badge, site.parcel(), *typed, *ends, "RI-C-YES")
    assert ran.code == 0, ran.err
    assert len(ran.rows) == len(typed) + len(ends) + 3
    *pressed, entered, confirmed = ran.rows[2:]
    assert {(row["message_id"], row["severity"], row["seq"]) for row in pressed} == {
        ("key_taken", "note", None)
    }
    assert serial.startswith(pressed[-1]["params"]["text"])
    assert (entered["message_id"], entered["step"]) == ("serial_keyed", "UNIT")
    assert (confirmed["verdict"], confirmed["reasons"][-1]) == ("AFFECTED", "keyed")


def test_keys_can_be_taken_back(site):
    """Backspace takes one, Escape all of them."""
    ran = play(
        site.folder,
        site.badge,
        *keys("AB"),
        b'{"key": "backspace"}',
        b'{"key": "escape"}',
        b'{"key": "enter"}',
    )
    assert [row["params"] for row in ran.rows[1:]] == [{"text": text} for text in ("A", "AB", "A", "", "")]


def test_a_key_that_is_no_character_is_refused(site):
    ran = play(site.folder, b'{"key": "f12"}', b'{"key": "\\u001b"}', b'{"key": ""}')
    assert [(row["severity"], row["seq"]) for row in ran.rows] == [("refused", None)] * 3


def test_a_request_of_the_background_is_answered_on_its_line_too(state):
    """Nobody else hears of it; also when the input ends right after it."""
    wish = {"type": "units.rejudge", "lists": "other@1", "units": []}
    ran = play(state.folder, state.badge, json.dumps({"request": {"id": "behind", "wish": wish}}))
    assert [row["message_id"] for row in ran.rows] == ["signed_in", "lists_changed"]
