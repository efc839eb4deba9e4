"""Bar codes of the cards, as drawings for a page."""

from __future__ import annotations

import re

import zxingcpp

MODULE = 0.19
"""Millimetres of the narrowest bar: 7.5 mil, which any gun reads from a page held before it."""

_DRAWN = re.compile(r'<svg width="(\d+)" height="(\d+)".*?<path d="([^"]+)"', re.DOTALL)


def barcode(code: str, module: float = MODULE) -> str:
    """Draw the Code 128 of a text with its quiet zones (ISO/IEC 15417), `module` millimetres a module."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    found = _DRAWN.search(made.to_svg(add_quiet_zones=True))
    if found is None:
        raise ValueError(f"expected a drawing of {code}, got {made.to_svg()[:200]}")
    width, height, path = found.groups()
    box = f'viewBox="0 0 {width} {height}" preserveAspectRatio="none"'
    return f'<svg {box} style="width:{int(width) * module:.1f}mm" role="img"><path d="{path}"/></svg>'
