"""The golden day: what happens on it, act by act, so that every kind of fact is recorded once at least."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from intake.expected import ExpectedRow
from intake.keying import ENTER, Key
from intake.own_label import LabelKind, OwnLabel
from intake.request import Wish


class Print(NamedTuple):
    """A text that a camera reads off print."""

    text: str


Act = str | bytes | Print | Key | Wish
"""What happens on the golden day: a scan, a key, or a request."""

PHOTO = b"\xff\xd8\xff\xe0 a unit on 1 November 2025 \xff\xd9"
"""A picture; nobody looks into it."""

PHOTO_SHA256 = hashlib.sha256(PHOTO).hexdigest()


def label(kind: LabelKind, number: int) -> str:
    """Give an own label's text."""
    return OwnLabel(kind, number).code


BADGE, LEAD, SUPERVISOR = (label(LabelKind.BADGE, number) for number in (1, 2, 3))
BIN, CAGE, TAG = label(LabelKind.REJECT_BIN, 1), label(LabelKind.CAGE, 1), label(LabelKind.RETURNABLE, 1)
CONTAINERS = {
    "R UN3480": label(LabelKind.CONTAINER, 1),
    "R UN3481": label(LabelKind.CONTAINER, 2),
    "D UN3480": label(LabelKind.CONTAINER, 3),
    "N UN3480": label(LabelKind.CONTAINER, 4),
    "box": label(LabelKind.CONTAINER, 5),
}
NEW_CONTAINER = label(LabelKind.CONTAINER, 6)
PARCELS = [f"48{number:09}{int(f'48{number:09}') % 7}" for number in range(1, 20)]
BAGS = [label(LabelKind.BAG, number) for number in range(1, 40)]
CLAIMED, MISSED, UNOPENED = PARCELS[10], PARCELS[11], PARCELS[12]
EXPECTED = (
    ExpectedRow(CLAIMED, "C-1", "GB10000077", "GB-1", "black", 1),
    ExpectedRow(CLAIMED, "C-1", None, "GB-1", None, 2),
    ExpectedRow(MISSED, "C-2", None, "GS-2", None, 1),
)
EXPECTED_LATER = (*EXPECTED, ExpectedRow(PARCELS[6], "C-3", "GS20000006", "GS-2", "navy", 1))
CENTRAL_AT = "2025-11-01T00:00:00.000Z"
"""By the central claims system's clock."""

NO_LONGER_NAMED = "GB10000011"
"""The serial golden-2 leaves out."""


def _wish(**fields: Any) -> Wish:
    made: Wish = msgspec.convert(fields, Wish)
    return made


def _opening(place: str, **more: Any) -> Wish:
    condition, un_number = place.split()
    fields = {"condition": condition, "un_number": un_number, "tare": 900, "location": "A-1"}
    return _wish(type="containers.open", **({"code": CONTAINERS.get(place), **fields} | more))


def equipment() -> Iterator[Act]:
    yield _wish(type="operators.add", code=BADGE, role="operator", name="Never in the log", pin="0000")
    yield _wish(type="operators.add", code=LEAD, role="lead", pin="4711")
    yield _wish(type="operators.add", code=SUPERVISOR, role="supervisor", pin="4712")
    yield from (_opening(place) for place in list(CONTAINERS)[:3])
    yield _opening("N UN3480", zone="Z-1")
    yield _opening("R UN3480", code=CONTAINERS["box"], location="desk", holding=True)
    yield _wish(type="bins.add", code=BIN)
    yield _wish(type="campaigns.activate", campaign="golden", version="golden-1")
    yield _wish(type="campaigns.activate", campaign="golden", version="not there")


def happenings() -> Iterator[Act]:
    bags = iter(BAGS)
    yield from _first_parcels(bags)
    yield from _emergencies(bags)
    yield from _erasures()
    yield from _arrivals_and_claims(bags)
    yield from _checklist_and_boxes(bags)
    yield from _corrections(bags)
    yield from _print_and_photos(bags)
    yield from _review()
    yield from _newer_versions()
    yield from _beside_the_desk()
    yield from _central_system()
    yield from _handing_over()
    yield from (BADGE, LEAD, PARCELS[17], "GS30000001", "RI-C-K1")


def _first_parcels(bags: Iterator[str]) -> Iterator[Act]:
    """Refusals and repeats, ordinary parcels, misreads, colours, a parcel opened again."""
    wrong_digit = PARCELS[1][:-1] + str((int(PARCELS[1][-1]) + 1) % 10)
    yield from (b"\xff\x00nobody knows", "何かの名前", PARCELS[0], BADGE, BADGE)
    yield from (PARCELS[0], "GB1000000", "gb1 000 0001", "RI-C-INTACT", next(bags), CONTAINERS["R UN3481"])
    yield from (CONTAINERS["R UN3480"], "RI-C-CABLE", "RI-C-BOX", BIN, "RI-C-YES", BIN)
    yield from (wrong_digit, "RI-C-D", "GB10000001", next(bags), CONTAINERS["D UN3480"], "RI-C-SHORT")
    yield from (PARCELS[2], "GS20000001", "RI-C-COLOUR-RED", "RI-C-INTACT", next(bags))
    yield from (CONTAINERS["R UN3481"], "RI-C-CLOSE", PARCELS[3], "RI-C-EMPTY", PARCELS[0], "RI-C-YES")
    yield from ("GBZZZZZZZZ", "RI-C-MODEL-GB-1", "RI-C-INTACT", next(bags), CONTAINERS["N UN3480"])
    yield from ("GB100000", "RI-C-UNREADABLE", "RI-C-MODEL-GB-1", "RI-C-INTACT", LEAD, next(bags))
    yield from (CONTAINERS["R UN3480"], "RI-C-CLOSE")


def _closing(**fields: Any) -> Wish:
    return _wish(**({"type": "emergency.close", "lead": LEAD, "pin": "4711"} | fields))


def _emergencies(bags: Iterator[str]) -> Iterator[Act]:
    """One with a unit in hand, one with nobody there; the records, a wrong PIN, what else it took."""
    yield from (PARCELS[4], "GB20000001", "RI-C-K2", "RI-C-YES")
    yield _closing(lead=BADGE, pin="0000", outcome="water_bath")
    yield _closing(pin="1111", outcome="water_bath")
    yield _closing(outcome="water_bath", kind="smoke", injured=1, fire_service=True)
    yield from ("RI-C-CLOSE", PARCELS[5], "GB10000005", "RI-C-INTACT", next(bags), CONTAINERS["R UN3480"])
    yield from ("RI-C-CLOSE", "RI-C-OUT", "RI-C-K2")
    named = {"units": {"GB10000005": "fire_service"}, "parcels": {UNOPENED: "isolated_in_place"}}
    yield _closing(outcome="outdoor_observation", units={"GB10000099": "water_bath"})
    yield _closing(outcome="outdoor_observation", suspects=[CONTAINERS["R UN3480"]], **named)
    yield _wish(type="containers.clear", code=CONTAINERS["R UN3480"])


def _erasures() -> Iterator[Act]:
    digest = "4d04bb98a44fee47b5a4674f5aaf0c873f15c5df6e4c3d9ecf86ee7e25ee212d"
    yield _wish(type="operators.retire", code=BADGE)
    yield _wish(type="operators.forget", code=BADGE, reason="has left")
    yield _wish(type="payloads.erase", sha256=digest, reason="made up")


def _arrivals_and_claims(bags: Iterator[str]) -> Iterator[Act]:
    """A cage is filled; a claim is confirmed by six keys; a serial is keyed, dropped and keyed again."""
    yield _wish(type="expected.activate", version="golden-1")
    yield from (LEAD, CAGE, CLAIMED, CLAIMED, MISSED, PARCELS[0], "RI-C-OUT", CAGE)
    yield from (CLAIMED, *_keyed("000077"), "RI-C-INTACT", next(bags), CONTAINERS["R UN3480"])
    yield from (*_keyed("GB10000078"), "RI-C-NO", *_keyed("GB10000079"), "RI-C-YES", "RI-C-INTACT")
    yield from (next(bags), CONTAINERS["R UN3480"], "RI-C-CLOSE", "RI-C-SHORT")
    yield from (PARCELS[6], "GS20000006", "RI-C-COLOUR-NAVY", "RI-C-INTACT", next(bags))
    yield from (CONTAINERS["R UN3481"], "GS20000006", "RI-C-NO", "RI-C-CLOSE")


def _keyed(text: str) -> tuple[Act, ...]:
    """Key a text; six characters the claim awaits need no Enter, and one more does no harm."""
    return (Key(text), Key(ENTER)) if len(text) > 6 else (Key(text),)


def _checklist_and_boxes(bags: Iterator[str]) -> Iterator[Act]:
    """A checklist answered to its end and one that finds damage; a battery in a box; a returnable's label."""
    yield from (PARCELS[7], "GB10000011", "RI-C-CHECK", *["RI-C-NO"] * 6, next(bags), CONTAINERS["R UN3480"])
    yield from ("RI-C-BOX", "RI-C-NO", TAG, "RI-C-CLOSE", "GB10000012", "RI-C-CHECK", *["RI-C-NO"] * 5)
    yield from ("RI-C-YES", next(bags), CONTAINERS["D UN3480"], "RI-C-CLOSE")


def _corrections(bags: Iterator[str]) -> Iterator[Act]:
    """Undone by card and by the lead; a container opened at the desk; moves; a round; the desk locks."""
    lead = {"lead": LEAD, "pin": "4711"}
    yield from (PARCELS[8], "GB10000021", "RI-C-UNDO", "RI-C-REASON-WRONG-UNIT", "GB10000022", "RI-C-INTACT")
    yield from (next(bags), CONTAINERS["R UN3480"], "RI-C-UNDO")
    yield _wish(type="receipt.undo", reason="wrong_place", **lead)
    yield from (NEW_CONTAINER, "RI-C-CLASS-R", NEW_CONTAINER, "RI-C-CLOSE")
    yield from (PARCELS[9], "GB10000023", "RI-C-INTACT", next(bags), CONTAINERS["box"], "RI-C-CLOSE")
    yield from ("RI-C-OUT", "RI-C-MOVE", CONTAINERS["box"], NEW_CONTAINER, "RI-C-INSPECT", NEW_CONTAINER)
    yield _wish(type="units.move", unit="GB10000022", container=CONTAINERS["R UN3480"], **lead)
    yield _wish(type="containers.inspect", code=CONTAINERS["R UN3480"], celsius=21.5, note="cold")
    yield _wish(type="containers.suspect", code=CONTAINERS["D UN3480"], hours=2, reason="warm")
    yield _wish(type="desk.lock")


def _print_and_photos(bags: Iterator[str]) -> Iterator[Act]:
    """A serial read off print is read back by six keys; a picture does not come, comes, and is erased."""
    offered = _wish(type="photos.offer", wish="asked", sha256=PHOTO_SHA256)
    yield from (LEAD, PARCELS[13], Print("GB10000031"), "RI-C-YES", *_keyed("000031"), "RI-C-INTACT")
    yield from ("RI-C-PHOTO", _wish(type="photos.fail", wish="asked", fault="too_late"), "RI-C-PHOTO")
    yield from (offered, "RI-C-PHOTO", offered, "RI-C-YES", next(bags), CONTAINERS["R UN3480"], "RI-C-CLOSE")
    yield _wish(type="photos.erase", sha256=PHOTO_SHA256, reason="a face in it")


def _review() -> Iterator[Act]:
    """A supervisor looks, gives a unit its serial and decides; a hold is named by its kind."""
    by = {"type": "holds.resolve", "lead": SUPERVISOR, "pin": "4712"}
    yield _wish(type="review.open", lead=BADGE, pin="0000")
    yield _wish(type="review.open", lead=LEAD, pin="4711")
    yield _wish(**by, hold="UNCERTAIN_SERIAL", decision="release", serial="GB100000")
    yield _wish(**by, hold="UNCERTAIN_SERIAL", decision="release", serial="SN: gb10 0000 90")
    yield _wish(**by, hold="UNCERTAIN_SERIAL", decision="release", serial="GB10000090", note="bottom edge")
    yield _wish(**by, hold="EVIDENCE", decision="release")
    yield _wish(**by, hold="EVIDENCE", decision="release", reference="maker 7")
    yield _wish(**by, hold="DUPLICATE", decision="release")
    yield _wish(**by, hold="DUPLICATE", decision="deny", note="the owner has one already")


def _newer_versions() -> Iterator[Act]:
    """Lists and expected returns come anew; a unit is named by its serial, a parcel by its label."""
    judged = {"unit": NO_LONGER_NAMED, "verdict": "UNCERTAIN", "reasons": ["model_decides"]}
    judged |= {"campaign": "golden", "list_version": "golden-2"}
    yield _wish(type="campaigns.activate", campaign="golden", version="golden-2")
    yield _wish(type="units.rejudge", lists="golden@golden-1", units=[judged])
    yield _wish(type="units.rejudge", lists="golden@golden-2", units=[judged])
    yield _wish(type="units.rejudged", lists="golden@golden-2", units=20, changed=1)
    yield _wish(type="expected.activate", version="golden-2")
    yield _wish(type="parcels.rematch", version="golden-2", parcels=[PARCELS[6]])
    yield _wish(type="parcels.rematched", version="golden-2", parcels=1)


def _beside_the_desk() -> Iterator[Act]:
    """What takes nothing in: look-ups, the language, a note; a note is named by its text."""
    yield from (LEAD, "RI-C-LOOKUP", "GB10000011", "RI-C-LOOKUP", "RI-C-NO")
    yield from ("RI-C-LANGUAGE-EN", "RI-C-LANGUAGE-FR")
    yield _wish(type="notes.leave", text="the carrier comes at four")
    yield _wish(type="notes.read", note="the carrier comes at four")
    yield _wish(type="notes.read", note="nothing like that")


def _answer(number: int, serial: str, answer: str, detail: str = "") -> dict[str, Any]:
    named = {"key": serial, "parcel": serial, "unit": serial, "at": CENTRAL_AT}
    return {"number": number, "answer": answer, "detail": detail, **named}


def _central_system() -> Iterator[Act]:
    """Its word comes, and comes again; a unit is named by its serial, the log's head by nothing."""
    confirmed, shipped, taken = "GB10000090", "GS20000001", "GS20000006"
    about = {"key": taken, "parcel": taken, "unit": taken}
    told = {"type": "units.duplicate", "station": "golden-9", "since": CENTRAL_AT, **about}
    yield _wish(type="units.reserved", epoch=3, **about)
    yield _wish(type="units.reserved", epoch=3, **about)
    yield _wish(**told, confirmed=False)
    yield _wish(**told, confirmed=True)
    answers = [_answer(1, confirmed, "acknowledged"), _answer(2, shipped, "acknowledged")]
    answers += [_answer(3, taken, "taken", f"golden-9 {CENTRAL_AT}"), _answer(4, shipped, "shipped")]
    yield _wish(type="replacements.answer", answers=answers)
    yield _wish(type="replacements.answer", answers=answers[:2])
    yield _wish(type="journal.anchor", incarnation="here", seq=0, hash="0" * 64)
    yield _wish(type="journal.anchor", incarnation="elsewhere", seq=9_999_999, hash="0" * 64)
    emergency = {"type": "emergency.tell", "station": "golden-9", "incident": "i-9"}
    yield _wish(**emergency, state="raised")
    yield _wish(**emergency, state="closed")


def _handing_over() -> Iterator[Act]:
    code = CONTAINERS["R UN3481"]
    yield _wish(type="containers.seal", code=CONTAINERS["D UN3480"])
    yield _wish(type="containers.seal", code=code)
    yield _wish(type="containers.load", code=code)
    yield _wish(type="containers.refuse", code=code, reason="no room")
    yield _wish(type="containers.load", code=code)
    yield _wish(type="containers.hand_over", code=code, document="D-1")
    yield _wish(type="containers.seal", code=CONTAINERS["N UN3480"])
    yield _wish(type="containers.load", code=CONTAINERS["N UN3480"])
    yield _wish(type="containers.hand_over", code=CONTAINERS["N UN3480"], document="D-2")
    yield _wish(type="containers.hand_over", code=CONTAINERS["N UN3480"], document="D-2", release="maker 7")
