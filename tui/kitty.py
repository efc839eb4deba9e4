"""The graphics of kitty's terminal: a still picture with every dot of it, where half blocks show a few.

The picture is sent once, and stands where cells hold its placeholders: whatever is drawn over them hides it,
as it hides text (sw.kovidgoyal.net/kitty/graphics-protocol, "Unicode placeholders"). The terminal is told to
answer nothing (`q=2`), for what it sends comes as a keyboard gun's keys do: a reply could become a scan.
"""

from __future__ import annotations

import zlib
from base64 import b64encode

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from intake.settings import PreviewStyle
from tui.half_blocks import Dots

TERMINALS = frozenset({"xterm-kitty", "xterm-ghostty"})
"""Values of TERM of those that show placeholders. Within tmux it says otherwise, and rightly so."""

_NUMBER = 197
"""The picture's number; the colour of its placeholders says it."""

_PLACEHOLDER = "\U0010eeee"
_MARKS = (
    "\u0305\u030d\u030e\u0310\u0312\u033d\u033e\u033f\u0346\u034a\u034b\u034c"
    "\u0350\u0351\u0352\u0357\u035b\u0363\u0364\u0365\u0366\u0367\u0368\u0369"
    "\u036a\u036b\u036c\u036d\u036e\u036f\u0483\u0484\u0485\u0486\u0487\u0592"
    "\u0593\u0594\u0595\u0597\u0598\u0599\u059c\u059d\u059e\u059f\u05a0\u05a1"
    "\u05a8\u05a9\u05ab\u05ac\u05af\u05c4\u0610\u0611\u0612\u0613\u0614\u0615"
)
"""The marks that tell rows and columns, from 0 on (rowcolumn-diacritics.txt of the protocol)."""

MOST_ROWS = len(_MARKS)
_CHUNK = 4096
"""Bytes of one command at the most."""


def is_there(wanted: PreviewStyle, terminal: str) -> bool:
    """Tell whether pictures are shown so: the site says it, or the name of its terminal does."""
    return wanted is PreviewStyle.KITTY or (wanted is PreviewStyle.AUTO and terminal in TERMINALS)


def sent(dots: Dots, columns: int, rows: int) -> str:
    """Give the commands that send a picture in the place of the one before, for so many cells."""
    data = b64encode(zlib.compress(dots.rgb, 1)).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    about = f"a=T,U=1,i={_NUMBER},f=24,o=z,s={dots.width},v={dots.height},c={columns},r={rows},q=2"
    heads = [about] + ["q=2"] * (len(chunks) - 1)
    last = len(chunks) - 1
    commands = (
        f"\x1b_G{head},m={int(place < last)};{chunk}\x1b\\"
        for place, (head, chunk) in enumerate(zip(heads, chunks, strict=True))
    )
    return f"\x1b_Ga=d,d=I,i={_NUMBER},q=2\x1b\\{''.join(commands)}"


def placeholders(columns: int, rows: int) -> list[list[Segment]]:
    """Give the rows of text in whose place the picture stands; at most MOST_ROWS of them."""
    style = Style(color=Color.from_ansi(_NUMBER))
    return [[Segment(_row(_MARKS[row], columns), style)] for row in range(min(rows, MOST_ROWS))]


def _row(mark: str, columns: int) -> str:
    """Give one row; the terminal counts on by itself behind the columns that have a mark."""
    marked = [f"{_PLACEHOLDER}{mark}{column}" for column in _MARKS[:columns]]
    return "".join(marked) + _PLACEHOLDER * (columns - len(marked))
