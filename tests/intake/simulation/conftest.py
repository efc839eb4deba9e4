"""The site every simulated day rests on."""

from __future__ import annotations

import pytest

from intake.simulation import site as sites


@pytest.fixture(scope="session")
def site():
    """The shipped campaign, its training list and the checklist."""
    return sites.load()
