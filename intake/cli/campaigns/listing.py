"""`intake campaigns list|show`: the campaigns of a state folder, their models and their lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from intake import catalogue
from intake.affected import is_part
from intake.campaign import Campaign, Model
from intake.cli.campaigns.ready import campaign_of, in_force, ready
from intake.cli.output import Table, forms, write
from intake.settings import load
from intake.state_folder import default_folder

_LISTED = (
    *("campaign", "maker", "announced", "models", "units_announced"),
    *("list_version", "training", "partial", "ready"),
)
_MODELS = ("model", "product", "un_number", "wh", "colours", "units_announced", "remedy")
_LISTS = ("version", "published", "rows", "training", "partial", "in_force", "source")


@click.command(name="list")
@forms
def list_campaigns(form: str | None, workbook: Path | None) -> None:
    """List the campaigns this station knows, the list in force for each, and those that lie ready."""
    folder = default_folder()
    listed = in_force(folder)
    language = load(folder).language
    found = catalogue.load(folder).campaigns
    rows = [_summary(one, listed.get(one.id, {}), folder, language) for one in found]
    write(_table(rows, _LISTED), form, workbook)


def _table(rows: list[dict[str, Any]], shown: tuple[str, ...]) -> Table:
    return Table(tuple(rows[0]) if rows else shown, rows, shown)


def _summary(campaign: Campaign, listed: dict[str, Any], folder: Path, language: str) -> dict[str, Any]:
    version = listed.get("version")
    return {
        "campaign": campaign.id,
        "title": getattr(campaign.title, language),
        "maker": campaign.maker,
        "authority": campaign.authority,
        "announced": campaign.announced,
        "models": [model.name for model in campaign.models],
        "units_announced": sum(model.units_announced or 0 for model in campaign.models),
        "list_version": version,
        "training": bool(listed["training"]) if listed else None,
        "partial": is_part(version) if version else None,
        "since": listed.get("since"),
        "ready": [
            row["version"]
            for row in ready(folder, campaign.id)
            if row["version"] != version and not row["fault"]
        ],
    }


@click.command(name="show")
@click.argument("campaign")
@click.option("--lists", is_flag=True, help="Its affected lists instead of its models.")
@forms
def show_campaign(
    campaign: str,
    lists: bool,  # noqa: FBT001 (click's way)
    form: str | None,
    workbook: Path | None,
) -> None:
    """Show the models of CAMPAIGN (colours, remedy, figures), or its affected lists."""
    folder = default_folder()
    found = campaign_of(folder, campaign)
    if lists:
        version = in_force(folder).get(campaign, {}).get("version")
        rows = [row | {"in_force": row["version"] == version} for row in ready(folder, campaign)]
        shown = (*_LISTS, "fault") if any(row["fault"] for row in rows) else _LISTS
        write(_table(rows, shown), form, workbook)
    else:
        write(_table([_model(model) for model in found.models], _MODELS), form, workbook)


def _model(model: Model) -> dict[str, Any]:
    return {
        "model": model.name,
        "product": model.product,
        "un_number": model.un_number,
        "wh": model.wh,
        "wh_confirmed": model.wh_confirmed,
        "grams": model.grams,
        "grams_confirmed": model.grams_confirmed,
        "units_announced": model.units_announced,
        "colours": [colour.name for colour in model.colours if colour.in_scope],
        "colours_excluded": [colour.name for colour in model.colours if not colour.in_scope],
        "jans": [jan for colour in model.colours for jan in colour.jans],
        "remedy": model.remedy.item,
        "remedy_colour": model.remedy.colour,
    }
