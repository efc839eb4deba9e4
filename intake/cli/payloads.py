"""`intake payloads`: bytes of scans nobody recognised."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.told_group import ToldGroup
from intake.request import ErasePayload


@click.group(cls=ToldGroup)
def payloads() -> None:
    """Erase kept bytes; the log keeps their SHA-256 and stays valid."""


@payloads.command()
@click.argument("sha256")
@click.option("--reason", required=True, help="Why it is erased.")
@request_options
def erase(sha256: str, reason: str, by: str | None, request_id: str | None) -> None:
    """Erase the payload SHA256."""
    ask(ErasePayload(sha256, reason), by, request_id)
