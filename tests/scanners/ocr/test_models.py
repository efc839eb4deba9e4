"""Whether print can be read here."""

from __future__ import annotations

import subprocess
import sys

from scanners.ocr.models import missing


def test_the_extra_is_installed_for_tests():
    assert missing() == ""


def test_asking_loads_neither_pictures_nor_networks():
    asked = (
        "import sys; from scanners.ocr.models import missing; missing();"
        "sys.exit(bool({'numpy', 'cv2', 'onnxruntime', 'rapidocr_onnxruntime'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_without_the_extra_it_says_what_to_install():
    asked = (
        "import sys; sys.modules['onnxruntime'] = None; from scanners.ocr import models\n"
        "models.find_spec = lambda name: None\n"
        "print(models.missing())\n"
        "try: models.finder()\n"
        "except ImportError as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    assert (
        told.splitlines()
        == ["Print cannot be read: onnxruntime and rapidocr_onnxruntime missing. Install the extra `ocr`."]
        * 2
    )
