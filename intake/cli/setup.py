"""`intake setup`: try a scanner, hear its tones, check the station, write the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from intake.cli.examined_devices import examine_devices
from intake.cli.terminals import expect_terminal
from intake.doctor import Case, Check, Finding, examine
from intake.errors import WrongUsageError
from intake.settings import load
from intake.state_folder import Lock, default_folder, expect_state_folder
from scanners.assignment import Kind
from scanners.identity import ROOTS, identity_of
from scanners.plugged import Plugged, find_all
from tui.native_log import redirected

_OWN = frozenset({Check.LOCK, Check.SCANNERS})
_OVERRIDE = "INTAKE_SCANNERS"


@click.command()
@click.option("--port", "ports", multiple=True, help="Serial port that is not found, such as /dev/ttyS0.")
@click.option(
    "--hid", "hids", multiple=True, help="Scanner that types and is not found, by /dev/input/by-id."
)
def setup(ports: tuple[str, ...], hids: tuple[str, ...]) -> None:
    """Set up scanners with the test card (intake print test-card), on screens.

    End the station first: a scanner has one listener.
    """
    expect_terminal("settings.toml can be written by hand")
    folder = default_folder()
    expect_state_folder(folder)
    settings = load(folder)
    if _OVERRIDE in os.environ:
        raise WrongUsageError(f"expected {_OVERRIDE} to be unset, got one: it goes before what is written")
    with Lock(folder, "setup"), redirected(folder / "native.log"):
        from tui.setup.app import SetupApp  # noqa: PLC0415 (Textual is imported once the terminal is apart)
        from tui.setup.course import Site  # noqa: PLC0415 (as above)

        site = Site(folder, settings, lambda: _plugged(ports, hids), ROOTS, lambda: _examined(folder))
        SetupApp(site).run(mouse=False)


def _plugged(ports: tuple[str, ...], hids: tuple[str, ...]) -> list[Plugged]:
    """Give what is found, and what was named and is not among it."""
    found = find_all()
    known = {name for each in found for name in (each.path, each.device)}
    kinds = (*((port, Kind.PORT) for port in ports), *((hid, Kind.KEYBOARD) for hid in hids))
    named = [Plugged(name, name, kind, identity_of(name)) for name, kind in kinds if name not in known]
    return [*named, *found]


def _examined(folder: Path) -> Iterator[Finding]:
    """Give what `intake doctor` finds, but for what this set-up itself is about, or holds."""
    case = Case.of(folder)
    for finding in chain(examine(case), examine_devices(case)):
        if finding.check not in _OWN:
            yield finding
