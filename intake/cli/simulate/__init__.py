"""`intake simulate`: a realistic day of parcels, as a tape or played, with every answer foretold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import msgspec

from intake.cli.simulate import playing, pulling
from intake.errors import WrongUsageError
from intake.founding import found
from intake.settings import load
from intake.simulation import day as days
from intake.simulation import report as pages
from intake.simulation.act import Act, Doing
from intake.simulation.mix import SEEING, Mix, without_keys, without_print
from intake.simulation.site import load as load_site
from intake.state_folder import default_folder
from scanners import tape
from scanners.tape import TapeItem, TapeObject, TapeScan

_SHOWN = 3
"""Differences told before the rest is only counted."""

_FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Output:
    """Where a made day is written."""

    tape: Path | None
    expected: Path | None
    claims: Path | None


def _drawing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which day is drawn."""
    options = (
        click.option("--seed", default=1, show_default=True, help="Which day; the same seed, the same day."),
        click.option(
            "--parcels", default=60, show_default=True, type=click.IntRange(1, 100_000), help="How many come."
        ),
        click.option(
            "--mix",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A mix of parcels, as JSON.",
        ),
        click.option("--no-bags", is_flag=True, help="The site uses no bag labels."),
    )
    for option in options:
        command = option(command)
    return command


@click.command()
@_drawing
@click.option("--tape", type=_FILE, help="Write the tape here instead of printing it.")
@click.option("--expected", type=_FILE, help="Write what each act must be answered, as JSON Lines.")
@click.option("--claims", type=_FILE, help="Write the day's expected returns, as CSV.")
@click.option("--play", "mode", flag_value="play", help="Play into a throw-away station and compare.")
@click.option("--report", "mode", flag_value="report", help="Print what each kind of parcel costs.")
@click.option("--port", type=click.Path(path_type=Path), help="Play through a gun behind this link.")
@click.option("--desk", is_flag=True, help="At a worker's pace, for show; needs a training folder.")
def simulate(seed: int, parcels: int, mix: Path | None, no_bags: bool, **wish: Any) -> None:  # noqa: ANN401, FBT001
    """Draw a day of parcels and a worker who errs, and foretell every answer.

    Prints the day as a tape for `intake station --tape`, unless told to play it.
    """
    site = replace(load_site(), bags=not no_bags)
    is_by_gun = bool(wish["port"] or wish["desk"])
    shape = _mix(mix) if wish["mode"] else without_print(_mix(mix))
    day = days.work(site, seed, parcels, without_keys(shape) if is_by_gun else shape)
    if wish["mode"] == "report":
        click.echo("\n".join([*pages.first_page(site), "", *pages.day_page(day)]))
    elif wish["mode"] == "play":
        _play(day, bags=not no_bags)
    elif is_by_gun:
        _through_a_gun(day, wish["port"], desk=wish["desk"])
    else:
        _write(day, Output(wish["tape"], wish["expected"], wish["claims"]))


def _mix(path: Path | None) -> Mix:
    if path is None:
        return SEEING
    try:
        return msgspec.json.decode(path.read_bytes(), type=Mix)
    except (OSError, msgspec.MsgspecError) as error:
        raise WrongUsageError(
            f'{path}: expected a mix like {{"kinds": {{"ordinary": 1}}}}, got: {error}'
        ) from error


def _play(day: days.Day, *, bags: bool) -> None:
    with TemporaryDirectory(prefix="intake-simulate-") as room:
        folder = Path(room) / "state"
        found(folder, training=True, station="simulated")
        played = playing.play(day, folder, msgspec.structs.replace(load(folder), bag_labels=bags))
    _tell(day, played)


def _tell(day: days.Day, played: playing.Played) -> None:
    counted = f"{len(played.differences)} differences, {len(played.faults)} faults of verify and balance"
    click.echo(f"seed {day.seed}: {len(day.kinds)} parcels, {played.acts} acts, {counted}")
    for wrong in [*played.differences[:_SHOWN], *played.faults[:_SHOWN]]:
        click.echo(wrong, err=True)
    if not played.is_right:
        sys.exit(1)


def _through_a_gun(day: days.Day, port: Path | None, *, desk: bool) -> None:
    folder = default_folder()
    _tell(day, pulling.play(day, folder, port or folder / "simulated-gun", is_shown=desk))


def _write(day: days.Day, output: Output) -> None:
    text = tape.render(_item(act, day.seed, number) for number, act in enumerate(day.acts))
    if output.tape is None:
        click.echo(text, nl=False)
    else:
        _to_file(output.tape, text)
    if output.expected is not None:
        _to_file(output.expected, "".join(f"{msgspec.json.encode(act.line).decode()}\n" for act in day.acts))
    if output.claims is not None:
        _to_file(output.claims, day.claims_csv)


def _item(act: Act, seed: int, number: int) -> TapeItem:
    match act.doing:
        case Doing.SCAN | Doing.PRINT:  # a tape's day has no print: see `without_print`
            return TapeScan(act.after, act.text.encode())
        case Doing.KEY:
            return TapeObject(msgspec.json.encode({"key": act.text}).decode())
        case Doing.REQUEST:
            return TapeObject(f'{{"request": {playing.wish_of(act, seed, number).decode()}}}')


def _to_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsageError(f"expected to write {path}, got: {error}") from error
