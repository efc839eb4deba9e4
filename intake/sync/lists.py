"""Affected lists: those the central claims system judges by are fetched, checked and put in force.

Each is confirmed every night, also where nothing changed: that is what keeps a list fresh.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

from intake.affected import ListErrors, ListHead, parse_head
from intake.campaign import Campaign
from intake.central.fault import CentralError, FaultKind
from intake.errors import IntakeError
from intake.follow_up import campaign_named
from intake.publishing import writing_in
from intake.reading_room import reading_connection
from intake.reference import AffectedIndex, ListDraft
from intake.request import ActivateList
from intake.state_folder import list_path
from intake.sync.bringing import bring
from intake.sync.list_rows import ListRows
from intake.sync.night import Night
from intake.wire import PublishedList

Days = dict[tuple[str, str], str]
"""When the lists were published that the central claims system has, by campaign and version."""


class ListRefusedError(IntakeError):
    """A list that must not decide here."""


def fetch_lists(night: Night) -> None:
    """Fetch what is published for our campaigns, and put in force what is in force there.

    What is wrong with one list is told, and the others go on. Raises CentralError without contact.
    """
    known = {each.id: each for each in (*night.catalogue.campaigns, *night.catalogue.left_out)}
    lists = night.again(night.central.lists).lists
    days = {(each.campaign, each.version): each.published for each in lists}
    for listed in _worth_having(lists):
        if (campaign := known.get(listed.campaign)) is not None:
            try:
                _take(night, campaign, listed, days)
            except IntakeError as error:
                if isinstance(error, CentralError) and error.kind is not FaultKind.MALFORMED:
                    raise
                night.tell_problem(error)


def _worth_having(lists: tuple[PublishedList, ...]) -> Iterable[PublishedList]:
    """Leave out what has been replaced: those in force, and those that will be."""
    current = {each.campaign: each.published for each in lists if each.in_force}
    return (each for each in lists if each.in_force or each.published > current.get(each.campaign, ""))


def _take(night: Night, campaign: Campaign, listed: PublishedList, days: Days) -> None:
    path = _published(night, campaign, listed)
    if listed.in_force:
        _expect_no_older(night, listed, days)
        with closing(AffectedIndex.open(path)) as index:
            wish = ActivateList(campaign.id, listed.version, index.checksum, campaign_named(campaign))
        bring(night, [wish])
        night.report.lists += 1


def _published(night: Night, campaign: Campaign, listed: PublishedList) -> Path:
    """Give the published list, fetched where it is not there."""
    path = list_path(night.folder, campaign.id, listed.version)
    if path is None:
        raise _refused(listed, "a name of letters, digits, points and hyphens", "another")
    if not path.exists():
        path.parent.mkdir(mode=0o750, exist_ok=True)
        with writing_in(path.parent), tempfile.TemporaryFile(dir=path.parent) as body:
            night.again(partial(_fetch, night, listed, body))
            _publish(path.parent, campaign, listed, body)
    with closing(AffectedIndex.open(path)) as index:
        if index.content != listed.content:
            raise _refused(
                listed, f"the content {listed.content[:12]}", f"{index.content[:12]} published here"
            )
    return path


def _head(listed: PublishedList) -> ListHead:
    facts = {"version": listed.version, "published": listed.published, "training": "no"}
    try:
        return parse_head(facts, listed.campaign)
    except ListErrors as error:
        raise _refused(listed, "a version and a date", str(error)) from error


def _fetch(night: Night, listed: PublishedList, body: BinaryIO) -> None:
    body.seek(0)
    body.truncate()
    night.central.list_lines(listed, body)


def _publish(reference: Path, campaign: Campaign, listed: PublishedList, body: BinaryIO) -> None:
    """Build the file and publish it, where it says what it should."""
    body.seek(0)
    source, alphabet = "central claims system", campaign.serial.alphabet
    with ListDraft(reference, _head(listed), alphabet=alphabet, source=source) as draft:
        draft.add(ListRows(campaign).rows(body))
        for line, earlier in draft.repeats(1):
            raise _refused(listed, "every row once", f"row {line} that says what row {earlier} does")
        if not draft.rows:
            raise _refused(listed, "at least one row", "none")
        if draft.content != listed.content:
            raise _refused(listed, f"the content {listed.content[:12]}", draft.content[:12])
        draft.publish()


def _expect_no_older(night: Night, listed: PublishedList, days: Days) -> None:
    """Refuse to go back to an older list: what was added since would be called safe."""
    with reading_connection(night.folder) as connection:
        query = "SELECT version FROM list_in_force WHERE campaign = ?"
        row = connection.execute(query, (listed.campaign,)).fetchone()
    if row is None or row[0] == listed.version:
        return
    current = _published_on(night, listed.campaign, row[0]) or days.get((listed.campaign, row[0]))
    if current is None:  # in doubt nothing decides, and a person says what does
        raise _refused(listed, f"to know the day of {row[0]}, which is in force", "no file of it")
    if listed.published < current:
        raise _refused(listed, f"one published on {current} or after", listed.published)


def _published_on(night: Night, campaign: str, version: str) -> str | None:
    """Give the day of a list that lies here, None where it does not."""
    path = list_path(night.folder, campaign, version)
    if path is None or not path.exists():
        return None
    with closing(AffectedIndex.open(path)) as index:
        return index.published


def _refused(listed: PublishedList, expected: str, got: str) -> ListRefusedError:
    return ListRefusedError(f"list {listed.version} of {listed.campaign}: expected {expected}, got {got}")
