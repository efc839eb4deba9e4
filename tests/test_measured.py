"""Which tests are traced."""

from __future__ import annotations

import sys

import pytest

from tests.measured import ROOT, is_measured

HERE = ROOT / "tests" / "intake"


@pytest.mark.parametrize(
    "name", ["test_near.py", "test_own_label.py", "test_granting_central.py", "receipt/test_step.py"]
)
def test_what_mirrors_the_core_is_measured(name):
    assert (HERE / name).is_file()
    assert is_measured(HERE / name)


@pytest.mark.parametrize(
    "name", ["test_station.py", "cli/test_show.py", "../tui/test_desk.py", "../test_house.py"]
)
def test_nothing_else_is(name):
    assert (HERE / name).is_file()
    assert not is_measured((HERE / name).resolve())


def test_what_is_not_measured_runs_untraced():
    """Only a run with coverage can tell."""
    assert "coverage" not in type(sys.gettrace()).__module__
