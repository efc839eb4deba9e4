"""Units received before, for wishes that judge them by newer lists or let them leave as safe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from intake.condition import Condition
from intake.errors import StorageError
from intake.follow_up import Task
from intake.granting import Doubtful
from intake.in_force import ListInForce
from intake.known import LookUps
from intake.receipt import Receipt
from intake.receipt.anew import basis_of
from intake.receipt.rejudging import Received
from intake.reference import AffectedIndex
from intake.rejudging import judged_again, received, units_in, units_of
from intake.request import ActivateList, EndRejudging, Rejudged, RejudgeUnits
from intake.settings import Settings
from intake.state_folder import list_path
from intake.tasks import due
from intake.verdict import Verdict


def rejudged(wish: RejudgeUnits | EndRejudging, look_ups: LookUps, wall: int) -> dict[str, Any]:
    """Give what is judged by at `wall`, and the units that a chunk names."""
    by = {"lists": look_ups.lists_named, "rules": look_ups.rules_named}
    is_same = by == {"lists": wish.lists, "rules": wish.rules}
    said = wish.units if isinstance(wish, RejudgeUnits) and is_same else ()
    return {**by, "received": tuple(_as_known(look_ups, said, wall))}


def _as_known(
    look_ups: LookUps, said: tuple[Rejudged, ...], wall: int
) -> Iterator[tuple[Received, Rejudged]]:
    """Judge again what was judged by something else than is known now.

    While a chunk waits, a supervisor may certify another serial and a card may tell the model: what the lists
    say of the old one is no word about the unit any more.
    """
    late = []
    for unit, word in received(look_ups, said):
        if word.rests_on == basis_of(unit.unit, unit.claim):
            yield unit, word
        else:
            late.append(judged_again(look_ups, unit.unit, unit.claim, wall))
    if late:
        yield from received(look_ups, late)


def on_the_table(
    wish: ActivateList, receipt: Receipt, look_ups: LookUps, folder: Path, settings: Settings, wall: int
) -> tuple[tuple[Received, Rejudged], ...]:
    """Give the open parcel's units with what the lists say once this one is in force. `wall` is now."""
    path = list_path(folder, wish.campaign, wish.version)
    if receipt.parcel is None or path is None:
        return ()
    try:
        index = AffectedIndex.open(path)
    except StorageError:  # what lies there is no list: the wish is refused in words
        return ()
    with closing(index):
        entry = ListInForce(
            wish.campaign, wish.version, index.training, wall, settings.list_max_age_days, index
        )
        then = _with_list(look_ups, entry)
        units = units_of(look_ups.connection, receipt.parcel.id)
        said = [judged_again(then, unit, claim, wall) for unit, claim in units]
        return tuple(received(look_ups, said))


def _with_list(look_ups: LookUps, entry: ListInForce) -> LookUps:
    then = LookUps(look_ups, look_ups.catalogue, look_ups.policy)
    others = [each for each in look_ups.lists if each.campaign != entry.campaign]
    then.lists = tuple(sorted([*others, entry], key=lambda each: each.campaign))
    return then


def leaving(look_ups: LookUps, code: str, wall: int) -> dict[str, Any]:
    """Say what stands against letting a container leave as safe, by the lists in force at `wall`."""
    container = look_ups.quarantine(wall).container(code)
    if container is None or container.condition is not Condition.N:
        return {}
    units = units_in(look_ups.connection, code)
    found = ((unit, judged_again(look_ups, unit, claim, wall)) for unit, claim in units)
    doubtful = (
        Doubtful(unit.bag or unit.serial or unit.id, said.reasons[0])
        for unit, said in found
        if said.verdict is not Verdict.NOT_AFFECTED
    )
    is_due = Task.REJUDGING in due(look_ups.connection)
    return {"rejudging": is_due, "doubtful": next(doubtful, None)}
