"""Founding a station: the state folder, the journal's first event, and what a training folder begins with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from intake import catalogue
from intake.campaign import Campaign, UnNumber
from intake.condition import Condition
from intake.content import flush_folder
from intake.errors import StorageError
from intake.events import Draft
from intake.facts import StationCreated
from intake.journal import Identity, Journal
from intake.operator import Role
from intake.outcome import Answer
from intake.own_label import LabelKind, OwnLabel
from intake.projections import project
from intake.reference import publish
from intake.request import ActivateList, AddOperator, AddRejectBin, OpenContainer, Request, Wish
from intake.scan import Severity
from intake.settings import FILE_NAME, load
from intake.state_folder import Lock, is_state_folder, journal_path, log_path
from intake.station import Station
from intake.surroundings import Surroundings

TRAINING_PIN = "0000"
"""The PIN of every training badge. A production folder starts without operators."""

_BADGES = (Role.OPERATOR, Role.LEAD, Role.SUPERVISOR, Role.SAFETY)
_CLASSES = (Condition.R, Condition.D, Condition.K1, Condition.N)


@dataclass(frozen=True, slots=True)
class Founded:
    """What `found` has made."""

    folder: Path
    training: bool
    labels: tuple[tuple[str, str], ...]
    """For a training folder: what each label is, and its code."""


def found(folder: Path, *, training: bool, station: str, surroundings: Surroundings | None = None) -> Founded:
    """Make a state folder. Raises StorageError when one is there already.

    It is made aside and moved into place, the journal last: cut off anywhere, there is none yet.
    """
    around = surroundings or Surroundings()
    _expect_none(folder)
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        with Lock(folder, "intake init"):
            _expect_none(folder)
            aside = _aside(folder)
            _begin(aside, training, station, around)
            labels = _equip(aside, around) if training else ()
            _move(aside, folder)
    except OSError as error:
        raise StorageError(f"expected to make the folder {folder}, got: {error}") from error
    return Founded(folder, training, labels)


def _expect_none(folder: Path) -> None:
    if is_state_folder(folder):
        raise StorageError(f"expected an empty folder, got a state folder at {folder}: it stays as it is")
    # Only a journal in use has one, so its journal was taken away; beside a new one it would be a stranger's.
    if log_path(folder).exists():
        raise StorageError(
            f"expected an empty folder, got the log of a lost journal at {folder}: bring the backup back"
        )


def _aside(folder: Path) -> Path:
    """Make an empty place inside the folder, with the site's own campaigns and settings in sight."""
    aside = folder / ".founding"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o750)
    for name in ("campaigns", FILE_NAME):
        if (folder / name).exists():
            (aside / name).symlink_to(folder / name)
    return aside


def _begin(aside: Path, training: bool, station: str, around: Surroundings) -> None:  # noqa: FBT001
    identity = Identity(station, around.new_id(around.moment().wall))
    journal = Journal.create(journal_path(aside), around, load(aside).fingerprint, identity)
    sealed = journal.seal([Draft(StationCreated(training))], around.moment(), None)
    journal.commit(sealed, lambda connection: project(connection, sealed.events[0]))
    journal.close()


def _move(aside: Path, folder: Path) -> None:
    for place in (aside / "reference", aside):
        (folder / place.relative_to(aside)).mkdir(mode=0o750, exist_ok=True)
        for path in place.glob("*.db") if place.exists() else ():
            if path.name != journal_path(aside).name:
                path.replace(folder / path.relative_to(aside))
    for written in (folder / "reference", folder):
        flush_folder(written)
    journal_path(aside).replace(journal_path(folder))
    for written in (folder, *folder.parents[:2]):
        flush_folder(written)
    shutil.rmtree(aside, ignore_errors=True)


def _equip(folder: Path, around: Surroundings) -> tuple[tuple[str, str], ...]:
    """Give a training folder badges, containers, a reject bin and the campaigns' training lists."""
    settings = load(folder)
    station = Station(folder, settings, around, holder="intake init")
    try:
        labels, wishes = _equipment()
        for campaign in catalogue.load(folder, judged_by=settings.campaigns).campaigns:
            wishes += _training_list(folder, campaign)
        for wish in wishes:
            _accept(station, wish, around)
        return tuple(labels)
    finally:
        station.close()


def _accept(station: Station, wish: Wish, around: Surroundings) -> None:
    answer: Answer = station.accept(Request(around.new_id(0), "intake init", wish)).answer
    if answer.severity is not Severity.OK:
        raise StorageError(f"expected a training folder, got {answer.message} {answer.params} for {wish}")


def _equipment() -> tuple[list[tuple[str, str]], list[Wish]]:
    labels: list[tuple[str, str]] = []
    wishes: list[Wish] = []
    for number, role in enumerate(_BADGES, 1):
        code = OwnLabel(LabelKind.BADGE, number).code
        labels.append((f"badge: {role}", code))
        wishes.append(AddOperator(code, role, f"Training {role}", TRAINING_PIN))
    pairs = [(condition, un_number) for condition in _CLASSES for un_number in UnNumber]
    for number, (condition, un_number) in enumerate(pairs, 1):
        code = OwnLabel(LabelKind.CONTAINER, number).code
        labels.append((f"container: {condition}, {un_number}", code))
        wishes.append(OpenContainer(code, condition, un_number))
    for number, un_number in enumerate(UnNumber, len(pairs) + 1):
        code = OwnLabel(LabelKind.CONTAINER, number).code
        labels.append((f"holding box: {Condition.R}, {un_number}", code))
        wishes.append(OpenContainer(code, Condition.R, un_number, location="desk", holding=True))
    code = OwnLabel(LabelKind.REJECT_BIN, 1).code
    return [*labels, ("reject bin", code)], [*wishes, AddRejectBin(code)]


def _training_list(folder: Path, campaign: Campaign) -> list[Wish]:
    listing = catalogue.training_list(campaign, folder)
    if listing is None:
        return []
    reference = folder / "reference"
    reference.mkdir(mode=0o750, exist_ok=True)
    publish(listing, reference)
    return [ActivateList(campaign.id, listing.version)]
