"""`intake setup`: try a scanner and a camera, hear its tones, check the station, write the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import click

from intake.cli.examined_cameras import examine_cameras
from intake.cli.examined_devices import examine_devices
from intake.cli.terminals import expect_terminal, show
from intake.doctor import Case, Check, Finding, examine
from intake.errors import WrongUsageError
from intake.settings import load
from intake.state_folder import Lock, default_folder, expect_state_folder
from scanners.assignment import Kind
from scanners.camera.found import find_cameras
from scanners.identity import ROOTS, identity_of
from scanners.plugged import Plugged, find_all
from tui.native_log import redirected

_OWN = frozenset({Check.LOCK, Check.SCANNERS, Check.CAMERAS})
_OVERRIDES = ("INTAKE_SCANNERS", "INTAKE_CAMERAS")


@click.command()
@click.option("--port", "ports", multiple=True, help="Serial port that is not found, such as /dev/ttyS0.")
@click.option(
    "--hid",
    "hids",
    multiple=True,
    help="Scanner that types, or HID-POS, and is not found: /dev/input/by-id/… or /dev/hidraw…",
)
def setup(ports: tuple[str, ...], hids: tuple[str, ...]) -> None:
    """Set up scanners and a camera with the test card (intake print test-card), on screens.

    End the station first: a scanner has one listener.
    """
    expect_terminal("settings.toml can be written by hand")
    folder = default_folder()
    expect_state_folder(folder)
    settings = load(folder)
    for name in _OVERRIDES:
        if name in os.environ:
            raise WrongUsageError(f"expected {name} to be unset, got one: it goes before what is written")
    _expect_usable(ports, hids)
    with Lock(folder, "setup"), redirected(folder / "native.log"):
        from tui.setup.app import SetupApp  # noqa: PLC0415 (Textual is imported once the terminal is apart)
        from tui.setup.course import Site  # noqa: PLC0415 (as above)

        find, examined = partial(_plugged, ports, hids), partial(_examined, folder)
        site = Site(folder, settings, find, ROOTS, examined, find_cameras)
        show(SetupApp(site), folder / "native.log")


def _expect_usable(ports: tuple[str, ...], hids: tuple[str, ...]) -> None:
    for port in ports:
        if not port.startswith("/"):
            raise WrongUsageError(f"expected --port to give a path, such as /dev/ttyS0, got {port!r}")
    for hid in hids:
        if not _can_be(_named(hid, _kind(hid))):
            wanted = "a scanner plugged in by USB, such as /dev/input/by-id/…-event-kbd"
            raise WrongUsageError(f"expected --hid to give {wanted}, got {hid!r}")


def _plugged(ports: tuple[str, ...], hids: tuple[str, ...]) -> list[Plugged]:
    """Give what is found, and what was named and is not among it."""
    found = find_all()
    known = {Path(each.device).resolve() for each in found}
    named = (*(_named(port, Kind.PORT) for port in ports), *(_named(hid, _kind(hid)) for hid in hids))
    others = (each for each in named if Path(each.device).resolve() not in known)
    return [*filter(_can_be, others), *found]


def _named(name: str, kind: Kind) -> Plugged:
    return Plugged(name, name, kind, identity_of(name))


def _can_be(plugged: Plugged) -> bool:
    """Tell whether it can be assigned: what types only while its USB identity can be told."""
    return plugged.kind is not Kind.KEYBOARD or bool(plugged.usb)


def _kind(hid: str) -> Kind:
    """Tell a point-of-sale scanner by its node, as `intake station --hid` does."""
    return Kind.POS if Path(hid).resolve().name.startswith("hidraw") else Kind.KEYBOARD


def _examined(folder: Path) -> Iterator[Finding]:
    """Give what `intake doctor` finds, but for what this set-up itself is about, or holds."""
    case = Case.of(folder)
    for finding in chain(examine(case), examine_devices(case), examine_cameras(case)):
        if finding.check not in _OWN:
            yield finding
