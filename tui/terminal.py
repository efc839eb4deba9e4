"""The terminal's input: keys and nothing else, for a keyboard gun types into the same stream.

Textual's own reader takes an escape sequence for what it says, whoever typed it. Then a code may switch on
the paste mode, in which every later key waits for its end, may report another size of the window, may
click, and a byte that is no UTF-8 ends the program. Nothing here is pressed, resized or pasted by a code.

A paste arrives as the keys it stands for: the terminal is not asked to mark it.
"""

from __future__ import annotations

import os
import re
import select
import time
from codecs import getincrementaldecoder
from typing import ClassVar

from textual import _xterm_parser, events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from tui.key_buffer import SLOWEST_GUN

# The parser knows no setting for it; without these two the sequences are keys no code holds.
_xterm_parser.SPECIAL_SEQUENCES.difference_update({BRACKETED_PASTE_START, BRACKETED_PASTE_END})

_MOST = 4096
"""Bytes taken in one read."""

_TURN = 0.1
"""Seconds between two looks whether the program ends."""

_SUBSTITUTE = "\x1a"
"""The control character that stands for one that was lost (ECMA-48, 8.3.148); no code may hold it."""

_TOKEN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?|[^\x1b]", re.DOTALL)
"""A key's sequence (ECMA-48, 5.4; SS3 for F1 to F4), a bare ESC, or a character."""

_ENDS = frozenset("\r\n\t\x03")

_REPORT_FOCUS, _REPORT_NO_FOCUS = "\x1b[?1004h", "\x1b[?1004l"
"""Private mode 1004 (xterm's control sequences, "FocusIn/FocusOut"), set and reset."""


class Shield:
    """Makes a gun's own ESC harmless: within a code it is data, and would alter or swallow what follows."""

    def __init__(self) -> None:
        """Begin between two codes."""
        self._is_typing = False

    def pass_on(self, text: str, pause: float) -> str:
        """Give what was read `pause` seconds after what was read before, an ESC of a code as SUB.

        Nobody presses a function key on the heels of a letter; a gun's follows the end of a code. A line so
        slow that both arrive in one read makes a person's key data as well: then it is pressed once more.
        """
        if pause > SLOWEST_GUN:
            self._is_typing = False
        return "".join(map(self._token, _TOKEN.findall(text)))

    def _token(self, token: str) -> str:
        if not token.startswith("\x1b"):
            self._is_typing = token not in _ENDS
        elif self._is_typing:
            return _SUBSTITUTE + token[1:]
        return token


class DeskDriver(LinuxDriver):
    """Textual's driver for terminals, with a reader of its own."""

    is_shielded: ClassVar[bool] = True
    """Whether what is typed becomes scans, whose own ESC must be harmless."""

    def write(self, data: str) -> None:
        """Write to the terminal, but never ask it to report its focus.

        A window that comes to the front would type its report into the middle of a code. To take it out there
        again is no way: a gun may have sent it, and what is left would be another code than the label bears.
        """
        super().write(_REPORT_NO_FOCUS if data == _REPORT_FOCUS else data)

    def _enable_bracketed_paste(self) -> None:
        """Leave pastes unmarked."""

    def _query_in_band_window_resize(self) -> None:
        """Leave the kernel to tell sizes: the answer is a report as well, and none of its kind is taken."""

    def run_input_thread(self) -> None:
        """Read until the program ends. Bytes that are not UTF-8 become U+FFFD, which no code holds."""
        parser, decode = XTermParser(), getincrementaldecoder("utf-8")("replace").decode
        shield = Shield() if self.is_shielded else None
        read_at = 0.0
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], _TURN)[0]:
                data, now = os.read(self.fileno, _MOST), time.monotonic()
                if not data:  # the terminal went away
                    return
                text = decode(data)
                self._pass_on(parser, shield.pass_on(text, now - read_at) if shield else text)
                read_at = now
            for message in parser.tick():
                self.process_message(message)

    def _pass_on(self, parser: XTermParser, text: str) -> None:
        if text:  # none: half a character was read; to the parser it would be the end
            for message in parser.feed(text):
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Let keys in; clicks, sizes and reports only a code can have typed, for nobody asked for them."""
        if isinstance(message, events.Key | TerminalSupportsSynchronizedOutput):
            super().process_message(message)


class ReviewDriver(DeskDriver):
    """The review's: nothing typed there is a scan, and an arrow read with a letter before it stays one."""

    is_shielded = False
