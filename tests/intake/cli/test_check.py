"""`intake check`: a verdict without receiving, with stable keys."""

import pytest

from intake.judging import judging
from intake.verdict import Verdict
from tests.intake import lists
from tests.intake.conftest import kinds

KEYS = ["text", "serial", "verdict", "campaign", "model", "list_version", "reasons", "near"]


def test_one_object_for_each_serial_in_order_with_the_keys_of_the_contract(site, intake):
    named, unnamed, cut = site.affected(), site.unnamed(), site.misread()
    ran = intake(site.folder, "check", f" sn:{named.lower()} ", unnamed, cut, "--json")
    assert [list(row) for row in ran.rows] == [KEYS] * 3
    assert [row["verdict"] for row in ran.rows] == ["AFFECTED", "NOT_AFFECTED", "INVALID"]
    first = ran.rows[0]
    assert (first["text"], first["serial"]) == (f" sn:{named.lower()} ", named)
    assert (first["campaign"], first["list_version"]) == (site.campaign.id, site.listing.version)
    assert first["model"] in {model.name for model in site.campaign.models}
    assert set(first["reasons"]) & {"in_range", "exact_match"}
    assert "training_list" in first["reasons"]
    assert ran.rows[2]["model"] is None
    assert ran.code == 1


def test_certain_verdicts_end_with_0_and_doubtful_ones_with_1(site, intake):
    assert intake(site.folder, "check", site.affected(), site.unnamed()).code == 0
    assert intake(site.folder, "check", site.misread()).code == 1


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


def test_what_a_person_keyed_is_never_cleared(site, intake):
    unnamed = site.unnamed()
    assert intake(site.folder, "check", unnamed, "--json").rows[0]["verdict"] == "NOT_AFFECTED"
    for how, reason in (("keyed", "keyed"), ("ocr", "printed")):
        (row,) = intake(site.folder, "check", unnamed, "--how", how, "--json").rows
        assert (row["verdict"], row["reasons"][0]) == ("UNCERTAIN", reason)


def test_only_what_is_said_to_be_scanned_is_not_compared_with_its_look_alikes(site, intake):
    with judging(site.folder) as look_ups:
        ends = map(max, map(lists.bounds, site.listing.rows))
        swapped = (named[:-2] + named[-1] + named[-2] for named in ends)
        typed = next(each for each in swapped if look_ups.judge(each, 0).verdict is Verdict.NOT_AFFECTED)
    (row,) = intake(site.folder, "check", typed, "--json").rows
    assert (row["verdict"], row["reasons"][0]) == ("UNCERTAIN", "near_match")
    (row,) = intake(site.folder, "check", typed, "--how", "scanned", "--json").rows
    assert row["verdict"] == "NOT_AFFECTED"


def test_what_is_told_of_the_unit_counts(site, intake):
    model = site.campaign.models[0]
    told = ("--model", model.name.lower(), "--channel", "OTHER")
    ran = intake(site.folder, "check", site.affected(), "--json", *told)
    assert (ran.code, ran.rows[0]["verdict"]) == (0, "AFFECTED")
    assert intake(site.folder, "check", site.affected(), "--model", "other").code == 0


@pytest.mark.parametrize("option", ["--model", "--colour", "--channel"])
def test_an_unknown_word_is_refused_with_those_there_are(site, intake, option):
    """A mistyped colour or channel would make a recalled unit read as safe."""
    ran = intake(site.folder, "check", site.affected(), option, "[/x]")
    assert ran.code == 2
    model = site.campaign.models[0]
    known = {"--model": model.name, "--colour": model.colours[0].name, "--channel": "other"}
    assert known[option] in ran.err


def test_a_colour_is_taken_in_capitals_or_not(site, intake):
    colour = site.campaign.models[0].colours[0].name
    assert intake(site.folder, "check", site.affected(), "--colour", colour.upper(), "--json").code == 0


def test_a_look_alike_is_named_as_a_hint(site, intake):
    named = next(each for row in site.listing.rows for each in lists.bounds(row) if "0" in each)
    (row,) = intake(site.folder, "check", named.replace("0", "O", 1), "--json").rows
    assert (row["verdict"], row["near"]) == ("UNCERTAIN", named)


def test_the_whole_reasoning_is_told_in_lines(state, intake):
    named = state.affected()
    ran = intake(state.folder, "check", "--explain", f"sn:{named}", state.misread())
    assert (ran.code, ran.err) == (1, "")
    assert f"Serial asked for: {named}" in ran.out
    assert state.listing.version in ran.out
    assert "AFFECTED" in ran.out
    assert ran.out.count("Serial asked for") == 2


def test_programs_get_the_reasoning_as_a_list(site, intake):
    (row,) = intake(site.folder, "check", "--explain", site.affected(), "--json").rows
    assert list(row) == [*KEYS, "explain"]
    assert all(isinstance(line, str) for line in row["explain"])


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[/foo]", b"{text}", b"", b"A" * 10_000])
def test_a_hostile_text_is_explained_like_any_other(site, intake, text):
    ran = intake(site.folder, "check", "--explain", "--", text)
    assert ran.code == 1, ran.err
    assert all(character.isprintable() or character == "\n" for character in ran.out)
