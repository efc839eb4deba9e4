"""`intake scanners`: which are plugged in, which are this station's, what to do about others; cameras too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from intake.cli.assigned import Named, assigned, cameras
from intake.cli.listed_cameras import camera_rows
from intake.cli.output import Row, Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.equipment import Scanner
from intake.errors import WrongUsageError
from intake.settings import load
from intake.settings_file import assign as write_assigned
from intake.state_folder import default_folder
from scanners.assignment import Assignment, Kind
from scanners.camera.found import find_cameras
from scanners.device import DeviceError, DeviceMissing
from scanners.plugged import Plugged, find_all, resolve

_COLUMNS = ("device", "kind", "name", "assigned", "maker", "product", "identity", "node", "advice")
_SHOWN = ("device", "kind", "name", "product", "assigned", "advice")

_PLUG_IN = "plug it in"
_LAYOUT_UNKNOWN = "its keyboard layout is not known: run intake setup"
_NOT_YET_TAKEN = "It is not taken until its keyboard layout is told: run intake setup."
_TAKEN_AS_FOUND = "taken as it is, while no scanner is assigned"
_NOT_TAKEN = "not taken: run intake setup"


@dataclass(frozen=True, slots=True)
class Sought:
    """A scanner of this station, and where it is now."""

    assignment: Assignment
    node: str = ""
    advice: str = ""


@click.group(cls=ToldGroup)
def scanners() -> None:
    """List the scanners and cameras that are plugged in, and assign scanners to this station."""


@scanners.command("list")
@forms
def show(form: str | None, workbook: Path | None) -> None:
    """List what is assigned and what is plugged in. Nothing is opened: a station at work keeps its devices.

    Of devices that type, only those of makers of scanners are listed: a person's keyboard is none.
    """
    settings = load(default_folder())
    ours = [_sought(each) for each in assigned(settings, Named())]
    listed = [*rows(ours, find_all()), *camera_rows(cameras(settings, Named()), find_cameras())]
    write(Table(_COLUMNS, listed, _SHOWN), form, workbook)


def _sought(assignment: Assignment) -> Sought:
    """Look for a scanner without opening it."""
    try:
        node = str(Path(resolve(assignment.device, assignment.kind)).resolve(strict=True))
    except (DeviceMissing, FileNotFoundError):
        return Sought(assignment, advice=_PLUG_IN)
    except DeviceError as error:
        return Sought(assignment, advice=str(error))
    return Sought(assignment, node, "" if assignment.is_calibrated else _LAYOUT_UNKNOWN)


def rows(ours: list[Sought], plugged: list[Plugged]) -> Iterator[Row]:
    """Give those of this station, then whatever else is plugged in."""
    found = {each.device: each for each in plugged}
    for one in ours:
        here = found.pop(one.node, None)
        yield _ours(one) | _said(here)
    for other in found.values():
        yield _anothers(other, is_assigning=bool(ours)) | _said(other)


def _ours(one: Sought) -> dict[str, Any]:
    return {
        "device": one.assignment.device,
        "kind": one.assignment.kind,
        "name": one.assignment.name,
        "assigned": True,
        "node": one.node,
        "advice": one.advice,
    }


def _anothers(plugged: Plugged, *, is_assigning: bool) -> dict[str, Any]:
    is_found = plugged.kind is Kind.PORT and not is_assigning
    return {
        "device": plugged.path,
        "kind": plugged.kind,
        "name": "",
        "assigned": False,
        "node": plugged.device,
        "advice": _TAKEN_AS_FOUND if is_found else _NOT_TAKEN,
    }


def _said(plugged: Plugged | None) -> dict[str, Any]:
    """Tell what a device says of itself, where it is plugged in and says anything."""
    identity = plugged.identity if plugged else None
    return {
        "maker": plugged.maker if plugged else "",
        "product": plugged.product if plugged else "",
        "identity": identity.text if identity else "",
    }


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each key of a `[[scanners]]`, its device apart."""
    for field in msgspec.structs.fields(Scanner):
        if not field.required:
            described = msgspec.inspect.type_info(field.type)
            text = (getattr(described, "extra_json_schema", None) or {})["description"]
            command = click.option(f"--{field.name}", default=field.default, help=text)(command)
    return command


@scanners.command()
@click.argument("device")
@_options
def assign(device: str, **keys: str | int) -> None:
    """Assign the scanner at DEVICE to this station, or change how it is understood.

    `intake setup` finds all of this out by itself, from the test card.
    """
    try:
        scanner = msgspec.convert({"device": device} | keys, Scanner)
        assignment = Assignment.parse(**msgspec.structs.asdict(scanner))
    except ValueError as error:  # msgspec's is one too
        raise WrongUsageError(str(error)) from error
    write_assigned(default_folder(), scanner, _sought(assignment).node)
    taken = "The station takes it from its next start on."
    click.echo(f"{device} is assigned. {taken if assignment.is_calibrated else _NOT_YET_TAKEN}")
