"""A production folder: only there does anybody answer for a replacement."""

import pytest

from intake.founding import TRAINING_PIN, found
from intake.operator import Role
from intake.reference import publish
from intake.request import ActivateList, AddOperator, AddRejectBin
from intake.settings import Settings
from intake.surroundings import Surroundings
from tests.intake import lists
from tests.intake.conftest import MADE_SEED, Clock, Ids, Site, write_campaign


@pytest.fixture
def production(tmp_path):
    """A site of its own, with a campaign nobody has seen before and nothing else yet."""
    folder = tmp_path / "production"
    made, _ = write_campaign(folder, MADE_SEED)
    listing = lists.listing(made, MADE_SEED, training=False)
    around = Surroundings(Clock().moment, Ids(), lambda _folder: 10**12, "boot-of-the-test")
    found(folder, training=False, station="dock-1", surroundings=around)
    (folder / "reference").mkdir(exist_ok=True)
    publish(listing, folder / "reference")
    return Site(folder, made, listing)


@pytest.fixture
def open_live(production, open_desk):
    """Opens the desk of a production folder, furnished; by default one whose units are reserved live."""

    def open_one(settings=None):
        desk = open_desk(production, settings or Settings(link=True, inspection_hours=0.0))
        badges = zip((production.badge, production.lead, production.supervisor), Role, strict=False)
        for code, role in badges:
            desk.ask(AddOperator(code, role, None, TRAINING_PIN))
        desk.ask(AddRejectBin(production.bin))
        desk.ask(ActivateList(production.campaign.id, production.listing.version))
        return desk

    return open_one
