"""`intake expected export`: published expected returns as a claims system takes them."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from intake.errors import WrongUsageError
from intake.expected import ExpectedReturns, expected_path
from intake.state_folder import default_folder, expect_state_folder


@click.command()
@click.argument("version")
def export(version: str) -> None:
    """Write expected returns VERSION to standard output, as `intake hub expected publish` takes them.

    One JSON object a line.
    """
    from intake.sync.returns import expected_lines  # noqa: PLC0415 (it comes with httpx)

    folder = default_folder()
    expect_state_folder(folder)
    path = expected_path(folder, version)
    if path is None or not path.exists():
        raise WrongUsageError(f"expected a published version of expected returns, got {version!r}")
    with closing(ExpectedReturns.open(path)) as returns:
        for line in expected_lines(returns.rows()):
            sys.stdout.buffer.write(line)
