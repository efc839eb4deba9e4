"""`intake keyboard` tells the layouts and changes nothing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from intake.cli.keyboard import keyboard
from intake.scan import Layout
from scanners.keymap import LABEL
from tests.scanners.test_keymap import seen


@pytest.mark.parametrize(("layout", "code"), [(Layout.SAME, 0), (Layout.US_ON_JIS, 1), (Layout.JIS_ON_US, 1)])
def test_the_setting_to_write_is_named(layout: Layout, code: int) -> None:
    """The engineer writes it; a scan does not."""
    done = CliRunner().invoke(keyboard, input=f"{seen(LABEL, layout)}\r\n")
    assert done.exit_code == code
    assert f'keyboard_layout = "{layout}"' in done.output


def test_caps_lock_is_named() -> None:
    """Same layouts, but a key to press."""
    done = CliRunner().invoke(keyboard, input=f"{LABEL.lower()}\n")
    assert done.exit_code == 1
    assert "switch it off" in done.output


@pytest.mark.parametrize("text", ["", "ABC\n", "あ\n"])
def test_another_text_tells_nothing(text: str) -> None:
    """Nor an end of input."""
    done = CliRunner().invoke(keyboard, ["--json"], input=text)
    assert done.exit_code == 1
    assert json.loads(done.stdout.splitlines()[-1])["layout"] == "unknown"
