"""What every test may rely on: no setting of whoever runs the tests reaches the program under test."""

import os

import pytest

for _name in [name for name in os.environ if name.startswith("INTAKE_")]:
    # Before any fixture: fixtures of a whole run start the program too.
    del os.environ[_name]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    """A test that sets INTAKE_… does so by `monkeypatch`; what it leaves behind is undone."""
    monkeypatch.setenv("PYTHONUTF8", "1")
