"""The views: whatever is scanned, in whatever order, they equal what the log folds to."""

import re
import shutil
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import sqlite
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.expected import ExpectedRow
from intake.follow_up import Task
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision
from intake.language import Language
from intake.own_label import CommandWord, LabelKind, OwnLabel
from intake.rebuilding import rebuilt_beside
from intake.receipt import Step
from intake.request import (
    AnchorHead,
    ClearContainer,
    CloseEmergency,
    HandOverContainer,
    InspectContainer,
    LeaveNote,
    LoadContainer,
    LockDesk,
    MoveUnit,
    OpenContainer,
    OpenReview,
    RefuseContainer,
    ResolveHold,
    RetireOperator,
    SealContainer,
    SuspectContainer,
    TellEmergency,
    UndoAct,
    Wish,
)
from intake.state_folder import journal_path
from intake.tasks import due
from intake.verify import verify
from intake.view_columns import VIEWS
from intake.views import replace_parcel
from intake.wire import EmergencyState
from intake.wording import Wording
from tests.intake.conftest import HOSTILE, Desk, fold_log, jpeg, stored
from tests.intake.rejudging.newer import newer_list, rejudge

WORDS = [word for word in CommandWord if not word.takes_argument]


def _before(desk, what, pick):
    """Give a serial or label received before, or a text that is none."""
    column, table = what
    rows = desk.station.journal.connection.execute(f"SELECT {column} FROM {table} ORDER BY rowid").fetchall()
    return (rows[pick % len(rows)][0] if rows else None) or "X"


def _card(desk, pick):
    model = desk.site.campaign.models[pick % len(desk.site.campaign.models)]
    colour = model.colours[pick % len(model.colours)].name.upper()
    return (f"RI-C-MODEL-{model.name}", f"RI-C-COLOUR-{colour}", "RI-C-MODEL-UN3480")[pick % 3]


def _reason(_desk, pick):
    return f"RI-C-REASON-{list(UndoReason)[pick % len(UndoReason)].card}"


def _class_card(_desk, pick):
    condition, number = list(Condition)[pick % 5], ("", "-UN3480", "-UN3481")[pick % 3]
    return f"RI-C-CLASS-{condition}{number}"


def _container(desk, pick):
    """Give a container in use, rather one that is not empty."""
    rows = desk.rows("SELECT code FROM container WHERE code IN (SELECT container FROM unit) ORDER BY code")
    return rows[pick % len(rows)][0] if rows else "RI-Q-0001-2"


def _key(desk, pick):
    """Key a whole serial, the last six of one, or a text that is none."""
    texts = [desk.site.affected(), desk.site.unnamed(), "YAMADATARO"]
    texts += [serial[-6:] for serial in claimed(desk)]
    return desk.key(texts[pick % len(texts)])


def claimed(desk):
    parcel = desk.station.receipt.parcel
    return parcel.claim.serials if parcel and parcel.claim else ()


def _expect(site, pick):
    """Announce parcels that may come: the next labels, some with serials."""
    labels = [site.parcel() for _ in range(3)]
    serials = (None, site.affected(), site.unnamed())
    rows = [
        ExpectedRow(label, f"C-{pick}", serial, None, None, 1 if serial else 1 + pick % 3)
        for label, serial in zip(labels, serials, strict=True)
    ]
    site.announced = [*getattr(site, "announced", []), *labels]
    return site.expect(*rows, version=f"{pick}-{labels[0]}")


def _announced(desk, pick):
    labels = getattr(desk.site, "announced", ())
    return labels[pick % len(labels)] if labels else desk.site.parcel()


def _later(desk, pick):
    desk.site.clock.pass_by((60, 3700, 90_000)[pick % 3])


def _named_in_emergency(desk, pick):
    """End an emergency for a contained unit and an unopened parcel too, rightly or not."""
    outcome = list(EmergencyOutcome)[pick % len(EmergencyOutcome)]
    units = {_before(desk, ("bag", "unit"), pick): outcome} if pick % 2 else {}
    parcels = {desk.site.parcel(): outcome} if pick % 3 else {}
    suspects = (_container(desk, pick),) if pick % 5 else ("RI-Q-0999-7",)
    pin = TRAINING_PIN if pick % 4 else "9999"
    wish = CloseEmergency(desk.site.lead, pin, outcome, units=units, parcels=parcels, suspects=suspects)
    return desk.ask(wish)


def _move(desk, pick):
    """Move a unit into another's container, or into a new one of its class, as a lead."""
    bag, code = _before(desk, ("bag", "unit"), pick), _container(desk, pick + 1)
    rows = desk.rows("SELECT condition, un_number FROM unit WHERE bag = ? AND container IS NOT NULL", bag)
    if rows and pick % 2:
        code = desk.site.container()
        desk.ask(OpenContainer(code, Condition(rows[0][0]), UnNumber(rows[0][1])))
    return desk.ask(MoveUnit(bag, code, desk.site.lead, TRAINING_PIN if pick % 7 else "9999"))


def _resolve(desk, pick):
    """Decide about a hold, open or not, with a serial or without."""
    decision = list(HoldDecision)[pick % 5 == 0]
    serial = (None, desk.site.affected(), desk.site.unnamed(), "X")[pick % 4]
    reference = "maker 7" if pick % 3 else ""
    named = _before(desk, ("hold", "hold"), pick)
    pin = TRAINING_PIN if pick % 11 else "9999"
    return desk.ask(ResolveHold(desk.site.supervisor, pin, named, decision, serial, reference=reference))


def _carry(desk, pick):
    """Take a container a step further on its way, whichever step fits or not."""
    code = _container(desk, pick)
    state = desk.row("SELECT state FROM container WHERE code = ?", code)[0]
    ways = {
        "open": SealContainer(code),
        "sealed": LoadContainer(code),
        "loaded": HandOverContainer(code, "D-1", "maker 7") if pick % 3 else RefuseContainer(code, "no"),
        "accepted": LoadContainer(code),
    }
    return desk.ask(ways[state])


def _newer_list(desk, pick):
    """Put a list in force that names some of what was received, beside all, some or none of the old rows."""
    serials = {_before(desk, ("serial", "unit"), pick + step) for step in range(pick % 4)}
    valid = [serial for serial in serials if desk.site.campaign.serial.matches(serial)]
    rows = [row for row in desk.site.listing.rows if row.keys[0].first not in valid][:: 1 + pick % 3]
    model = desk.site.campaign.models[pick % len(desk.site.campaign.models)].name
    version = f"{pick}-{desk.station.journal.seq}"
    return newer_list(desk, *valid, version=version, model=model, keep=rows if pick % 2 else ())


def _receive(desk, pick):
    """Take in a whole parcel, if one may be begun now."""
    if desk.station.step in {Step.IDLE, Step.SIGNED_OUT}:
        desk.receive(desk.site.unnamed() if pick % 3 else desk.site.affected())


def _rejudge(desk, _pick):
    """Judge everything anew, by requests of its own."""
    rejudge(desk)


def _restart(desk, _pick):
    stood = desk.station.receipt, desk.prompt
    desk.restart()
    assert (desk.station.receipt, desk.prompt) == stood


SCANS = {
    "affected": lambda desk, _: desk.site.affected(),
    "unnamed": lambda desk, _: desk.site.unnamed(),
    "misread": lambda desk, _: desk.site.misread(),
    "serial before": lambda desk, pick: _before(desk, ("serial", "unit"), pick),
    "parcel before": lambda desk, pick: _before(desk, ("label", "parcel"), pick),
    "parcel": lambda desk, _: desk.site.parcel(),
    "command": lambda _, pick: f"RI-C-{WORDS[pick % len(WORDS)]}",
    "yes": lambda _desk, _pick: "RI-C-YES",
    "label": lambda _, pick: OwnLabel(list(LabelKind)[pick % len(LabelKind)], pick % 12).code,
    "card": _card,
    "reason": _reason,
    "class card": _class_card,
    "container": _container,
    "bag before": lambda desk, pick: _before(desk, ("bag", "unit"), pick),
    "undo": lambda _desk, _pick: "RI-C-UNDO",
    "move": lambda _desk, _pick: "RI-C-MOVE",
    "round": lambda _desk, _pick: "RI-C-INSPECT",
    "cage": lambda desk, _: desk.site.cage(),
    "announced": _announced,
    "hostile": lambda _, pick: list(HOSTILE.values())[pick % len(HOSTILE)],
}
WISHES = {
    "open": lambda site, pick: OpenContainer(
        site.container(), list(Condition)[pick % 5], list(UnNumber)[pick % 2]
    ),
    "seal": lambda _, pick: SealContainer(OwnLabel(LabelKind.CONTAINER, pick % 10).code),
    "retire": lambda _, pick: RetireOperator(OwnLabel(LabelKind.BADGE, 3 + pick % 3).code),
    "end emergency": lambda site, pick: CloseEmergency(
        site.lead,
        (TRAINING_PIN, TRAINING_PIN, "9999")[pick % 3],
        list(EmergencyOutcome)[pick % len(EmergencyOutcome)],
    ),
    "undo by lead": lambda site, pick: UndoAct(
        site.lead, (TRAINING_PIN, TRAINING_PIN, "9999")[pick % 3], list(UndoReason)[pick % 4]
    ),
    "expect": _expect,
    "holding box": lambda site, pick: OpenContainer(
        site.container(), list(Condition)[pick % 4], list(UnNumber)[pick % 2], zone="Z-1", holding=True
    ),
    "lock": lambda _site, _pick: LockDesk(),
    "review": lambda site, pick: OpenReview(site.lead, (TRAINING_PIN, "9999")[pick % 3 == 0]),
}
WISHES_ABOUT_ONE: dict[str, Callable[[str], Wish]] = {
    "inspect": InspectContainer,
    "watch": lambda code: SuspectContainer(code, 2.0, "warm"),
    "clear": ClearContainer,
}
OTHERS = {
    "go on": lambda desk, _: desk.go_on(),
    "again at once": lambda desk, _: desk.scan("RI-C-CABLE", after=0.001),
    "restart": _restart,
    "newer list": _newer_list,
    "rejudge": _rejudge,
    "receive": _receive,
    "key": _key,
    "later": _later,
    "move by lead": _move,
    "resolve": _resolve,
    "carry": _carry,
    "end emergency, naming": _named_in_emergency,
}


def _act(desk, act, pick):
    """Do one thing at the desk; `pick` chooses among what there is. Gives its outcome, or None."""
    if act in SCANS:
        return desk.scan(SCANS[act](desk, pick))
    if act in WISHES:
        return desk.ask(WISHES[act](desk.site, pick))
    if act in WISHES_ABOUT_ONE:
        return desk.ask(WISHES_ABOUT_ONE[act](_container(desk, pick)))
    return OTHERS[act](desk, pick)


RARE: tuple[str, ...] = (
    "restart",
    "open",
    "seal",
    "retire",
    "hostile",
    "card",
    "unnamed",
    "expect",
    "lock",
    "later",
    "newer list",
    "rejudge",
)
RARE += ("holding box", "watch", "clear", "inspect", "carry", "round", "class card", "container", "review")
OFTEN: tuple[str, ...] = (
    "affected",
    "misread",
    "serial before",
    "parcel before",
    "parcel",
    "command",
    "yes",
    "label",
)
OFTEN += (
    "again at once",
    "undo",
    "reason",
    "undo by lead",
    "key",
    "move",
    "bag before",
    "cage",
    "announced",
    "resolve",
)
ENDING = ("end emergency", "end emergency, naming", "move by lead")
ACTS = st.one_of(
    st.just("go on"),
    st.just("go on"),
    st.sampled_from(OFTEN),
    st.sampled_from(OFTEN + RARE + ENDING),
)
DAYS = st.lists(st.tuples(ACTS, st.integers(0, 1000)), max_size=45)


def _check(desk):
    folder = desk.site.folder
    assert verify(folder).faults == ()
    assert fold_log(folder) == desk.station.receipt
    desk.restart()
    assert fold_log(folder) == desk.station.receipt
    assert desk.station.journal.connection.execute(
        "SELECT count(*) FROM unit WHERE disposition = 'in_hand' AND parcel NOT IN (SELECT parcel FROM lane)"
    ).fetchone() == (0,), "a unit left its parcel for nowhere"


WORDINGS = [Wording(language) for language in Language]


def _is_told_whole(line):
    """Whether every placeholder of its sentence has its value."""
    return all(
        set(re.findall(r"{(\w+)}", wording.raw(line.message))) <= set(line.params) for wording in WORDINGS
    )


def _spoken(outcome):
    return [wording.sentence(line) for wording in WORDINGS for line in (outcome.answer.line, outcome.prompt)]


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(days=DAYS)
def test_whatever_is_scanned_views_equal_the_folded_log_and_a_restart_changes_nothing(
    template, tmp_path, days
):
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    desk = Desk(template.copy(tmp_path / "state"))
    try:
        for act, pick in days:
            seq = desk.station.journal.seq
            outcome = _act(desk, act, pick)
            if outcome is not None:
                # A missing container was opened first, by a request of its own.
                assert outcome.seq == seq + 1 or act in {"go on", "move by lead"}
                assert outcome.seq + len(outcome.events) - 1 == desk.station.journal.seq > seq
                assert all(_spoken(outcome))
                assert _is_told_whole(outcome.answer.line), outcome.answer
                assert _is_told_whole(outcome.prompt), outcome.prompt
                assert outcome.prompt == desk.prompt
        _check(desk)
    finally:
        desk.close()


REJUDGED = (
    *("receive", "receive", "newer list", "newer list", "rejudge", "go on", "carry", "undo", "reason"),
    *("undo by lead", "resolve", "parcel before", "yes", "unnamed", "restart", "expect", "announced"),
)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    days=st.lists(st.tuples(st.sampled_from(REJUDGED), st.integers(0, 1000)), min_size=5, max_size=30),
    received=st.integers(1, 4),
)
def test_whatever_newer_lists_say_amended_views_equal_the_folded_log(template, tmp_path, days, received):
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    desk = Desk(template.copy(tmp_path / "state"))
    try:
        for place in range(received):
            desk.receive(desk.site.unnamed() if place % 2 else desk.site.affected())
        for act, pick in days:
            outcome = _act(desk, act, pick)
            assert outcome is None or _is_told_whole(outcome.answer.line), outcome
        _rejudge(desk, 0)
        assert due(desk.station.journal.connection) in {(), (Task.REMATCHING,)}
        _check(desk)
    finally:
        desk.close()


def test_views_dropped_and_made_anew_from_the_log_equal_the_kept_ones(desk, state, tmp_path):
    for _ in range(3):
        label = desk.receive()
    desk.scan(label)
    desk.scan("RI-C-YES")
    desk.scan("RI-C-CABLE")
    connection = sqlite.connect(journal_path(state.folder), readonly=True)
    fresh = rebuilt_beside(connection, tmp_path / "views.db")
    for table in VIEWS:
        query = f"SELECT * FROM [{table}] ORDER BY 1"
        assert fresh.execute(query).fetchall() == connection.execute(query).fetchall(), table
    fresh.close()
    connection.close()


def test_a_serial_stays_text(desk, state):
    """`00123` is a bag's or a parcel's number, never 123: the tables are STRICT."""
    connection = desk.station.journal.connection
    strict = dict(
        connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    )
    assert {name for name in (*VIEWS, "event") if not strict[name]} == set()
    label = desk.receive()
    kept = connection.execute("SELECT typeof(label), typeof(serial), typeof(bag) FROM unit").fetchall()
    assert kept == [("text", "text", "text")]
    assert label in {row[0] for row in connection.execute("SELECT label FROM parcel")}


def test_a_second_replacement_under_one_key_is_an_error_not_an_overwriting(desk):
    desk.receive()
    connection = desk.station.journal.connection
    row = connection.execute("SELECT * FROM replacement").fetchone()
    with pytest.raises(sqlite.IntegrityError):
        replace_parcel(connection, {}, {("replacement", row[0]): row})


def test_every_view_is_filled_by_an_ordinary_day(desk, state):
    desk.ask(state.expect(ExpectedRow("KIT-0", "C-1", None, None, None, 1)))
    desk.receive()
    desk.receive(state.unnamed())
    for text in (cage := state.cage(), state.parcel(), cage):
        desk.scan(text)
    desk.open_parcel()
    desk.scan("RI-C-CABLE")
    desk.until(desk.station.step.PARCEL_OPEN)
    desk.scan("RI-C-UNREADABLE")
    desk.photograph(jpeg())
    desk.scan("RI-C-K2")
    desk.go_on()
    desk.ask(LeaveNote("hello"))
    journal = desk.station.journal
    desk.ask(AnchorHead(journal.identity.incarnation, journal.seq, journal.head.hex()))
    desk.ask(TellEmergency("DOCK-2", "i", EmergencyState.RAISED))
    connection = desk.station.journal.connection
    empty = [
        name for name in VIEWS if connection.execute(f"SELECT count(*) FROM [{name}]").fetchone() == (0,)
    ]
    assert empty == ["erased"]
    assert stored(state.folder)[0].kind == "StationCreated"
