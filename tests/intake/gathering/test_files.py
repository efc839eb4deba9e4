from __future__ import annotations

import hashlib

import pytest

from intake.gathering import files
from intake.gathering.files import named
from intake.granting import Published
from intake.request import ActivateList
from tests.intake.conftest import list_file


def published(site, version=None, checksum=None, campaign=None):
    wish = ActivateList(campaign or site.campaign.id, version or site.listing.version, checksum)
    return named(site.folder, wish)["published"]


def test_a_published_list_is_found_with_the_checksum_of_its_file(site):
    digest = hashlib.sha256(list_file(site).read_bytes()).hexdigest()
    assert published(site) == Published(training=True, checksum=digest)


def test_a_checksum_the_sender_has_computed_is_taken_so_that_the_desk_need_not_wait(site, monkeypatch):
    monkeypatch.setattr(files, "_SMALL", 0)
    assert published(site, checksum="0" * 64) == Published(training=True, checksum="0" * 64)


def test_of_a_small_file_it_must_be_right(site):
    digest = hashlib.sha256(list_file(site).read_bytes()).hexdigest()
    assert published(site, checksum=digest) == Published(training=True, checksum=digest)
    assert published(site, checksum="0" * 64) is None


@pytest.mark.parametrize("text", ["", "x<b>\n", "0" * 63, "0" * 63 + "g", "A" * 64, "０" * 64])
def test_what_is_no_checksum_is_refused_whatever_the_files_size(site, monkeypatch, text):
    monkeypatch.setattr(files, "_SMALL", 0)
    assert published(site, checksum=text) is None


def test_what_is_no_list_of_this_name_is_not_found(site):
    assert published(site, version="never") is None
    assert published(site, version="../x") is None
    list_file(site, version="copy").write_bytes(list_file(site).read_bytes())
    assert published(site, version="copy") is None
    list_file(site, version="broken").write_bytes(b"no list")
    assert published(site, version="broken") is None
