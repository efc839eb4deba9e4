"""Dots of a still picture go with certainty: when it leaves, and from whatever comes to lie over it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from intake.line import Line
from intake.outcome import Answer, Message
from intake.receipt import Prompt
from intake.scan import Severity
from intake.scene import Scene
from intake.settings import PreviewStyle, ThemeName
from scanners.camera.messages import Photo, Preview
from tests.tui.sixel_terminal import SixelTerminal
from tui.lead_form import LeadForm

Opener = Any
CELL = (10, 20)
JPEG = b"\xff\xd8 a picture"
STILL = Photo("wish", JPEG, 640, 360, Preview(320, 180, bytes(range(240)) * 720))
BEGUN = ["RI-O-0001-T", "A312000079193B", "ATEST1263K00FVU8"]


def resized(terminal: int, columns: int, rows: int) -> None:
    """Tell the kernel how large the terminal's window is."""
    size = struct.pack("HHHH", rows, columns, columns * CELL[0], rows * CELL[1])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal that tells how many dots it has."""
    ours, theirs = pty.openpty()
    resized(theirs, 80, 24)
    with os.fdopen(theirs) as file:
        monkeypatch.setattr(sys, "__stdin__", file)
        yield theirs
    os.close(ours)


def watched(desk: Any) -> SixelTerminal:
    """Have a terminal show what the desk sends from now on."""
    terminal, display = SixelTerminal(CELL, desk.app.size), desk.app._display  # noqa: SLF001 (where Textual sends)

    def sent(screen: Any, update: Any) -> None:
        if update is not None:
            terminal.write(update.render_segments(desk.app.console))
        display(screen, update)

    desk.app._display = sent  # noqa: SLF001
    desk.app.screen.refresh()
    return terminal


def offered(desk: Any) -> Any:
    """Give the outcome that offers the picture."""
    last = desk.last
    scene = replace(last.scene, offered=sha256(JPEG).hexdigest())
    answer = Answer(Message.PHOTO_OFFERED, Severity.NOTE, {"serial": BEGUN[-1]})
    return replace(last, answer=answer, prompt=Line(Prompt.KEEP_PHOTO), scene=scene, seq=last.seq + 1)


async def offer(desk: Any) -> SixelTerminal:
    """Offer a picture, and wait until it is to be seen; the terminal that shows it."""
    await desk.scan(*BEGUN)
    terminal = watched(desk)
    desk.app.bridge.photo_taken(STILL)
    await desk.show(offered(desk))
    await desk.until(lambda: desk.app.desk.viewfinder.size.width == desk.app.size.width)
    return terminal


def cells(widget: Any) -> set[tuple[int, int]]:
    """Give the cells of a widget."""
    region = widget.region
    return {(x, y) for x in range(region.x, region.right) for y in range(region.y, region.bottom)}


async def test_the_picture_stands_in_its_rows_and_nowhere_else(open_desk: Opener, stdin: int) -> None:
    """However often its rows are painted."""
    async with open_desk(preview=PreviewStyle.SIXEL) as desk:
        terminal = await offer(desk)
        finder = desk.app.desk.viewfinder
        await desk.until(lambda: bool(terminal.dotted))
        shown = {*terminal.dotted}
        columns, rows = ({place[axis] for place in shown} for axis in (0, 1))
        assert len(shown) == len(columns) * len(rows)
        assert shown <= cells(finder)
        assert len(rows) >= finder.size.height - 3
        finder.refresh()
        await desk.pilot.pause()
        desk.app.screen.refresh()
        await desk.pilot.pause()
        assert terminal.dotted == shown


@pytest.mark.parametrize("cover", ["answer", "refusal", "emergency", "help", "lead", "theme"])
async def test_what_comes_in_its_place_or_over_it_leaves_no_dot(
    open_desk: Opener, stdin: int, cover: str
) -> None:
    async with open_desk(preview=PreviewStyle.SIXEL) as desk:
        terminal = await offer(desk)
        screen, last = desk.app.desk, desk.answered[-2].outcome
        await desk.until(lambda: bool(terminal.dotted))
        answer = replace(last, seq=desk.last.seq + 1)
        if cover == "answer":
            await desk.show(answer)
        elif cover == "refusal":
            refused = replace(
                desk.last, seq=answer.seq, answer=replace(answer.answer, severity=Severity.REFUSED)
            )
            await desk.show(refused)
            await desk.until(lambda: screen.verdict.display)
            assert terminal.dotted <= cells(screen.viewfinder)
            await desk.show(answer)
        elif cover == "emergency":
            await desk.show_scene(Scene(emergency_since=1))
        elif cover == "help":
            await desk.command("f1")
        elif cover == "lead":
            screen.open_lead(LeadForm(True, None))
        else:
            desk.app.theme = ThemeName.SIXTEEN_COLOURS
        await desk.until(lambda: not terminal.dotted)
        screen.viewfinder.refresh()
        await desk.pilot.pause()
        assert not terminal.dotted


async def test_a_list_over_a_part_of_it_stays_free_of_dots(open_desk: Opener, stdin: int) -> None:
    """Whatever is painted below it meanwhile; once it is closed the picture is whole again."""
    async with open_desk(preview=PreviewStyle.SIXEL) as desk:
        terminal = await offer(desk)
        screen = desk.app.desk
        await desk.until(lambda: bool(terminal.dotted))
        shown = {*terminal.dotted}
        await desk.command("f5")
        await desk.until(lambda: screen.palette.display)
        for _ in range(2):
            assert terminal.dotted
            assert not terminal.dotted & cells(screen.palette)
            screen.viewfinder.refresh()
            await desk.pilot.pause()
        await desk.press("escape")
        await desk.until(lambda: terminal.dotted == shown)


async def test_another_size_of_the_window_leaves_no_old_dots(open_desk: Opener, stdin: int) -> None:
    """It is cut anew for the cells there are then."""
    async with open_desk(preview=PreviewStyle.SIXEL) as desk:
        terminal = await offer(desk)
        for size in ((120, 40), (60, 20), (80, 24)):
            resized(stdin, *size)
            terminal.resize(*size)
            await desk.pilot.resize_terminal(*size)
            await desk.until(lambda size=size: desk.app.desk.viewfinder.size.width == size[0])
            assert terminal.dotted
            assert terminal.dotted <= cells(desk.app.desk.viewfinder)


@pytest.mark.parametrize(
    "changed",
    [
        {"preview": PreviewStyle.BLOCKS},
        {"preview": PreviewStyle.AUTO},
        {"preview": PreviewStyle.SIXEL, "theme": ThemeName.SIXTEEN_COLOURS},
        {"preview": PreviewStyle.SIXEL, "NO_COLOR": "1"},
        {"preview": PreviewStyle.SIXEL, "no dots": True},
    ],
    ids=str,
)
async def test_elsewhere_no_sixel_is_ever_sent(
    open_desk: Opener, stdin: int, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    """Without colours, on a plain console, where the size of a cell is not known: blocks, for all that."""
    monkeypatch.setenv("TERM", "xterm-256color")
    if changed.pop("NO_COLOR", None):
        monkeypatch.setenv("NO_COLOR", "1")
    if changed.pop("no dots", None):
        fcntl.ioctl(stdin, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    async with open_desk(**changed) as desk:
        terminal = await offer(desk)
        await desk.until(lambda: any(mark in row for row in desk.text for mark in "▀▒▓░"))
        assert not terminal.sent
