"""Campaigns, lists and rows for the tests of verdicts.

- HEXES: 16 hexadecimal digits, O folds to 0.
- DIGITS: 13 or 16 digits, O and D fold to 0; its list is for training.
- STAMPS: six letters; units of several models bear the same one.
- `row(…)`: what a list says of a serial.
"""

from __future__ import annotations

import copy
from typing import Any

from intake.affected import Match
from intake.campaign import Campaign, Catalogue, parse
from intake.verdict import ListStatus
from tests.intake import lists


def numbered(name: str, **serial: Any) -> Campaign:
    """Give a campaign with a serial rule of its own."""
    tables = copy.deepcopy(lists.mapping(3))
    rule = {"lengths": [16], "alphabet": "0123456789ABCDEF", "fold": {"O": "0"}}
    return parse(tables | {"id": name, "serial": rule | serial})


HEXES = numbered("hexes")
DIGITS = numbered("digits", lengths=[13, 16], alphabet="0123456789", fold={"O": "0", "D": "0"})
STAMPS = numbered("stamps", lengths=[6], alphabet="STAMPS", fold={}, names_model=False)
CATALOGUE = Catalogue((HEXES, DIGITS, STAMPS))
LISTS = (ListStatus("hexes", "h1"), ListStatus("digits", "d1", training=True), ListStatus("stamps", "s1"))
PLAIN = "ABCDEF0123456789"
STAMP = "STAMPS"
NAMES = [model.name for model in HEXES.models]


def row(campaign: str = "hexes", model: str = NAMES[0], **more: Any) -> Match:
    """Give what a row of a campaign's list says."""
    return Match(campaign, model, campaign[0] + "1", campaign == "digits", **more)
