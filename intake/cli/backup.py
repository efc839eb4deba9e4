"""`intake backup`: a verified copy of the state folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from intake.backup import Made, Manifest, Why, back_up, expect_sound
from intake.cli.output import json_line
from intake.errors import WrongUsageError
from intake.state_folder import default_folder

_MEGABYTE = 1_000_000


@click.command()
@click.argument("place", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep", type=click.IntRange(min=1), help="Remove this station's older backups beyond so many."
)
@click.option("--verify", "only_verify", is_flag=True, help="PLACE is a backup: read it back, make none.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def backup(place: Path, keep: int | None, only_verify: bool, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Copy the state folder into a new folder at PLACE, while a station may be running.

    The copy is read back before it gets its name. Tokens and keys are never in it.
    """
    if only_verify and keep is not None:
        raise WrongUsageError("expected --keep or --verify, got both")
    if only_verify:
        _tell(place, expect_sound(place), "is sound", as_json=as_json)
    else:
        made = back_up(default_folder(), place, keep=keep)
        _tell(made.folder, made.manifest, "stands", as_json=as_json, made=made)
        _tell_same_disk(made.folder)
        _tell_missing(made.manifest)


def _tell(folder: Path, manifest: Manifest, stands: str, *, as_json: bool, made: Made | None = None) -> None:
    if as_json:
        json_line(_row(folder, manifest, made))
        return
    click.echo(
        f"The backup of {manifest.station} at {folder} {stands}: {manifest.seq} events, "
        f"head {manifest.head}, {len(manifest.files)} files, {manifest.size / _MEGABYTE:.1f} MB."
    )
    if made is not None and made.linked:
        click.echo(f"  {made.linked} files are shared with an earlier backup.")
    for old in made.removed if made else ():
        click.echo(f"  Removed {old.name}.")


def _row(folder: Path, manifest: Manifest, made: Made | None) -> dict[str, object]:
    row: dict[str, object] = {
        "folder": str(folder),
        "station": manifest.station,
        "incarnation": manifest.incarnation,
        "seq": manifest.seq,
        "head": manifest.head,
        "at": manifest.at,
        "files": len(manifest.files),
        "bytes": manifest.size,
        "missing": [{"path": each.path, "why": each.why} for each in manifest.missing],
    }
    if made is not None:
        row |= {"linked": made.linked, "removed": [old.name for old in made.removed]}
    return row


def _tell_same_disk(made: Path) -> None:
    """Also where all is well: a place whose disk is not mounted is an empty folder like any other."""
    if made.stat().st_dev == default_folder().stat().st_dev:
        click.echo(
            f"intake: {made.parent} is on the same disk as the state folder: what takes one takes both; "
            "mount another disk there",
            err=True,
        )


def _tell_missing(manifest: Manifest) -> None:
    """What was erased meanwhile is in order; what else is missing is missing in the state folder, too."""
    faults = [each for each in manifest.missing if each.why is not Why.ERASED]
    for each in faults:
        click.echo(
            f"intake: {each.path}: expected what the journal names, got a file that is {each.why}", err=True
        )
    if faults:
        click.echo("intake: the backup stands without them; intake verify tells more", err=True)
        sys.exit(1)
