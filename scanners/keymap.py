"""Keyboard layouts: what a keyboard gun meant, where the host took its keys for those of another keyboard.

A gun types key positions; the host makes characters of them. Where gun and host are set to different
keyboards, letters, digits and `! # $ % , - . / ; < > ?` come through and 20 marks do not. Which two
keyboards meet is told once, by the label `LABEL`, never guessed from a code: `=` may be a `=` or a `_`.

A key may also arrive as nothing (`LOST`), which leaves no trace in a text. None of these marks stands in
a serial, a carrier's number, a JAN or an own label; the cure is to set the gun to the host's keyboard.

Source: the console keymaps us.kmap and jp106.kmap and the xkb symbols us and jp of Debian 12.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from intake.scan import Layout
from scanners.symbology import split

if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL: Final = "]@:_+[RI-LAYOUT"
"""The text to print as Code 128 or QR. Its marks differ for each pair, its letters tell Caps Lock."""

_NOTHING: Final = "\0"
_MARKS: Final = "\"&'()*+:=@[\\]^_`{|}~"
_SEEN: Final[Mapping[Layout, Mapping[str, str]]] = MappingProxyType(
    {
        Layout.SAME: {},
        Layout.US_ON_JIS: dict(zip(_MARKS, "*':)~(~+^\"@][&=\0`}{\0", strict=True)),
        Layout.JIS_ON_US: dict(zip(_MARKS, "@^&*(\":'_[]\0\\=\0{}\0|+", strict=True)),
    }
)
"""What each mark becomes. On a JIS host Shift+0, a US gun's `)`, is `~` in Linux and nothing in Windows."""

LOST: Final = MappingProxyType(
    {
        layout: frozenset(mark for mark, seen in table.items() if seen == _NOTHING)
        for layout, table in _SEEN.items()
    }
)
"""Marks whose key gives no character; on JIS it is the input method's own key."""


def _inverted(table: Mapping[str, str]) -> dict[str, str]:
    """The mark each seen one must have been; what two could have been, or none, is left out."""
    seen = [table.get(mark, mark) for mark in string.punctuation]
    return {
        table.get(mark, mark): mark
        for mark in string.punctuation
        if seen.count(table.get(mark, mark)) == 1 and table.get(mark) != _NOTHING
    }


_SENT: Final = {layout: _inverted(table) for layout, table in _SEEN.items()}

_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x2212: "-",  # a Japanese input method's minus sign, which NFKC leaves as it is
    0x00A5: "\\",  # the yen sign stands on the key of the backslash (JIS X 0201)
    0xFFE5: "\\",
}
"""What an input method that types full-width characters makes of ASCII."""

_SWAP: Final = str.maketrans(string.ascii_letters, string.ascii_letters[26:] + string.ascii_letters[:26])
_OWN: Final = b"RI-"
_IDENTIFIER_SEEN: Final = re.compile(r"[\[\\][A-Za-z][0-9A-Za-z]")
"""How an AIM identifier such as `]C1` begins where the layouts differ: `[C1` on JIS, `\\C1` on US."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the layout label told."""

    layout: Layout
    is_caps_lock: bool


class LayoutError(ValueError):
    """A text that cannot be what the gun sent, or of which nobody can say what it was."""


def narrow(text: str) -> str:
    """Exchange full-width characters for those of ASCII, and nothing else."""
    return text.translate(_NARROW)


def repair(text: str, layout: Layout, *, is_caps_lock: bool = False) -> str:
    """Give what a gun sent whose keys arrived as `text`.

    Kana and other characters no gun types stay as they are: an input method has taken the keys.

    Raises:
        LayoutError: A mark two keys could have given, or that no key of this gun gives; or, with the
            layout UNKNOWN, an AIM identifier that shows that the layouts differ.

    """
    sent = narrow(text)
    if layout is Layout.UNKNOWN:
        _expect_same(sent)
    else:
        sent = "".join(_mark_sent(character, layout) for character in sent)
    return sent.translate(_SWAP) if is_caps_lock else sent


def _expect_same(text: str) -> None:
    if changed := _changed_identifier(text):
        raise LayoutError(f"expected an AIM identifier like ']C1', got {changed!r}")


def _changed_identifier(text: str) -> str:
    """What a text begins with in the place of an AIM identifier whose `]` became another mark, or nothing."""
    found = _IDENTIFIER_SEEN.match(text)
    return found[0] if found and split(f"]{found[0][1:]}".encode())[1] == b"" else ""


def shows_another_layout(text: str) -> bool:
    """Tell whether a text shows by itself that it was typed for another layout than it was taken for."""
    told = calibration(text)
    return _changed_identifier(text) != "" or (told is not None and told.layout is not Layout.SAME)


def is_case_turned(raw: bytes) -> bool | None:
    """Tell whether capitals arrive as small letters, by an own label; None for any other code.

    What is printed on own labels are capitals only, so `ri-o-0001-t` shows that Caps Lock is on.
    """
    head = split(raw)[1][: len(_OWN)]
    return head != _OWN if head in {_OWN, _OWN.lower()} else None


def _mark_sent(seen: str, layout: Layout) -> str:
    if seen not in string.punctuation:
        return seen
    sent = _SENT[layout].get(seen)
    if sent is None:
        raise LayoutError(f"expected a mark that {layout} tells apart, got {seen!r}")
    return sent


def calibration(text: str) -> Calibration | None:
    """Tell the layouts by a typed text, where it is the layout label, an AIM identifier before it or not."""
    seen = narrow(text)
    for layout, table in _SEEN.items():
        image = "".join(table.get(character, character) for character in LABEL).replace(_NOTHING, "")
        for is_caps_lock in (False, True):
            if _ends_in(seen, image.translate(_SWAP) if is_caps_lock else image, table):
                return Calibration(layout, is_caps_lock)
    return None


def _ends_in(seen: str, image: str, table: Mapping[str, str]) -> bool:
    """Tell whether the text is the image, or that behind the image of an identifier."""
    if not seen.endswith(image):
        return False
    before = seen.removesuffix(image)
    return before == "" or (len(before) == len("]C0") and before[0] == table.get("]", "]"))
