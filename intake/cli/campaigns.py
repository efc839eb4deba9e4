"""`intake campaigns`: recall campaigns and the affected lists in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from intake import catalogue
from intake.campaign import Campaign, Model
from intake.cli.asking import ask, request_options
from intake.cli.output import Table, forms, write
from intake.reading_room import reading
from intake.request import ActivateList
from intake.settings import load
from intake.state_folder import default_folder

_LISTED = ("campaign", "maker", "announced", "models", "units_announced", "list_version", "training")
_MODELS = ("model", "product", "un_number", "wh", "colours", "units_announced", "remedy")


@click.group()
def campaigns() -> None:
    """List and show recall campaigns, put affected lists in force."""


@campaigns.command(name="list")
@forms
def list_campaigns(form: str | None, workbook: Path | None) -> None:
    """List the campaigns this station knows."""
    in_force = _in_force()
    found = catalogue.load(default_folder()).campaigns
    rows = [_summary(one, in_force.get(one.id, {})) for one in found]
    write(_table(rows, _LISTED), form, workbook)


def _table(rows: list[dict[str, Any]], shown: tuple[str, ...]) -> Table:
    return Table(tuple(rows[0]) if rows else shown, rows, shown)


def _in_force() -> dict[str, dict[str, Any]]:
    with reading(default_folder()) as db:
        return {row["campaign"]: row for row in db.query("SELECT * FROM list_in_force")}


def _summary(campaign: Campaign, listed: dict[str, Any]) -> dict[str, Any]:
    return {
        "campaign": campaign.id,
        "title": getattr(campaign.title, load(default_folder()).language),
        "maker": campaign.maker,
        "authority": campaign.authority,
        "announced": campaign.announced,
        "models": [model.name for model in campaign.models],
        "units_announced": sum(model.units_announced or 0 for model in campaign.models),
        "list_version": listed.get("version"),
        "training": bool(listed["training"]) if listed else None,
        "since": listed.get("since"),
    }


@campaigns.command(name="show")
@click.argument("campaign")
@forms
def show_campaign(campaign: str, form: str | None, workbook: Path | None) -> None:
    """Show the models of CAMPAIGN: colours, remedy, figures."""
    campaigns_here = catalogue.load(default_folder()).campaigns
    found = next((one for one in campaigns_here if one.id == campaign), None)
    if found is None:
        known = ", ".join(one.id for one in campaigns_here)
        raise click.UsageError(f"expected one of the campaigns {known}, got {campaign!r}")
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


@campaigns.command()
@click.argument("campaign")
@click.argument("version")
@request_options
def activate(campaign: str, version: str, by: str | None, request_id: str | None) -> None:
    """Put list VERSION of CAMPAIGN, published in this state folder, in force."""
    ask(ActivateList(campaign, version), by, request_id)
