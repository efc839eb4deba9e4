"""A state folder with everything a backup copies, and a place to put backups."""

from __future__ import annotations

import pytest

from intake.photos import digests as photos_in
from intake.receipt import Step
from intake.state_folder import journal_path
from tests.intake.conftest import HOSTILE, jpeg


@pytest.fixture
def place(tmp_path):
    """Where backups go."""
    return tmp_path / "backups"


@pytest.fixture
def full(site, open_desk):
    """A folder with a received parcel, a photo, a payload, settings and a campaign; its desk is open."""
    site.write_settings('language = "en"\n')
    desk = open_desk(site)
    desk.receive()
    desk.open_parcel()
    desk.scan(site.affected())
    desk.photograph(jpeg(1))
    desk.until(Step.PARCEL_OPEN)
    desk.scan(HOSTILE["person"])
    assert photos_in(site.folder)
    assert journal_path(site.folder).exists()
    return desk
