"""Commands that ask for a change: each acts by the one door; a refusal is one sentence and exit code 1."""

import hashlib
import os

import pytest

from intake.events import RequestCause
from intake.own_label import LabelKind, OwnLabel
from intake.people import People
from intake.receipt import Step
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
    assert (folk.names()[BADGE], folk.has_pin(BADGE, "4628")) == ("Kato", True)
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


def test_a_container_goes_all_the_way_by_commands(site, intake):
    """Opened in a zone, looked at, watched and cleared, sealed, loaded, refused, loaded, handed over."""

    def containers(*arguments, code=0):
        return answered(intake(site.folder, "containers", *arguments), code)

    def row():
        rows = intake(site.folder, "show", "containers", "--json").rows
        return next(each for each in rows if each["code"] == box)

    box, bad = site.container(), "RI-Q-0999-0"
    containers("open", box, "--class", "R", "--un", "UN3480", "--zone", "Z-1")
    assert (row()["zone"], row()["holding"], row()["inspected_at"]) == ("Z-1", False, None)
    containers("inspect", box, "--celsius", "21.5", "--note", "cold")
    assert row()["inspected_at"]
    containers("watch", box, "--hours", "1.5", "--reason", "warm")
    assert row()["suspect_until"]
    containers("seal", box, code=1)
    containers("clear", box)
    for arguments, state in (
        (["seal", box], "sealed"),
        (["load", box], "loaded"),
        (["refuse", box, "--reason", "no room"], "sealed"),
        (["load", box], "loaded"),
        (["hand-over", box, "--document", "D-1", "--release", "maker 7"], "accepted"),
    ):
        assert containers(*arguments)
        assert row()["state"] == state
        containers(*arguments, code=1)
        containers(arguments[0], bad, *arguments[2:], code=1)
    assert row()["document"] == "D-1"
    assert kinds(site.folder)[-1] == "RequestRefused"


@pytest.mark.parametrize(
    "options",
    [
        ["watch", "Q", "--hours", "0", "--reason", "x"],
        ["watch", "Q", "--hours", "nan", "--reason", "x"],
        ["watch", "Q", "--hours", "2"],
        ["inspect", "Q", "--celsius", "1001"],
        ["inspect", "Q", "--celsius", "inf"],
        ["refuse", "Q"],
        ["hand-over", "Q"],
    ],
)
def test_what_cannot_be_is_wrong_usage(site, intake, options):
    before = kinds(site.folder)
    answered(intake(site.folder, "containers", *options), 2)
    assert kinds(site.folder) == before


def test_a_holding_box_is_opened(site, intake):
    box = site.container()
    opening = ["containers", "open", box, "--class", "N", "--un", "UN3481", "--holding"]
    answered(intake(site.folder, *opening), 0)
    rows = {row["code"]: row for row in intake(site.folder, "show", "containers", "--json").rows}
    assert rows[box]["holding"] is True
    answered(intake(site.folder, "containers", "seal", box), 1)


def a_unit(site, *, closed=False):
    """Take in a unit; gives its bag, its container and its class."""
    desk = Desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    desk.until(Step.PARCEL_OPEN)
    if closed:
        desk.scan("RI-C-CLOSE")
    (found,) = desk.rows("SELECT bag, container, condition, un_number FROM unit")
    desk.close()
    return found


def test_a_lead_moves_a_unit(site, intake):
    bag, _, condition, un_number = a_unit(site)
    code = site.container()
    answered(intake(site.folder, "containers", "open", code, "--class", condition, "--un", un_number), 0)
    move = ["units", "move", bag, code, "--lead", site.lead]
    assert "may not do this" in answered(intake(site.folder, *move, "--pin", "1111"), 1)
    answered(intake(site.folder, *move, "--pin", "0000"), 0)
    (unit,) = intake(site.folder, "show", "units", "--json").rows
    assert unit["container"] == code
    answered(intake(site.folder, *move, "--pin", "0000"), 1)


def test_a_lead_undoes_the_last_act(site, intake):
    _, code, _, _ = a_unit(site)
    undo = ["undo", "--lead", site.lead, "--reason", "wrong_place"]
    answered(intake(site.folder, *undo, "--pin", "1111"), 1)
    assert code in answered(intake(site.folder, *undo, "--pin", "0000"), 0)
    (unit,) = intake(site.folder, "show", "units", "--json").rows
    assert (unit["container"], unit["disposition"]) == (None, "in_hand")
    assert kinds(site.folder)[-1] == "PinAccepted"
    causes = [one.cause for one in stored(site.folder) if one.kind == "FactNegated"]
    assert [cause.by for cause in causes if isinstance(cause, RequestCause)] == [site.lead]


def test_wrong_pins_by_command_lock_the_badge_and_show(site, intake):
    undo = ["undo", "--lead", site.lead, "--reason", "mistake"]
    for _ in range(5):
        answered(intake(site.folder, *undo, "--pin", "1111"), 1)
    assert "locked" in answered(intake(site.folder, *undo, "--pin", "0000"), 1)
    rows = {row["code"]: row for row in intake(site.folder, "show", "operators", "--json").rows}
    assert (rows[site.lead]["failures"], rows[site.badge]["failures"]) == (5, 0)


def test_a_badge_that_asks_needs_the_role(site, intake):
    retire = ["operators", "retire", site.badge]
    for by in (site.badge, site.lead, OwnLabel(LabelKind.BADGE, 77).code):
        assert "may not do this" in answered(intake(site.folder, *retire, "--by", by), 1)
    answered(intake(site.folder, *retire, "--by", site.supervisor), 0)


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
    assert "EmergencyClosed" in kinds(site.folder)


def test_an_emergency_is_closed_with_its_record_and_what_else_it_ended_for(site, intake):
    bag, code, _, _ = a_unit(site, closed=True)
    desk = Desk(site)
    desk.scan("RI-C-K2")
    desk.close()
    unopened = site.parcel()
    closing = ["emergency", "close", "--lead", site.lead, "--pin", "0000", "--outcome", "water_bath"]
    closing += ["--kind", "smoke", "--injured", "2", "--fire-service"]
    named = ["--unit", f"{bag}=fire_service", "--parcel", f"{unopened}=isolated_in_place", "--suspect", code]
    said = answered(intake(site.folder, *closing, *named, "--unit", "RI-U-000999-8=water_bath"), 1)
    assert "number 2" in said  # its words stay out of the log: they may be anybody's name
    answered(intake(site.folder, *closing, *named), 0)
    (incident,) = intake(site.folder, "show", "incidents", "--json").rows
    told = {key: incident[key] for key in ("kind", "outcome", "injured", "fire_service", "before_recall")}
    assert told == {
        "kind": "smoke",
        "outcome": "water_bath",
        "injured": 2,
        "fire_service": True,
        "before_recall": False,
    }
    assert (incident["closed_by"], incident["closed_at"] is None) == (site.lead, False)
    (unit,) = intake(site.folder, "show", "units", "--json").rows
    assert (unit["disposition"], unit["container"], unit["holds"]) == ("emergency", None, ["EVIDENCE"])
    rows = {row["code"]: row for row in intake(site.folder, "show", "containers", "--json").rows}
    assert rows[code]["suspect_until"]
    assert intake(site.folder, "show", "arrivals", "--json").rows == []
    (lost,) = intake(site.folder, "show", "arrivals", "--all", "--json").rows
    assert (lost["label"], lost["cage"], lost["outcome"]) == (unopened, None, "isolated_in_place")


@pytest.mark.parametrize("thing", ["RI-U-000001-K", "=water_bath", "RI-U-000001-K=gone", ""])
def test_a_thing_without_an_outcome_is_wrong_usage(site, intake, thing):
    closing = ["emergency", "close", "--lead", site.lead, "--pin", "0000", "--outcome", "water_bath"]
    for option in ("--unit", "--parcel"):
        answered(intake(site.folder, *closing, option, thing), 2)


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
