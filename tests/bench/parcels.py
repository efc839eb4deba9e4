"""Ordinary parcels to be scanned: every label and serial once, however often the same folder is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake import catalogue
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.own_label import LabelKind, OwnLabel
from intake.reading_room import reading_connection
from intake.request import OpenContainer, Request, SealContainer
from intake.surroundings import now, uuid7

BADGE = OwnLabel(LabelKind.BADGE, 1).code
UNITS_IN_CONTAINER = 50
MODEL = "A1263"
_FIRST_LABEL = 60_000_000_000
_LENGTH_OF_LABEL = len(OwnLabel(LabelKind.CONTAINER, 0).code)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def carrier_number(number: int) -> str:
    """Give a Letter Pack number with its modulo-7 check digit."""
    return f"{number:011}{number % 7}"


def listed_serials(model: str = MODEL) -> list[str]:
    """Give every serial the training lists name for a model whose replacements leave from here, each once."""
    here = [campaign for campaign in catalogue.load().campaigns if campaign.dispatched_here]
    lists = [catalogue.training_list(campaign) for campaign in here]
    rows = [each for listing in lists if listing for each in listing.rows if each.model == model]
    ranges = [key for row in rows for key in row.keys if key.shape.is_whole]
    places = {value for each in ranges for value in range(_value(each.first), _value(each.last) + 1)}
    return [_serial(value) for value in sorted(places)]


def _value(serial: str) -> int:
    value = 0
    for character in serial:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value


def _serial(value: int) -> str:
    digits = ""
    for _ in range(16):
        value, digit = divmod(value, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is scanned for one ordinary parcel, in order."""

    label: str
    serial: str
    bag: str
    container: str

    @property
    def scans(self) -> tuple[str, ...]:
        """Give the five scans."""
        return self.label, self.serial, "RI-C-INTACT", self.bag, self.container


class Supply:
    """Unused labels and serials for one state folder."""

    def __init__(self, folder: Path) -> None:
        """Look where the folder's numbers end. The bag's number counts the units."""
        with reading_connection(folder) as connection:
            (bag,) = connection.execute(
                "SELECT max(bag) FROM unit WHERE length(bag) = ?", (len(OwnLabel(LabelKind.BAG, 0).code),)
            ).fetchone()
            (container,) = connection.execute(
                "SELECT max(code) FROM container WHERE length(code) = ?", (_LENGTH_OF_LABEL,)
            ).fetchone()
        self._bag = int(bag.split("-")[2]) if bag else 0
        self._container = int(container.split("-")[2])
        self._serials = listed_serials()
        self._in_container = UNITS_IN_CONTAINER

    @property
    def container(self) -> str:
        """The container in use."""
        return OwnLabel(LabelKind.CONTAINER, self._container).code

    def requests(self) -> list[Request]:
        """Give what must be asked for before the next parcel: a new container where the last is full."""
        if self._in_container < UNITS_IN_CONTAINER:
            return []
        full, self._container, self._in_container = self.container, self._container + 1, 0
        opened = OpenContainer(self.container, Condition.R, UnNumber.UN3480)
        return [_request(SealContainer(full)), _request(opened)]

    def parcel(self) -> Parcel:
        """Give the next parcel; `requests` come first."""
        self._bag += 1
        self._in_container += 1
        serial = self._serials[self._bag % len(self._serials)]
        bag = OwnLabel(LabelKind.BAG, self._bag).code
        return Parcel(carrier_number(_FIRST_LABEL + self._bag), serial, bag, self.container)


def _request(wish: SealContainer | OpenContainer) -> Request:
    return Request(uuid7(now().wall), "bench", wish)


def set_up(folder: Path) -> None:
    """Write settings under which every parcel takes the same scans and no desk locks between two runs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text("checklist_every = 0\nidle_lock_minutes = 0\n", encoding="utf-8")
