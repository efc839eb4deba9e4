"""What every test may rely on: no setting of whoever runs the tests reaches the program under test."""

import os

import pytest

from tests.scanners.virtual.edge import Edge

# At import, not in a fixture: fixtures of a whole run start the program too.
for _name in [name for name in os.environ if name.startswith("INTAKE_")]:
    del os.environ[_name]


@pytest.fixture(scope="session")
def edge(tmp_path_factory):
    """The library under which a program takes our sockets for devices."""
    return Edge(tmp_path_factory.mktemp("edge"))
