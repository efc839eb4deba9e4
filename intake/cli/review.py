"""`intake review`: the supervisor's screens, also beside a desk that is running."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from intake import catalogue
from intake.cli.terminals import expect_terminal, show
from intake.journal import beginning
from intake.reading_room import reading_connection
from intake.settings import load
from intake.state_folder import default_folder
from intake.wording import Wording
from tui.native_log import redirected


@click.command()
def review() -> None:
    """Search the log, tell a unit's story, decide holds, seal containers. Asks for a badge and its PIN."""
    expect_terminal("intake log and intake show print what it shows")
    folder = default_folder()
    station, is_training = _whose(folder)
    with redirected(folder / "native.log"):
        from tui.review.app import ReviewApp  # noqa: PLC0415 (Textual is imported once the terminal is apart)
        from tui.review.reader import Reader  # noqa: PLC0415 (as above)
        from tui.review.room import Room  # noqa: PLC0415 (as above)

        settings = load(folder)
        wording = Wording.shown_on(os.environ.get("TERM", ""), settings.language)
        reader = Reader(folder)
        known = catalogue.load(folder, judged_by=settings.campaigns)
        room = Room(folder, settings, known, station, is_training, wording, reader)
        gc.freeze()  # what is loaded stays: to look through it takes 20 ms, and would come amid a page down
        try:
            show(ReviewApp(room), folder / "native.log")
        finally:
            reader.close()


def _whose(folder: Path) -> tuple[str, bool]:
    """Read the station's name and whether it is for training, which the first event says for ever."""
    with reading_connection(folder) as connection:
        begun = beginning(connection)
    return begun.station, begun.training
