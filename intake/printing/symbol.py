"""Symbols: a text as the modules of a bar code, without anything of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from intake.errors import IntakeError
from intake.scan import Symbology

Run = tuple[int, int]
"""Dark modules side by side: the first one's place in its row, and how many."""

_FORMATS = {
    Symbology.CODE_128: "Code128",
    Symbology.GS1_128: "Code128",
    Symbology.QR: "QRCode",
    Symbology.DATA_MATRIX: "DataMatrix",
    Symbology.GS1_DATA_MATRIX: "DataMatrix",
}
_GS1 = {Symbology.GS1_128, Symbology.GS1_DATA_MATRIX}
_LINEAR = {Symbology.CODE_128, Symbology.GS1_128}
_QUIET = {"Code128": 10, "QRCode": 4, "DataMatrix": 1}
"""Modules of quiet zone: ISO/IEC 15417 (left and right), 18004 and 16022 (all around)."""


class SymbolError(IntakeError):
    """A text that cannot be printed as the symbology asked for."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A bar code as it is printed."""

    text: str
    """What a gun sends."""

    shown: str
    """What stands under it: GS1 brackets its application identifiers (General Specifications, 4.14)."""

    symbology: Symbology
    rows: tuple[tuple[Run, ...], ...]
    """The dark runs of each row, from the top; a linear code has one row, as high as one likes."""

    columns: int
    """Modules side by side, quiet zones left out."""

    @property
    def is_linear(self) -> bool:
        """Whether it has bars, which may be of any height, or square modules."""
        return self.symbology in _LINEAR

    @property
    def quiet(self) -> int:
        """How many modules stay white at its edges."""
        return _QUIET[_FORMATS[self.symbology]]

    @property
    def width(self) -> int:
        """Modules side by side with the quiet zones."""
        return self.columns + 2 * self.quiet


def symbol(text: str, symbology: Symbology = Symbology.CODE_128) -> Symbol:
    """Encode a text; of GS1 the element strings with a GS for each FNC1 inside, as a gun sends them.

    Raises SymbolError for another symbology, and for a text it cannot hold.
    """
    if symbology not in _FORMATS:
        raise SymbolError(f"expected one of {', '.join(_FORMATS)}, got {symbology}")
    import zxingcpp  # noqa: PLC0415 (only where something is printed)

    encoded = _bracketed(text) if symbology in _GS1 else text
    try:
        made = zxingcpp.create_barcode(
            encoded,
            zxingcpp.barcode_format_from_str(_FORMATS[symbology]),
            gs1=symbology in _GS1,
            force_square=True,  # older guns do not read the long forms of ISO/IEC 21471
        )
        image = made.to_image(add_quiet_zones=False)
    except (RuntimeError, ValueError) as error:
        raise SymbolError(f"expected a text for {symbology}, got {text[:40]!a}: {error}") from error
    height, columns = image.shape[:2]
    grey = bytes(memoryview(image))  # type: ignore[arg-type]  # a buffer, which its stubs leave out
    count = 1 if symbology in _LINEAR else height
    rows = tuple(_runs(grey[row * columns : (row + 1) * columns]) for row in range(count))
    return Symbol(text, encoded, symbology, rows, columns)


def _runs(row: bytes) -> tuple[Run, ...]:
    found, start = [], 0
    for grey, pixels in groupby(row):
        length = sum(1 for _ in pixels)
        if not grey:
            found.append((start, length))
        start += length
    return tuple(found)


def _bracketed(text: str) -> str:
    """Give element strings as `(01)…(21)…`, which is how the encoder takes them."""
    from biip import ParseError  # noqa: PLC0415 (100 ms, only for GS1)
    from biip.gs1_messages import GS1Message  # noqa: PLC0415 (the same)

    try:
        return GS1Message.parse(text).as_hri()
    except (ParseError, IndexError, ValueError) as error:
        raise SymbolError(f"expected GS1 element strings, got {text[:40]!a}: {error}") from error
