"""`intake operators`: badges and who they stand for."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.told_group import ToldGroup
from intake.operator import Role
from intake.request import AddOperator, ForgetPerson, RetireOperator


@click.group(cls=ToldGroup)
def operators() -> None:
    """Add and retire badges, forget their holders."""


@operators.command()
@click.argument("code")
@click.option("--role", type=choice(Role), default=Role.OPERATOR.value, help="What it allows.")
@click.option("--name", default=None, help="The holder's name; kept apart from the log, erasable.")
@click.option("--pin", is_flag=True, help="Ask for a PIN (leads, supervisors and safety need one).")
@request_options
def add(
    code: str,
    role: str,
    name: str | None,
    pin: bool,  # noqa: FBT001 (click's way)
    by: str | None,
    request_id: str | None,
) -> None:
    """Make the badge CODE (RI-O-…) known."""
    asked = click.prompt("PIN", hide_input=True, confirmation_prompt=True) if pin else None
    ask(AddOperator(code, Role(role), name, asked), by, request_id)


@operators.command()
@click.argument("code")
@request_options
def retire(code: str, by: str | None, request_id: str | None) -> None:
    """Make the badge CODE useless from now on."""
    ask(RetireOperator(code), by, request_id)


@operators.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why: left the company, asked for it.")
@request_options
def forget(code: str, reason: str, by: str | None, request_id: str | None) -> None:
    """Erase name and PIN of the badge CODE; the log stays valid."""
    ask(ForgetPerson(code, reason), by, request_id)
