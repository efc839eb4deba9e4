"""`intake check`: a verdict without receiving, with stable keys."""

import pytest

from tests.intake.conftest import kinds

KEYS = ["text", "serial", "verdict", "campaign", "model", "list_version", "reasons"]


def test_one_object_for_each_serial_in_order_with_the_keys_of_the_contract(state, intake):
    named, unnamed, cut = state.affected(), state.unnamed(), state.misread()
    ran = intake(state.folder, "check", f" sn:{named.lower()} ", unnamed, cut, "--json")
    assert [list(row) for row in ran.rows] == [KEYS] * 3
    assert [row["verdict"] for row in ran.rows] == ["AFFECTED", "NOT_AFFECTED", "INVALID"]
    first = ran.rows[0]
    assert (first["text"], first["serial"]) == (f" sn:{named.lower()} ", named)
    assert (first["campaign"], first["list_version"]) == (state.campaign.id, state.listing.version)
    assert first["model"] in {model.name for model in state.campaign.models}
    assert set(first["reasons"]) & {"in_range", "exact_match"}
    assert "training_list" in first["reasons"]
    assert ran.rows[2]["model"] is None
    assert ran.code == 1


def test_certain_verdicts_end_with_0_and_doubtful_ones_with_1(state, intake):
    assert intake(state.folder, "check", state.affected(), state.unnamed()).code == 0
    assert intake(state.folder, "check", state.misread()).code == 1


def test_nothing_is_received(state, intake):
    before = kinds(state.folder)
    intake(state.folder, "check", state.affected())
    assert kinds(state.folder) == before


def test_it_answers_while_a_station_runs(state, intake, running):
    station = running(state.folder)
    station.scan(state.badge)
    (row,) = intake(state.folder, "check", state.affected(), "--json").rows
    assert row["verdict"] == "AFFECTED"
    assert station.scan(state.parcel())["severity"] == "ok"


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", "電池".encode(), b"[/foo]", b"=cmd()", b"", b"\x1b[2J", b"A" * 10_000]
)
def test_a_hostile_text_is_judged_like_any_other(site, intake, text):
    ran = intake(site.folder, "check", "--json", "--", text)
    assert ran.code == 1, ran.err
    assert ran.rows[0]["verdict"] == "INVALID"
    table = intake(site.folder, "check", "--", text)
    assert all(character.isprintable() or character == "\n" for character in table.out)


def test_the_grounds_are_explained_when_asked_for(site, intake):
    ran = intake(site.folder, "check", "--explain", site.affected())
    assert (ran.code, ran.err) == (0, "")
