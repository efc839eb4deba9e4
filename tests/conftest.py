"""What every test may rely on: no setting of whoever runs the tests reaches the program under test."""

import os

import pytest

from tests.postgres import Server
from tests.scanners.virtual.edge import Edge

# At import, not in a fixture: fixtures of a whole run start the program too.
for _name in [name for name in os.environ if name.startswith("INTAKE_")]:
    del os.environ[_name]


@pytest.fixture(scope="session")
def edge(tmp_path_factory):
    """The library under which a program takes our sockets for devices."""
    return Edge(tmp_path_factory.mktemp("edge"))


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
