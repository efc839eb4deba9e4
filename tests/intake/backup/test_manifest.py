"""A manifest is read as it was written, or not at all."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.backup.manifest import FORMAT, Manifest, Missing, Stored, Why, parse, sealed
from intake.errors import StorageError

DIGEST = "0" * 64
MANIFEST = Manifest(
    format=FORMAT,
    station="DOCK-1",
    training=False,
    origin=DIGEST,
    incarnation="first",
    seq=7,
    head=DIGEST,
    at="2026-11-23T01:02:03.004Z",
    program="1.0",
    files=(Stored("journal.db", DIGEST, 4096), Stored("photos/" + DIGEST, DIGEST, 5)),
    missing=(Missing("payloads/" + DIGEST, Why.ERASED),),
)


def test_it_is_read_as_it_was_written():
    read = parse(sealed(MANIFEST))
    assert replace(read, seal="") == MANIFEST
    assert read.size == 4101


@given(st.data())
def test_no_byte_of_it_changes_unseen(data):
    whole = bytearray(sealed(MANIFEST))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StorageError, match="expected"):
        parse(bytes(whole))


@pytest.mark.parametrize("cut", [0, 1, -1])
def test_a_torn_one_is_none(cut):
    with pytest.raises(StorageError, match="expected"):
        parse(sealed(MANIFEST)[:cut])


def test_a_newer_format_asks_for_an_update():
    with pytest.raises(StorageError, match="update intake"):
        parse(sealed(replace(MANIFEST, format=FORMAT + 1)))


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../journal.db",
        "photos/../../x",
        "photos",
        "",
        ".",
        "hub-token",
        "lock",
        "station.sock",
        "photos//x",
        "reference/./x",
        "photos/x\0",
        "journal.db/x",
    ],
)
def test_it_names_only_what_is_ours(path):
    with pytest.raises(StorageError, match="expected a file of a state folder"):
        parse(sealed(replace(MANIFEST, files=(Stored(path, DIGEST, 1),))))


def test_an_unknown_field_is_none_of_ours():
    other = msgspec.json.decode(sealed(MANIFEST)) | {"owner": "x"}
    with pytest.raises(StorageError, match="owner"):
        parse(msgspec.json.encode(other))
