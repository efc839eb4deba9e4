"""`intake station`: open the desk, or run the same station without a screen."""

from __future__ import annotations

import importlib
import socket
from pathlib import Path

import click

from intake.cli.assigned import Named
from intake.cli.sources import Sources
from intake.founding import found
from intake.settings import load
from intake.state_folder import default_folder, is_state_folder


@click.command()
@click.option("--port", "ports", multiple=True, help="Serial port of a scanner; may be given again.")
@click.option("--hid", "hids", multiple=True, help="Scanner that types, or HID-POS one; may be given again.")
@click.option(
    "--tape", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play scans from a file."
)
@click.option(
    "--camera",
    "cameras",
    multiple=True,
    help="Camera: its number, device, name in the settings, or a picture folder; may be given again.",
)
@click.option("--headless", is_flag=True, help="No screen: scans on standard input, JSON on standard output.")
@click.option("--framing", default=None, help="End of a scan: auto, cr, lf, crlf, tab, etx, gap, stx-etx.")
def station(
    ports: tuple[str, ...],
    hids: tuple[str, ...],
    tape: Path | None,
    headless: bool,  # noqa: FBT001 (click's way)
    framing: str | None,
    cameras: tuple[str, ...],
) -> None:
    """Open the desk. A new state folder becomes a training folder.

    With no scanner named, those of the settings are used, else what is found at the serial ports; and the
    keyboard always. --hid names a scanner that `intake setup` has set up, by its device or name. With no
    camera named, those of the settings: one that nobody has named is never opened.
    """
    folder = default_folder()
    if not is_state_folder(folder):
        found(folder, training=True, station=socket.gethostname())
    settings = load(folder)
    sources = Sources(Named(ports, hids, framing, cameras), tape, settings)
    shape = importlib.import_module(f"intake.cli.{'headless' if headless else 'desk'}")
    shape.run(folder, settings, sources)
