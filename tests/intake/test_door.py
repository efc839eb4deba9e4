"""The door: requests from other processes, over a real socket, to a real station in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import pytest

from intake.campaign import UnNumber
from intake.cli.assigned import Named
from intake.cli.headless import Headless
from intake.cli.sources import Sources
from intake.condition import Condition
from intake.door import MAX_LINE, Door, send_behind, submit
from intake.errors import StorageError
from intake.events import RequestCause
from intake.lane import Lane
from intake.operator import Role
from intake.outcome import Message
from intake.photo import PhotoFault
from intake.request import (
    AddOperator,
    AddRejectBin,
    FailPhoto,
    OfferPhoto,
    OpenContainer,
    Request,
    RetireOperator,
    SealContainer,
    Wish,
)
from intake.settings import Settings
from intake.state_folder import Lock, socket_path
from intake.station import Station
from intake.verify import verify
from tests.intake.conftest import PATIENCE, Desk, command, environment, kinds, stored

NOBODY = 65534


def opening(site, request_id="one", code=None):
    wish = OpenContainer(code or site.container(), Condition.R, UnNumber.UN3480)
    return Request(request_id, "test", wish)


def told(folder):
    """What the log says, without what differs between any two runs."""
    return [
        (one.kind, bytes(one.body), one.answer, one.cause)
        for one in stored(folder)
        if isinstance(one.cause, RequestCause)
    ]


def talk(folder, data, *, half=False):
    """Send bytes to the door and give what comes back."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(socket_path(folder)))
        try:
            connection.sendall(data)
            if not half:
                connection.shutdown(socket.SHUT_WR)
            got = b""
            while chunk := connection.recv(65_536):
                got += chunk
        except (BrokenPipeError, ConnectionResetError):
            return b""
        return got


@pytest.fixture
def door(site):
    """A door in this process, before a lane with a station behind it."""
    lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"))
    lane.start()
    lane.opened()
    made = Door(site.folder, lane.ask)
    yield made
    made.close()
    lane.stop()


# --- the same facts, whoever acts ---------------------------------------------------------------------------


def test_the_same_requests_give_the_same_facts_whether_a_station_runs_or_not(template, tmp_path, running):
    alone, served = template.copy(tmp_path / "alone"), template.copy(tmp_path / "served")
    codes = [alone.container(), alone.container()]
    wishes: list[Wish] = [
        OpenContainer(codes[0], Condition.R, UnNumber.UN3480),
        OpenContainer(codes[0], Condition.D, UnNumber.UN3480),
        OpenContainer("RI-Q-0001-0", Condition.R, UnNumber.UN3480),
        OpenContainer(codes[1], Condition.K2, UnNumber.UN3480),
        SealContainer(codes[0]),
        SealContainer(codes[1]),
        RetireOperator(alone.badge),
        AddOperator(alone.badge, Role.OPERATOR, "Somebody", "1357"),
        AddRejectBin(alone.bin),
    ]
    requests = [Request(f"id-{number}", "test", wish) for number, wish in enumerate(wishes)]
    requests += [requests[0], Request("id-0", "test", wishes[1])]
    running(served.folder)
    answers = [[submit(place.folder, request) for request in requests] for place in (alone, served)]
    assert [one.answer for one in answers[0]] == [one.answer for one in answers[1]]
    assert [one.seq for one in answers[0]] == [one.seq for one in answers[1]]
    assert [one.step for one in answers[0]] == [one.step for one in answers[1]]
    assert told(alone.folder) == told(served.folder)
    assert verify(served.folder).faults == ()


def test_a_request_through_standard_input_gives_the_same_facts(template, tmp_path, running):
    alone, served = template.copy(tmp_path / "alone"), template.copy(tmp_path / "served")
    request = opening(alone)
    submit(alone.folder, request)
    station = running(served.folder)
    outcome = station.scan(msgspec.json.encode({"request": request}))
    assert outcome["severity"] == "ok"
    assert told(alone.folder) == told(served.folder)


# --- once ---------------------------------------------------------------------------------------------------


def _at_once(site, arguments, count=8):
    """Run one command in many processes at once."""
    started = [
        subprocess.Popen(
            command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(site.folder),
        )
        for _ in range(count)
    ]
    ends = [process.communicate(timeout=60) for process in started]
    return [(process.returncode, out, err) for process, (out, err) in zip(started, ends, strict=True)]


@pytest.mark.parametrize("station_runs", [True, False], ids=["a station runs", "no station runs"])
def test_one_request_sent_by_eight_processes_at_once_acts_once_and_all_are_told_so(
    site, running, station_runs
):
    if station_runs:
        running(site.folder)
    code = site.container()
    arguments = ["containers", "open", code, "--class", "R", "--un", "UN3480", "--request", "eight"]
    ends = _at_once(site, arguments)
    opened = [
        one
        for one in stored(site.folder)
        if one.kind == "ContainerOpened" and code.encode() in bytes(one.body)
    ]
    assert len(opened) == 1
    assert [code for code, _, _ in ends] == [0] * 8, [err for _, _, err in ends]
    assert len({out for _, out, _ in ends}) == 1


def test_different_requests_of_eight_processes_all_act(site, running):
    running(site.folder)
    requests = [opening(site, f"id-{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda request: submit(site.folder, request), requests))
    assert {outcome.answer.message for outcome in outcomes} == {Message.CONTAINER_OPENED}
    assert len({outcome.seq for outcome in outcomes}) == 40


def test_a_request_acts_once_across_restarts_and_with_and_without_a_station(site, running):
    request = opening(site)
    first = submit(site.folder, request)
    station = running(site.folder)
    second = submit(site.folder, request)
    station.close()
    third = submit(site.folder, request)
    assert first.answer == second.answer == third.answer
    assert first.seq == second.seq == third.seq
    assert first.events == second.events == third.events
    conflict = submit(site.folder, Request("one", "test", SealContainer(request.wish.code)))
    assert conflict.answer.message is Message.REQUEST_CONFLICT


# --- one process --------------------------------------------------------------------------------------------


def test_a_second_station_names_the_process_that_holds_the_folder_and_ends_with_3(site, running, intake):
    first = running(site.folder)
    second = intake(site.folder, "station", "--headless")
    assert second.code == 3
    assert f"process {first.process.pid} (station --headless)" in second.err
    assert second.err.count("\n") == 1
    assert first.scan(site.badge)["severity"] == "ok"


def test_a_request_waits_for_a_station_that_is_just_opening_its_door(site):
    """Between lock and door lies the opening of the journal: a command in that moment is not turned away."""
    lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"))
    lane.start()
    lane.opened()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(submit, site.folder, opening(site))
        time.sleep(0.3)
        late = Door(site.folder, lane.ask)
        try:
            assert asked.result(PATIENCE).answer.message is Message.CONTAINER_OPENED
        finally:
            late.close()
            lane.stop()


def test_a_socket_left_by_a_killed_station_is_in_nobodys_way(site, running):
    first = running(site.folder)
    first.process.kill()
    first.process.wait()
    assert socket_path(site.folder).exists()
    assert submit(site.folder, opening(site, "one")).answer.message is Message.CONTAINER_OPENED
    assert running(site.folder).scan(site.badge)["severity"] == "ok"


def test_a_station_that_holds_the_folder_but_does_not_answer_is_told_in_a_sentence(site, open_desk, intake):
    open_desk(site)
    ran = intake(site.folder, "containers", "seal", site.container())
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert f"process {os.getpid()}" in ran.err


def test_a_station_that_ends_never_shuts_the_door_of_the_one_that_follows(site, monkeypatch):
    """The folder is free as soon as the lane has stopped: another station may open its door then."""
    ending = Headless(site.folder, Settings(), Sources(Named(), None, Settings()))
    lanes: list[Lane] = []
    doors: list[Door] = []
    stop = ending._lane.stop  # noqa: SLF001 (to act between the two steps of its closing)

    def stop_and_another_begins():
        stop()
        lane = Lane(lambda: Station(site.folder, Settings()))
        lane.start()
        lane.opened()
        lanes.append(lane)
        doors.append(Door(site.folder, lane.ask))

    monkeypatch.setattr(ending._lane, "stop", stop_and_another_begins)  # noqa: SLF001 (as above)
    ending.close()
    (lane,), (door,) = lanes, doors
    try:
        assert socket_path(site.folder).exists()
        assert submit(site.folder, opening(site)).answer.message is Message.CONTAINER_OPENED
    finally:
        door.close()
        lane.stop()


def test_a_desk_that_ends_lets_go_of_folder_and_socket(site, running):
    station = running(site.folder)
    code, rest, _ = station.close()
    assert (code, rest) == (0, [])
    assert not socket_path(site.folder).exists()
    Desk(site).close()


# --- who is let in ------------------------------------------------------------------------------------------

STRANGER = """
import json, os, socket, sys
os.setgid({gid}); os.setuid({uid})
s = socket.socket(socket.AF_UNIX)
s.settimeout(10)
try:
    s.connect(sys.argv[1])
except PermissionError:
    print("no connection")
    raise SystemExit
try:
    s.sendall(sys.argv[2].encode() + b"\\n")
    print("got", s.recv(65536))
except (BrokenPipeError, ConnectionResetError):
    print("got", b"")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    "open_wide", [False, True], ids=["as it is made", "with its permissions opened wide"]
)
def test_another_user_is_not_let_in(templates, open_wide):
    with tempfile.TemporaryDirectory(prefix="intake-door-") as place:
        Path(place).chmod(0o755)
        site = templates["made"].copy(Path(place) / "state")
        site.folder.chmod(0o755)
        lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"))
        lane.start()
        lane.opened()
        door = Door(site.folder, lane.ask)
        if open_wide:
            socket_path(site.folder).chmod(0o777)
        before = len(stored(site.folder))
        request = msgspec.json.encode(opening(site)).decode()
        program = STRANGER.format(uid=NOBODY, gid=NOBODY)
        arguments = [sys.executable, "-I", "-c", program, str(socket_path(site.folder)), request]
        ran = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert ran.stdout.strip() == ("got b''" if open_wide else "no connection"), ran.stderr
        assert len(stored(site.folder)) == before
        ours = subprocess.run(
            [*arguments[:3], STRANGER.format(uid=0, gid=0), *arguments[4:]],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "container_opened" in ours.stdout
        door.close()
        lane.stop()


def test_the_socket_is_not_for_others(site, door):
    assert socket_path(site.folder).stat().st_mode & 0o007 == 0


# --- what comes in ------------------------------------------------------------------------------------------

GOOD = b'{"id":"x","by":"t","wish":{"type":"bins.add","code":"RI-R-02-Q"}}'
GARBAGE = {
    "nothing": b"",
    "an empty line": b"\n",
    "half a line": GOOD[:30],
    "no json": b"hello\n",
    "binary": bytes(range(256)) + b"\n",
    "another type": b"[1, 2, 3]\n",
    "null": b"null\n",
    "an unknown wish": b'{"id":"1","by":"t","wish":{"type":"stock.release"}}\n',
    "a wish of wrong types": b'{"id":1,"by":"t","wish":{"type":"bins.add","code":[]}}\n',
    "no id": b'{"by":"t","wish":{"type":"bins.add","code":"x"}}\n',
    "deep": b'{"id":' * 20_000 + b"\n",
    "deep array": b"[" * 60_000 + b"\n",
    "a megabyte": b"A" * 1_000_000 + b"\n",
    "a megabyte without an end": b"A" * 1_000_000,
    "a megabyte in a string": b'{"id":"' + b"A" * 1_000_000 + b'"}\n',
    "zero bytes": b"\0" * 300_000 + b"\n",
    "a lone surrogate": b'{"id":"\\ud800","by":"t","wish":{"type":"bins.add","code":"x"}}\n',
    "a huge number": b'{"id":"h","by":"t","wish":{"type":"containers.open","code":"RI-Q-0109-F",'
    b'"condition":"R",'
    b'"un_number":"UN3480","tare":' + b"9" * 400 + b"}}\n",
    "a number beyond 64 bits": b'{"id":"b","by":"t","wish":{"type":"containers.open","code":"RI-Q-0109-F",'
    b'"condition":"R","un_number":"UN3480","tare":99999999999999999999}}\n',
    "a number too large": b'{"id":"l","by":"t","wish":{"type":"containers.open","code":"RI-Q-0109-F",'
    b'"condition":"R",'
    b'"un_number":"UN3480","limits":{"units":1,"wh":1e999,"grams":1}}}\n',
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused_or_ignored_and_hurts_nobody(site, door, name):
    answer = talk(site.folder, GARBAGE[name])
    if answer:
        found = json.loads(answer)
        assert "error" in found or found["answer"]["severity"] == "refused"
    assert submit(site.folder, opening(site, "after")).answer.message is Message.CONTAINER_OPENED
    assert verify(site.folder).faults == ()


def test_the_cameras_wishes_are_not_taken_from_another_process(site, door):
    """They would slip a picture in, or take one away."""
    for wish in (OfferPhoto("w-1", "f" * 64), FailPhoto("w-1", PhotoFault.TOO_LATE)):
        line = msgspec.json.encode(Request("one", "test", wish)) + b"\n"
        assert b"camera" in msgspec.json.decode(talk(site.folder, line))["error"].encode()
    assert "RequestRefused" not in kinds(site.folder)


def test_a_line_as_long_as_may_be_is_read_whole(site, door):
    """A location of 250,000 characters comes in several pieces."""
    wish = OpenContainer(site.container(), Condition.R, UnNumber.UN3480, location="x" * 250_000)
    assert submit(site.folder, Request("long", "test", wish)).answer.message is Message.CONTAINER_OPENED
    assert len(msgspec.json.encode(wish)) < MAX_LINE


def test_half_lines_and_silent_visitors_keep_nobody_waiting(site, door):
    visitors = [socket.socket(socket.AF_UNIX) for _ in range(50)]
    try:
        for number, visitor in enumerate(visitors):
            visitor.connect(str(socket_path(site.folder)))
            visitor.sendall(GOOD[: number + 1])
        began = time.monotonic()
        assert submit(site.folder, opening(site)).answer.message is Message.CONTAINER_OPENED
        assert time.monotonic() - began < 2.0
    finally:
        for visitor in visitors:
            visitor.close()


def test_a_request_in_pieces_is_read_whole(site, door):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(socket_path(site.folder)))
        for byte in GOOD + b"\n":
            connection.sendall(bytes([byte]))
        assert b"reject_bin_added" in connection.recv(65_536)


def test_a_sender_that_leaves_before_the_answer_has_still_been_heard(site, door):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(socket_path(site.folder)))
        connection.sendall(GOOD + b"\n")
    end = time.monotonic() + PATIENCE
    while not any(b"RI-R-02-Q" in bytes(one.body) for one in stored(site.folder)):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_request_while_the_lane_has_ended_is_refused_in_words(site, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)

    def fail(_arrived, _outcome):
        raise OSError("gone")

    lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"), fail)
    lane.start()
    lane.opened()
    door = Door(site.folder, lane.ask)
    try:
        first = talk(site.folder, GOOD + b"\n")
        lane.join(PATIENCE)
        second = talk(site.folder, GOOD + b"\n")
        assert b"reject_bin_added" in first
        assert b"ended" in second
    finally:
        door.close()


# --- while a station opens ----------------------------------------------------------------------------------


def test_what_may_wait_waits_for_a_station_that_opens(site):
    """It holds the folder, and listens only when its journal is ready."""
    told: list[str] = []
    holds, is_told = threading.Event(), threading.Event()

    def opened() -> Station:
        station = Station(site.folder, Settings(), synchronous="OFF")
        holds.set()
        assert is_told.wait(PATIENCE)
        return station

    def tell(sentence: str) -> None:
        told.append(sentence)
        is_told.set()

    lane = Lane(opened)
    lane.start()
    assert holds.wait(PATIENCE)
    with ThreadPoolExecutor(1) as pool:
        bring = partial(send_behind, site.folder, tell=tell, patience=0.1, opening=10 * PATIENCE)
        asked = pool.submit(bring, opening(site))
        lane.opened()
        door = Door(site.folder, lane.ask)
        try:
            assert asked.result(PATIENCE).answer.message is Message.CONTAINER_OPENED
        finally:
            door.close()
            lane.stop()
    assert len(told) == 1


def test_one_that_never_opens_is_given_up_in_words(site):
    with Lock(site.folder, "a station"), pytest.raises(StorageError, match="expected a station at work"):
        send_behind(site.folder, opening(site), patience=0.0, opening=0.2)


def test_where_nobody_holds_the_folder_nobody_is_waited_for(site):
    with pytest.raises(StorageError, match="expected a station at work"):
        send_behind(site.folder, opening(site), patience=0.0, opening=1e9)


# --- where the folder lies ----------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [60, 100, 107, 108, 109, 150, 220])
def test_a_state_folder_may_lie_as_deep_as_it_likes(templates, tmp_path, length):
    missing = length - len(str(tmp_path / "state" / "station.sock"))
    deep = tmp_path
    while missing > 1:
        part = min(missing - 1, 60)
        deep = deep / ("d" * part)
        missing -= part + 1
    deep.mkdir(parents=True, exist_ok=True)
    site = templates["made"].copy(deep / "state")
    lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"))
    lane.start()
    lane.opened()
    door = Door(site.folder, lane.ask)
    try:
        assert submit(site.folder, opening(site)).answer.message is Message.CONTAINER_OPENED
    finally:
        door.close()
        lane.stop()
    assert not socket_path(site.folder).exists()


def test_a_request_to_no_state_folder_is_refused_with_a_sentence(tmp_path):
    request = Request("1", "t", SealContainer("x"))
    with pytest.raises(StorageError, match="run intake init first"):
        submit(tmp_path, request)
