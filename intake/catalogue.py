"""The site's recall campaigns, read from the shipped folder and from the site's own."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from intake.affected import AffectedList, ListErrors, parse_csv
from intake.campaign import Campaign, CampaignError, Catalogue, parse
from intake.condition import Checklist, ChecklistError, parse_checklist
from intake.errors import StorageError, WrongUsageError


class CatalogueError(StorageError):
    """A campaign's file, or its training list, that cannot be used: `file: key: expected …, got …`."""


def data_folder() -> Path:
    """Give the folder of shipped data: inside the package when installed, beside it in a checkout."""
    installed = Path(__file__).parent / "_data"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "data"


def load(
    state: Path | None = None, *, data: Path | None = None, judged_by: Collection[str] = ()
) -> Catalogue:
    """Read every campaign in `campaigns/*.toml` of the shipped data and of the state folder.

    `judged_by`: the setting `campaigns`; empty for all. Raises CatalogueError, also when one id stands in
    two files, and WrongUsageError when the setting names a campaign there is not.
    """
    origins: dict[str, Path] = {}
    campaigns = []
    for path in _files(state, data):
        campaign = _read(path)
        if campaign.id in origins:
            raise CatalogueError(
                f"{path}: id: expected one no other file has, got {campaign.id!r} of {origins[campaign.id]}"
            )
        origins[campaign.id] = path
        campaigns.append(campaign)
    _expect_known(judged_by, origins)
    kept = tuple(each for each in campaigns if not judged_by or each.id in judged_by)
    return Catalogue(kept, tuple(each for each in campaigns if each not in kept))


def _expect_known(named: Collection[str], known: Collection[str]) -> None:
    for name in named:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.0)
            nearest = f"; the nearest is {near[0]!r}" if near else ""
            raise WrongUsageError(f"settings: campaigns: expected a known campaign, got {name!r}{nearest}")


def checklist(data: Path | None = None) -> Checklist:
    """Read the shipped checklist of signs. Raises CatalogueError."""
    path = (data or data_folder()) / "conditions.toml"
    try:
        return parse_checklist(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ChecklistError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def training_list(
    campaign: Campaign, state: Path | None = None, *, data: Path | None = None
) -> AffectedList | None:
    """Read a campaign's invented list for practice; None when it has none. Raises CatalogueError."""
    if campaign.training_list is None:
        return None
    places = [folder / campaign.training_list for folder in _folders(state, data)]
    path = next((place for place in places if place.is_file()), places[0])
    try:
        listing = parse_csv(path.read_text("utf-8"), campaign)
    except (OSError, UnicodeDecodeError, ListErrors) as error:
        raise CatalogueError(f"{path}: expected a training list, got this fault: {error}") from error
    if not listing.training:
        raise CatalogueError(f"{path}: # training: expected yes, got no")
    return listing


def _folders(state: Path | None, data: Path | None) -> list[Path]:
    roots = [data or data_folder(), *([state] if state else [])]
    return [root / "campaigns" for root in roots]


def _files(state: Path | None, data: Path | None) -> list[Path]:
    return [path for folder in _folders(state, data) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> Campaign:
    try:
        return _parsed(path.read_text("utf-8"))
    except CampaignError as error:
        raise CatalogueError(f"{path}: {error}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: expected TOML, got this fault: {error}") from error


@lru_cache(maxsize=32)  # a sync reads them for itself, and again whenever it stands in for the station
def _parsed(text: str) -> Campaign:
    return parse(tomllib.loads(text))
