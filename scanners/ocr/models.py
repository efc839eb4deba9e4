"""The two networks that find and read print: where they lie, and whether this station has them.

The doctor asks too, in the station's process: nothing here imports numpy, not even for its types.
They are PP-OCRv4's, as `rapidocr-onnxruntime` ships them. Only its files are used: what its own code does
between the networks gives a text without saying how near another one was.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import msgspec

_RUNTIME: Final = "onnxruntime"
_HOME: Final = "rapidocr_onnxruntime"
_FINDER: Final = "ch_PP-OCRv4_det_infer.onnx"
_READER: Final = "ch_PP-OCRv4_rec_infer.onnx"


class OcrMissingError(ImportError):
    """Print cannot be read here; the message says what to install."""


def missing() -> str:
    """Tell what is missing for reading print, as a sentence; empty: nothing. Imports no network."""
    absent = [name for name in (_RUNTIME, _HOME) if find_spec(name) is None]
    if absent:
        return f"Print cannot be read: {' and '.join(absent)} missing. Install the extra `ocr`."
    lost = [name for name in (_FINDER, _READER) if not (_folder() / name).is_file()]
    return (
        f"Print cannot be read: {' and '.join(lost)} missing. Install the extra `ocr` anew." if lost else ""
    )


class Network(msgspec.Struct, frozen=True):
    """One network, loaded."""

    session: Any

    def run(self, pixels: Any) -> Any:  # noqa: ANN401 - an array, see above
        """What it makes of pictures: float32 arrays (pictures, 3, rows, columns), from -1 to 1."""
        return self.session.run(None, {self.session.get_inputs()[0].name: pixels})[0]

    @property
    def characters(self) -> list[str]:
        """What its classes mean, the blank before the first and the space after the last left out."""
        return str(self.session.get_modelmeta().custom_metadata_map["character"]).splitlines()


def finder() -> Network:
    """Load the network that finds lines of print. Raises `OcrMissingError`."""
    return _load(_FINDER)


def recogniser() -> Network:
    """Load the network that reads one line. Raises `OcrMissingError`."""
    return _load(_READER)


def _folder() -> Path:
    found = find_spec(_HOME)
    places = found.submodule_search_locations if found else None
    return Path(places[0] if places else "") / "models"


def _load(name: str) -> Network:
    if lack := missing():
        raise OcrMissingError(lack)
    runtime = import_module(_RUNTIME)
    options = runtime.SessionOptions()
    # The desk has the other core.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return Network(
        runtime.InferenceSession(str(_folder() / name), options, providers=["CPUExecutionProvider"])
    )
