"""Paging: page down held down in the review's log, from the key to the rows drawn."""

from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path

from intake import catalogue
from intake.language import Language
from intake.settings import load
from intake.wording import Wording
from tui.review.app import ReviewApp
from tui.review.log import LogScreen
from tui.review.reader import Reader
from tui.review.room import Room

_KEY_REPEAT = 1 / 30
"""Seconds from key to key where one is held down."""


def held_down(folder: Path, pages: int) -> list[float]:
    """Give the milliseconds of so many pages down over a folder's log."""
    return asyncio.run(_held_down(folder, pages))


async def _held_down(folder: Path, pages: int) -> list[float]:
    settings, wording = load(folder), Wording(Language.EN)
    room = Room(folder, settings, catalogue.load(folder), "bench", True, wording, Reader(folder))
    app = ReviewApp(room)
    gc.freeze()  # as `intake review` does
    async with app.run_test(size=(120, 40)):
        log = LogScreen(room)
        await app.push_screen(log)
        while log.selected is None:  # noqa: ASYNC110 (the product's state, no event of ours)
            await asyncio.sleep(_KEY_REPEAT)
        return [await _page_down(log) for _ in range(pages)]


async def _page_down(log: LogScreen) -> float:
    await asyncio.sleep(_KEY_REPEAT)
    start = time.perf_counter()
    log.action_page(1)
    while log.rows.row(log.list.sight.end - 1) is None:  # noqa: ASYNC110 (as above)
        await asyncio.sleep(0)
    log._compositor.render_strips()  # noqa: SLF001 (no public way)
    return (time.perf_counter() - start) * 1000
