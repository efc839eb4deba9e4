"""Tasks of an operator's day by scans alone: the real desk in a real terminal, a gun, and no keyboard.

The tasks are written down in `operator_tasks/`, to be read and changed by anybody. To play one:

    pytest tests/terminal/test_operator_tasks.py -k swollen

To watch it, name a new folder, say how many seconds lie between two scans, and look from another terminal:

    WATCH=2 pytest tests/terminal/test_operator_tasks.py -k swollen --basetemp=FOLDER
    tmux -S FOLDER/*0/tmux attach -r
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from intake.cli import intake
from intake.language import Language
from intake.settings import Settings
from scanners.pseudo_gun import PseudoGun
from tests.terminal.conftest import Terminal
from tests.terminal.operator_task import FOLDER, Journal, Task, load, parse, pattern, squeezed

TASKS = load()
READY = {Language.EN: "gun: ready", Language.JA: "gun: 準備完了"}
PACE = float(os.environ.get("WATCH", "0"))
AGAIN = Settings().repeat_window_ms / 1000 + 0.1
"""Seconds after which the same code is another scan and no second reading of the first."""

CARD = "[!!!!]"
"""Stands before each line of the emergency card, which shows no scans."""

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Give an `intake` command to the folder of the desk that runs."""

    def run(*words: str, language: Language = Language.EN) -> Result:
        environment = {"INTAKE_STATE": str(tmp_path / "state"), "INTAKE_LANGUAGE": language}
        done = CliRunner().invoke(intake, words, env=environment)
        assert done.exit_code == 0, done.output
        return done

    return run


@pytest.fixture
def desk(open_terminal: Callable[..., Terminal], gun: PseudoGun) -> Callable[..., Terminal]:
    """Open a desk that has a gun and no keyboard."""

    def opened(size: tuple[int, int] = (80, 24), language: Language = Language.EN) -> Terminal:
        terminal: Terminal = open_terminal(gun, size, language)
        terminal.take_keyboard_away()
        terminal.until(lambda screen: READY[language] in screen)
        return terminal

    return opened


@pytest.mark.parametrize("name", TASKS)
def test_a_task(
    desk: Callable[..., Terminal], gun: PseudoGun, command: Command, tmp_path: Path, name: str
) -> None:
    """Every answer whole on the screen before the next scan; then the journal is read."""
    task = TASKS[name]
    terminal = desk(task.screen, task.language)
    if task.claims:
        (tmp_path / "claims.csv").write_text(task.claims, "utf-8")
        command("expected", "import", str(tmp_path / "claims.csv"), "--version", "today")
    play(task, terminal, gun, command)
    assert not terminal.has_keyboard
    expect_answers(task, command)
    for what, rows in msgspec.structs.asdict(journal_of(task, command)).items():
        assert rows == getattr(task.journal, what), what
    assert json.loads(command("verify", "--json").output)["faults"] == []


def test_what_is_typed_during_a_task_goes_nowhere(desk: Callable[..., Terminal], command: Command) -> None:
    """Only what is typed once the keyboard is back arrives: the tasks are done by scans alone."""
    terminal = desk()
    terminal.keys("RI-C-K2", "Enter")
    terminal.give_keyboard_back()
    terminal.keys("RI-O-0001-T", "Enter")
    terminal.until(lambda screen: "Signed in" in screen)
    assert [row["scan"] for row in scanned(command)] == ["RI-O-0001-T"]


@pytest.mark.parametrize(
    ("line", "faulty"),
    [
        ('language = "en"', 'language = "fr"'),
        ('    ["RI-C-OUT", "Signed out: RI-O-0001-T.", "Scan your badge"],', '    ["RI-C-OUT"],'),
        ("[journal]", 'keys = ["F1"]\n[journal]'),
        ("[journal]", "[journal]\ndrawers = []"),
    ],
)
def test_a_task_that_says_too_little_or_too_much_is_refused(line: str, faulty: str) -> None:
    text = (FOLDER / "01_ordinary.toml").read_text("utf-8")
    assert line in text
    with pytest.raises(msgspec.ValidationError, match=r"[Ee]xpected|Invalid|unknown"):
        parse(text.replace(line, faulty))


def test_the_tasks_are_in_two_languages_and_sizes() -> None:
    """Six each, and every language at every size."""
    assert Counter(task.language for task in TASKS.values()) == {Language.EN: 6, Language.JA: 6}
    assert len({(task.language, task.screen) for task in TASKS.values()}) == 4
    assert {task.screen for task in TASKS.values()} == {(80, 24), (120, 40)}


def play(task: Task, terminal: Terminal, gun: PseudoGun, command: Command) -> None:
    """Scan as a person does: look at the screen, then pull the trigger again."""
    before = ""
    for number, (scan, *texts) in enumerate(task.scans, 1):
        time.sleep(max(PACE, AGAIN if scan == before else 0))
        gun.send(f"{scan}\r".encode())
        terminal.until(partial(shows, scan=scan, texts=texts))
        # The same words may have stood there before; the journal tells one scan from the next.
        terminal.until(partial(counts, command=command, scans=number))
        before = scan


def shows(screen: str, scan: str, texts: list[str]) -> bool:
    """Tell whether the answer stands whole beside its scan, and every other text somewhere."""
    shown = squeezed(screen)
    beside = "" if CARD in shown else rf"{re.escape(scan)}(\([^)]*\))?"  # holds stand between the two
    return all(re.search(each, shown) for each in (beside + pattern(texts[0]), *map(pattern, texts[1:])))


def counts(_screen: str, command: Command, scans: int) -> bool:
    """Tell whether the journal holds so many scans."""
    return len(scanned(command)) == scans


def expect_answers(task: Task, command: Command) -> None:
    """Each scan is recorded once, in order, from the gun, with the answer the task gives."""
    told = [scanned(command, language) for language in Language]
    for (scan, answer, *_), *rows in zip(task.scans, *told, strict=True):
        assert {row["scan"] for row in rows} == {scan}
        assert {row["source"].partition(":")[0] for row in rows} == {"port"}
        assert any(re.fullmatch(pattern(answer), squeezed(row["message"])) for row in rows), rows


def scanned(command: Command, language: Language = Language.EN) -> list[dict[str, Any]]:
    """Give a row of the log for each scan, its answer in a language."""
    return [row for row in log(command, language) if row["scan"] is not None]


def log(command: Command, language: Language = Language.EN) -> list[dict[str, Any]]:
    """Give the whole log, its answers in a language."""
    return rows_of(command("log", "--json", language=language))


def journal_of(task: Task, command: Command) -> Journal:
    """Give how the journal stands, by the columns the task names."""
    refused = tuple(row["scan"] for row in log(command) if row["kind"] == "ScanRefused")
    views = [name for name in Journal.__struct_fields__ if name != "refused"]
    return Journal(refused, **{view: named(command, view, getattr(task.journal, view)) for view in views})


def named(command: Command, view: str, wanted: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """Give all rows of a view; of each the columns that are wanted, of one too many all."""
    everything = ("--all",) if view == "arrivals" else ()
    rows = rows_of(command("show", view, "--json", *everything))
    cut = [{name: row[name] for name in want} for row, want in zip(rows, wanted, strict=False)]
    return (*cut, *rows[len(wanted) :])


def rows_of(done: Result) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in done.output.splitlines()]
