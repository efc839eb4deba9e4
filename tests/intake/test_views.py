"""The views: whatever is scanned, in whatever order, they equal what the log folds to."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import schema, sqlite
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.founding import TRAINING_PIN
from intake.own_label import CommandWord, LabelKind, OwnLabel
from intake.rebuilding import rebuilt_beside
from intake.request import CloseEmergency, OpenContainer, RetireOperator, SealContainer
from intake.settings import Language
from intake.state_folder import journal_path
from intake.verify import verify
from intake.views import replace_parcel
from intake.wording import Wording
from tests.intake.conftest import HOSTILE, Desk, fold_log, stored

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
    "hostile": lambda _, pick: list(HOSTILE.values())[pick % len(HOSTILE)],
}
WISHES = {
    "open": lambda site, pick: OpenContainer(
        site.container(), list(Condition)[pick % 5], list(UnNumber)[pick % 2]
    ),
    "seal": lambda _, pick: SealContainer(OwnLabel(LabelKind.CONTAINER, pick % 10).code),
    "retire": lambda _, pick: RetireOperator(OwnLabel(LabelKind.BADGE, 3 + pick % 3).code),
    "end emergency": lambda site, pick: CloseEmergency(
        site.lead, (TRAINING_PIN, TRAINING_PIN, "9999")[pick % 3], list(EmergencyOutcome)[pick % 4]
    ),
}
OTHERS = {
    "go on": lambda desk, _: desk.go_on(),
    "again at once": lambda desk, _: desk.scan("RI-C-CABLE", after=0.001),
    "restart": _restart,
}


def _act(desk, act, pick):
    """Do one thing at the desk; `pick` chooses among what there is. Gives its outcome, or None."""
    if act in SCANS:
        return desk.scan(SCANS[act](desk, pick))
    if act in WISHES:
        return desk.ask(WISHES[act](desk.site, pick))
    return OTHERS[act](desk, pick)


RARE = ("restart", "open", "seal", "retire", "end emergency", "hostile", "card", "unnamed")
OFTEN = (
    "affected",
    "misread",
    "serial before",
    "parcel before",
    "parcel",
    "command",
    "yes",
    "again at once",
    "label",
)
ACTS = st.one_of(st.just("go on"), st.just("go on"), st.sampled_from(OFTEN), st.sampled_from(OFTEN + RARE))
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


def _spoken(outcome):
    return [wording.sentence(line) for wording in WORDINGS for line in (outcome.answer.line, outcome.prompt)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
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
                assert outcome.seq == seq + 1 or act == "go on"
                assert outcome.seq + len(outcome.events) - 1 == desk.station.journal.seq > seq
                assert all(_spoken(outcome))
                assert outcome.prompt == desk.prompt
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
    for table in schema.VIEWS:
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
    assert {name for name in (*schema.VIEWS, "event") if not strict[name]} == set()
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
    desk.receive()
    desk.receive(state.unnamed())
    desk.open_parcel()
    desk.scan("RI-C-CABLE")
    desk.until(desk.station.step.PARCEL_OPEN)
    desk.scan("RI-C-UNREADABLE")
    desk.scan("RI-C-K2")
    desk.go_on()
    connection = desk.station.journal.connection
    empty = [
        name
        for name in schema.VIEWS
        if connection.execute(f"SELECT count(*) FROM [{name}]").fetchone() == (0,)
    ]
    assert empty == ["erased"]
    assert stored(state.folder)[0].kind == "StationCreated"
