"""`intake log` and `intake verify`: the facts in order, filtered, and whether they can be trusted."""

import hashlib

import pytest

from tests.intake.conftest import HOSTILE, MADE, SHIPPED, Desk, edit, stored


@pytest.fixture(scope="module", params=[SHIPPED, MADE])
def day(request, templates, tmp_path_factory):
    """A folder with a parcel, a refusal and an unrecognised scan in its log, for reading only."""
    state = templates[request.param].copy(tmp_path_factory.mktemp("day") / "state")
    desk = Desk(state)
    state.serial = state.affected()
    state.label = desk.receive(state.serial)
    desk.scan("RI-C-INTACT")
    desk.scan(HOSTILE["person"])
    state.last = desk.receive(state.unnamed())
    desk.close()
    return state


def test_every_fact_is_shown_once_in_order_with_its_answer(day, intake):
    rows = intake(day.folder, "log", "--json").rows
    envelopes = stored(day.folder)
    assert [row["seq"] for row in rows] == [one.seq for one in envelopes]
    assert [row["kind"] for row in rows] == [one.kind for one in envelopes]
    assert all(row["message"] for row, one in zip(rows, envelopes, strict=True) if one.answer)
    wanted = {
        "seq",
        "id",
        "at",
        "kind",
        "operator",
        "parcel",
        "unit",
        "scan",
        "severity",
        "verdict",
        "message",
        "hash",
    }
    assert wanted <= set(rows[0])


def test_each_filter_leaves_what_it_asks_for(day, intake):
    def log(*options):
        return intake(day.folder, "log", *options, "--json").rows

    whole = log()
    assert {row["kind"] for row in log("--kind", "UnitContained")} == {"UnitContained"}
    assert {row["parcel"] for row in log("--parcel", day.label)} == {day.label}
    assert {row["operator"] for row in log("--operator", day.badge)} == {day.badge}
    assert {row["verdict"] for row in log("--verdict", "NOT_AFFECTED")} == {"NOT_AFFECTED"}
    kinds = [row["kind"] for row in log("--serial", day.serial)]
    assert [kind for kind in kinds if kind in {"UnitIdentified", "UnitContained"}] == [
        "UnitIdentified",
        "UnitContained",
    ]
    assert [row["seq"] for row in log("--last", "3")] == [row["seq"] for row in whole][-3:]
    assert [row["seq"] for row in log("--kind", "ParcelOpened", "--last", "1")] == [
        [row["seq"] for row in whole if row["kind"] == "ParcelOpened"][-1]
    ]
    middle = whole[len(whole) // 2]["at"]
    assert len(log("--since", middle)) + len(log("--until", middle)) == len(whole)
    assert log("--kind", "'; DROP TABLE event; --") == []
    assert log("--parcel", day.label, "--kind", "OperatorAdded") == []


def test_a_text_nobody_recognised_is_not_in_the_log(day, intake):
    ran = intake(day.folder, "log", "--json")
    assert HOSTILE["person"].decode() not in ran.out
    assert hashlib.sha256(HOSTILE["person"]).hexdigest() in ran.out


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_log_speaks_both_languages(day, intake, language):
    ran = intake(day.folder, "log", "--json", INTAKE_LANGUAGE=language)
    text = "署名" if language == "ja" else "Signed in"
    assert ran.code == 0
    assert language == "ja" or text in ran.out
    assert not any(row["message"] and row["message"].isascii() for row in ran.rows[1:]) or language == "en"


def test_verify_says_the_head_and_ends_with_0(day, intake):
    ran = intake(day.folder, "verify", "--json")
    (row,) = ran.rows
    assert ran.code == 0
    assert (row["events"], row["faults"]) == (len(stored(day.folder)), [])
    assert row["head"] == intake(day.folder, "log", "--json", "--last", "1").rows[0]["hash"]
    assert row["head"] in intake(day.folder, "verify").out


def test_verify_names_a_fault_and_ends_with_1(site, intake):
    edit(site.folder, ("UPDATE event SET hash = zeroblob(32) WHERE seq = 5", ()))
    ran = intake(site.folder, "verify")
    assert ran.code == 1
    assert "FAULT event 5: expected hash" in ran.out
    assert {fault["where"] for fault in intake(site.folder, "verify", "--json").rows[0]["faults"]} >= {
        "event 5"
    }
