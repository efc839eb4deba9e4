"""`intake restore`: a state folder out of a backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from intake.central.credentials import TOKEN
from intake.errors import WrongUsageError
from intake.restoring import Restored
from intake.restoring import restore as make_anew
from intake.restoring.restoration import Contact
from intake.settings import load
from intake.state_folder import default_folder, is_state_folder

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_UNDONE = (
    "Nothing is restored, and nothing half made is left. Again, or without contact: intake restore "
    "--offline, and replacements wait for a sync."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("backup", type=_FOLDER)
@click.option("--offline", is_flag=True, help="Do not ask the central claims system; the next sync does.")
@click.option("--hub-url", default="", help="Its address; the one in the backup's settings if left out.")
@click.option("--token-file", type=_FILE, default=None, help="File with the station's token.")
def restore(backup: Path, offline: bool, hub_url: str, token_file: Path | None) -> None:  # noqa: FBT001 (click's way)
    """Make the empty state folder anew from BACKUP, with what the central claims system has got since."""
    if offline and (hub_url or token_file):
        raise WrongUsageError("expected --offline, or an address and a token, got both")
    if not offline:
        click.echo(
            "Asking the central claims system, if one is set; without contact that takes up to two minutes "
            "(Ctrl-C ends it; --offline does not ask).",
            err=True,
        )
    contact = Contact(hub_url, _token(token_file), offline=offline)
    folder = default_folder()
    try:
        _tell(make_anew(backup, folder, contact), contact)
    except KeyboardInterrupt:
        if not is_state_folder(folder):
            click.echo(f"\n{_UNDONE}", err=True)
        raise


def _token(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError):  # neither may repeat what it read
        raise WrongUsageError(f"expected a token in {path}, got no text that is one") from None


def _tell(restored: Restored, contact: Contact) -> None:
    manifest, taken = restored.manifest, restored.taken_over
    click.echo(
        f"{manifest.station} stands again at {restored.folder}: event {manifest.seq} from the backup of "
        f"{manifest.at}, {taken.events} more from the central claims system."
    )
    for line in (*_left(restored), *_not_kept(restored.folder, contact)):
        click.echo(f"  {line}")
    click.echo("Next: intake doctor, then intake station.")


def _not_kept(folder: Path, contact: Contact) -> Iterator[str]:
    """Say what was given for this once: a token lies where a person has put it, and in no second place."""
    if contact.token is not None and not (folder / TOKEN).exists():
        yield (
            f"The token of --token-file is not kept: put it into {folder / TOKEN} (mode 0600), or give it to "
            f"the services as the credential {TOKEN}."
        )
    if contact.url and contact.url != load(folder).hub_url:
        yield "The address of --hub-url is not kept: set hub_url in settings.toml."


def _left(restored: Restored) -> list[str]:
    """Say what a person has to know, or to do."""
    taken, told = restored.taken_over, []
    told.append(
        f"The last event here is of {taken.last}: take stock of what came later, and seal the containers "
        "that stood open (docs/central.md)."
    )
    if not restored.complete:
        told.append(
            "What was sent after the backup is not here: replacements wait until intake sync has got it."
        )
    if not restored.has_central:
        told.append("No central claims system is set: what was recorded after the backup is lost.")
    if taken.erased:
        told.append(f"{taken.erased} payloads or photos were not in the backup: recorded as erased.")
    if taken.badges:
        told.append(f"Badges added since have no name and no PIN, give them anew: {', '.join(taken.badges)}.")
    if restored.lists:
        told.append(
            f"Lists in force that are not here: {', '.join(restored.lists)}. intake sync fetches those that "
            "the central claims system has; import others anew."
        )
    return told
