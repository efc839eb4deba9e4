"""What every crash test needs: the compiled shim, and a folder in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash import record


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim."""
    return record.compile_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder of this test's own, in memory where there is one."""
    with record.scratch() as name:
        yield Path(name).resolve()
