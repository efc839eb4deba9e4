"""The guard of retail numbers: what a catalogue of products must not be asked."""

from __future__ import annotations

from typing import Final

import zxingcpp

from scanners.decode.found import RETAIL, Found, Gray

_WITH_PRICE: Final = 18
"""Digits of an EAN-13 and an add-on of five. What looks like one of two is mostly print beside the code."""


def is_product(found: Found, gray: Gray) -> bool:
    """Tell whether a retail number found in a grey picture stands alone; True for any other kind.

    With an add-on it is a book's or a magazine's, and half a text (GS1 General Specifications, 5.2.2).
    """
    if found.kind not in RETAIL:
        return True
    read = zxingcpp.read_barcodes(
        gray,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.UPCA]),
        text_mode=zxingcpp.TextMode.Plain,
        ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Require,
    )
    return not any(len(each.text) == _WITH_PRICE and each.text.startswith(found.text) for each in read)
