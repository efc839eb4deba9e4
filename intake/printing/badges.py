"""Badges: one for each operator, as large as a bank card. A PIN stands on none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake import people
from intake.errors import WrongUsageError
from intake.operator import Role
from intake.printing.faces import CharacterError
from intake.printing.paper import A4, Box, Paper
from intake.printing.symbol import symbol
from intake.reading_room import reading_connection
from intake.wording import Wording

WIDTH, HEIGHT = 85.6, 53.98
"""Millimetres: the card ID-1 of ISO/IEC 7810, for which every sleeve is made."""

_ACROSS, _DOWN = 2, 5
_LEFT, _TOP = (A4[0] - _ACROSS * WIDTH) / 2, (A4[1] - _DOWN * HEIGHT) / 2
_MARK, _CLEAR = 5.0, 1.0
"""Millimetres of a crop mark, and between it and the cards."""

_BANDS: Final = {
    Role.OPERATOR: "#3a444c",
    Role.LEAD: "#1f4f80",
    Role.SUPERVISOR: "#5b2a86",
    Role.SAFETY: "#0b5d1e",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on a badge."""

    code: str
    """Its label, `RI-O-0007-H`."""

    role: Role
    name: str | None
    """None where the state folder does not know it."""


def known(folder: Path, codes: Collection[str] = ()) -> list[Badge]:
    """Give the badges of a state folder that are in use, or those named, by code.

    Raises WrongUsageError for one that is not known or retired, StorageError.
    """
    with reading_connection(folder) as connection:
        rows = connection.execute("SELECT code, role FROM operator WHERE retired = 0 ORDER BY code")
        roles = {str(code): Role(role) for code, role in rows}
    for code in codes:
        if code not in roles:
            raise WrongUsageError(f"expected a badge in use, got {code!r}: see intake show operators")
    # Looking for names must not make a file of them.
    names = people.names(folder) if (folder / "people.db").exists() else {}
    wanted = codes or roles
    return [Badge(code, role, names.get(code)) for code, role in roles.items() if code in wanted]


def draw_sheets(paper: Paper, badges: Sequence[Badge], wording: Wording) -> list[Badge]:
    """Draw badges on sheets of A4, ten to each, with marks to cut by.

    Gives those whose name is to be written by hand, for the font lacks a character of it: one name keeps
    nobody else from a badge. Raises FontError where there is no font.
    """
    a_sheet, by_hand = _ACROSS * _DOWN, []
    for first in range(0, len(badges), a_sheet):
        for place, badge in enumerate(badges[first : first + a_sheet]):
            down, across = divmod(place, _ACROSS)
            box = Box(_LEFT + across * WIDTH, _TOP + down * HEIGHT, WIDTH, HEIGHT)
            if not _draw(badge, paper, box, wording):
                by_hand.append(badge)
        _crop_marks(paper)
        paper.turn()
    return by_hand


def _draw(badge: Badge, paper: Paper, box: Box, wording: Wording) -> bool:
    band = Box(box.left + 2, box.top + 2, box.width - 4, 10.0)
    paper.field(band, _BANDS[badge.role])
    role = Box(band.left + 2, band.top + 1.2, band.width - 4, band.height - 1)
    paper.text(wording.term("role", badge.role), role, 20.0, bold=True, colour="#ffffff")
    name = Box(role.left, box.top + 13, role.width, 11.0)
    is_named = _name(badge.name, paper, name)
    paper.bars(symbol(badge.code), Box(box.left + 1, box.top + 25.5, box.width - 2, 18.0))
    paper.code(badge.code, Box(box.left + 2, box.top + 45, box.width - 4, 7.0), 15.0)
    return is_named


def _name(name: str | None, paper: Paper, box: Box) -> bool:
    """Set the name, or a line to write it on; tell whether that is as it should be."""
    with suppress(CharacterError):
        if name:
            paper.text(name, box, 22.0, bold=True, centred=True)
            return True
    paper.stroke((box.left + 5, box.top + 9), (box.left + box.width - 5, box.top + 9))
    return name is None


def _crop_marks(paper: Paper) -> None:
    top, bottom = _TOP, _TOP + _DOWN * HEIGHT
    left, right = _LEFT, _LEFT + _ACROSS * WIDTH
    for column in range(_ACROSS + 1):
        across = left + column * WIDTH
        paper.stroke((across, top - _CLEAR - _MARK), (across, top - _CLEAR))
        paper.stroke((across, bottom + _CLEAR), (across, bottom + _CLEAR + _MARK))
    for row in range(_DOWN + 1):
        down = top + row * HEIGHT
        paper.stroke((left - _CLEAR - _MARK, down), (left - _CLEAR, down))
        paper.stroke((right + _CLEAR, down), (right + _CLEAR + _MARK, down))
