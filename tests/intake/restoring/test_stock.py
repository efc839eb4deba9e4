"""After a restore without contact the engineer reads what the lost disk knew, as in the station's views."""

from __future__ import annotations

import pytest

from intake.restoring import lost_path
from tests.intake.conftest import run

VIEWS = ("units", "parcels", "accessories", "containers", "replacements", "holds")


def show(folder, *arguments):
    """Give the rows that `intake show` prints of a folder."""
    shown = run(folder, "show", *arguments, "--json")
    assert shown.code == 0, shown.err
    return shown.rows


@pytest.fixture
def restored(yard, works):
    """A dock that lost two parcels, was restored without contact and has gone on; gives its lost disk too."""
    first, *later = works.serials[:4]
    yard.work(first)
    yard.sync()
    backup = yard.back_up()
    desk = yard.desk()
    desk.receive(later[0])
    desk.scan("RI-C-CABLE")
    desk.receive(later[1])
    desk.close()
    yard.sync()
    lost = yard.lose_disk()
    made = yard.restore(backup, offline=True)
    yard.work(later[2])
    return lost.folder, made, later


def test_what_the_lost_disk_knew_is_shown(yard, restored):
    old, _, later = restored
    early = run(yard.site.folder, "show", "units", "--lost")
    assert (early.code, "intake sync" in early.err) == (1, True)
    yard.sync()
    found = {what: show(yard.site.folder, what, "--lost") for what in VIEWS}
    assert [row["serial"] for row in found["units"]] == later[:2]
    assert {row["replacement"] for row in found["units"]} == {row["item"] for row in found["replacements"]}
    for what, rows in found.items():
        knew = show(old, what)
        assert rows == [row for row in knew if row in rows]
    (container,) = found["containers"]
    assert container["units"] == 3, "what was there before the backup lies in it too"
    assert later[0] not in [row["serial"] for row in show(yard.site.folder, "units")]
    assert show(yard.site.folder, "units", "--lost", "--serial", later[1]) == found["units"][-1:]


def test_where_nothing_was_lost_there_is_nothing_to_show(yard, works):
    yard.work(works.serials[0])
    assert show(yard.site.folder, "units", "--lost") == []
    assert run(yard.site.folder, "show", "operators", "--lost").code == 2


def test_a_lost_stretch_that_cannot_be_read_is_named(yard, restored):
    yard.sync()
    path = lost_path(yard.site.folder, restored[1].manifest.incarnation)
    path.write_text("no envelope\n", "utf-8")
    shown = run(yard.site.folder, "show", "units", "--lost")
    assert (shown.code, path.name in shown.err) == (3, True)
