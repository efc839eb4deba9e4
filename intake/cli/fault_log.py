"""The faults of a file being imported: the first for the screen, all of them for a file and for programs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
import msgspec

from intake.cli.output import json_line
from intake.errors import StorageError, WrongUsageError
from intake.importing.fault import Fault
from intake.printable import printable
from intake.publishing import writing_in
from intake.review.export import safe_cell

_SHOWN = 20
"""Faults told on the screen."""

MORE_FAULTS = "intake: there are more: --faults FILE writes all of them"
"""Said below the first ones."""

_OPTION = "faults"
"""Names the file for all of them."""


class FaultLog:
    """Takes faults as they are met; they are not kept in memory."""

    def __init__(self, file: TextIO | None = None, *, is_json: bool = False) -> None:
        """Begin, with a CSV file open for all of them, or none."""
        self.kinds: Counter[str] = Counter()
        self.first: list[Fault] = []
        """For the screen."""

        self._rows = csv.writer(file) if file else None
        self._is_json = is_json
        if self._rows:
            self._rows.writerow(Fault.__struct_fields__)

    def take(self, fault: Fault) -> None:
        """Take one."""
        self.kinds[fault.kind] += 1
        if len(self.first) < _SHOWN:
            self.first.append(fault)
        if self._rows:
            self._rows.writerow(map(safe_cell, msgspec.structs.astuple(fault)))
        if self._is_json:
            json_line(fault)

    def tell(self) -> None:
        """Write the first ones to standard error, and how many there are of each kind."""
        for fault in self.first:
            click.echo(printable(str(fault), 400), err=True)
        if self.kinds.total() > len(self.first):
            click.echo(MORE_FAULTS, err=True)
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.kinds.most_common())
        click.echo(f"intake: {self.kinds.total()} faults ({kinds})", err=True)


@contextmanager
def fault_log(path: Path | None, *, is_json: bool = False) -> Iterator[FaultLog]:
    """Open a log, and the CSV file for all faults where one is named.

    Raises WrongUsageError where it is a file the command reads, and StorageError.
    """
    if path is None:
        yield FaultLog(is_json=is_json)
        return
    _expect_no_input(path)
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise StorageError(f"expected a file that can be written, got {path}: {error.strerror}") from error
    try:
        yield FaultLog(file, is_json=is_json)
    finally:
        with writing_in(path.parent):
            file.close()


def _expect_no_input(path: Path) -> None:
    for option, other in click.get_current_context().params.items():
        is_input = option != _OPTION and isinstance(other, Path) and other.exists()
        if is_input and path.exists() and path.samefile(other):
            raise WrongUsageError(f"--{_OPTION}: expected a file of its own, got {other.name}, which is read")
