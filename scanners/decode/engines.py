"""The libraries that read a picture: zxing-cpp first, zbar as the second opinion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import zxingcpp

from scanners.decode.found import Engine, Found, Gray, Kind, Kinds, Point

_ZXING: Final = {
    Kind.CODE_128: (zxingcpp.BarcodeFormat.Code128,),
    Kind.CODE_39: (zxingcpp.BarcodeFormat.Code39Std,),
    Kind.CODE_39_FULL_ASCII: (zxingcpp.BarcodeFormat.Code39,),
    Kind.CODABAR: (zxingcpp.BarcodeFormat.Codabar,),
    Kind.ITF: (zxingcpp.BarcodeFormat.ITF,),
    Kind.EAN: (zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.EAN8, zxingcpp.BarcodeFormat.UPCA),
    Kind.UPC_E: (zxingcpp.BarcodeFormat.UPCE,),
    Kind.QR: (zxingcpp.BarcodeFormat.QRCode,),
    Kind.DATA_MATRIX: (zxingcpp.BarcodeFormat.DataMatrix,),
}

_KIND_OF: Final = {one: kind for kind, formats in _ZXING.items() for one in formats} | {
    zxingcpp.BarcodeFormat.Code39: Kind.CODE_39,
}
"""By the format read, or where that is a variant of one (full ASCII, a pharmacy's) by its family."""

_ZBAR: Final = {
    "CODE128": (Kind.CODE_128, "]C0"),
    "CODE39": (Kind.CODE_39, "]A0"),
    "CODABAR": (Kind.CODABAR, "]F0"),
    "EAN13": (Kind.EAN, "]E0"),
    "EAN8": (Kind.EAN, "]E4"),
}
"""zbar's names; UPC-A comes as EAN-13. No QR, whose kanji it garbles; no ITF and UPC-E, which it invents."""

_LEAST_QUALITY: Final = 3
"""Lines of the picture in which zbar must have read the same: Code 39 by fewer is mostly texture."""

_SHORTEST: Final = {Kind.ITF: 6, Kind.CODE_39: 3, Kind.CODABAR: 4, Kind.CODE_128: 1}
"""Characters a text must have. A part of a longer ITF code is itself one (ISO/IEC 16390, annex on length)."""


@dataclass(frozen=True)
class Effort:
    """What zxing-cpp tries besides looking along the rows of the picture as it is."""

    turned: bool = True
    """Along the columns too."""

    smaller: bool = True
    """In halved pictures too."""

    inverted: bool = True
    """Light on dark too."""

    evenly_lit: bool = False
    """By one threshold for the whole picture, instead of one for each part of it."""


THOROUGH: Final = Effort()
EVENLY_LIT: Final = Effort(smaller=False, evenly_lit=True)
UPRIGHT: Final = Effort(turned=False, smaller=False, inverted=False)
"""For a picture whose bars stand upright."""


_BINARIZERS: Final = {
    True: zxingcpp.Binarizer.GlobalHistogram,
    False: zxingcpp.Binarizer.LocalAverage,
}


@cache
def _formats(kinds: Kinds) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([one for kind in sorted(kinds) for one in _ZXING[kind]])


def zxing(gray: Gray, kinds: Kinds, effort: Effort = THOROUGH) -> list[Found]:
    """What zxing-cpp reads in a grey picture; corners in its pixels."""
    read = zxingcpp.read_barcodes(
        gray,
        formats=_formats(kinds),
        try_rotate=effort.turned,
        try_downscale=effort.smaller,
        try_invert=effort.inverted,
        binarizer=_BINARIZERS[effort.evenly_lit],
        # The default rewrites control characters and puts GS1's brackets in.
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [found for found in map(_by_zxing, read) if _is_long_enough(found)]


def _by_zxing(read: zxingcpp.Barcode) -> Found:
    place = read.position
    around = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Found(
        text=read.text,
        data=read.bytes,
        identifier=read.symbology_identifier,
        kind=_KIND_OF.get(read.format) or _KIND_OF[read.symbology],
        corners=tuple((float(point.x), float(point.y)) for point in around),
        engine=Engine.ZXING,
    )


@cache
def zbar_module() -> Any:  # noqa: ANN401 - the module has no types
    """The module of zbar, looked for once; None where the system has no libzbar0."""
    try:
        import pyzbar.pyzbar as library  # noqa: PLC0415 - wants libzbar0, which a station may lack
    except ImportError:
        return None
    return library


def zbar(gray: Gray, kinds: Kinds) -> list[Found]:
    """What zbar reads in a grey picture, linear codes only; nothing where its library is missing."""
    library = zbar_module()
    asked = [name for name, (kind, _) in _ZBAR.items() if kind in kinds]
    if library is None or not asked:
        return []
    read = library.decode(gray, symbols=[library.ZBarSymbol[name] for name in asked])
    good = [_by_zbar(one) for one in read if one.quality >= _LEAST_QUALITY]
    return [found for found in good if _is_long_enough(found)]


def _by_zbar(read: Any) -> Found:  # noqa: ANN401 - the library has no types
    kind, identifier = _ZBAR[read.type]
    return Found(
        text=read.data.decode("utf-8", "replace"),
        data=read.data,
        identifier=identifier,
        kind=kind,
        corners=_corners(read.rect),
        engine=Engine.ZBAR,
    )


def _corners(rect: tuple[int, int, int, int]) -> tuple[Point, ...]:
    left, top, width, height = map(float, rect)
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _is_long_enough(found: Found) -> bool:
    return len(found.text) >= _SHORTEST.get(found.kind, 1)
