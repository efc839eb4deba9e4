"""The lane: everything put in is answered once and in order, and no answer is seen before its facts are."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from intake import lane as lane_module
from intake import sqlite
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.founding import TRAINING_PIN
from intake.judging import judging
from intake.lane import CAPACITY, Lane
from intake.outcome import Message, Outcome
from intake.rejudging import Run
from intake.request import (
    OpenContainer,
    RecordReservation,
    RejudgeUnits,
    Request,
    TellDuplicate,
    UndoAct,
    Wish,
)
from intake.scan import Method, Scan
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.surroundings import Surroundings, now
from intake.verify import verify
from scanners.symbology import scan_of
from tests.intake.conftest import HOSTILE, PATIENCE, Desk, stored
from tests.intake.rejudging.newer import newer_list


def gun(raw, source="port:gun"):
    return scan_of(raw if isinstance(raw, bytes) else raw.encode(), source, Method.PORT, now())


@pytest.fixture
def lanes():
    """Starts lanes that are stopped when the test ends."""
    started = []

    def start(folder, on_outcome=None, *, synchronous="OFF", settings=None):
        made = Lane(lambda: Station(folder, settings or Settings(), synchronous=synchronous), on_outcome)
        made.start()
        made.opened()
        started.append(made)
        return made

    yield start
    for lane in started:
        if lane.is_alive():
            lane.stop()


def test_at_the_moment_of_every_answer_its_facts_are_committed_for_all_to_see(state, lanes):
    """Rule 1, asked by a second connection that reads only what is committed, in each answer's own moment.

    The write-ahead log is what the second connection reads, and a commit appends to it after its flush.
    """
    seen = []

    def on_outcome(_arrived, outcome):
        reader = sqlite.connect(journal_path(state.folder), readonly=True)
        try:
            found = reader.execute(
                "SELECT id FROM event WHERE seq >= ? ORDER BY seq", (outcome.seq,)
            ).fetchall()
            seen.append((outcome, [row[0] for row in found]))
            assert reader.execute("SELECT operator FROM lane").fetchall() in ([(outcome.operator,)], [])
        finally:
            reader.close()

    replies: list[Outcome] = []
    lane = lanes(state.folder, on_outcome, synchronous="FULL")
    desk_like = [
        state.badge,
        state.parcel(),
        state.misread(),
        state.affected(),
        "RI-C-INTACT",
        *HOSTILE.values(),
    ]
    for text in [*desk_like, "RI-C-K2", state.badge]:
        lane.put(gun(text), replies.append)
    wish = OpenContainer(state.container(), Condition.R, UnNumber.UN3480)
    lane.put(Request("asked", "test", wish), replies.append)
    lane.stop()
    assert lane.failure is None
    assert [outcome for outcome, _ in seen] == replies
    assert len(seen) == len(desk_like) + 3
    for outcome, ids in seen:
        assert outcome.seq is not None
        assert [event.id for event in outcome.events] == ids


def test_nothing_is_seen_by_others_before_the_answer_can_be(state, lanes):
    """The other half of rule 1: between two answers the journal stands still."""
    heads = []

    def on_outcome(_arrived, outcome):
        heads.append((outcome.seq, outcome.seq + len(outcome.events) - 1, stored(state.folder)[-1].seq))

    lane = lanes(state.folder, on_outcome)
    for text in (state.badge, state.parcel(), state.affected(), "RI-C-INTACT", state.bag()):
        lane.put(gun(text))
    lane.stop()
    assert [last for _, last, _ in heads] == [head for _, _, head in heads]


def test_five_thousand_scans_from_four_threads_are_answered_once_each_in_order(site, lanes):
    """Rule 2. Three guns and a sender of requests at once; more than the queue holds, so they must wait."""
    answers: list[tuple[Scan, Outcome]] = []
    replies: list[Outcome] = []
    each = 1250
    lane = lanes(site.folder, lambda arrived, outcome: answers.append((arrived, outcome)))
    wanted = {}

    def shoot(number):
        source = f"port:gun-{number}"
        texts = [f"{48_000_000_000 + number * 10_000 + shot:011}0" for shot in range(each)]
        wanted[source] = texts
        for text in texts:
            lane.put(gun(text, source), replies.append)

    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(shoot, range(4)):
            pass
    lane.stop()
    assert lane.failure is None
    assert len(answers) == len(replies) == 4 * each
    assert [outcome for _, outcome in answers] == replies
    assert all(outcome.scan == arrived.text for arrived, outcome in answers)
    for source, texts in wanted.items():
        assert [arrived.text for arrived, _ in answers if arrived.source == source] == texts
    recorded = [one.cause.text for one in stored(site.folder) if one.cause and hasattr(one.cause, "text")]
    assert recorded == [arrived.text for arrived, _ in answers]
    seqs = [outcome.seq or 0 for _, outcome in answers]
    assert seqs == sorted(set(seqs))


def test_a_busy_lane_makes_the_gun_wait_and_drops_nothing(site, lanes):
    hold, answered = threading.Event(), []

    def on_outcome(arrived, outcome):
        hold.wait(PATIENCE)
        answered.append(outcome)

    lane = lanes(site.folder, on_outcome)
    count = CAPACITY + 20

    def fill():
        for number in range(count):
            lane.put(gun(f"{number:012}"))

    filler = threading.Thread(target=fill)
    filler.start()
    end = time.monotonic() + PATIENCE
    while lane.waiting < CAPACITY and time.monotonic() < end:
        time.sleep(0.001)
    waits = filler.is_alive()
    hold.set()
    filler.join()
    lane.stop()
    assert waits
    assert len(answered) == count


def test_stopping_answers_first_what_already_waits(site, lanes):
    answered: list[Outcome] = []
    lane = lanes(site.folder)
    for number in range(200):
        lane.put(gun(f"{number:012}"), answered.append)
    lane.stop()
    assert len(answered) == 200
    Desk(site).close()


def test_asking_waits_for_the_answer(site, lanes):
    assert lanes(site.folder).ask(gun(site.badge)).answer.message is Message.SIGNED_IN


def test_a_lane_whose_station_cannot_open_says_why(tmp_path):
    lane = Lane(lambda: Station(tmp_path, Settings()))
    lane.start()
    with pytest.raises(Exception, match="run intake init first"):
        lane.opened()


@pytest.fixture
def broken_lane(site, lanes, monkeypatch):
    """A lane that ended: whoever was to be told of an answer failed."""
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)

    def on_outcome(_arrived, _outcome):
        raise OSError("the screen went away")

    lane = lanes(site.folder, on_outcome)
    told: list[str] = []
    lane.on_failure = told.append
    lane.put(gun(site.badge))
    lane.join(PATIENCE)
    assert not lane.is_alive()
    assert "the screen went away" in told[0]
    return lane


def test_a_lane_that_ended_lets_go_of_the_folder_and_says_what_ended_it(site, broken_lane):
    assert isinstance(broken_lane.failure, OSError)
    with pytest.raises(RuntimeError, match="ended"):
        broken_lane.ask(gun(site.badge))
    Desk(site).close()
    assert verify(site.folder).faults == ()


def test_what_was_in_hand_and_what_waited_is_named_when_a_lane_fails(site, lanes, monkeypatch):
    """Their guns are told: one that waits for its answer reads nothing meanwhile."""
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    waits = threading.Event()

    def on_outcome(_arrived, _outcome):
        assert waits.wait(PATIENCE)
        raise OSError("the screen went away")

    lane = lanes(site.folder, on_outcome)
    left: list[object] = []
    lane.on_unanswered = left.append
    scans = [gun(site.badge), gun("000000000001"), gun("000000000002")]
    for scan in scans:
        lane.put(scan)
    waits.set()
    lane.join(PATIENCE)
    assert left == scans


def test_a_lane_that_is_stopped_leaves_nothing_unanswered(site, lanes):
    lane = lanes(site.folder)
    left: list[object] = []
    lane.on_unanswered = left.append
    lane.put(gun(site.badge))
    lane.stop()
    assert left == []


def test_nobody_hangs_at_a_lane_that_ended(site, broken_lane):
    """Scanner threads go on putting: at a full queue they would wait for ever, and `stop` with them."""

    def fill():
        for number in range(CAPACITY + 5):
            try:
                broken_lane.put(gun(f"{number:012}"))
            except RuntimeError:
                return
        broken_lane.stop()

    filler = threading.Thread(target=fill, daemon=True)
    filler.start()
    filler.join(2.0)
    hangs = filler.is_alive()
    while hangs and filler.is_alive():
        broken_lane._queue.get_nowait() if broken_lane.waiting else time.sleep(0.01)  # noqa: SLF001 (frees it)
    assert not hangs


def test_a_quiet_lane_folds_its_log_into_the_journal(site, lanes):
    lane = lanes(site.folder)
    for number in range(50):
        lane.put(gun(f"{number:012}"))
    path = journal_path(site.folder)
    before = path.stat().st_mtime_ns
    end = time.monotonic() + PATIENCE
    while path.stat().st_mtime_ns == before:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert lane.is_alive()


def test_a_lane_takes_the_clock_it_is_given(site):
    around = Surroundings(site.clock.moment, site.ids, boot="b")
    lane = Lane(lambda: Station(site.folder, Settings(), around))
    lane.start()
    lane.opened()
    outcome = lane.ask(gun(site.badge))
    lane.stop()
    assert outcome.at <= site.clock.wall < outcome.at + 1000


def behind(number=0):
    """A wish that nobody at the desk has asked for; refused, for other lists are in force."""
    return Request(f"behind-{number}", "test", RejudgeUnits("other@1", ()))


def test_what_nobody_at_the_desk_asked_for_waits_until_nothing_else_does(site, lanes):
    """Scans put in after it are answered before it; the desk hears nothing of it, its sender does."""
    seen, replies = [], []
    lane = lanes(site.folder, lambda arrived, _outcome: seen.append(arrived))
    lane.put(behind(), lambda outcome: replies.append(outcome.answer.message))
    scans = [gun(site.badge) for _ in range(30)]
    for scan in scans:
        lane.put(scan, lambda outcome: replies.append(outcome.answer.message))
    lane.put(behind(1), lambda outcome: replies.append(outcome.answer.message))
    asked = lane.ask(behind(2))
    assert asked.answer.message is Message.LISTS_CHANGED
    assert seen == scans
    assert replies.count(Message.LISTS_CHANGED) == 2
    assert replies[-2:] == [Message.LISTS_CHANGED] * 2


def test_what_nobody_asked_for_is_not_counted_as_waiting(site, lanes):
    """The desk would paint a count, and the answer behind it only with the next frame."""
    hold, held = threading.Event(), threading.Event()

    def on_outcome(*_):
        held.set()
        hold.wait(PATIENCE)

    lane = lanes(site.folder, on_outcome)
    lane.put(gun(site.badge))
    held.wait(PATIENCE)
    lane.put(behind())
    lane.put(gun(site.badge))
    counted = lane.waiting
    hold.set()
    assert counted == 1


def test_the_desk_is_told_when_what_is_done_behind_changes_the_unit_in_hand(site, open_desk):
    """Its parcel came back onto the table after the newer list was put in force, and before it was judged."""
    desk = open_desk(site)
    serial = site.unnamed()
    desk.receive(serial)
    newer_list(desk, serial, model=desk.row("SELECT model FROM unit")[0])
    with judging(site.folder) as look_ups:
        run = Run(look_ups, lambda: site.clock.wall, lambda _judged: None)
        wishes: list[Wish] = [*run.chunks(), run.end()]
    for _ in range(2):
        desk.ask(UndoAct(site.lead, TRAINING_PIN, UndoReason.MISTAKE))
    desk.close()
    heard = []
    lane = Lane(
        lambda: Station(site.folder, Settings(), site.surroundings, synchronous="OFF"),
        lambda _arrived, outcome: heard.append(outcome),
    )
    lane.start()
    before = lane.opened().now
    for number, wish in enumerate(wishes):
        lane.ask(Request(f"judged-{number}", "test", wish))
    lane.stop()
    (told,) = heard
    assert told.answer.message is Message.LIST_ACTIVATED_UNIT
    assert (told.answer.verdict, told.answer.params["serial"]) == ("AFFECTED", serial)
    assert not told.leaves_desk_as(before)
    assert told.prompt.params["container"] != before.prompt.params["container"]


def test_what_the_central_system_says_never_takes_the_place_of_the_last_answer(site, open_desk):
    """The verdict of the unit in hand stays on the screen, though the unit is reserved from now on."""
    desk = open_desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    parcel, unit, key = desk.row("SELECT parcel, unit, maker || '/' || serial FROM unit")
    desk.close()
    heard = []
    lane = Lane(
        lambda: Station(site.folder, Settings(), site.surroundings, synchronous="OFF"),
        lambda _arrived, outcome: heard.append(outcome.answer.message),
    )
    lane.start()
    lane.opened()
    said = lane.ask(Request("reserved", "uid:0", RecordReservation(parcel, unit, key, 1)))
    told = TellDuplicate(parcel, unit, key, "DOCK-2", "2031-03-04T05:06:07.089Z", confirmed=False)
    lane.ask(Request("told", "uid:0", told))
    lane.stop()
    assert said.answer.message is Message.RESERVATION_RECORDED
    assert heard == [Message.DUPLICATE_ELSEWHERE_OPEN]


def test_an_answer_is_painted_before_anything_is_done_behind(site, lanes, monkeypatch):
    """The breath after a scan is not over yet: the next scan comes first, however long that takes."""
    monkeypatch.setattr(lane_module, "BREATH_SECONDS", 3600.0)
    replies: list[Outcome] = []
    lane = lanes(site.folder)
    lane.ask(gun(site.badge))
    lane.put(behind(), replies.append)
    lane.ask(gun(site.badge))
    assert replies == []
    lane.stop()
    assert replies == [], "its sender sends it again"


def test_the_station_is_tended_while_much_is_done_behind(site, lanes, monkeypatch):
    monkeypatch.setattr(lane_module, "TENDED_SECONDS", 0.0)
    tended = threading.Event()
    lane = lanes(site.folder)
    lane.on_tasks = lambda _tasks: tended.set()
    for number in range(2 * lane_module.FOLDED_AT):
        lane.ask(behind(number))
    assert tended.wait(PATIENCE)


def test_tasks_that_are_due_are_told_whenever_nobody_scans(site, lanes):
    told, heard = [], threading.Event()

    def hear(tasks):
        told.append(tasks)
        heard.set()

    lane = lanes(site.folder)
    lane.on_tasks = hear
    lane.ask(gun(site.badge))
    assert heard.wait(PATIENCE)
    assert told[0] == ()


def test_a_station_that_has_just_opened_is_tended_before_anybody_scans(site):
    """What a newer list makes necessary goes on after a restart, not only a minute later."""
    tended = threading.Event()
    lane = Lane(lambda: Station(site.folder, Settings(), synchronous="OFF"))
    lane.on_tasks = lambda _tasks: tended.set()
    lane.start()
    assert tended.wait(PATIENCE)
    lane.stop()
