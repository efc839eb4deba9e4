"""Rows of every form the training lists have, and the same answers as the station's own reading."""

import random

from intake import catalogue
from intake.affected import parse_csv
from intake.simulation.row import read

CAMPAIGN = catalogue.load().campaign("jp-2025-06-26")
HEAD = "# version: t\n# published: 2025-06-26\n# training: yes\n"
TEXT = (
    HEAD
    + """first,last,prefix,mask,all_units,model,note
ATEST1257N000001,ATEST1257N00000Z,,,,A1257,a range
ATEST1257N000100,,,,,A1257,one
,,ATEST1257P0|ATEST1257P1,,,A1257,prefixes
,,,ATEST1257??QQ***,,A1257,masked
,,,,yes,A1647,all
"""
)
NAMED, BESIDE = (
    ("ATEST1257N00000A", "ATEST1257N000100", "ATEST1257P1ZZZZZ", "ATEST1257ZZQQ123"),
    ("ATEST1257N000010", "ATEST1257N000101", "ATEST1257P2ZZZZZ", "ATEST1257ZZQR123"),
)


def test_each_form_names_what_it_says():
    rows = read(TEXT, CAMPAIGN)
    for place, (inside, outside) in enumerate(zip(NAMED, BESIDE, strict=True)):
        assert [row.names(inside) for row in rows] == [number == place for number in range(5)]
        assert not any(row.names(outside) for row in rows)
    assert [row.is_withheld for row in rows] == [False, False, False, True, False]
    assert [row.is_whole_model for row in rows] == [False, False, False, False, True]
    assert not rows[0].names("ATEST1257N00000")


def test_the_station_reads_the_same_in_them():
    mine, theirs = read(TEXT, CAMPAIGN)[:4], parse_csv(TEXT, CAMPAIGN).rows[:4]
    chance, serials = random.Random(5), [*NAMED, *BESIDE]
    for serial in list(serials):
        places = [chance.randrange(9, 16) for _ in range(50)]
        serials += [serial[:at] + chance.choice(CAMPAIGN.serial.alphabet) + serial[at + 1 :] for at in places]
    for serial in serials:
        assert [row.names(serial) for row in mine] == [row.names(serial) for row in theirs]
