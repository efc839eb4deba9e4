"""Matches: what a list says of one serial."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class NamedBy(StrEnum):
    """By what a row names its units."""

    EXACT = "exact"
    """The serial by itself."""

    RANGE = "range"
    """A range, a prefix, a date code: everything within is meant."""

    MASKED = "masked"
    """The maker withholds some characters: units that fit may be meant."""

    ALL_UNITS = "all_units"
    """Every unit of the model, whatever its serial."""


class Match(msgspec.Struct, frozen=True):
    """A row of a list names a serial, if what it asks of model, colour and channel is so."""

    campaign: str
    model: str
    list_version: str
    training: bool
    by: NamedBy = NamedBy.RANGE
    colours: tuple[str, ...] = ()
    """Only units of these colours; empty: of any."""

    channels: tuple[str, ...] = ()
    """Only units sold in these ways; empty: in any."""

    whole: bool = True
    """The whole serial decides; False where a part of it does, or nothing of it."""
