"""`intake expected import`: a claims system's file becomes expected returns, or its faults are told."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from intake import catalogue
from intake.cli.asking import ask, request_options
from intake.cli.fault_log import FaultLog, fault_log
from intake.cli.mapping_options import mapping_options
from intake.expected import ReturnsDraft
from intake.expected.incoming import read_into
from intake.importing.mapping import ColumnMapping
from intake.importing.own_copy import own_copy
from intake.importing.proof import check_sum
from intake.publishing import writing_in
from intake.request import ActivateExpected
from intake.state_folder import default_folder, expect_state_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--version", required=True, help="Its name, never used before: 2026-05-01.")
@mapping_options
@click.option("--checksum", type=_FILE, help="A file of SHA-256 checksums that must name this one.")
@click.option("--faults", type=_NEW_FILE, help="Write every fault into this CSV file.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object for each fault.")
@request_options
def import_returns(  # noqa: PLR0913 (click gives each option by its name)
    file: Path,
    version: str,
    mapping: ColumnMapping,
    checksum: Path | None,
    faults: Path | None,
    by: str | None,
    request_id: str | None,
    *,
    is_json: bool,
) -> None:
    """Publish the expected returns in FILE (CSV, JSON, XLSX) whole or not at all, and put them in force.

    Columns: claim, kit, serial, model, colour, count, replaced (yes: the claims system has sent one). A file
    with a column that looks like a person's name, address, telephone or e-mail is refused.
    """
    folder = default_folder()
    expect_state_folder(folder)
    with own_copy(file, folder / "reference") as copy:
        if checksum is not None:
            check_sum(copy, checksum)
        with fault_log(faults, is_json=is_json) as log:
            rows = _publish(copy, version, mapping, folder, log)
    if log.kinds:
        log.tell()
        click.echo("intake: nothing was imported: mend the file", err=True)
        sys.exit(1)
    click.echo(f"{rows} rows read.", err=True)
    ask(ActivateExpected(version), by, request_id)


def _publish(file: Path, version: str, mapping: ColumnMapping, folder: Path, log: FaultLog) -> int:
    known, reference = catalogue.load(folder), folder / "reference"
    with writing_in(reference), ReturnsDraft(reference, version) as draft:
        rows = read_into(draft, file, mapping, known, log.take)
        if not log.kinds:
            draft.publish()
    return rows
