"""Judging without receiving: the same verdicts as the station's, beside it."""

import random

import pytest

from intake.errors import StorageError
from intake.judging import judging
from tests.intake import lists
from tests.intake.conftest import HOSTILE


def test_judging_says_of_every_serial_what_the_station_says(site, open_desk):
    rng = random.Random(3)
    serials = [site.unnamed() for _ in range(30)] + [site.misread() for _ in range(10)]
    for each in rng.sample(site.listing.rows, 20):
        serials += lists.bounds(each)
    serials += [raw.decode("utf-8", "replace") for raw in HOSTILE.values()] + ["", "4571411204692"]
    desk = open_desk(site)
    wall = site.clock.wall
    with judging(site.folder) as look_ups:
        beside = [look_ups.judge(serial, wall) for serial in serials]
    assert beside == [desk.station.look_ups.judge(serial, wall) for serial in serials]
    assert {each.verdict for each in beside} >= {"AFFECTED", "NOT_AFFECTED", "INVALID"}


def test_judging_agrees_with_asking_every_range(state):
    rng = random.Random(4)
    with judging(state.folder) as look_ups:
        for _ in range(100):
            serial = rng.choice([state.affected(), state.unnamed()])
            named = {each.model for each in lists.named_by(state.listing, serial)}
            judged = look_ups.judge(serial, state.clock.wall)
            assert (judged.verdict == "AFFECTED") is bool(named)
            assert judged.model in (named or (None,))


def test_judging_changes_nothing(state):
    before = {path.name: path.read_bytes() for path in state.folder.iterdir() if path.is_file()}
    with judging(state.folder) as look_ups:
        look_ups.judge(state.affected(), 0)
    after = {path.name: path.read_bytes() for path in state.folder.iterdir() if path.is_file()}
    assert {name: after.get(name) for name in before} == before


def test_judging_without_a_state_folder_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="run intake init first"), judging(tmp_path):
        pass
