"""The model on its own: what it says of few events, which a person can follow."""

from __future__ import annotations

import itertools
import json

from tests.central.model import Claim, Hub, Owner, Row, State

CLAIM = Claim("C-1", "P-1")


class Log:
    """A log written by hand."""

    def __init__(self, station: str = "DOCK-1") -> None:
        self.station = station
        self.owner = Owner(station, f"{station}-unit")
        self._ids = itertools.count(1)

    def event(self, kind: str, unit: str | None = None, /, **body) -> str:
        parcel, seq = f"{self.station}-parcel", next(self._ids)
        name = f"{self.station}-{seq}"
        event = {"seq": seq, "id": name, "kind": kind, "parcel": parcel, "unit": unit, "body": body}
        return json.dumps(event)

    def unit(self, key: str = "M/1", claim: Claim | None = None) -> list[str]:
        """A parcel with one unit whose replacement is queued; its ReplacementQueued is the third event."""
        claimed = {"claim": {"number": claim.number}} if claim else {}
        return [
            self.event("ParcelOpened", label="P-1", **claimed),
            self.event("UnitIdentified", self.owner.unit),
            self.event("ReplacementQueued", self.owner.unit, key=key),
        ]

    def hold(self, kind: str) -> str:
        return self.event("HoldRaised", self.owner.unit, hold="h", kind=kind)

    def resolve(self, decision: str) -> str:
        return self.event("HoldResolved", self.owner.unit, hold="h", decision=decision)

    def undo(self, number: int) -> str:
        return self.event("FactNegated", self.owner.unit, event=f"{self.station}-{number}")


def test_the_first_unit_of_a_key_gets_it_and_the_next_is_told():
    hub, one, two = Hub(), Log(), Log("DOCK-2")
    hub.take("DOCK-1", one.unit())
    hub.take("DOCK-2", two.unit())
    assert hub.rows == {"M/1": Row(one.owner, State.QUEUED)}
    assert hub.answers == {one.owner: "acknowledged", two.owner: "taken"}


def test_what_a_person_must_decide_about_waits_and_what_waits_for_the_hub_does_not():
    hub, one, two = Hub(), Log(), Log("DOCK-2")
    hub.take("DOCK-1", [*one.unit(), one.hold("ORPHAN")])
    assert hub.rows == {}
    hub.take("DOCK-2", [*two.unit("M/2"), two.hold("PROVISIONAL")])
    assert hub.rows == {"M/2": Row(two.owner, State.QUEUED)}
    hub.take("DOCK-1", [one.resolve("release")])
    assert hub.rows["M/1"] == Row(one.owner, State.QUEUED)


def test_a_later_hold_holds_it_and_a_denial_takes_it_back():
    hub, one = Hub(), Log()
    hub.take("DOCK-1", one.unit())
    hub.take("DOCK-1", [one.hold("DUPLICATE")])
    assert hub.rows == {"M/1": Row(one.owner, State.HELD)}
    hub.take("DOCK-1", [one.resolve("deny")])
    assert hub.rows == {"M/1": Row(one.owner, State.WITHDRAWN)}


def test_what_is_undone_is_free_again_until_somebody_sends_it():
    hub, one, two = Hub(), Log(), Log("DOCK-2")
    hub.take("DOCK-1", one.unit())
    hub.take("DOCK-1", [one.undo(3)])
    hub.take("DOCK-2", two.unit())
    assert hub.rows == {"M/1": Row(two.owner, State.QUEUED)}
    hub.lease("M/1")
    hub.take("DOCK-2", [two.undo(3)])
    assert hub.rows == {"M/1": Row(two.owner, State.LEASED, is_out=True, compensate=True)}


def test_a_key_that_is_free_again_goes_to_the_first_who_was_told_it_is_taken():
    hub, one, two, three = Hub(), Log(), Log("DOCK-2"), Log("DOCK-3")
    for log in (one, two, three):
        hub.take(log.station, log.unit())
    word = {"key": "M/1", "answer": "taken", "detail": "DOCK-1 now"}
    told = two.event("ReplacementAnswered", two.owner.unit, **word)
    held = two.event("HoldRaised", two.owner.unit, hold="h", kind="DUPLICATE", detail="DOCK-1 now")
    hub.take("DOCK-2", [told, held])
    hub.take("DOCK-1", [one.undo(3)])
    assert hub.rows == {"M/1": Row(two.owner, State.QUEUED)}
    assert hub.answers[two.owner] == "acknowledged"


def test_an_undo_that_is_undone_counts_for_nothing():
    hub, one = Hub(), Log()
    hub.take("DOCK-1", [*one.unit(), one.undo(3), one.undo(4)])
    assert hub.rows == {"M/1": Row(one.owner, State.QUEUED)}


def test_a_claim_gets_no_more_than_it_expects_unless_a_supervisor_says_so():
    hub, one, two = Hub({CLAIM: 1}), Log(), Log("DOCK-2")
    hub.take("DOCK-1", one.unit("M/1", CLAIM))
    hub.take("DOCK-2", two.unit("M/2", CLAIM))
    assert hub.answers[two.owner] == "beyond_claim"
    hub.take("DOCK-2", [two.hold("EXTRA"), two.resolve("release")])
    assert hub.rows["M/2"] == Row(two.owner, State.QUEUED)
