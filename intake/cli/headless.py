"""The station without a screen: a scan a line in, one JSON outcome a line out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from intake import request as requests
from intake.cli.evidence import Evidence
from intake.cli.output import json_line
from intake.cli.sources import Sources
from intake.door import Door
from intake.errors import IntakeError, StorageError
from intake.keying import Key
from intake.lane import Arrived, Lane, LaneEndedError
from intake.outcome import Answer, Message, Outcome
from intake.request import Request
from intake.scan import Method, Scan, Severity
from intake.settings import Settings
from intake.station import Station
from intake.surroundings import iso, now, uuid7
from intake.tasks import Children
from intake.wording import Wording
from scanners import pipe
from scanners.light import Light
from scanners.symbology import scan_of

SOURCE = "pipe:stdin"


def row(outcome: Outcome, wording: Wording) -> dict[str, Any]:
    """Give an outcome's JSON line; the first keys are the contract, the others may grow."""
    answer = outcome.answer
    return {
        "seq": outcome.seq,
        "scan": outcome.scan,
        "step": outcome.step,
        "severity": answer.severity,
        "message": wording.sentence(answer.line),
        "verdict": answer.verdict,
        "reasons": answer.reasons,
        "unit": answer.unit,
        "holds": answer.holds,
        "container": answer.container,
        "events": outcome.events,
        "message_id": answer.message,
        "params": answer.params,
        "next": wording.sentence(outcome.prompt),
        "next_id": outcome.prompt.message,
        "at": iso(outcome.at),
        "operator": outcome.operator,
        "parcel": outcome.parcel,
    }


class Headless:
    """One run without a screen."""

    def __init__(self, folder: Path, settings: Settings, sources: Sources) -> None:
        """Open the station and its door; guns of `sources` hear the answers. Raises StorageError."""
        self._sources = sources
        self._wording = Wording(settings.language)
        self._reader_gone: BrokenPipeError | None = None
        self._lights: dict[str, str] = {}
        """What was last told of each scanner."""
        self._lane = Lane(lambda: Station(folder, settings, holder="station --headless"), self._print)
        self._children = Children(folder)
        self._lane.on_tasks = self._children.look_after
        self._lane.on_unanswered = sources.refuse
        self.evidence = Evidence(folder, self._lane.put, lambda: sources.has_camera_ready)
        self._lane.start()
        awaited = self._lane.opened().now.awaited
        sources.await_(awaited)
        self.evidence.begin(awaited.photo)
        self._door = Door(folder, self._lane.ask)

    def _print(self, arrived: Arrived, outcome: Outcome) -> None:
        self.evidence.wish(outcome.awaited.photo)
        self._sources.answer(arrived, outcome)  # first: whoever reads the lines may be slow
        try:
            json_line(row(outcome, self._wording))
        except BrokenPipeError as error:  # raised where the lane's thread must not end: at the next scan
            self._reader_gone = error

    def take(self, scan: Scan) -> None:
        """Hand a scan in."""
        self._hand_in(scan)

    def take_object(self, text: str | bytes) -> None:
        """Hand in a `{"request": …}` or a `{"key": …}`."""
        self._hand_in(object_in(text))

    def _hand_in(self, arrived: Arrived) -> None:
        if self._reader_gone is not None:
            self._sources.refuse(arrived)
            raise self._reader_gone
        try:
            self._lane.put(arrived)
        except LaneEndedError as ended:
            self._sources.refuse(arrived)
            raise StorageError(f"expected the station to run, got: {ended}") from ended

    def show_light(self, light: Light) -> None:
        """Tell on standard error how a scanner is, where that is news."""
        told = self._wording.light(light.state, light.source, light.detail, light.name)
        if self._lights.get(light.source) != told:
            self._lights[light.source] = told
            click.echo(f"intake: {told}", err=True)

    def read_input(self) -> None:
        """Take lines from standard input until it ends."""
        for frame in pipe.lines(sys.stdin.fileno()):
            if frame.raw.startswith(b"{") and _is_object(frame.raw):
                self.take_object(frame.raw)
            else:
                self.take(scan_of(frame.raw, SOURCE, Method.PIPE, now(), frame.fault))

    def close(self) -> None:
        """Close the door while the folder is still ours, answer what waits, then let go."""
        self.evidence.close()
        self._door.close()
        self._lane.stop()
        self._children.end()


def _is_object(raw: bytes) -> bool:
    """Tell a line meant for us from a scanned code that happens to begin with a brace."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):  # a scanned text may be anything, even endless brackets
        return False
    return isinstance(found, dict) and found.keys() <= {"request", "key"}


def object_in(text: str | bytes) -> Request | Key | Answer:
    """Read a key or a request; `_is_object` has seen that it is one of them."""
    found = msgspec.json.decode(text)
    if found.keys() == {"key"} and isinstance(found["key"], str):
        return Key(found["key"])
    return request_in(text)


def request_in(text: str | bytes) -> Request | Answer:
    """Read a request, whose id and sender may be left out here, or give the answer to one unreadable."""
    try:
        found = msgspec.json.decode(text)
        given = found["request"] if isinstance(found.get("request"), dict) else {}
        moment = now()
        text = msgspec.json.encode({"id": uuid7(moment.wall), "by": "headless"} | given)
        return requests.expect_other(requests.parse(text))
    except (requests.RequestError, RecursionError) as error:
        return Answer(Message.REQUEST_UNREADABLE, Severity.REFUSED, {"fault": str(error)})


def run(folder: Path, settings: Settings, sources: Sources) -> None:
    """Run until standard input ends, or until the tape does when one is played.

    Raises StorageError where there is no station to open, IntakeError where scans were read that nobody took.
    """
    headless = Headless(folder, settings, sources)
    try:
        sources.on_photo = headless.evidence.take
        sources.start(headless.take, headless.take_object, headless.show_light)
        if sources.has_tape:
            sources.wait_for_tape()
        else:
            headless.read_input()
    finally:
        sources.stop()
        headless.close()
    if sources.lost:
        raise IntakeError(f"expected every scan to be taken, got {sources.lost} left over: scan again")
