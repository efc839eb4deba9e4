"""`intake keyboard`: tell for which keyboard a keyboard scanner types, and for which this computer takes it.

It only tells: a scanned text never changes how later ones are read, so a person puts it into the settings,
whose fingerprint stands in every event.
"""

from __future__ import annotations

import sys

import click

from intake.cli.output import json_line
from intake.scan import Layout
from intake.settings import FILE_NAME
from scanners.keymap import LABEL, Calibration, calibration


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def keyboard(as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Scan the layout label with a keyboard scanner. Exit code 1 unless both keyboards are the same.

    Print it as Code 128 or QR: ]@:_+[RI-LAYOUT
    """
    click.echo(f"Scan the label {LABEL}", err=True)
    told = calibration(sys.stdin.readline().rstrip("\r\n"))
    if as_json:
        json_line(told or {"layout": Layout.UNKNOWN, "is_caps_lock": None})
    else:
        click.echo("\n".join(_advice(told)))
    if told is None or told.layout is not Layout.SAME or told.is_caps_lock:
        sys.exit(1)


def _advice(told: Calibration | None) -> list[str]:
    if told is None:
        return [
            "This is not the layout label, or another keyboard: set the scanner to this computer's layout."
        ]
    if told.layout is Layout.SAME:
        lines = ["Scanner and computer use the same keyboard layout."]
    else:
        lines = ["Set the scanner to this computer's keyboard layout. Until then its codes can be repaired:"]
    lines.append(f'In {FILE_NAME}: keyboard_layout = "{told.layout}"')
    return [*lines, "Caps Lock is on: switch it off."] if told.is_caps_lock else lines
