"""`intake link`: live contact with the central claims system."""

from __future__ import annotations

import os
import sys

import click

from intake.central.credentials import Credentials
from intake.door import background
from intake.settings import load
from intake.state_folder import Lock, default_folder, expect_state_folder

_HOLDER = "intake link"


@click.command()
@click.option(
    "--once", is_flag=True, help="Do what is wanted now, and end; acts as the station if none runs."
)
def link(*, once: bool) -> None:
    """Reserve units and confirm their replacements while they are handled, and carry emergencies.

    Beside the desk, until ended. Killed at any moment, it finds in the journal what is still to be done.
    """
    from intake import link as linking  # noqa: PLC0415 (httpx: 111 ms that no other command pays)

    folder = default_folder()
    expect_state_folder(folder)
    settings = load(folder)
    linking.expect_link(folder, settings)
    credentials = Credentials.of(folder, settings)
    with (
        Lock(folder, _HOLDER, "link.lock"),
        background(folder, _HOLDER, beside=not once, tell=_tell) as bring,
    ):
        if once:
            with linking.client(folder, credentials) as central:
                linking.once(folder, central, bring, _tell)
        else:
            linking.run(folder, credentials, bring, _tell)


def _tell(sentence: str) -> None:
    """Say one line; a service's carries its importance (sd-daemon(3))."""
    prefix = "<5>" if os.environ.get("JOURNAL_STREAM") else ""
    print(f"{prefix}{sentence}", file=sys.stderr, flush=True)  # noqa: T201
