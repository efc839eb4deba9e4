"""The shipped catalogues of sentences, whole, by their languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from intake.catalogue import data_folder

CATALOGUES: Final[Mapping[str, dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((data_folder() / "locales").glob("*.toml"))
}
