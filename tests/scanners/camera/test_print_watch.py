"""Print is read beside the codes, in the camera's process, and only while it may be a serial."""

from __future__ import annotations

import random

from intake.scan import Awaited, Symbology
from tests.scanners.camera.table import put
from tests.scanners.ocr.labels import Look, a_serial, printed, seen


def test_a_printed_serial_is_read_once_it_is_awaited(tmp_path, keep, receiver):
    rng = random.Random("print watch")
    serial, look = a_serial(rng), Look(capital=24.0)
    put(tmp_path / "1.png", seen(printed(serial, look, rng), look, rng))
    keeper = keep(tmp_path)
    keeper.await_(Awaited(serial=True, patterns=("[0-9A-HJ-NP-Z]{16}",)))
    (scan,) = receiver.wait_scans(1)
    assert (scan.text, scan.symbology, scan.source) == (serial, Symbology.UNKNOWN, f"camera:{tmp_path}")
