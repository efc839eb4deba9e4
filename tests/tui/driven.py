"""Driven: a program on its screen under test, and waiting for what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from textual.app import App
from textual.pilot import Pilot

PATIENCE = 20
"""Seconds to wait for what must happen; only a failing test waits that long."""

Ours = TypeVar("Ours", bound=App[None])


class Driven(Generic[Ours]):
    """What all three programs have."""

    pilot: Pilot[None]
    """Of the running program."""

    def __init__(self, app: Ours) -> None:
        self.app = app

    @property
    def text(self) -> list[str]:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
        return [strip.text.rstrip() for strip in strips]

    @property
    def whole(self) -> str:
        """The same as one text."""
        return "\n".join(self.text)

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds, and until what follows is painted."""
        await self.wait(holds)
        await self.pilot.pause()

    @staticmethod
    async def wait(holds: Callable[[], Any]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 (the product's state, no event of ours)
                await asyncio.sleep(0.002)

    async def shows(self, *words: str) -> None:
        """Wait until all words stand on the screen."""
        try:
            await self.until(lambda: all(word in self.whole for word in words))
        except TimeoutError:
            pytest.fail(f"not in time: {words}; the screen shows:\n{self.whole}")
