"""Campaigns and affected lists made at test time, so that nothing can be fitted to the shipped ones.

Everything follows from a seed: the same seed gives the same campaign and list.

- `mapping(seed)`: the tables of a random campaign's file (another maker, alphabet, length, models).
- `campaign(seed)`: the same, parsed.
- `listing(campaign, seed, ranges=…)`: a random affected list of whole serials; ranges overlap within a model,
  never across models, and some are single serials.
- `row(first, last, model, …)`: one row of such a list.
- `csv(listing)`: the list as a maker would send it.
- `serial(campaign, rng)`: a random valid serial, mostly in no range.
- `inside(campaign, row, rng)`, `bounds(row)`: serials the row names.
- `just_outside(campaign, row)`: the valid serials next to the row's range on either side; another row may
  name them.
- `unnamed(campaign, listing, rng)`: a valid serial no row of the list names.
- `named_by(listing, normal)`: the rows that name a serial, by asking each one.

The alphabets leave out O and I, which fold to 0 and 1, and serials begin with a letter beyond F, so that
none of them looks like a JAN or a Bluetooth serial.
"""

from __future__ import annotations

import random
from typing import Any

from intake.affected import AffectedList, AffectedRow, KeyRange, NamedBy, Shape
from intake.campaign import Campaign, parse

ALPHABETS = (
    "0123456789",
    "0123456789ABCDEF",
    "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ",
    "2346789BCDFGHJKMPQRTVWXY",
)
LETTERS = "GHJKLMNPQRSTUVWXYZ"
FIRST_LINE = 5
"""The line of the first row in `csv`, below head and names."""

COLOURS = ("black", "white", "lime-green", "navy", "rose-2", "grey")


def mapping(seed: int) -> dict[str, Any]:
    """Give the tables of a random campaign's file."""
    rng = random.Random(f"campaign {seed}")
    first, tail = rng.choice(LETTERS), rng.choice(ALPHABETS)
    alphabet = "".join(sorted({first, *tail}))
    return {
        "id": f"zz-{seed}",
        "title": {"en": f"Recall {seed}", "ja": f"回収 {seed}"},
        "maker": f"Maker {rng.randrange(1000)}",
        "authority": "Nobody",
        "announced": "2031-02-03",
        "models": [_model(rng, number) for number in range(rng.randint(2, 4))],
        "serial": {
            "lengths": [rng.choice((9, 11, 15, 16, 17, 18))],
            "alphabet": alphabet,
            "pattern": f"{first}[{tail}]*",
            "fold": {wrong: meant for wrong, meant in (("O", "0"), ("I", "1")) if meant in alphabet},
        },
        "sources": ["made at test time"],
        "kit_number": rf"KIT{seed}-[0-9]{{5}}",
    }


def _model(rng: random.Random, number: int) -> dict[str, Any]:
    remedy: dict[str, Any] = {"item": f"Item {number}"}
    if number % 2 == 0:
        remedy["colour"] = "same_as_unit"
    return {
        "name": f"{rng.choice(LETTERS)}{rng.randrange(10, 99)}-{number}",
        "product": f"Product {number}",
        "un_number": ("UN3480", "UN3481")[number % 2],
        "wh": rng.choice((12.5, 40.0, 99.0)),
        "wh_confirmed": rng.random() < 0.5,
        "grams": rng.randrange(100, 3000),
        "grams_confirmed": False,
        "units_announced": rng.randrange(100, 10_000),
        "colours": [
            {"name": name, "jans": [_jan(rng)], "in_scope": place < 2}
            for place, name in enumerate(rng.sample(COLOURS, 3))
        ],
        "remedy": remedy,
    }


def _jan(rng: random.Random) -> str:
    body = f"99{rng.randrange(10**10):010}"
    return body + str(-sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(body)) % 10)


def campaign(seed: int) -> Campaign:
    """Give a random campaign."""
    return parse(mapping(seed))


def _tail(of: Campaign) -> str:
    """Give the alphabet of all characters but the first, in order."""
    return of.serial.pattern[2:-2]


def _serial_at(of: Campaign, number: int) -> str:
    """Give the valid serial with this number, counting through them in their order."""
    tail, text = _tail(of), ""
    for _ in range(of.serial.lengths[0] - 1):
        number, digit = divmod(number, len(tail))
        text = tail[digit] + text
    return of.serial.pattern[0] + text


def _number_of(of: Campaign, normal: str) -> int:
    tail, number = _tail(of), 0
    for character in normal[1:]:
        number = number * len(tail) + tail.index(character)
    return number


def _count(of: Campaign) -> int:
    return int(len(_tail(of)) ** (of.serial.lengths[0] - 1))


def listing(of: Campaign, seed: int, *, ranges: int = 60, training: bool = False) -> AffectedList:
    """Give a random list: every model has a share of the serials, and ranges within it that overlap."""
    rng = random.Random(f"list {seed}")
    share = _count(of) // len(of.models)
    made = []
    for number in range(ranges):
        place = number % len(of.models)
        model = of.models[place]
        start = rng.randrange(place * share, (place + 1) * share)
        size = min(rng.choice((1, 1, 20, share // 50, share // 5)), (place + 1) * share - start)
        ends = _serial_at(of, start), _serial_at(of, start + max(size, 1) - 1)
        # One colour for each model, so that overlaps agree; not every row names it.
        colour = rng.choice((model.colours[0].name, None))
        made.append(row(*ends, model.name, colour, f"row {number}", line=FIRST_LINE + number))
    return AffectedList(of.id, f"{seed}.1", training, "2025-02-04", tuple(made))


def row(
    first: str, last: str, model: str, colour: str | None = None, note: str = "", *, line: int = FIRST_LINE
) -> AffectedRow:
    """Give a row that names whole serials."""
    by = NamedBy.EXACT if first == last else NamedBy.RANGE
    keys = (KeyRange(Shape.whole(len(first)), first, last),)
    return AffectedRow(line, model, (colour,) if colour else (), (), by, keys, note)


def csv(of: AffectedList) -> str:
    """Give a list of whole serials as CSV, as `intake.affected.parse_csv` reads it."""
    rows = [f"# version: {of.version}", f"# published: {of.published}"]
    rows += [f"# training: {'yes' if of.training else 'no'}", "first,last,model,colour,note"]
    rows += [",".join((*bounds(each), each.model, "|".join(each.colours), each.note)) for each in of.rows]
    return "\r\n".join(rows) + "\r\n"


def serial(of: Campaign, rng: random.Random) -> str:
    """Give a random valid serial."""
    return _serial_at(of, rng.randrange(_count(of)))


def inside(of: Campaign, named: AffectedRow, rng: random.Random) -> str:
    """Give a random valid serial within a row's range."""
    first, last = bounds(named)
    return _serial_at(of, rng.randint(_number_of(of, first), _number_of(of, last)))


def bounds(named: AffectedRow) -> tuple[str, str]:
    """Give the first and the last serial of a row."""
    return named.keys[0].first, named.keys[-1].last


def first_of(of: Campaign, named: AffectedRow, most: int) -> list[str]:
    """Give up to so many serials from the beginning of a row's range on."""
    first, last = (_number_of(of, serial) for serial in bounds(named))
    return [_serial_at(of, number) for number in range(first, min(last + 1, first + most))]


def just_outside(of: Campaign, named: AffectedRow) -> list[str]:
    """Give the valid serials next to a row's range: two, or one at the edge of all serials."""
    first, last = bounds(named)
    numbers = _number_of(of, first) - 1, _number_of(of, last) + 1
    return [_serial_at(of, number) for number in numbers if 0 <= number < _count(of)]


def unnamed(of: Campaign, affected: AffectedList, rng: random.Random) -> str:
    """Give a random valid serial that no row of the list names."""
    while named_by(affected, drawn := serial(of, rng)):
        pass
    return drawn


def named_by(affected: AffectedList, normal: str) -> list[AffectedRow]:
    """Give the rows that name a serial, asking each one."""
    return [each for each in affected.rows if each.names(normal)]
