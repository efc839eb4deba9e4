"""The browser: Chromium without a window, which turns drawings into pictures and pages into print.

Only `make shots` needs it, with the fonts DejaVu and IPAGothic and with pngquant.
"""

from __future__ import annotations

import re
import subprocess
from html import unescape
from itertools import accumulate
from pathlib import Path

from rich.cells import cell_len

_CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
A4 = (794, 1123)
"""Pixels of a sheet at the 96 to an inch of CSS."""

_CELL = 12.2
"""Units of a Textual drawing a cell is wide."""

_WIDE = '@font-face { font-family: "Wide"; src: local("IPAGothic"); size-adjust: 114%; }'
"""A Japanese font that fills its two cells."""

_COLOURS = 32
"""Of a picture: enough for a screen's fields and the edges of its letters."""

_FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_FAMILY = re.compile(r"font-family: ?[^;{}]*;")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TEXT = re.compile(
    r'<text(?P<before>[^>]*?) x="(?P<x>[\d.]+)"(?P<after>[^>]*?) textLength="[^"]*"[^>]*>'
    r"(?P<text>[^<]*)</text>"
)


def legible(drawing: str) -> str:
    """Give a Textual drawing with fonts that know Japanese, each character on the cells it has in a terminal.

    Rich says how wide a text is in characters, of which Japanese ones take two cells: a browser would squeeze
    them.
    """
    drawing = _FAMILY.sub("font-family: DejaVu Sans Mono, Wide, monospace;", _FONT_FACE.sub("", drawing))
    return _TEXT.sub(_placed, drawing.replace("<style>", f"<style>{_WIDE}"))


def _placed(match: re.Match[str]) -> str:
    """Give a text with a place for every character of it."""
    text = unescape(match["text"]).replace("\xa0", " ")
    starts = accumulate((cell_len(character) for character in text), initial=0)
    places = " ".join(f"{float(match['x']) + cells * _CELL:.1f}" for cells in starts)
    return f'<text{match["before"]} x="{places}"{match["after"]}>{match["text"]}</text>'


def picture(drawing: str, path: Path) -> None:
    """Write a Textual drawing as a PNG. Raises CalledProcessError."""
    size = _SIZE.search(drawing)
    if size is None:
        raise ValueError(f"expected an SVG with a viewBox, got {drawing[:80]!r}")
    width, height = (round(float(length)) for length in size.groups())
    source = path.with_suffix(".svg")
    source.write_text(legible(drawing), "utf-8")
    photographed(source, path, (width, height))
    source.unlink()


def photographed(page: Path, path: Path, size: tuple[int, int] = A4) -> None:
    """Write a page as it stands in a window of that many pixels, as a PNG. Raises CalledProcessError."""
    width, height = size
    _run(*_CHROMIUM, f"--window-size={width},{height}", f"--screenshot={path}", page.as_uri())
    _run("pngquant", "--force", "--nofs", "--strip", "--output", str(path), str(_COLOURS), str(path))


def printed(page: Path, path: Path) -> None:
    """Print an HTML page as a PDF. Raises CalledProcessError."""
    _run(*_CHROMIUM, "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri())


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 (words of this file)
