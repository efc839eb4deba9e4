"""Lists that lie ready: published in the state folder, in force or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from intake import catalogue
from intake.affected import is_part
from intake.campaign import Campaign
from intake.errors import WrongUsageError
from intake.reading_room import reading
from intake.reference import AffectedIndex, ListFileError
from intake.state_folder import list_path


def campaign_of(folder: Path, name: str) -> Campaign:
    """Give a campaign of the state folder. Raises click.UsageError naming those there are."""
    found = catalogue.load(folder)
    try:
        return found.campaign(name)
    except KeyError as error:
        known = ", ".join(one.id for one in found.campaigns)
        raise click.UsageError(f"expected one of the campaigns {known}, got {name!r}") from error


def in_force(folder: Path) -> dict[str, dict[str, Any]]:
    """Give each campaign's list in force, as the journal's view has it."""
    with reading(folder) as db:
        return {row["campaign"]: row for row in db.query("SELECT * FROM list_in_force")}


def ready(folder: Path, campaign: str) -> Iterator[dict[str, Any]]:
    """Give each published list of a campaign, by date and version; `fault`: why one cannot be read."""
    found = []
    for path in (folder / "reference").glob(f"list-{campaign}-*.db"):
        try:
            with closing(AffectedIndex.open(path)) as index:
                if index.campaign == campaign:  # the name of one may begin with the name of another
                    found.append(_row(index))
        except ListFileError as error:
            found.append(_faulty_row(path.stem.removeprefix(f"list-{campaign}-"), str(error)))
    yield from sorted(found, key=lambda row: (row["published"] or "", row["version"]))


def _row(index: AffectedIndex) -> dict[str, Any]:
    return {
        "version": index.version,
        "published": index.published,
        "training": index.training,
        "partial": is_part(index.version),
        "rows": index.rows,
        "source": index.source,
        "content": index.content,
        "fault": None,
    }


def _faulty_row(version: str, fault: str) -> dict[str, Any]:
    """Give the row of a file of which nothing is known but its name."""
    unknown = dict.fromkeys(("published", "training", "partial", "rows", "source", "content"))
    return {"version": version, **unknown, "fault": fault}


@contextmanager
def opened(folder: Path, campaign: str, version: str) -> Iterator[AffectedIndex]:
    """Open a published list. Raises ListFileError, and WrongUsageError where there is none of this name."""
    path = list_path(folder, campaign, version)
    if path is None or not path.exists():
        known = ", ".join(row["version"] for row in ready(folder, campaign) if not row["fault"]) or "none"
        raise WrongUsageError(f"expected a published list of {campaign} ({known}), got {version!r}")
    with closing(AffectedIndex.open(path)) as index:
        yield index
