"""What the libraries read comes as found codes, whichever of them read it."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from scanners.decode.engines import UPRIGHT, zbar, zxing
from scanners.decode.found import AT_THE_DESK, Engine, Kind

WRITERS = {
    Kind.CODE_128: ("A1B2C3", zxingcpp.BarcodeFormat.Code128, b"]C0"),
    Kind.CODE_39: ("A1B2C3", zxingcpp.BarcodeFormat.Code39, b"]A0"),
    Kind.CODABAR: ("A1234B", zxingcpp.BarcodeFormat.Codabar, b"]F0"),
    Kind.EAN: ("4901780188352", zxingcpp.BarcodeFormat.EAN13, b"]E0"),
    Kind.ITF: ("12345678", zxingcpp.BarcodeFormat.ITF, b"]I0"),
    Kind.QR: ("A1B2C3", zxingcpp.BarcodeFormat.QRCode, b"]Q1"),
    Kind.DATA_MATRIX: ("A1B2C3", zxingcpp.BarcodeFormat.DataMatrix, b"]d1"),
}


def drawn(text, writer):
    code = np.array(zxingcpp.create_barcode(text, writer).to_image(scale=3), np.uint8)
    return np.pad(code, 30, constant_values=255)


@pytest.mark.parametrize("kind", WRITERS, ids=str)
def test_zxing_says_what_kind_it_read(kind):
    text, writer, identifier = WRITERS[kind]
    (found,) = zxing(drawn(text, writer), frozenset({kind}))
    assert (found.kind, found.raw, found.engine) == (kind, identifier + text.encode(), Engine.ZXING)


@pytest.mark.parametrize("kind", [Kind.CODE_128, Kind.CODE_39, Kind.CODABAR, Kind.EAN], ids=str)
def test_zbar_gives_the_same(kind):
    text, writer, identifier = WRITERS[kind]
    (found,) = zbar(drawn(text, writer), frozenset({kind}))
    assert (found.kind, found.raw, found.engine) == (kind, identifier + text.encode(), Engine.ZBAR)


@pytest.mark.parametrize("kind", [Kind.ITF, Kind.QR, Kind.DATA_MATRIX], ids=str)
def test_zbar_is_not_asked_what_it_reads_badly(kind):
    text, writer, _ = WRITERS[kind]
    assert zbar(drawn(text, writer), frozenset({kind})) == []


def test_upc_a_is_an_ean_of_either_library():
    upc = drawn("075720003259", zxingcpp.BarcodeFormat.UPCA)
    assert zxing(upc, AT_THE_DESK)[0].text == zbar(upc, AT_THE_DESK)[0].text == "0075720003259"


def test_only_what_is_asked_for_is_read():
    for kind, (text, writer, _) in WRITERS.items():
        assert zxing(drawn(text, writer), frozenset(WRITERS) - {kind}) == []


def test_gs1_keeps_its_separators_and_says_so():
    made = zxingcpp.create_barcode("(01)04901780188357(10)AB1", zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    (found,) = zxing(np.pad(np.array(made.to_image(scale=4), np.uint8), 20, constant_values=255), AT_THE_DESK)
    assert found.raw == b"]d2010490178018835710AB1"


def test_a_short_itf_is_a_part_of_another():
    assert zxing(drawn("1515", zxingcpp.BarcodeFormat.ITF), frozenset({Kind.ITF})) == []


def test_an_upright_picture_is_looked_at_in_one_way_only():
    text, writer, _ = WRITERS[Kind.CODE_128]
    code = drawn(text, writer)
    assert zxing(np.ascontiguousarray(code.T), AT_THE_DESK, UPRIGHT) == []
    assert zxing(255 - code, AT_THE_DESK, UPRIGHT) == []
    assert [found.text for found in zxing(code, AT_THE_DESK, UPRIGHT)] == [text]
