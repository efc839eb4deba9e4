"""`intake campaigns import`: a maker's list becomes a published one, or every fault of it is told."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from intake.cli.asking import request_options
from intake.cli.campaigns.activating import put_in_force
from intake.cli.campaigns.imported import tell
from intake.cli.campaigns.ready import campaign_of
from intake.cli.fault_log import FaultLog, fault_log
from intake.cli.mapping_options import mapping_options
from intake.importing.listing import Imported, Wanted, import_list
from intake.importing.mapping import ColumnMapping
from intake.importing.own_copy import own_copy
from intake.importing.proof import check_signature, check_sum
from intake.importing.table import open_table
from intake.journal import beginning
from intake.printable import printable
from intake.publishing import writing_in
from intake.reading_room import reading_connection
from intake.state_folder import default_folder, expect_state_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--campaign", required=True, help="Its id, from the list of campaigns.")
@click.option("--version", help="The list's name, if the file does not say it: 2026-05-01.")
@click.option("--published", help="Its date, if the file does not say it: 2026-05-01.")
@click.option("--training", is_flag=True, help="It is invented, for practice.")
@mapping_options
@click.option("--checksum", type=_FILE, help="A file of SHA-256 checksums that must name this one.")
@click.option(
    "--signature", type=_FILE, help="minisign's signature; the key lies in the state folder, keys/."
)
@click.option("--faults", type=_NEW_FILE, help="Write every fault into this CSV file.")
@click.option("--good-part", is_flag=True, help="Publish the good rows, under a version that ends in -part.")
@click.option("--activate", "activates", is_flag=True, help="Put it in force at once.")
@click.option("--older", is_flag=True, help="With --activate: also when an older list replaces a newer one.")
@click.option(
    "--json", "is_json", is_flag=True, help="One JSON object for each fault, and one for the whole."
)
@request_options
def import_(
    file: Path,
    campaign: str,
    mapping: ColumnMapping,
    by: str | None,
    request_id: str | None,
    **told: Any,  # noqa: ANN401 (click's values)
) -> None:
    """Publish the affected list in FILE (CSV, JSON, XLSX) whole or not at all; the desk goes on meanwhile.

    Every faulty row is told. The list decides only after it is put in force.
    """
    folder = default_folder()
    expect_state_folder(folder)
    found = campaign_of(folder, campaign)
    wanted = Wanted(
        found, _facts(told), file.name, told["good_part"], _tomorrow(), takes_training=_is_training(folder)
    )
    with own_copy(file, folder / "reference") as copy:
        _prove(copy, told["checksum"], told["signature"], folder / "keys")
        with fault_log(told["faults"], is_json=told["is_json"]) as log:
            imported = _import(copy, mapping, wanted, folder / "reference", log)
            tell(imported, log, found, folder, is_json=told["is_json"])
    if imported.path is None:
        sys.exit(1)
    if told["activates"]:
        put_in_force(folder, campaign, imported.head.version, by, request_id, older=told["older"])


def _facts(told: Mapping[str, Any]) -> dict[str, str]:
    facts = {key: told[key] for key in ("version", "published") if told[key] is not None}
    return facts | ({"training": "yes"} if told["training"] else {})


def _tomorrow() -> str:
    return (datetime.now().astimezone().date() + timedelta(days=1)).isoformat()


def _is_training(folder: Path) -> bool:
    with reading_connection(folder) as connection:
        return beginning(connection).training


def _prove(file: Path, checksum: Path | None, signature: Path | None, keys: Path) -> None:
    """Hold the file against what came with it. Raises ProofError."""
    if checksum is not None:
        check_sum(file, checksum)
    if signature is not None:
        comment = check_signature(file, signature, keys)
        click.echo(f"Signed by a trusted key: {printable(comment, 200)}", err=True)


def _import(file: Path, mapping: ColumnMapping, wanted: Wanted, folder: Path, log: FaultLog) -> Imported:
    """Import, with a bar where a person watches; sorting comes after reading and takes half as long again."""
    bar = click.progressbar(length=1000, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty())
    with _no_collector(), writing_in(folder), closing(open_table(file, mapping.form)) as table, bar:

        def progress(done: float) -> None:
            bar.update(max(0, int(done * 1000) - bar.pos))

        return import_list(table, mapping, wanted, folder, log.take, progress)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Rows make no cycles, and looking for some takes a tenth of the time (measured, a million rows)."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
