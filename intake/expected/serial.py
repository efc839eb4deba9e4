"""Serials that claims name: whole ones, and what an owner made of one in copying it.

An owner's slip must come in, for the desk tells it (MISMATCH). What is no campaign's serial by far must not:
the column stands beside those about the owner, and what is taken from it stays in the log.
"""

from __future__ import annotations

import re

from intake.campaign import Catalogue
from intake.expected.fault import RowError, told_number
from intake.expected.personal import looks_personal
from intake.near import CONFUSABLE
from intake.serial_number import SerialRule, may_be_serial, normalise, plain

_DIGIT = re.compile("[0-9]")


class SerialReader:
    """Reads serials by the rules of the campaigns, those that the site leaves out among them."""

    def __init__(self, catalogue: Catalogue) -> None:
        found = [campaign.serial for campaign in (*catalogue.campaigns, *catalogue.left_out)]
        self._rules = [rule for place, rule in enumerate(found) if rule not in found[:place]]
        self._forms = [(_lengths(rule), _characters(rule)) for rule in self._rules]

    def read(self, text: str) -> str | None:
        """Give the normal form; None for an empty text.

        Raises RowError on what looks personal, has no digit, or is neither valid by a rule nor near one: of
        a length that differs by one at most, of the rule's characters and those taken for them.
        """
        if not text:
            return None
        normal = text if may_be_serial(text) else normalise(text)  # what may be one is in normal form already
        if _DIGIT.search(normal) and (self._is_whole(text, normal) or self._is_near(text, normal)):
            return normal
        raise RowError("serial", self._expected(len(normal)), told_number(text))

    def _is_whole(self, text: str, normal: str) -> bool:
        """Ten digits may be a telephone number too: a whole serial, written in one, is taken for one."""
        if not any(rule.matches(normal) for rule in self._rules):
            return False
        is_in_one = normal in text or normal in plain(text)
        return (is_in_one and normal.isalnum()) or looks_personal(text) is None

    def _is_near(self, text: str, normal: str) -> bool:
        return looks_personal(text) is None and any(
            len(normal) in lengths and characters.issuperset(normal) for lengths, characters in self._forms
        )

    def _expected(self, length: int) -> str:
        """Say what the rule nearest in length wants."""
        if not self._rules:
            return "nothing, for the site has no campaign"
        rule = min(self._rules, key=lambda each: min(abs(length - every) for every in each.lengths))
        lengths = " or ".join(map(str, sorted(rule.lengths)))
        return f"a serial of {lengths} characters of {rule.alphabet}, a digit among them, or nothing"


def _lengths(rule: SerialRule) -> frozenset[int]:
    return frozenset(length + more for length in rule.lengths for more in (-1, 0, 1))


def _characters(rule: SerialRule) -> frozenset[str]:
    """Give the characters of a rule and those that are taken for them."""
    alike = [group for group in CONFUSABLE if not set(rule.alphabet).isdisjoint(group)]
    return frozenset(rule.alphabet).union(rule.fold, *alike)
