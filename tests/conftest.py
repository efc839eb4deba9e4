"""What every test may rely on: no setting of whoever runs the tests reaches the program under test."""

import os

import pytest
from hypothesis import settings

from tests.founded import found_training
from tests.measured import is_measured, unmeasured
from tests.postgres import Server
from tests.scanners.virtual.edge import Edge

# How long an example takes is the machine's affair; speed is measured by `make bench`.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

# At import, not in a fixture: fixtures of a whole run start the program too.
for _name in [name for name in os.environ if name.startswith("INTAKE_")]:
    del os.environ[_name]
if os.environ.get("TERM") == "linux":  # a text console: the desk speaks no Japanese there
    os.environ["TERM"] = "xterm"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Trace the tests of the core alone, with their fixtures."""
    if is_measured(item.path):
        return (yield)
    with unmeasured():
        return (yield)


@pytest.fixture(scope="session")
def edge(tmp_path_factory):
    """The library under which a program takes our sockets for devices."""
    return Edge(tmp_path_factory.mktemp("edge"))


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A training folder to be copied."""
    return found_training(tmp_path_factory.mktemp("founded") / "state")


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL for whoever asks: quick, and never killed. Each worker of a run has its own."""
    with Server() as server:
        yield server


@pytest.fixture
def database(postgres):
    """The database of a hub that has nothing yet, by its owner's URL."""
    url = postgres.database()
    yield url
    postgres.drop(url)
