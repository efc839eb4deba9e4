"""Commands that ask for a change: each acts by the one door; a refusal is one sentence and exit code 1."""

import hashlib
import os

import pytest

from intake.events import RequestCause
from intake.own_label import LabelKind, OwnLabel
from intake.people import People
from intake.request import Request, SealContainer
from intake.verify import verify
from tests.intake.conftest import HOSTILE, Desk, Ran, kinds, stored

BADGE = OwnLabel(LabelKind.BADGE, 60).code
BIN = OwnLabel(LabelKind.REJECT_BIN, 60).code


def answered(ran: Ran, code: int) -> str:
    """Give the one sentence a command has said."""
    assert ran.code == code, ran
    said, silent = (ran.out, ran.err) if code == 0 else (ran.err, ran.out)
    assert (said.count("\n"), silent) == (1, "")
    assert code == 0 or said.startswith("intake: ")
    return said


def test_a_badge_is_added_with_a_pin_that_is_asked_for_and_retired(site, intake):
    adding = ["operators", "add", BADGE, "--role", "lead", "--name", "Kato", "--pin"]
    added = intake(site.folder, *adding, stdin=b"4628\n4628\n")
    assert added.code == 0, added.err
    assert "4628" not in added.out + added.err
    folk = People(site.folder)
    assert (folk.name_of(BADGE), folk.has_pin(BADGE, "4628")) == ("Kato", True)
    folk.close()
    assert "exists already" in answered(intake(site.folder, "operators", "add", BADGE), 1)
    assert BADGE in answered(intake(site.folder, "operators", "retire", BADGE), 0)
    answered(intake(site.folder, "operators", "retire", BADGE), 1)
    rows = {row["code"]: row for row in intake(site.folder, "show", "operators", "--json").rows}
    assert (rows[BADGE]["role"], bool(rows[BADGE]["retired"])) == ("lead", True)


def test_containers_are_opened_with_limits_and_sealed(site, intake):
    code = site.container()
    opening = ["containers", "open", code, "--class", "D", "--un", "UN3481", "--location", "A-7"]
    answered(intake(site.folder, *opening, "--units", "3", "--kg", "12.5", "--tare", "1.5"), 0)
    row = next(row for row in intake(site.folder, "show", "containers", "--json").rows if row["code"] == code)
    assert (row["class"], row["un_number"], row["location"], row["state"]) == ("D", "UN3481", "A-7", "open")
    assert (row["limit_units"], row["limit_wh"], row["limit_grams"], row["grams"]) == (
        3,
        2000.0,
        12_500,
        1500,
    )
    answered(intake(site.folder, *opening), 1)
    answered(intake(site.folder, "containers", "seal", code), 0)
    answered(intake(site.folder, "containers", "seal", code), 1)
    answered(intake(site.folder, "containers", "seal", "RI-Q-0999-0"), 1)


def test_a_bin_is_added_once(site, intake):
    answered(intake(site.folder, "containers", "add-bin", BIN), 0)
    answered(intake(site.folder, "containers", "add-bin", BIN), 1)
    answered(intake(site.folder, "containers", "add-bin", "RI-R-60-0"), 1)


def test_an_emergency_is_closed_by_a_leads_pin(site, intake):
    closing = ["emergency", "close", "--lead", site.lead, "--outcome", "water_bath"]
    answered(intake(site.folder, *closing, "--pin", "0000"), 1)
    desk = Desk(site)
    desk.scan("RI-C-K2")
    desk.close()
    answered(intake(site.folder, *closing, "--pin", "1111"), 1)
    answered(intake(site.folder, *closing, "--pin", "0000"), 0)
    assert kinds(site.folder)[-1] == "EmergencyClosed"


def test_a_payload_is_erased(site, intake):
    desk = Desk(site)
    desk.scan(HOSTILE["person"])
    desk.close()
    digest = hashlib.sha256(HOSTILE["person"]).hexdigest()
    answered(intake(site.folder, "payloads", "erase", digest, "--reason", "asked for"), 0)
    answered(intake(site.folder, "payloads", "erase", digest, "--reason", "asked for"), 1)
    assert not list((site.folder / "payloads").iterdir())
    assert verify(site.folder).faults == ()


def test_a_list_is_put_in_force(state, intake):
    activating = ["campaigns", "activate", state.campaign.id]
    answered(intake(state.folder, *activating, state.listing.version), 0)
    answered(intake(state.folder, *activating, "never"), 1)


def test_campaigns_are_listed_and_shown_with_the_list_in_force(state, intake):
    rows = {row["campaign"]: row for row in intake(state.folder, "campaigns", "list", "--json").rows}
    row = rows[state.campaign.id]
    assert (row["list_version"], row["training"]) == (state.listing.version, True)
    assert row["models"] == [model.name for model in state.campaign.models]
    shown = intake(state.folder, "campaigns", "show", state.campaign.id, "--json").rows
    assert [each["model"] for each in shown] == row["models"]
    colours = [colour.name for colour in state.campaign.models[0].colours if colour.in_scope]
    assert shown[0]["colours"] == colours
    assert intake(state.folder, "campaigns", "show", state.campaign.id).code == 0


def test_a_command_says_who_asks_and_may_be_repeated(site, intake):
    seal = ["containers", "seal", "RI-Q-0001-2", "--by", site.lead, "--request", "my-request"]
    first, again = (intake(site.folder, *seal) for _ in range(2))
    assert first == again
    fingerprint = Request("", "", SealContainer("RI-Q-0001-2")).fingerprint
    assert stored(site.folder)[-1].cause == RequestCause("my-request", fingerprint, site.lead)
    assert "used before" in answered(
        intake(site.folder, *seal[:2], "RI-Q-0002-Z", "--request", "my-request"), 1
    )


def test_a_command_without_a_badge_names_the_user_of_the_machine(site, intake):
    intake(site.folder, "containers", "seal", "RI-Q-0001-2")
    cause = stored(site.folder)[-1].cause
    assert isinstance(cause, RequestCause)
    assert cause.by == f"uid:{os.getuid()}"


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[/foo]", b"=cmd()", "山田".encode(), b"\x1b[2J"])
def test_a_hostile_argument_is_refused_like_any_other(site, intake, text):
    for arguments in (["containers", "seal"], ["operators", "retire"], ["containers", "add-bin"]):
        ran = intake(site.folder, *arguments, text)
        assert "\x1b" not in answered(ran, 2 if ran.code == 2 else 1)
    assert verify(site.folder).faults == ()


# --- intake init --------------------------------------------------------------------------------------------


def test_init_makes_a_training_folder_and_says_its_labels(tmp_path, intake):
    ran = intake(tmp_path / "deep" / "state", "init", "--station", "dock-3")
    assert ran.code == 0
    assert stored(tmp_path / "deep" / "state")[0].station == "dock-3"
    assert all(label in ran.out for label in ("RI-O-0001-T", "RI-Q-0008-N", "RI-R-01-S", "0000"))


def test_init_for_production_makes_no_badge_and_says_what_comes_next(tmp_path, intake):
    ran = intake(tmp_path / "state", "init", "--production")
    assert (ran.code, kinds(tmp_path / "state")) == (0, ["StationCreated"])
    assert "RI-O" not in ran.out
    assert "intake operators add" in ran.out


def test_init_leaves_a_state_folder_as_it_is(site, intake):
    before = kinds(site.folder)
    answered(intake(site.folder, "init", "--production"), 3)
    assert kinds(site.folder) == before
