"""`intake campaigns activate`: a published list is put in force."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from intake import catalogue
from intake.cli.asking import ask, request_options
from intake.cli.campaigns.ready import in_force
from intake.errors import IntakeError
from intake.follow_up import campaign_named
from intake.line import Line
from intake.message import Message
from intake.reference import AffectedIndex, ListFileError
from intake.request import ActivateList
from intake.state_folder import default_folder, expect_state_folder, list_path


class OlderListError(IntakeError):
    """A list from before the one in force: what was added since would be called safe."""


@click.command()
@click.argument("campaign")
@click.argument("version")
@click.option("--older", is_flag=True, help="Also when it was published before the one in force.")
@request_options
def activate(
    campaign: str,
    version: str,
    older: bool,  # noqa: FBT001 (click's way)
    by: str | None,
    request_id: str | None,
) -> None:
    """Put list VERSION of CAMPAIGN, published in this state folder, in force."""
    put_in_force(default_folder(), campaign, version, by, request_id, older=older)


def put_in_force(
    folder: Path, campaign: str, version: str, by: str | None, request_id: str | None, *, older: bool
) -> None:
    """Ask the station, which need not read the file again, and tell its answer. Raises OlderListError."""
    expect_state_folder(folder)
    path = list_path(folder, campaign, version)
    checksum = None
    if path is not None and path.exists():
        try:
            with closing(AffectedIndex.open(path)) as index:
                if not older:
                    _expect_newer(folder, index)
                checksum = index.checksum
        except ListFileError:
            checksum = None  # the station refuses it, and its refusal is on record
    done = Line(Message.LIST_ACTIVATED, {"campaign": campaign, "version": version})
    ask(ActivateList(campaign, version, checksum, _rules(folder, campaign)), by, request_id, done=done)


def _rules(folder: Path, campaign: str) -> str | None:
    """Name what the campaign's file says now: the desk may have read another one when it opened."""
    known = catalogue.load(folder).campaigns
    return next((campaign_named(each) for each in known if each.id == campaign), None)


def _expect_newer(folder: Path, index: AffectedIndex) -> None:
    listed = in_force(folder).get(index.campaign)
    path = list_path(folder, index.campaign, listed["version"]) if listed else None
    if path is None or not path.exists():
        return
    with closing(AffectedIndex.open(path)) as current:
        if index.published < current.published:
            raise OlderListError(
                f"expected a list published on {current.published}, as {current.version} in force, or after, "
                f"got {index.version} of {index.published}: to go back to it nevertheless, say --older"
            )
