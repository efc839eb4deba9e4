"""Importing an affected list: every row is checked; all of it is published, or its good part, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from intake.affected import (
    PART,
    FaultKind,
    ListErrors,
    ListHead,
    RowError,
    RowReader,
    columns_of,
    is_part,
    parse_head,
)
from intake.affected.row import AffectedRow
from intake.campaign import Campaign
from intake.errors import WrongUsageError
from intake.importing.fault import Fault, Report, TableError
from intake.importing.mapping import ColumnMapping, Columns
from intake.importing.table import Table
from intake.reference import ListDraft

OVERLAPS = 1000
"""As many overlaps of different models are looked for."""

_MOST_REPEATS = 1_000_000
_SINGLE = frozenset({"model", "first", "last", "mask", "note", "all_units"})
"""Columns that take one value."""

_SENTENCE = re.compile(r"(?:(?P<column>[\w# ]+): )?expected (?P<expected>.*), got (?P<got>.*)", re.DOTALL)
_PACE = 5000
"""Rows between two looks at the progress."""

Progress = Callable[[float], None]
"""Takes how much is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person who imports says."""

    campaign: Campaign
    facts: Mapping[str, str]
    """`version`, `published` and `training` (yes or no), where the file does not say them."""

    source: str
    """What the list came from: the file's name."""

    good_part: bool = False
    latest: str = "9999-12-31"
    """The last date it may be published on: tomorrow, for the maker's day may have begun before ours."""

    takes_training: bool = True
    """False in a production folder, which never judges by an invented list."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it."""

    head: ListHead
    encoding: str
    """What the file was read as."""

    rows: int
    """Good ones."""

    faults: Counter[str]
    """How many, by kind."""

    path: Path | None
    """The published list; None where nothing was published."""

    was_there: bool = False
    """The same list was published before."""

    overlaps: tuple[tuple[int, int], ...] = ()
    """Rows of different models that name the same serials: no fault, but worth a question to the maker."""

    counts: tuple[tuple[str, int | None], ...] = ()
    """For each model, how many serials are covered; None where parts of serials or all units are named."""


def import_list(
    table: Table, mapping: ColumnMapping, wanted: Wanted, folder: Path, report: Report, progress: Progress
) -> Imported:
    """Read a table into a published list in `folder`; every fault goes to `report`.

    With a fault nothing is published, unless the good part was asked for. Raises TableError where the file
    as a whole is none that can be read, WrongUsageError for a version that does not fit, and ListFileError
    when another list stands under its version.
    """
    campaign = wanted.campaign
    head = _head(table.head, wanted)
    ours = columns_of(campaign)
    columns = Columns(table, mapping, ours, [name for name in ours if _takes_sets(name)])
    counted: Counter[str] = Counter()

    def tell(fault: Fault) -> None:
        counted[fault.kind] += 1
        report(fault)

    with ListDraft(folder, head, alphabet=campaign.serial.alphabet, source=wanted.source) as draft:
        draft.add(_rows(columns, campaign, tell, lambda: progress(table.done())))
        for line, earlier in draft.repeats(_MOST_REPEATS):
            tell(Fault(line, "", FaultKind.REPEAT, "every row once", f"that of row {earlier} again"))
        if not draft.rows and not counted:
            raise TableError(f"{wanted.source}: expected at least one row below the columns' names, got none")
        if not draft.rows or (counted and not wanted.good_part):
            return Imported(head, table.encoding, draft.rows, counted, None)
        return _published(draft, Imported(head, table.encoding, draft.rows, counted, None), folder)


def _published(draft: ListDraft, imported: Imported, folder: Path) -> Imported:
    head = imported.head
    was_there = (folder / f"list-{head.campaign}-{head.version}.db").exists()
    overlaps, counts = tuple(draft.overlaps(OVERLAPS)), tuple(sorted(draft.counts().items()))
    path = draft.publish()
    return replace(imported, path=path, was_there=was_there, overlaps=overlaps, counts=counts)


def _head(facts: Mapping[str, str], wanted: Wanted) -> ListHead:
    """Put together what the file and the person say of the list as a whole."""
    for key, told in wanted.facts.items():
        if facts.get(key, told) not in {told, _named_whole(key, told, wanted)}:
            raise TableError(f"{key}: expected {told}, got {facts[key]!r} in the file's head")
    campaign = wanted.campaign.id
    if facts.get("campaign", campaign) != campaign:
        raise TableError(f"campaign: expected {campaign}, got {facts['campaign']!r} in the file's head")
    said = {"training": "no"} | dict(facts) | dict(wanted.facts)
    if wanted.good_part and not is_part(said.get("version", PART)):
        said["version"] += PART
    try:
        head = parse_head(said, campaign)
    except ListErrors as error:
        raise WrongUsageError(f"{error}: say it by --version and --published") from error
    _expect_usable(head, wanted)
    return head


def _named_whole(key: str, told: str, wanted: Wanted) -> str:
    """Give what the file says where the person names its good part: the version without its mark."""
    return told.removesuffix(PART) if key == "version" and wanted.good_part else told


def _expect_usable(head: ListHead, wanted: Wanted) -> None:
    if is_part(head.version) and not wanted.good_part:
        raise WrongUsageError(
            f"version: expected none that ends in {PART}, for it marks a list with rows left out, "
            f"got {head.version}"
        )
    if head.published > wanted.latest:
        # Every right list after it would be refused as the older one.
        raise WrongUsageError(f"published: expected {wanted.latest} at the latest, got {head.published}")
    if head.training and not wanted.takes_training:
        raise WrongUsageError(
            "training: expected a list for production, as this folder is, got a training list"
        )


def _takes_sets(name: str) -> bool:
    return name not in _SINGLE and not name.endswith(("_first", "_last"))


def _rows(
    columns: Columns, campaign: Campaign, report: Report, progress: Callable[[], None]
) -> Iterator[AffectedRow]:
    """Yield the good rows, as they are read."""
    try:
        reader = RowReader(columns.names, campaign)
    except RowError as error:
        raise TableError(str(error)) from error
    read = reader.read
    for count, (number, values) in enumerate(columns.rows(report)):
        try:
            yield read(number, values)
        except RowError as error:
            report(_fault(number, error, columns))
        if not count % _PACE:
            progress()


def _fault(number: int, error: RowError, columns: Columns) -> Fault:
    """Give a row's fault, its column by the file's own name."""
    said = _SENTENCE.fullmatch(str(error))
    if said is None:
        return Fault(number, "", error.kind, "a row of an affected list", str(error))
    ours = said["column"]
    return Fault(number, columns.theirs(ours) if ours else "", error.kind, said["expected"], said["got"])
