"""Lists and expected returns that came after the backup: in force by the log, fetched by the next sync."""

import asyncio
from contextlib import closing

import msgspec
from msgspec.structs import replace

from intake.expected import expected_path
from intake.hub import published
from intake.hub.database import Database
from intake.reference import AffectedIndex, publish
from intake.state_folder import list_path
from intake.sync.list_rows import list_lines
from intake.troubles import Trouble
from intake.wire import ExpectedLine

RETURNS = msgspec.json.encode(ExpectedLine("L-1", "R-1")) + b"\n"


def put_in_force(yard, place):
    """Have the hub publish a list and expected returns; the list's campaign and version."""
    made = replace(yard.site.listing, version="9.1", published="2026-11-01")
    place.mkdir()
    with closing(AffectedIndex.open(publish(made, place))) as index:
        told = (made.campaign, made.version, made.published, index.content)

    async def announce():
        async with Database(yard.database, most=1, as_owner=True) as database:
            await database.run(published.publish_list, *told, b"".join(list_lines(made.rows)))
            await database.run(published.activate_list, made.campaign, made.version)
            await database.run(published.publish_expected, "later", RETURNS)

    asyncio.run(announce())
    return made.campaign, made.version


def test_what_the_backup_lacks_is_fetched_by_the_next_sync(yard, works, tmp_path):
    backup = yard.back_up()
    campaign, version = put_in_force(yard, tmp_path / "made")
    yard.sync()
    yard.lose_disk()
    made, folder = yard.restore(backup), yard.site.folder
    assert made.lists == (f"{campaign}@{version}",)
    missing = [
        path for path in (list_path(folder, campaign, version), expected_path(folder, "later")) if path
    ]
    assert [path.exists() for path in missing] == [False, False]
    yard.work(works.serials[0])
    desk = yard.desk()
    told = {line.message for line in desk.station.standing(0).now.scene.troubles}
    assert told >= {Trouble.LIST_UNREADABLE, Trouble.EXPECTED_UNREADABLE}
    desk.close()
    report = yard.sync()
    assert (report.problems, report.lists, report.expected) == ([], 1, "later")
    assert [path.exists() for path in missing] == [True, True]
    yard.expect_whole()
    desk = yard.desk()
    told = {line.message for line in desk.station.standing(0).now.scene.troubles}
    assert not told & {Trouble.LIST_UNREADABLE, Trouble.EXPECTED_UNREADABLE}
    desk.close()
