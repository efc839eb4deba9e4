"""Pictures: what a model looks like, drawn in narrow characters, and the colours of its casings."""

from __future__ import annotations

from functools import cache

from intake.catalogue import data_folder

ROWS, CELLS = 4, 24
"""Size of a picture."""

_NO_PICTURE = ("", "       [  ?  ]", "", "")

CASINGS = {
    "black": "#161616",
    "white": "#f6f6f2",
    "grey": "#8a8d90",
    "space-grey": "#5b5e63",
    "silver": "#c4c8cc",
    "navy": "#1c2a4a",
    "blue": "#2f62b5",
    "green": "#2f7d55",
    "red": "#b3202c",
    "pink": "#e79bb0",
    "yellow": "#e8c62a",
    "purple": "#6b4a9c",
    "orange": "#dd7a24",
}
"""How a casing's colour is shown, by its name in the campaign's file."""


@cache
def picture(name: str) -> tuple[str, ...]:
    """Give the picture of a model, ROWS lines of at most CELLS cells; a question mark where none is drawn."""
    folder = data_folder() / "pictures"
    drawn = {path.stem: path for path in folder.glob("*.txt")}
    if name not in drawn:
        return _NO_PICTURE
    lines = [line[:CELLS].rstrip() for line in drawn[name].read_text("ascii").splitlines()]
    return tuple((lines + [""] * ROWS)[:ROWS])
