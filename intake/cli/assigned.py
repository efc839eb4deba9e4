"""Assigned: which scanners and cameras one run of the station has, by its options and its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from intake.equipment import Camera, Scanner
from intake.errors import WrongUsageError
from intake.settings import Settings
from scanners.assignment import Assignment, Kind
from scanners.camera.assignment import CameraAssignment

_HIDS = frozenset({Kind.KEYBOARD, Kind.POS})


@dataclass(frozen=True, slots=True)
class Named:
    """What of scanners and cameras was named on the command line; it goes before the settings."""

    ports: tuple[str, ...] = ()
    hids: tuple[str, ...] = ()
    framing: str | None = None
    """For every scanner, those of the settings too."""

    cameras: tuple[str, ...] = ()


def assigned(settings: Settings, named: Named) -> list[Assignment]:
    """Give the scanners of a run: those named, else those of the settings, else none.

    Raises WrongUsageError for a scanner that is not set up, or that cannot be as it is set up.
    """
    try:
        found = list(_named(settings, named)) or _settled(settings)
        _check_once("scanner", ((_place(each), each.device) for each in found))
        return [replace(each, framing=named.framing or each.framing) for each in found]
    except ValueError as error:
        raise WrongUsageError(str(error)) from error


def cameras(settings: Settings, named: Named) -> list[CameraAssignment]:
    """Give the cameras of a run: those named, else those of the settings. None is looked for.

    Raises WrongUsageError for a camera that cannot be as it is set up.
    """
    try:
        found = [_named_camera(settings, device) for device in named.cameras]
        found = found or [_parsed_camera(each) for each in settings.cameras]
        _check_once("camera", ((str(Path(each.device).resolve()), each.device) for each in found))
    except ValueError as error:
        raise WrongUsageError(str(error)) from error
    return found


def searched(settings: Settings, named: Named) -> Assignment:
    """Tell as what a serial port is taken that is found. Raises WrongUsageError for a wrong framing."""
    try:
        # It has no device: that is what is found.
        return Assignment("", framing=named.framing or settings.framing, baud=settings.baud)
    except ValueError as error:
        raise WrongUsageError(str(error)) from error


def _named(settings: Settings, named: Named) -> Iterator[Assignment]:
    for device in named.ports:
        yield _set_up(settings, device, frozenset({Kind.PORT})) or _port(settings, device)
    for device in named.hids:
        yield _set_up(settings, device, _HIDS) or _pos(device)


def _settled(settings: Settings) -> list[Assignment]:
    """Give those of the settings; `port` is the older key, for one scanner."""
    if settings.scanners:
        return [_parsed(each) for each in settings.scanners]
    return [_port(settings, settings.port)] if settings.port else []


def _set_up(settings: Settings, device: str, kinds: frozenset[Kind]) -> Assignment | None:
    parsed = [_parsed(each) for each in settings.scanners if _is_meant(each, device)]
    return next((each for each in parsed if each.kind in kinds), None)


def _named_camera(settings: Settings, device: str) -> CameraAssignment:
    """Give the camera of the settings that is meant, or take one that is not set up as it comes."""
    assignment = CameraAssignment.parse(device)
    meant = (
        each for each in settings.cameras if _is_meant(each, device) or _is_meant(each, assignment.device)
    )
    found = next(meant, None)
    if found is None and not (assignment.is_live or _may_be_pictures(assignment.device)):
        wanted = "a camera's number, device, name in the settings, or pictures"
        raise ValueError(f"expected --camera to give {wanted}, got {device!r}")
    return _parsed_camera(found) if found else assignment


def _may_be_pictures(place: str) -> bool:
    """Tell a folder, a file or a pattern of their names from a slip of the pen."""
    return Path(place).exists() or any(mark in place for mark in "*?[%")


def _parsed_camera(camera: Camera) -> CameraAssignment:
    try:
        return CameraAssignment.parse(**msgspec.structs.asdict(camera))
    except ValueError as error:
        raise ValueError(f"[[cameras]] {camera.name or camera.device!r}: {error}") from error


def _is_meant(assigned: Scanner | Camera, device: str) -> bool:
    """Also by another name of the same device: a gun that waits for answers must get them."""
    is_file = Path(assigned.device).is_absolute() and Path(device).is_absolute()
    same_file = is_file and Path(device).resolve() == Path(assigned.device).resolve()
    return same_file or device in (assigned.device, assigned.name)


def _parsed(scanner: Scanner) -> Assignment:
    try:
        return Assignment.parse(**msgspec.structs.asdict(scanner))
    except ValueError as error:
        where = f"[[scanners]] {scanner.name or scanner.device!r}"
        raise ValueError(f"{where}: {error} Correct it, or run intake setup") from error


def _port(settings: Settings, device: str) -> Assignment:
    return Assignment.parse(device, framing=settings.framing, baud=settings.baud)


def _pos(device: str) -> Assignment:
    """Take a HID-POS scanner that is not set up: its reports say all there is to know."""
    if not Path(device).resolve().name.startswith("hidraw"):
        wanted = "the device or name of a scanner in the settings, or a /dev/hidraw…"
        raise ValueError(f"expected --hid to give {wanted}, got {device!r}: run intake setup")
    return Assignment.parse(device, Kind.POS)


def _check_once(what: str, found: Iterable[tuple[str, str]]) -> None:
    """Take a place and a name of each: two of one device would answer one another's scans."""
    seen: dict[str, str] = {}
    for place, device in found:
        if (other := seen.get(place)) is not None:
            also = "" if other == device else f", also as {other!r}"
            raise ValueError(f"expected each {what} once, got {device!r} twice{also}")
        seen[place] = device


def _place(each: Assignment) -> str:
    """Where no other may be.

    What a by-id name or an identity leads to says nothing: while one of two equal guns is away, both names
    lead to the other, and the station starts all the same. If they stay one, the light tells.
    """
    may_move = each.is_by_identity or "/by-id/" in each.device
    return each.source if may_move else str(Path(each.device).resolve())
