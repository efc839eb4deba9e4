"""Examined devices: the doctor's checks of scanners and sound, which only the command line may join.

No scanner is opened: what the system tells of it is enough, and a station at work keeps its own.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from intake.cli.assigned import Named, assigned
from intake.doctor import Case, Check, Finding, alone, fault, fine, warning
from intake.doctor.lock import is_held
from intake.equipment import Scanner
from intake.errors import WrongUsageError
from intake.settings import Settings, SoundPolicy
from scanners.assignment import Assignment, Kind
from scanners.device import DeviceError, DeviceMissing
from scanners.identity import ROOTS, Roots, identity_of
from scanners.plugged import Plugged, find_all, resolve
from tui import tone


def examine_devices(case: Case, roots: Roots = ROOTS) -> Iterator[Finding]:
    """Look at the scanners and the sound; goes after `intake.doctor.examine`. Raises nothing."""
    yield from alone(Check.SCANNERS, partial(scanners, roots=roots), case)
    yield from alone(Check.SOUND, sound, case)


@dataclass(frozen=True, slots=True)
class _Sought:
    """An assigned scanner, and where it is now."""

    assignment: Assignment
    node: str
    """Of the system, or empty."""

    finding: Finding | None = None
    """Why it cannot be used."""

    @property
    def places(self) -> set[str]:
        """What no other may be: one name twice keeps the station from starting; one node is read by one."""
        return {self.assignment.source, self.node} - {""}


def scanners(case: Case, roots: Roots) -> Iterator[Finding]:
    """Tell of each assigned scanner, then of what is plugged in besides."""
    entries = list(_assignments(case.settings))
    yield from (each for each in entries if isinstance(each, Finding))
    sought = [_sought(each, roots) for each in entries if isinstance(each, Assignment)]
    is_at_work = is_held(case)
    often = Counter(place for one in sought for place in one.places)
    for one in sought:
        if any(often[place] > 1 for place in one.places):
            yield _twice(one)
        else:
            yield one.finding or _usable(one, roots, is_at_work=is_at_work)
    plugged = find_all(roots)
    if not (entries or plugged):
        yield warning(Check.SCANNERS, "scanners_none")
    for other in plugged:
        if str(Path(other.device).resolve()) not in often:
            yield _other(other, is_searched=not entries)


def sound(case: Case) -> Iterator[Finding]:
    """Tell what an answer sounds through."""
    player = tone.find_player(case.machine / tone.CARDS.relative_to("/"))
    if case.settings.sound is SoundPolicy.NONE:
        yield fine(Check.SOUND, "sound_off")
    elif player is None:
        yield warning(Check.SOUND, "sound_bell")
    else:
        yield fine(Check.SOUND, "sound", player=player)


def _assignments(settings: Settings) -> Iterator[Assignment | Finding]:
    """Read each by itself, so that a wrong one hides none of the others."""
    for scanner in settings.scanners:
        yield _assignment(scanner)
    if not settings.scanners:
        try:
            yield from assigned(settings, Named())
        except WrongUsageError as error:
            yield fault(Check.SCANNERS, "scanner_wrong", device=settings.port, reason=str(error))


def _assignment(scanner: Scanner) -> Assignment | Finding:
    try:
        return Assignment.parse(**msgspec.structs.asdict(scanner))
    except ValueError as error:
        return fault(Check.SCANNERS, "scanner_wrong", device=scanner.device, reason=str(error))


def _sought(assignment: Assignment, roots: Roots) -> _Sought:
    told = {"device": _name(assignment)}
    try:
        node = Path(resolve(assignment.device, assignment.kind, roots)).resolve(strict=True)
    except (DeviceMissing, FileNotFoundError):
        return _Sought(assignment, "", warning(Check.SCANNERS, "scanner_missing", **told))
    except (DeviceError, OSError) as error:
        reason = str(error)
        return _Sought(assignment, "", fault(Check.SCANNERS, "scanner_unclear", reason=reason, **told))
    return _Sought(assignment, str(node))


def _twice(one: _Sought) -> Finding:
    node = one.node or one.assignment.device
    return fault(Check.SCANNERS, "scanner_twice", device=_name(one.assignment), node=node)


def _usable(one: _Sought, roots: Roots, *, is_at_work: bool) -> Finding:
    told = {"device": _name(one.assignment), "node": one.node}
    identity = identity_of(one.node, roots)
    wanted = one.assignment.usb
    if wanted and identity is not None and identity.usb != wanted:
        return fault(Check.SCANNERS, "scanner_mistaken", wanted=wanted, found=identity.usb, **told)
    if not os.access(one.node, _rights(one.assignment), effective_ids=True):
        return fault(Check.SCANNERS, "scanner_forbidden", **told)
    if not one.assignment.is_calibrated:
        return fault(Check.SCANNERS, "scanner_uncalibrated", **told)
    if is_at_work:
        return fine(Check.SCANNERS, "scanner_in_use", **told)
    return fine(Check.SCANNERS, "scanner", **told)


def _rights(assignment: Assignment) -> int:
    """Give what it is opened for: a port, and whatever is told good from bad, is written to as well."""
    is_written = assignment.kind is Kind.PORT or assignment.feedback != "none"
    return os.R_OK | os.W_OK if is_written else os.R_OK


def _other(plugged: Plugged, *, is_searched: bool) -> Finding:
    """Tell of a scanner nobody assigned: where none is, a serial one is taken and any other is not."""
    told = {"device": plugged.product or plugged.path, "node": plugged.device}
    if is_searched and plugged.kind is Kind.PORT:
        return fine(Check.SCANNERS, "scanner_searched", **told)
    return warning(Check.SCANNERS, "scanner_unassigned", **told)


def _name(assignment: Assignment) -> str:
    return assignment.name or assignment.device
