"""Events: facts as they stand in the journal."""

from __future__ import annotations

import msgspec
import pytest

from intake import events
from intake.events import (
    VERSION,
    Envelope,
    Event,
    RequestCause,
    ScanCause,
    UnknownKindError,
    event_of,
    fact_of,
)
from intake.facts import KINDS, ParcelOpened
from intake.outcome import Answer, Message
from intake.scan import Fault, Method, Severity, Symbology

BODY = b'{"label":"123456789012"}'
ENVELOPE = Envelope(
    seq=7,
    id="0198f0f0-0000-7000-8000-000000000000",
    v=VERSION,
    kind="ParcelOpened",
    at="2031-03-04T05:06:07.089Z",
    mono=5,
    boot="b",
    station="s",
    incarnation="i",
    program="0",
    settings="f",
    body=msgspec.Raw(BODY),
    first=6,
    operator="RI-O-0007-H",
    parcel="p",
    unit="u",
    cause=ScanCause("port:gun", Method.PORT, Symbology.QR, 1, 2, "text", b"\x00raw", Fault.GARBLED),
    answer=Answer(Message.PARCEL_OPENED, Severity.OK, {"parcel": "123456789012"}),
)


def test_an_event_is_what_folding_needs_of_its_envelope():
    fact = ParcelOpened("123456789012")
    expected = Event(7, ENVELOPE.id, ENVELOPE.at, "RI-O-0007-H", "p", "u", fact, "i")
    assert event_of(ENVELOPE) == expected


@pytest.mark.parametrize("cause", [None, ENVELOPE.cause, RequestCause("r", "f", "uid:0")])
def test_an_envelope_is_read_as_it_was_written(cause):
    envelope = msgspec.structs.replace(ENVELOPE, cause=cause)
    assert msgspec.json.decode(msgspec.json.encode(envelope), type=Envelope) == envelope


def test_a_cause_says_that_its_text_was_repaired_and_only_then():
    """Journals written before there was such a thing read as they did, to the byte."""
    plain = ScanCause("keyboard:terminal", Method.KEYBOARD, Symbology.UNKNOWN, 1, 2, "A")
    repaired = msgspec.structs.replace(plain, raw=b"a", repaired=True)
    assert b"repaired" not in msgspec.json.encode(plain)
    assert msgspec.json.decode(msgspec.json.encode(repaired), type=ScanCause) == repaired


def test_the_body_is_kept_to_the_byte():
    """The hash covers it: another order or spacing would break the chain."""
    odd = msgspec.structs.replace(ENVELOPE, body=msgspec.Raw(b'{ "check_holds" :false, "label":"x"}'))
    read = msgspec.json.decode(msgspec.json.encode(odd), type=Envelope)
    assert bytes(read.body) == b'{ "check_holds" :false, "label":"x"}'


@pytest.mark.parametrize(("kind", "version"), [("ParcelSold", VERSION), ("ParcelOpened", VERSION + 1)])
def test_what_a_newer_release_wrote_is_refused_with_a_sentence(kind, version):
    with pytest.raises(UnknownKindError, match=f"got {kind} version {version}"):
        fact_of(kind, version, BODY)


@pytest.mark.parametrize("body", [b"{}", b'{"label": 5}', b"[]", b"x"])
def test_a_body_that_is_none_is_refused(body):
    with pytest.raises(msgspec.DecodeError):
        fact_of("ParcelOpened", VERSION, body)


def test_an_old_body_is_lifted_version_by_version(monkeypatch):
    """A shape of the past, told twice anew since."""
    monkeypatch.setitem(events.UPCASTERS, ("ParcelOpened", VERSION - 2), lambda old: {"name": old["n"]})
    monkeypatch.setitem(events.UPCASTERS, ("ParcelOpened", VERSION - 1), lambda old: {"label": old["name"]})
    assert fact_of("ParcelOpened", VERSION - 2, b'{"n": "1234"}') == ParcelOpened("1234")
    assert fact_of("ParcelOpened", VERSION - 1, b'{"name": "1234"}') == ParcelOpened("1234")


def test_a_kind_whose_shape_did_not_change_needs_no_upcaster():
    assert fact_of("ParcelOpened", VERSION - 1, BODY) == ParcelOpened("123456789012")


def test_upcasters_lift_kinds_there_are_from_versions_there_were():
    assert all(kind in KINDS and 0 < version < VERSION for kind, version in events.UPCASTERS)
