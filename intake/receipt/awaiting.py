"""Awaiting: what a camera's next reading may be for, by where the desk stands."""

from __future__ import annotations

import re

from intake.campaign import Catalogue
from intake.question import Ask
from intake.receipt.keyed import is_looking_up
from intake.receipt.state import Receipt
from intake.receipt.step import Step, step_of
from intake.scan import Awaited
from intake.serial_number import SerialRule


def serial_patterns(catalogue: Catalogue) -> tuple[str, ...]:
    """Give one regular expression a campaign, for whole serials in their normal form."""
    return tuple(dict.fromkeys(_pattern(campaign.serial) for campaign in catalogue.campaigns))


def _pattern(rule: SerialRule) -> str:
    """Say by one expression what `SerialRule.matches` asks: alphabet, lengths, pattern."""
    symbol = f"[{re.escape(rule.alphabet)}]"
    lengths = "|".join(f"{symbol}{{{length}}}" for length in rule.lengths)
    whole = rf"(?=(?:{rule.pattern})\Z)" if rule.pattern else ""
    return f"{whole}(?:{lengths})"


def awaiting(receipt: Receipt, patterns: tuple[str, ...]) -> Awaited:
    """Say what is awaited. `patterns`: those of the site's campaigns (`serial_patterns`)."""
    step, question = step_of(receipt), receipt.question
    if step in {Step.SIGNED_OUT, Step.EMERGENCY}:
        return Awaited()
    ask = question.ask if question is not None else None
    is_serial = _is_serial(receipt, step, ask)
    return Awaited(
        parcel=step in {Step.IDLE, Step.PARCEL_OPEN} or is_looking_up(receipt),
        serial=is_serial,
        patterns=patterns if is_serial else (),
        photo=question.about if question is not None and ask is Ask.PHOTO else "",
    )


def _is_serial(receipt: Receipt, step: Step, ask: Ask | None) -> bool:
    is_named = ask in {Ask.LOOK_UP, Ask.MOVE_WHAT}
    is_read_back = step is Step.UNIT and receipt.unit is None
    return is_named or is_read_back or (step is Step.PARCEL_OPEN and ask is not Ask.PHOTO)
