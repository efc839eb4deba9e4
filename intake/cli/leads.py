"""Leads: the badge and the PIN that moving, undoing and ending an emergency ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def lead_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--lead` and `--pin`; below its other options, so that nothing is asked in vain."""
    command = click.password_option(
        "--pin", confirmation_prompt=False, help="The PIN of that badge; asked for if left out."
    )(command)
    return click.option("--lead", required=True, help="The badge that allows it (RI-O-…).")(command)
