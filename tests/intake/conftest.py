"""A state folder with the shipped campaign, and one with a campaign nobody has seen before this run.

`state` gives each test both in turn: a `Site` knows its labels and draws serials by its list.
`desk` is a real station over it, with a clock and identifiers the test holds in its hand.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from intake import catalogue, photos, sqlite
from intake.affected import AffectedList
from intake.campaign import Campaign
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.events import Envelope, Event, event_of
from intake.expected import ExpectedRow
from intake.expected import publish as publish_expected
from intake.founding import TRAINING_PIN, found
from intake.journal import envelopes
from intake.keying import ENTER, Key
from intake.outcome import Line, Message, Outcome
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Receipt, Step, fold, settle, touched
from intake.receipt.prompt import Prompt
from intake.request import ActivateExpected, CloseEmergency, OfferPhoto, OpenContainer, Request
from intake.scan import Method, Moment, Scan
from intake.settings import Settings, load
from intake.state_folder import journal_path, list_path, socket_path
from intake.station import Station
from intake.surroundings import Surroundings
from scanners.symbology import scan_of
from tests.founded import hasten
from tests.intake import lists

SHIPPED, MADE = "shipped", "made"
MADE_SEED = 20_311
BEGINNING = Moment(1_800_000_000_000, 5_000_000_000)
"""2027-01-15T08:00:00.000Z."""

PATIENCE = 20.0
"""Seconds a test waits for what must happen; only a failing test waits that long."""

HOSTILE = {
    "markup": b"[/foo]",
    "click": b"[@click=app.quit]x",
    "formula": b"=cmd()|'/c calc'!A0",
    "formula at": b"@SUM(1+1)*cmd",
    "formula tab": b"\t=1+1 x",
    "sql": b"'; DROP TABLE event; --",
    "shell": b"$(reboot) `id` ; rm -rf /",
    "escape": b"\x1b[2J\x1b]0;title\x07",
    "zpl": b"^XA^FO50,50^FDx^FS^XZ",
    "xon": b"AB\x11CD\x13EF",
    "not utf-8": b"\xff\xfe\x80abc",
    "shift-jis": "電池回収".encode("shift-jis"),
    "right to left": "AB\u202eCD\u202c\u200f".encode(),
    "full-width formula": "＝1＋1".encode(),
    "half-width kana": "ﾃﾞﾝﾁ".encode(),
    "person": "山田太郎 東京都千代田区1-1".encode(),
    "long": b"L(o)ng " * 1500,
    "brace": b'{"not": "ours"}',
    "own label, misread": b"RI-Q-0001-0",
    "own label, unknown": b"RI-C-SECRET",
    "lone surrogate": b"\xed\xa0\x80",
    "astral": "𠮷野家 🔋".encode(),
}
"""Scans nobody recognises, by name; none holds a terminator of a scanner but "formula tab"."""


def jpeg(number: int = 0) -> bytes:
    """Give bytes that begin and end as a JPEG does; each number other ones."""
    return b"\xff\xd8\xff\xe0" + number.to_bytes(4, "big") + b"\xff\xd9"


class Clock:
    """Both clocks, moved by the test; every look takes a millisecond."""

    def __init__(self, beginning: Moment = BEGINNING) -> None:
        self.wall, self.monotonic = beginning

    def moment(self) -> Moment:
        """Read both clocks."""
        self.pass_by(0.001)
        return Moment(self.wall, self.monotonic)

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.wall += round(seconds * 1000)
        self.monotonic += round(seconds * 1_000_000_000)


class Ids:
    """Identifiers that look like UUIDv7 and count."""

    def __init__(self, first: int = 1) -> None:
        self._numbers = itertools.count(first)

    def __call__(self, wall: int) -> str:
        """Give the next."""
        high = f"{wall & 0xFFFF_FFFF_FFFF:012x}"
        return f"{high[:8]}-{high[8:]}-7000-8000-{next(self._numbers):012x}"


@dataclass
class Site:
    """A state folder, its campaign and its labels."""

    folder: Path
    campaign: Campaign
    listing: AffectedList
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=lambda: Ids(1_000_000))
    free: int = 10**12
    rng: random.Random = field(default_factory=lambda: random.Random(7))
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def surroundings(self) -> Surroundings:
        """Clock, identifiers and disk as this test wants them."""
        return Surroundings(self.clock.moment, self.ids, lambda _folder: self.free, "boot-of-the-test")

    @property
    def badge(self) -> str:
        """An operator's badge."""
        return OwnLabel(LabelKind.BADGE, 1).code

    @property
    def lead(self) -> str:
        """A lead's badge; its PIN is TRAINING_PIN."""
        return OwnLabel(LabelKind.BADGE, 2).code

    @property
    def supervisor(self) -> str:
        """A supervisor's badge; its PIN is TRAINING_PIN."""
        return OwnLabel(LabelKind.BADGE, 3).code

    @property
    def bin(self) -> str:
        """The reject bin."""
        return OwnLabel(LabelKind.REJECT_BIN, 1).code

    def parcel(self) -> str:
        """Give a fresh carrier number whose check digit holds."""
        number = 48_100_000_000 + next(self._numbers)
        return f"{number:011}{number % 7}"

    def bag(self) -> str:
        """Give a fresh bag label."""
        return OwnLabel(LabelKind.BAG, next(self._numbers)).code

    def container(self) -> str:
        """Give the label of a container not yet in use."""
        return OwnLabel(LabelKind.CONTAINER, 100 + next(self._numbers)).code

    def affected(self) -> str:
        """Draw a serial the list names."""
        return self.rng.choice(lists.bounds(self.rng.choice(self.listing.rows)))

    def unnamed(self) -> str:
        """Draw a valid serial the list does not name."""
        rule = self.campaign.serial
        tail = rule.pattern[2:-2] if "[" in rule.pattern else rule.alphabet
        while True:
            drawn = rule.pattern[0] + "".join(self.rng.choices(tail, k=self.rng.choice(rule.lengths) - 1))
            if rule.matches(drawn) and not lists.named_by(self.listing, drawn):
                return drawn

    def misread(self) -> str:
        """Give a text that is nearly a serial: one character is missing."""
        return self.unnamed()[:-1]

    def cage(self) -> str:
        """Give the label of a cage."""
        return OwnLabel(LabelKind.CAGE, 1 + next(self._numbers) % 9).code

    def expect(self, *rows: ExpectedRow, version: str = "1") -> ActivateExpected:
        """Publish expected returns, and give the wish that puts them in force."""
        publish_expected(rows, version, self.folder / "reference")
        return ActivateExpected(version)

    def write_settings(self, text: str) -> None:
        """Write settings.toml."""
        (self.folder / "settings.toml").write_text(text, encoding="utf-8")


class Desk:
    """A real station, and hands that know what to scan next."""

    def __init__(self, site: Site, settings: Settings | None = None, **options: Any) -> None:
        self.site = site
        self._settings = settings
        self._options = {"synchronous": "OFF"} | options
        self.station = self._open()

    def _open(self) -> Station:
        settings = self._settings or load(self.site.folder)
        return Station(self.site.folder, settings, self.site.surroundings, **self._options)

    def restart(self) -> None:
        """End the station and begin again."""
        self.station.close()
        self.station = self._open()

    def close(self) -> None:
        """End."""
        self.station.close()

    @property
    def prompt(self) -> Line:
        """What the desk asks for."""
        return self.station.standing(0).now.prompt

    def reading(self, raw: bytes | str, source: str = "port:gun", *, after: float = 2.0) -> Scan:
        """Make a scan of this moment, `after` seconds from the last one."""
        self.site.clock.pass_by(after)
        data = raw.encode() if isinstance(raw, str) else raw
        return scan_of(data, source, Method.PORT, self.site.clock.moment())

    def scan(self, raw: bytes | str, source: str = "port:gun", *, after: float = 2.0) -> Outcome:
        """Scan one code."""
        return self.station.accept(self.reading(raw, source, after=after))

    def key(self, text: str) -> Outcome:
        """Key a whole text and Enter, as a person does."""
        self.site.clock.pass_by(2.0)
        done = self.station.key(Key(text))
        return done if done.answer.message != Message.KEY_TAKEN else self.station.key(Key(ENTER))

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the journal's tables."""
        return self.station.journal.connection.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> tuple[Any, ...]:
        """Ask for the one row there is."""
        (found,) = self.rows(query, *values)
        return found

    def ask(self, wish: Any, request_id: str | None = None, by: str = "the test") -> Outcome:
        """Send one wish."""
        made = self.site.ids(0) if request_id is None else request_id
        return self.station.accept(Request(made, by, wish))

    def next_scan(self) -> str:  # noqa: PLR0911 (one for each step)
        """Give what the desk asks for; at PARCEL_OPEN an affected serial, or CLOSE when it has a unit."""
        line = self.prompt
        match self.station.step:
            case Step.SIGNED_OUT:
                return self.site.badge
            case Step.IDLE:
                return self.site.parcel()
            case Step.PARCEL_OPEN:
                return "RI-C-CLOSE" if self._is_whole() else self.site.affected()
            case Step.UNIT:
                return self._told_of_unit()
            case Step.CONDITION:
                return "RI-C-NO" if line.message == Prompt.CHECKLIST else "RI-C-INTACT"
            case Step.BAG:
                return self.site.bag()
            case Step.CONTAINER:
                return str(line.params.get("container") or self._new_container())
            case Step.REJECT:
                return "RI-C-YES" if line.message == Prompt.BOX_OPENED else self.site.bin
            case step:
                raise AssertionError(f"no scan leads on from {step}")

    def _told_of_unit(self) -> str:
        parcel, unit = self.station.receipt.parcel, self.station.receipt.unit
        if parcel is not None and parcel.keyed is not None:
            return "RI-C-YES"
        known = {model.name for model in self.site.campaign.models}
        if unit is not None and unit.model not in known:
            return f"RI-C-MODEL-{self.site.campaign.models[0].name}"
        return f"RI-C-COLOUR-{self._colour()}"

    def _is_whole(self) -> bool:
        """Whether everything the claim and the boxes promise is out of the parcel."""
        parcel = self.station.receipt.parcel
        assert parcel is not None
        wanted = parcel.claim.count if parcel.claim else 1
        return len(parcel.units) >= wanted and not parcel.loose

    def _colour(self) -> str:
        unit = self.station.receipt.unit
        assert unit is not None
        model = next(model for model in self.site.campaign.models if model.name == unit.model)
        return next(colour.name for colour in model.colours if colour.in_scope).upper()

    def _new_container(self) -> str:
        unit = self.station.receipt.unit
        assert unit is not None
        assert unit.condition is not None
        assert unit.un_number is not None
        code = self.site.container()
        self.ask(OpenContainer(code, unit.condition, unit.un_number))
        return code

    def go_on(self) -> Outcome:
        """Do what the desk asks for."""
        if self.station.step is Step.EMERGENCY:
            wish = CloseEmergency(self.site.lead, TRAINING_PIN, EmergencyOutcome.WATER_BATH)
            return self.ask(wish)
        return self.scan(self.next_scan())

    def until(self, step: Step) -> None:
        """Go on until the desk stands at a step."""
        for _ in range(30):
            if self.station.step is step:
                return
            self.go_on()
        raise AssertionError(f"{step} was not reached, the desk stands at {self.station.step}")

    def open_parcel(self) -> str:
        """Open a fresh parcel."""
        self.until(Step.IDLE)
        label = self.site.parcel()
        self.scan(label)
        return label

    def photograph(self, jpeg: bytes) -> str:
        """Take a picture of the unit in hand, as a camera would, and keep it; its SHA-256."""
        wish = self.scan("RI-C-PHOTO").awaited.photo
        digest = photos.keep(self.site.folder, jpeg)
        self.ask(OfferPhoto(wish, digest))
        self.scan("RI-C-YES")
        return digest

    def receive(self, serial: str | None = None) -> str:
        """Take in a whole parcel with one unit, and close it; the parcel's label."""
        label = self.open_parcel()
        self.scan(serial or self.site.affected())
        self.until(Step.PARCEL_OPEN)
        self.scan("RI-C-CLOSE")
        return label


def toml(value: Any) -> str:
    """Write a value as TOML: JSON's strings are TOML's, a table is written in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def write_campaign(folder: Path, seed: int) -> tuple[Campaign, AffectedList]:
    """Write a campaign made from a seed, and its training list, into a state folder."""
    tables = lists.mapping(seed)
    tables["training_list"] = f"{tables['id']}.training.csv"
    made = lists.campaign(seed)
    listing = lists.listing(made, seed, training=True)
    place = folder / "campaigns"
    place.mkdir(parents=True)
    text = "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())
    (place / f"{made.id}.toml").write_text(text, encoding="utf-8")
    (place / tables["training_list"]).write_text(lists.csv(listing), encoding="utf-8")
    return made, listing


def _shipped() -> tuple[Campaign, AffectedList]:
    """Give the first campaign that shipped: its list names every unit by serial."""
    campaign = catalogue.load().campaign("jp-2025-10-21")
    listing = catalogue.training_list(campaign)
    assert listing is not None
    return campaign, listing


@dataclass(frozen=True, repr=False)
class Template:
    """A founded training folder to be copied."""

    folder: Path
    campaign: Campaign
    listing: AffectedList

    def __repr__(self) -> str:
        return f"Template({self.campaign.id})"

    def copy(self, place: Path) -> Site:
        """Give a site of its own in `place`, which must not exist."""
        shutil.copytree(self.folder, place)
        return Site(place, self.campaign, self.listing)


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """Training folders founded once, by kind."""
    made = {}
    for kind in (SHIPPED, MADE):
        folder = tmp_path_factory.mktemp(kind) / "state"
        drawn = _shipped() if kind == SHIPPED else write_campaign(folder, MADE_SEED)
        around = Surroundings(Clock().moment, Ids(), lambda _folder: 10**12, "boot-of-the-test")
        found(folder, training=True, station="dock-1", surroundings=around)
        hasten(folder)
        made[kind] = Template(folder, *drawn)
    return made


@pytest.fixture(params=[SHIPPED, MADE])
def template(request, templates):
    """The training folder to copy."""
    return templates[request.param]


@pytest.fixture
def state(template, tmp_path):
    """A training folder of this test's own: with the shipped campaign, then with one made just now."""
    return template.copy(tmp_path / "state")


@pytest.fixture
def site(templates, tmp_path):
    """A training folder of this test's own, where the campaign makes no difference."""
    return templates[MADE].copy(tmp_path / "state")


@pytest.fixture
def open_desk():
    """Opens desks that are closed when the test ends."""
    with contextlib.ExitStack() as stack:

        def open_one(site: Site, settings: Settings | None = None, **options: Any) -> Desk:
            made = Desk(site, settings, **options)
            stack.callback(made.close)
            return made

        yield open_one


@pytest.fixture
def desk(state, open_desk):
    """A station over `state`."""
    return open_desk(state)


def stored(folder: Path) -> list[Envelope]:
    """Read every envelope of a journal."""
    connection = sqlite.connect(journal_path(folder), readonly=True)
    try:
        return list(envelopes(connection, "ORDER BY seq"))
    finally:
        connection.close()


def kinds(folder: Path) -> list[str]:
    """Name the kinds of a journal's events."""
    return [envelope.kind for envelope in stored(folder)]


def fold_log(folder: Path) -> Receipt:
    """Fold a whole journal from nothing, answer by answer, with no help of any view."""
    receipt, histories = Receipt(), dict[str, list[Event]]()
    for _, envelopes_together in itertools.groupby(stored(folder), key=lambda envelope: envelope.first):
        together = [event_of(envelope) for envelope in envelopes_together]
        changed = touched(receipt.parcel, together, lambda parcel: histories.get(parcel, []))
        receipt = settle(fold(receipt, together), changed)
        for event in together:
            if event.parcel is not None:
                histories.setdefault(event.parcel, []).append(event)
    return receipt


def list_file(site: Site, campaign: str = "", version: str = "") -> Path:
    """Give the file of the site's list, or of another."""
    path = list_path(site.folder, campaign or site.campaign.id, version or site.listing.version)
    assert path is not None
    return path


def edit(folder: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Change a journal as somebody with the file in his hands can: guards off, and on again after."""
    connection = sqlite.connect(journal_path(folder))
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for sql, values in statements:
        connection.execute(sql, values)
    for _, sql in guards:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def everything_in(folder: Path, *leave_out: str) -> bytes:
    """Give the bytes of every file of a folder, and of every name."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in leave_out]
    return b"".join(path.name.encode() + path.read_bytes() for path in files)


def logged(folder: Path) -> bytes:
    """Give every byte of the journal and of what SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("journal.db*")))


def command(*arguments: str | bytes) -> list[str | bytes]:
    """Give the command line of `intake`."""
    return [sys.executable, "-m", "intake", *arguments]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give an environment that names the state folder and speaks English."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("INTAKE_")}
    return plain | {"INTAKE_STATE": str(folder), "INTAKE_LANGUAGE": "en", "PYTHONUTF8": "1"} | more


@dataclass(frozen=True)
class Ran:
    """What one command has done."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(folder: Path, *arguments: str | bytes, stdin: bytes = b"", **more: str) -> Ran:
    """Run `intake …` in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        env=environment(folder, **more),
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def intake():
    """Runs `intake …` in a process of its own."""
    return run


class Running:
    """`intake station --headless` in a process of its own."""

    def __init__(self, folder: Path, *options: str, **more: str) -> None:
        self.folder = folder
        self._read = b""
        self.process = subprocess.Popen(
            command("station", "--headless", *options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(folder, **more),
            bufsize=0,
        )
        self._wait_for_door()

    def _wait_for_door(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end, "the station does not open its door"
            time.sleep(0.01)

    def _answers(self) -> bool:
        place = os.open(self.folder, os.O_RDONLY)
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(f"/proc/self/fd/{place}/{socket_path(self.folder).name}")
        except OSError:
            return False
        finally:
            os.close(place)
        return True

    def write(self, line: bytes) -> None:
        """Send a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        """Read the next outcome."""
        assert self.process.stdout is not None
        while b"\n" not in self._read:
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
            assert ready, "the station does not answer"
            data = os.read(self.process.stdout.fileno(), 65_536)
            assert data, "the station ended"
            self._read += data
        line, _, self._read = self._read.partition(b"\n")
        return dict(json.loads(line))

    def hear(self, *words: str) -> None:
        """Wait until the station has said all of something on standard error."""
        assert self.process.stderr is not None
        heard = b""
        while not all(each.encode() in heard for each in words):
            ready, _, _ = select.select([self.process.stderr], [], [], PATIENCE)
            assert ready, heard
            heard += os.read(self.process.stderr.fileno(), 65_536)

    def scan(self, text: str | bytes) -> dict[str, Any]:
        """Scan a line and wait for its outcome."""
        self.write(text.encode() if isinstance(text, str) else text)
        return self.read()

    def close(self) -> tuple[int, list[dict[str, Any]], str]:
        """End its input; its exit code, the outcomes not yet read and what it said on standard error."""
        out, err = self.process.communicate(timeout=PATIENCE)
        rest = (self._read + out).splitlines()
        return self.process.returncode, [json.loads(line) for line in rest], err.decode()


@pytest.fixture
def running():
    """Starts stations that are ended when the test ends."""
    started: list[Running] = []

    def start(folder: Path, *options: str, **more: str) -> Running:
        one = Running(folder, *options, **more)
        started.append(one)
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def container_of(class_: Condition, un_number: str) -> str:
    """Give the label of a training folder's own container of a class."""
    classes = [(each, number) for each in ("R", "D", "K1", "N") for number in ("UN3480", "UN3481")]
    return OwnLabel(LabelKind.CONTAINER, classes.index((class_, un_number)) + 1).code
