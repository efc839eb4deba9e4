"""Tokens are given once, kept as hashes, and revoked."""

from __future__ import annotations

import pytest
from psycopg import errors

from intake.hub import stations, tokens
from intake.hub.database import Database
from intake.hub.tokens import Holder, TokenRole


@pytest.fixture
async def owner(database):
    async with Database(database, as_owner=True) as opened:
        yield opened


async def test_a_token_names_its_holder_until_it_is_revoked(owner, hub, rows):
    station = await owner.run(tokens.make, TokenRole.STATION, "DOCK-1")
    shipper = await owner.run(tokens.make, TokenRole.SHIPPER, "carrier")
    assert await hub.run(tokens.find, station) == Holder(TokenRole.STATION, "DOCK-1", "yard")
    assert await hub.run(tokens.find, shipper) == Holder(TokenRole.SHIPPER, "carrier", None)
    assert await hub.run(tokens.find, "guessed") is None
    assert station.encode() not in b"".join(bytes(each) for (each,) in rows("SELECT sha256 FROM token"))
    assert await owner.run(tokens.revoke, TokenRole.STATION, "DOCK-1") == 1
    assert await hub.run(tokens.find, station) is None
    ((listed,), left) = (
        await owner.run(tokens.list_all, TokenRole.STATION),
        await owner.run(tokens.list_all, TokenRole.SHIPPER),
    )
    assert listed.revoked_at is not None
    assert [each.revoked_at for each in left] == [None]


async def test_stations_are_listed_and_may_move(owner, hub):
    await owner.run(tokens.make, TokenRole.STATION, "DOCK-1")
    await owner.run(stations.add, "DOCK-1", "far")
    listed = await owner.run(stations.list_all)
    assert [(each.station, each.site, each.seen_at, each.tokens) for each in listed] == [
        ("DOCK-1", "far", None, 1),
        ("DOCK-2", "yard", None, 0),
        ("DOCK-9", "far", None, 0),
    ]


async def test_a_station_nobody_named_gets_no_token(owner, hub):
    with pytest.raises(errors.ForeignKeyViolation):
        await owner.run(tokens.make, TokenRole.STATION, "DOCK-7")
