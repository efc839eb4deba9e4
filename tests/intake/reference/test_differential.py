"""A million look-ups in random lists of every shape, against a plain scan of their rows."""

import itertools
import random
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, seed, settings

from intake.reference import AffectedIndex, publish
from tests.intake.affected.plain import asked_by, said_by
from tests.intake.affected.strategies import cases, list_of

QUARTERS = range(4)
LISTS = 50
LOOK_UPS = 5_000
"""In each list of each quarter: a million together."""


def texts_of(campaign, chance, count):
    """Give texts of every length around the campaign's, all of them where there are few."""
    lengths = sorted(
        {near for length in campaign.serial.lengths for near in (length - 1, length, length + 1)}
    )
    alphabet = sorted(campaign.serial.alphabet)
    found = [
        "".join(text)
        for length in lengths
        if length >= 4 and len(alphabet) ** length <= 5_000
        for text in itertools.product(alphabet, repeat=length)
    ]
    lengths = [length for length in lengths if length >= 4]
    while len(found) < count:
        found.append("".join(chance.choices(alphabet, k=chance.choice(lengths))))
    return found[:count]


def plain_scan(campaign, rows):
    asked = [(said_by(row), asked_by(row, campaign)) for row in rows]
    return lambda serial: {said for said, test in asked if test(serial)}


def said(match):
    return match.model, match.by, match.colours, match.channels, match.whole


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_index_says_what_the_rows_say(quarter, tmp_path_factory):
    asked = 0

    @seed(quarter)
    @settings(max_examples=LISTS, suppress_health_check=list(HealthCheck), database=None)
    @given(cases(most=6))
    def compare(case):
        nonlocal asked
        campaign, rows = case
        scan = plain_scan(campaign, rows)
        path = publish(list_of(campaign, rows), tmp_path_factory.mktemp("list"))
        with closing(AffectedIndex.open(path)) as index:
            for serial in texts_of(campaign, random.Random(asked), LOOK_UPS):
                found = index.match(serial)
                assert {said(match) for match in found} == scan(serial), serial
                assert len(found) == len(set(found))
        asked += LOOK_UPS

    compare()
    assert asked >= LISTS * LOOK_UPS
