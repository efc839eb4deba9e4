"""Languages: which of them a terminal can show."""

import pytest

from intake.language import Language, shown_on


@pytest.mark.parametrize("terminal", ["xterm-256color", "foot", "linux-16color", "", "vt220"])
def test_a_terminal_shows_every_language(terminal):
    assert shown_on(terminal) == {*Language}


def test_a_text_console_shows_no_japanese():
    assert shown_on("linux") == {Language.EN}
