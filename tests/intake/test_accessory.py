"""Accessories."""

from __future__ import annotations

from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.own_label import CommandWord


def test_every_kind_has_its_command():
    assert {kind.upper() for kind in AccessoryKind} <= set(CommandWord)


def test_a_flagged_accessory_ends_rejected_disposed_or_returned():
    assert list(AccessoryDisposition) == ["flagged", "rejected", "disposed", "returned"]
