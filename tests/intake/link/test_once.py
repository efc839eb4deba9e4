"""Units reserved, confirmed and given back, with the real hub on a real PostgreSQL."""

from __future__ import annotations

import itertools
import random

import httpx
import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision
from intake.link import once
from intake.receipt import Step
from intake.request import ResolveHold
from intake.verify import verify
from tests.central.docks import CLAIMS
from tests.hubs import station_token
from tests.intake.conftest import kinds

STATE = "SELECT state, holds, answer FROM replacement"
LIVE = ["SerialReserved", "SerialHeldElsewhere", "ReplacementAnswered", "HoldRaised", "HoldResolved"]


def to_container(link, serial: str) -> None:
    """Take a unit in up to the question where to put it."""
    link.dock.open_parcel()
    link.dock.scan(serial)
    link.dock.until(Step.CONTAINER)


def put_away(link) -> None:
    link.dock.until(Step.PARCEL_OPEN)
    link.dock.scan("RI-C-CLOSE")


def live(link) -> list[str]:
    """Name what the link has led to, in order."""
    return [kind for kind in kinds(link.dock.site.folder) if kind in LIVE]


def test_a_unit_is_reserved_on_the_table_and_confirmed_when_put_away(link_at, at_hub) -> None:
    link = link_at()
    to_container(link, link.dock.site.affected())
    link.once()
    assert live(link) == ["SerialReserved"]
    put_away(link)
    assert link.dock.row(STATE) == ("queued", "[]", None)
    link.once()
    assert link.dock.row(STATE) == ("acknowledged", "[]", "acknowledged")
    assert at_hub("SELECT station, state FROM replacement") == [("DOCK-1", "queued")]
    before = kinds(link.dock.site.folder)
    link.once()
    assert kinds(link.dock.site.folder) == before, "what is settled is not asked again"
    assert not verify(link.dock.site.folder).faults


def test_another_s_token_is_noticed_before_anything_is_wanted_or_reserved(
    link_at, database, hub, at_hub
) -> None:
    link, token = link_at(), station_token(database, "DOCK-2")
    with Central(Credentials.parse(hub.url, token), "DOCK-1") as central:
        for wanted in (None, link.dock.site.affected()):
            if wanted is not None:
                to_container(link, wanted)
            with pytest.raises(CentralError, match="look at this station's token"):
                once(link.dock.site.folder, central, link.dock.station.accept)
    assert at_hub("SELECT key FROM reservation") == []


def test_what_this_desk_has_received_before_is_not_asked_for_again(link_at) -> None:
    link = link_at()
    serial = link.dock.site.affected()
    to_container(link, serial)
    put_away(link)
    link.once()
    before = live(link)
    to_container(link, serial)
    link.once()
    assert live(link) == [*before, "HoldRaised"], "held as received before, and no other desk is named"


def test_without_contact_a_replacement_waits_and_is_settled_when_there_is(link_at, at_hub) -> None:
    link = link_at()
    to_container(link, link.dock.site.affected())
    with pytest.raises(CentralError):
        link.once(httpx.MockTransport(lost))
    put_away(link)
    assert link.dock.row(STATE) == ("held", '["PROVISIONAL"]', None)
    link.once()
    assert link.dock.row(STATE) == ("acknowledged", "[]", "acknowledged")
    assert live(link) == ["HoldRaised", "ReplacementAnswered", "HoldResolved"]


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody is there", request=request)


def test_of_two_docks_with_one_serial_one_sends_a_replacement(link_at, at_hub) -> None:
    one, other = link_at("DOCK-1"), link_at("DOCK-2")
    serial = one.dock.site.affected()
    to_container(one, serial)
    one.once()
    to_container(other, serial)
    other.once()
    assert other.dock.row("SELECT rival FROM unit") == ("DOCK-1",)
    assert other.dock.row("SELECT reserved FROM unit") == (None,)
    put_away(other)
    assert other.dock.row(STATE) == ("held", '["PROVISIONAL"]', None)
    other.once()
    assert other.dock.row(STATE) == ("held", '["PROVISIONAL"]', None), "the other may still give it back"
    put_away(one)
    one.once()
    other.once()
    assert one.dock.row(STATE) == ("acknowledged", "[]", "acknowledged")
    assert other.dock.row(STATE) == ("held", '["DUPLICATE"]', "taken")
    assert at_hub("SELECT station, state FROM replacement") == [("DOCK-1", "queued")]


def test_what_is_undone_is_given_back_and_may_be_reserved_again(link_at, at_hub) -> None:
    one, other = link_at("DOCK-1"), link_at("DOCK-2")
    serial = one.dock.site.affected()
    one.dock.receive(serial)
    one.once()
    while one.dock.rows("SELECT unit FROM unit"):
        one.dock.undo()
    one.once()
    assert at_hub("SELECT state FROM replacement") == [("withdrawn",)]
    to_container(other, serial)
    other.once()
    put_away(other)
    other.once()
    assert live(other) == ["SerialReserved", "ReplacementAnswered"]
    assert at_hub("SELECT station, state FROM replacement") == [("DOCK-2", "queued")]


def test_a_unit_scanned_again_after_undo_is_not_its_own_rival(link_at) -> None:
    link = link_at()
    serial = link.dock.site.affected()
    to_container(link, serial)
    link.once()
    while link.dock.rows("SELECT unit FROM unit"):
        link.dock.undo()
    link.dock.scan(serial)
    link.once()
    assert link.dock.row("SELECT reserved IS NOT NULL, rival FROM unit") == (1, None)


def test_beyond_the_claim_waits_for_a_supervisor_and_then_goes_out(link_at, announce) -> None:
    """Two docks each have a unit of a parcel whose claim expects one: neither can know of the other's."""
    one, other = link_at("DOCK-1"), link_at("DOCK-2")
    announce(CLAIMS[0])
    for link in (one, other):
        row = ExpectedRow(CLAIMS[0].label, CLAIMS[0].number, None, None, None, 1)
        link.dock.ask(link.dock.site.expect(row))
    one.dock.receive_claimed(CLAIMS[0], one.dock.site.affected())
    one.once()
    other.dock.receive_claimed(CLAIMS[0], one.dock.site.affected())
    other.once()
    assert other.dock.row(STATE) == ("held", '["EXTRA"]', "beyond_claim")
    (hold,) = other.dock.row("SELECT hold FROM hold WHERE reason = 'EXTRA'")
    other.dock.ask(ResolveHold(other.dock.site.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE))
    other.once()
    assert other.dock.row(STATE) == ("acknowledged", "[]", "acknowledged")


class Cut(httpx.BaseTransport):
    """The network, broken at one call: the request is lost, or its answer."""

    def __init__(self, at: int, *, answered: bool) -> None:
        self._inner = httpx.HTTPTransport()
        self._calls = itertools.count()
        self._at = at
        self._answered = answered
        self.broke = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if next(self._calls) != self._at:
            return self._inner.handle_request(request)
        self.broke = True
        if self._answered:
            self._inner.handle_request(request).read()
        raise httpx.ReadError("cut", request=request)

    def close(self) -> None:
        self._inner.close()


@pytest.mark.parametrize("answered", [False, True])
def test_a_call_lost_anywhere_changes_nothing_in_the_end(link_at, at_hub, answered) -> None:
    link = link_at()
    for at in itertools.count():
        to_container(link, link.dock.site.affected())
        cut = Cut(at, answered=answered)
        for _ in range(2):
            try:
                link.once(cut)
            except CentralError:
                link.once()
            if link.dock.station.step is Step.CONTAINER:
                put_away(link)
        link.once()
        if not cut.broke:
            break
    assert {*link.dock.rows(STATE)} == {("acknowledged", "[]", "acknowledged")}
    units = link.dock.rows("SELECT unit FROM unit ORDER BY unit")
    assert at_hub("SELECT unit FROM replacement ORDER BY unit") == units
    assert kinds(link.dock.site.folder).count("ReplacementAnswered") == len(units)


def test_whatever_three_docks_do_one_replacement_goes_out_for_a_serial(link_at, at_hub) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201 (a failure must be repeatable)
    chance = random.Random(seed)
    links = [link_at(name) for name in ("DOCK-1", "DOCK-2", "DOCK-3")]
    serials = [links[0].dock.site.affected() for _ in range(4)]
    for _ in range(25):
        link = chance.choice(links)
        act = chance.randrange(5)
        if act == 0:
            link.dock.undo()
        elif act == 1 and link.dock.station.step in {Step.IDLE, Step.SIGNED_OUT}:
            to_container(link, chance.choice(serials))
        elif act == 2 and link.dock.station.step is Step.CONTAINER:
            put_away(link)
        else:
            link.once()
    for link in links:
        link.dock.until(Step.IDLE)
    for link in [*links, *links]:  # the first to give back comes before the last to ask
        link.once()
    owed = [(row[0], link) for link in links for row in link.dock.rows("SELECT key FROM replacement")]
    queued = {key for (key,) in at_hub("SELECT key FROM replacement WHERE state = 'queued'")}
    assert {key for key, _ in owed} == queued
    good = f"{STATE} WHERE key = ? AND answer = 'acknowledged'"
    assert sorted(key for key, link in owed if link.dock.rows(good, key)) == sorted(queued)
