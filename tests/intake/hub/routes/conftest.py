"""A hub with one station, a shipper and an administrator, called in the test's own event loop."""

from __future__ import annotations

import pytest

from tests import hubs


@pytest.fixture
def station(database):
    return hubs.bearer(hubs.station_token(database, "DOCK-1"))


@pytest.fixture
def shipper(database):
    return hubs.bearer(hubs.shipper_token(database))


@pytest.fixture
def admin(database):
    return hubs.bearer(hubs.admin_token(database))


@pytest.fixture
async def client(database):
    async with hubs.calling(database) as client:
        yield client
