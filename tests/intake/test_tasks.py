"""Tasks: their processes are started when due, again after a pause, and ended with the station."""

import time

import pytest

from intake import tasks
from intake.follow_up import Task
from intake.tasks import Children, due
from tests.intake.conftest import PATIENCE
from tests.intake.rejudging.newer import newer_list


@pytest.fixture
def children(tmp_path, monkeypatch):
    """Children that are ended with the test; `tasks.COMMANDS` may be changed."""
    monkeypatch.setattr(tasks, "COMMANDS", dict.fromkeys(Task, ("--version",)))
    made = Children(tmp_path)
    yield made
    made.end()


def running(children):
    return children._running  # noqa: SLF001 (there is nothing else to see them by)


def ended(children, task):
    end = time.monotonic() + PATIENCE
    while running(children)[task].poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_one_is_started_for_each_task_that_is_due(children, tmp_path):
    children.look_after(())
    assert running(children) == {}
    children.look_after(tuple(Task))
    assert set(running(children)) == set(Task)
    first = dict(running(children))
    children.look_after(())
    assert all(running(children).get(task, first[task]) is first[task] for task in first)


@pytest.mark.parametrize(("pause", "again"), [(3600.0, set()), (0.0, {Task.REJUDGING})])
def test_one_that_ended_with_its_task_undone_is_started_again_after_a_pause(
    children, monkeypatch, tmp_path, pause, again
):
    monkeypatch.setattr(tasks, "PAUSE", pause)
    children.look_after((Task.REJUDGING,))
    ended(children, Task.REJUDGING)
    children.look_after((Task.REJUDGING,))
    assert set(running(children)) == again
    assert (tmp_path / "rejudging.log").exists()


def test_one_that_was_refused_is_left_alone_for_longer(state, monkeypatch):
    """What it sends is refused on record each time: a desk opened with other settings would fill its log."""
    monkeypatch.setattr(tasks, "PAUSE", 0.0)
    monkeypatch.setattr(tasks, "COMMANDS", {Task.REJUDGING: ("campaigns", "activate", "nothing", "1")})
    children = Children(state.folder)
    children.look_after((Task.REJUDGING,))
    ended(children, Task.REJUDGING)
    assert running(children)[Task.REJUDGING].returncode == 1
    children.look_after((Task.REJUDGING,))
    assert running(children) == {}


def test_no_code_is_taken_from_the_folder_a_station_was_started_in(children, tmp_path, monkeypatch):
    (tmp_path / "click.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    children.look_after((Task.REJUDGING,))
    ended(children, Task.REJUDGING)
    assert running(children)[Task.REJUDGING].returncode == 0


def test_where_none_can_be_started_the_desk_goes_on(tmp_path):
    children = Children(tmp_path / "nowhere")
    children.look_after((Task.REJUDGING,))
    assert running(children) == {}


def test_one_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "COMMANDS", {Task.REJUDGING: ("station", "--headless")})
    children = Children(tmp_path)
    children.look_after((Task.REJUDGING,))
    child = running(children)[Task.REJUDGING]
    children.end()
    assert child.returncode is not None
    assert running(children) == {}


def test_what_is_due_is_told_by_the_log_and_not_by_the_clock(desk, state):
    """A clock with a dead battery begins years ago."""
    desk.receive()
    state.clock.wall -= 400 * 86_400_000
    newer_list(desk)
    desk.ask(state.expect(version="1"))
    assert due(desk.station.journal.connection) == (Task.REJUDGING, Task.REMATCHING)


def test_claims_are_due_for_parcels_received_before_them(desk, state):
    connection = desk.station.journal.connection
    desk.ask(state.expect(version="1"))
    assert due(connection) == ()
    desk.receive()
    desk.ask(state.expect(version="2"))
    newer_list(desk)
    assert due(connection) == (Task.REJUDGING, Task.REMATCHING)


def test_what_is_due_is_told_without_an_index_made_of_the_whole_log(desk):
    """SQLite would rather make one: seconds at a million units, whenever nobody scans."""
    plan = desk.rows(f"EXPLAIN QUERY PLAN {tasks._DUE}", Task.REJUDGING)  # noqa: SLF001 (our own words)
    assert not any("AUTOMATIC" in detail for *_, detail in plan)
