"""Take the pictures of the README from the running programs: `python -m docs.shots`.

Beside each picture lies the text that stands on it. A test plays the same moments and compares the text, so
that no picture shows a screen of yesterday.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from docs import moments
from docs.browser import picture
from docs.stage import Stage, open_desk, open_review
from intake.language import Language
from intake.settings import ThemeName

PICTURES = Path(__file__).parent / "pictures"
PARCELS = 60
"""So many simulated ones were received before the review is opened."""


LARGE = (120, 40)
"""A screen on which the camera's picture always has room."""


class Shot(NamedTuple):
    """A moment on one screen."""

    name: str
    """With its language: `affected.en`."""

    text: str
    drawing: str
    """An SVG as Textual makes it."""


async def shots(language: Language, folder: Path) -> AsyncIterator[Shot]:
    """Play all moments in one language, in state folders below `folder`."""
    async with open_desk(folder / "desk", language) as desk:
        for part in (moments.ordinary, moments.troubles):
            async for name in part(desk):
                yield _taken(name, language, desk)
    for theme in (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST):
        async with open_desk(folder / theme, language, theme) as desk:
            async for name in moments.colours(desk):
                yield _taken(name, language, desk)
    async with open_desk(folder / "camera", language, size=LARGE) as desk:
        async for name in moments.camera(desk):
            yield _taken(name, language, desk)
    async with open_review(folder / "review", language, PARCELS) as review:
        async for name in moments.review(review):
            yield _taken(name, language, review)


def _taken(name: str, language: Language, stage: Stage) -> Shot:
    return Shot(f"{name}.{language}", stage.text, stage.drawing)


async def _take_all() -> None:
    for path in (*PICTURES.glob("*.png"), *PICTURES.glob("*.txt")):
        path.unlink()
    for language in Language:
        with tempfile.TemporaryDirectory() as folder:
            async for shot in shots(language, Path(folder)):
                (PICTURES / f"{shot.name}.txt").write_text(shot.text, "utf-8")
                await asyncio.to_thread(picture, shot.drawing, PICTURES / f"{shot.name}.png")


if __name__ == "__main__":
    asyncio.run(_take_all())
