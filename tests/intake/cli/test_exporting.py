"""What is exported is what a hub publishes, and comes back as it was."""

from __future__ import annotations

import msgspec
import pytest

from intake.expected import ExpectedRow
from intake.sync.list_rows import ListRows
from intake.wire import ExpectedLine
from intake.wire.published import ListHead
from tests.central.docks import found_docks


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    return found_docks(tmp_path_factory.mktemp("works"), ["DOCK-1"])


@pytest.fixture
def site(works, tmp_path):
    return works.copy("DOCK-1", tmp_path / "DOCK-1")


def test_a_list_is_exported_with_its_head(intake, site):
    ran = intake(site.folder, "campaigns", "export", site.campaign.id, site.listing.version)
    head, *lines = ran.out.encode().splitlines()
    said = msgspec.json.decode(head, type=ListHead)
    assert (said.campaign, said.version) == (site.campaign.id, site.listing.version)
    assert said.published == site.listing.published
    assert tuple(ListRows(site.campaign).rows(lines)) == site.listing.rows


def test_a_list_that_is_not_there_is_told(intake, site):
    assert intake(site.folder, "campaigns", "export", site.campaign.id, "no-such").code == 2
    assert intake(site.folder, "campaigns", "export", "no-such", "1").code == 2


def test_expected_returns_are_exported_without_a_word_more(intake, site):
    (version,) = [path.stem.removeprefix("expected-") for path in site.folder.glob("reference/expected-*.db")]
    lines = intake(site.folder, "expected", "export", version).out.encode().splitlines()
    found = [msgspec.json.decode(line, type=ExpectedLine) for line in lines]
    assert [ExpectedRow(*msgspec.structs.astuple(line)).claim for line in found][:2] == ["C-1", "C-2"]
    assert set(msgspec.json.decode(lines[0])) == {"label", "claim"}
    assert intake(site.folder, "expected", "export", "no-such").code == 2
