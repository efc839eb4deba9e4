"""The terminal: everything that keeps the desk from being read on it."""

import pytest

from intake.doctor import State
from intake.doctor.terminal import Terminal, judged
from intake.language import Language
from intake.settings import Settings, ThemeName

GOOD = ("xterm-256color", 80, 24, "UTF-8", True)


@pytest.mark.parametrize(
    ("terminal", "told"),
    [
        (GOOD, {(State.OK, "terminal")}),
        (("dumb", 80, 24, "UTF-8", True), {(State.FAULT, "terminal_dumb")}),
        (("xterm", 80, 24, "EUC-JP", True), {(State.FAULT, "terminal_encoding")}),
        (("xterm", 80, 24, "utf8", False), {(State.WARNING, "terminal_colours")}),
        (("xterm", 79, 24, "UTF-8", True), {(State.FAULT, "terminal_small")}),
        (("xterm", 80, 23, "UTF-8", True), {(State.FAULT, "terminal_small")}),
        (
            ("linux", 128, 48, "UTF-8", False),
            {(State.FAULT, "terminal_console"), (State.WARNING, "terminal_colours")},
        ),
    ],
)
def test_what_a_terminal_says_of_itself(terminal, told):
    findings = judged(Terminal(*terminal), Settings())
    assert {(each.state, each.word) for each in findings} == told


def test_a_text_console_does_for_english_in_sixteen_colours():
    settings = Settings(language=Language.EN, theme=ThemeName.SIXTEEN_COLOURS)
    (finding,) = judged(Terminal("linux", 80, 25, "UTF-8", has_many_colours=False), settings)
    assert finding.state is State.OK
