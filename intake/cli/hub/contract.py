"""`intake hub openapi`: the contract, as a document."""

from __future__ import annotations

import click

from intake.hub.openapi import printed


@click.command()
def openapi() -> None:
    """Print the contract as OpenAPI 3.1: what any other claims system may implement. Needs no database."""
    click.echo(printed(), nl=False)
