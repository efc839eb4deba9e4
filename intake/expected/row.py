"""One line of expected returns: so many devices of one claim in one parcel."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from intake.campaign import Catalogue
from intake.expected.fault import ExpectedError, RowError, told, told_number
from intake.expected.personal import is_personal, looks_personal
from intake.expected.serial import SerialReader
from intake.serial_number import normalise, plain

COLUMNS = ("claim", "kit", "serial", "model", "colour", "count", "replaced")
NEEDED = ("claim", "kit")
MOST_UNITS = 100
"""Devices one line, and one parcel, may announce."""

_LABEL = re.compile(r"[A-D]?([0-9]{4})-?([0-9]{4})-?([0-9]{4})[A-D]?")
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]{1,40}")
"""A claim's or a kit's number: no name has a digit in it and no blank."""

_COUNT = re.compile(r"[0-9]{1,9}")
_REPLACED = {"": False, "no": False, "yes": True}


class ExpectedRow(NamedTuple):
    """One line: so many devices of one claim in one parcel."""

    label: str
    """Kit or tracking number, as a scan of it reads."""

    claim: str
    serial: str | None
    model: str | None
    colour: str | None
    units: int
    replaced: bool = False
    """The claims system has sent a replacement already."""


def expect_nobody(columns: Sequence[str]) -> None:
    """Raise ExpectedError for a file with a column about a person, also where nobody asks for that column."""
    personal = next((name for name in columns if is_personal(name)), None)
    if personal is not None:
        raise ExpectedError(
            f"expected no personal data, got the column {told(personal)}: make the file without it"
        )


class RowReader:
    """Reads rows whose columns stand in a given order."""

    def __init__(self, columns: Sequence[str], catalogue: Catalogue) -> None:
        """Begin with some of `COLUMNS`, in any order. Raises ExpectedError where a needed one is missing."""
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise ExpectedError(f"expected the columns {', '.join(NEEDED)}, got no {', '.join(missing)}")
        self._places = [columns.index(name) if name in columns else None for name in COLUMNS]
        self._serials = SerialReader(catalogue)
        self._colours: dict[str, set[str]] = {}
        for campaign in catalogue.campaigns:
            for model in campaign.models:
                self._colours.setdefault(model.name, set()).update(colour.name for colour in model.colours)
        self._goods: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        """Models and colours as they were written, and as the catalogue names them."""

    def read(self, values: Sequence[str]) -> ExpectedRow:
        """Read one row. Raises RowError that names the column, what was expected and what was got."""
        claim, kit, serial, model, colour, count, replaced = (
            "" if place is None else values[place].strip() for place in self._places
        )
        label, normal = _label(kit), self._serials.read(serial)
        _expect_number("claim", claim, claim)
        _expect_number("kit", kit, label)
        units = _units(count, is_one=normal is not None)
        goods = self._goods.get((model, colour)) or self._named(model, colour)
        return ExpectedRow(label, claim, normal, *goods, units, _replaced(replaced))

    def _named(self, model: str, colour: str) -> tuple[str | None, str | None]:
        name = _known("model", plain(model), self._colours, model) if model else None
        colours = self._colours[name] if name else {each for some in self._colours.values() for each in some}
        shade = _known("colour", plain(colour).lower(), colours, colour) if colour else None
        self._goods[model, colour] = name, shade
        return name, shade


def _known(column: str, name: str, names: dict[str, set[str]] | set[str], got: str) -> str:
    """Give a name of the catalogue. Raises RowError that says which is the nearest."""
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, 1, 0.0)
    expected = f"a {column} of the catalogue" + (f" (the nearest is {near[0]})" if near else "")
    raise RowError(column, expected, told(got))


def _expect_number(column: str, text: str, number: str) -> None:
    if looks_personal(text):
        raise RowError(column, "a number that is nobody's data", told_number(text))
    if not _NUMBER.fullmatch(number):
        raise RowError(column, "1 to 40 letters, digits and hyphens, a digit among them", told_number(text))


def _units(text: str, *, is_one: bool) -> int:
    if not text:
        return 1
    units = int(text) if _COUNT.fullmatch(text) else 0
    if not 1 <= units <= (1 if is_one else MOST_UNITS):
        expected = "1 beside a serial" if is_one else f"a whole number from 1 to {MOST_UNITS}"
        raise RowError("count", expected, told(text))
    return units


def _replaced(text: str) -> bool:
    found = _REPLACED.get(text.lower())
    if found is None:
        raise RowError("replaced", "yes, no or nothing", told(text))
    return found


def _label(text: str) -> str:
    """Give a parcel's number as a scan of it reads: a carrier's without hyphens and start letters."""
    if len(text) == 12 and text.isdecimal() and text.isascii():  # noqa: PLR2004 (a carrier's, as most are)
        return text
    found = _LABEL.fullmatch(plain(text))
    return "".join(found.groups()) if found else normalise(text)
