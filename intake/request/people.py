"""Wishes about badges and their holders."""

from __future__ import annotations

import msgspec

from intake.operator import Role


class AddOperator(msgspec.Struct, frozen=True, tag="operators.add"):
    """Make a badge known. Its holder's name and PIN go to `people.db`, never into the journal."""

    code: str
    role: Role
    name: str | None = None
    pin: str | None = None


class RetireOperator(msgspec.Struct, frozen=True, tag="operators.retire"):
    """Make a badge useless from now on."""

    code: str


class ForgetPerson(msgspec.Struct, frozen=True, tag="operators.forget"):
    """Erase the name and the PIN of a badge's holder."""

    code: str
    reason: str
