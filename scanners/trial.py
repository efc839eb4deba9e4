"""A trial: what a gun makes of a code whose text is known, told from the bytes of one pull of its trigger.

Pure. What a gun does wrong is named by what has to be done about it, the worst last: a GS left out is a
setting of the gun, a code cut short is a line that loses bytes, high bits are another speed or parity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from scanners.frames import STX, Framer, Framing, Terminator, fault_of
from scanners.ssi import Opcode, SsiDecoder
from scanners.symbology import split
from scanners.test_card import CARD, GS, CardCode, CodeName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanners.assignment import Assignment

SPEEDS: Final = (115_200, 9_600, 19_200, 38_400, 57_600, 4_800, 2_400, 1_200)
"""Bits per second a gun may be set to, the usual ones first (makers' manuals, hardware.md 1.2)."""

_SHORTEST_PIECE: Final = 3
"""Characters a cut code must still have to be told from another one."""

_LONGEST_INSTEAD: Final = 24
"""Bytes that may come for one GS: `^]`, `<GS>`, digits, or what `key_events` leaves of an unknown key."""

_ANY_MARK: Final = "(?:\x1a<key [^>]*>|[^0-9A-Za-z\r\n\t\x03])?"
"""A mark, a key that has none (`key_events.trace`), or nothing."""

_IDENTIFIER: Final = re.compile(rb"\][A-Za-z][0-9A-Za-z]\Z")
_LETTER: Final = re.compile(r"[0-9A-Za-z]")
_SEVEN_BITS: Final = bytes(each & 0x7F for each in range(256))


class Match(StrEnum):
    """What came of a code."""

    WHOLE = "whole"
    NO_GS = "no_gs"
    """Whole but for the GS, which was left out: serial and lot run into one."""

    OTHER_GS = "other_gs"
    """Whole, with something else for the GS."""

    CASE = "case"
    """Capitals and small letters are exchanged, or all the same."""

    LAYOUT = "layout"
    """Letters and digits are right, marks are not: gun and host take each other for another keyboard."""

    TWICE = "twice"
    """The code came more than once for one pull."""

    CUT = "cut"
    """A part of the code is missing."""

    PARITY = "parity"
    """Right in its lower seven bits: the eighth is a parity bit."""

    GARBLED = "garbled"
    """Bytes no code holds: the wrong speed."""

    PACKETS = "packets"
    """SSI packets: the gun waits for answers of their own."""

    OTHER_CODE = "other_code"
    """Another code of the card."""

    STRANGE = "strange"
    """A code that is not of the card."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What one pull told."""

    code: CodeName
    """Which code was asked for."""

    match: Match
    sent: bytes
    """All that came, as it came."""

    prefix: bytes = b""
    """What stood before the code and its identifier."""

    identifier: str = ""
    """The AIM identifier in front, such as `]C0`; empty where the gun sends none."""

    suffix: bytes = b""
    """What stood behind the code: its terminator, if it is one."""

    instead: bytes = b""
    """What came for the GS."""

    other: CodeName | None = None
    """Which code of the card came instead."""

    @property
    def is_whole(self) -> bool:
        """Whether the code came as it is."""
        return self.match is Match.WHOLE

    @property
    def terminator(self) -> Terminator | None:
        """What ended the code; None: nothing, or something that is no terminator."""
        return next((end for end in Terminator if end.value == self.suffix), None)

    @property
    def framing(self) -> str | None:
        """The settings' name for how this gun marks a code; None: the gun has to be set otherwise."""
        return next((name for name in _ORDER if self._is_framed_by(name)), None)

    def _is_framed_by(self, name: str) -> bool:
        """Tell whether this framing gives the code alone, and would see every other end as well."""
        framer = Framer(Framing.parse(name))
        body = self.sent.removeprefix(self.prefix).removesuffix(self.suffix)
        frames = framer.feed(self.sent) + framer.idle()
        return [frame.raw for frame in frames] == [body] and not framer.pending and not framer.empty


_ORDER: Final = ("crlf", "cr", "lf", "tab", "etx", "stx-etx", "gap", "auto")
"""The narrowest first: `cr` also takes CR LF, and `auto` what this gun never sends."""


def judge(code: CardCode, sent: bytes, *, is_typed: bool = False) -> Findings:
    """Tell what a gun did with a code, from all the bytes of one pull; only what is typed has layouts."""
    if _is_packet(sent):
        return Findings(code.name, Match.PACKETS, sent)
    for match, image in _images(code, is_typed=is_typed):
        found = image.search(sent)
        if found is not None:
            return _found(code, match, sent, found)
    return _not_found(code, sent, is_typed=is_typed)


def _is_packet(sent: bytes) -> bool:
    """Tell whether it begins with a whole SSI packet of a code: its data alone would look like the code."""
    return sent[1:2] == bytes([Opcode.DECODE_DATA]) and any(
        frame.fault is None for frame in SsiDecoder().feed(sent)
    )


def _images(code: CardCode, *, is_typed: bool) -> Iterator[tuple[Match, re.Pattern[bytes]]]:
    """Give what the code may have become, the least harm first."""
    text = code.text.encode()
    yield Match.WHOLE, re.compile(re.escape(text))
    if GS in code.text:
        serial, lot = (re.escape(part) for part in text.split(GS.encode()))
        yield Match.NO_GS, re.compile(serial + lot)
        yield (
            Match.OTHER_GS,
            re.compile(serial + rb"(?P<instead>.{1,%d}?)" % _LONGEST_INSTEAD + lot, re.DOTALL),
        )
    yield Match.CASE, re.compile(re.escape(text), re.IGNORECASE)
    if is_typed and any(not _LETTER.match(mark) for mark in code.text if mark not in f"-{GS}"):
        yield Match.LAYOUT, _with_any_marks(code.text)


def _with_any_marks(text: str) -> re.Pattern[bytes]:
    """Match the letters and digits with any mark, or none, for each mark that layouts differ in."""
    parts = (re.escape(each) if _LETTER.match(each) or each == "-" else _ANY_MARK for each in text)
    return re.compile("".join(parts).encode(), re.IGNORECASE)


def _found(code: CardCode, match: Match, sent: bytes, found: re.Match[bytes]) -> Findings:
    before, suffix = sent[: found.start()], sent[found.end() :]
    identifier = _IDENTIFIER.search(before)
    return Findings(
        code.name,
        Match.TWICE if found[0] in suffix else match,
        sent,
        prefix=before[: identifier.start()] if identifier else before,
        identifier=identifier[0].decode() if identifier else "",
        suffix=suffix,
        instead=found.groupdict().get("instead") or b"",
    )


def _not_found(code: CardCode, sent: bytes, *, is_typed: bool) -> Findings:
    body = _bare(sent)
    others = (each for each in CARD if each.name is not code.name)
    other = next((each for each in others if _is_like(each, sent, is_typed=is_typed)), None)
    if other is not None:
        return Findings(code.name, Match.OTHER_CODE, sent, other=other.name)
    if any(_is_piece(each, code.text.encode()) for each in (body, split(body)[1])):
        return Findings(code.name, Match.CUT, sent)
    if any(each.text.encode() in sent.translate(_SEVEN_BITS) for each in CARD):
        return Findings(code.name, Match.PARITY, sent)
    if fault_of(body) is not None:
        return Findings(code.name, Match.GARBLED, sent)
    return Findings(code.name, Match.STRANGE, sent)


def _is_like(code: CardCode, sent: bytes, *, is_typed: bool) -> bool:
    return any(image.search(sent) for _, image in _images(code, is_typed=is_typed))


def _bare(sent: bytes) -> bytes:
    """Take off what a gun may put around a code and its identifier."""
    body = sent.removeprefix(STX)
    for end in (Terminator.CRLF, *Terminator):
        body = body.removesuffix(end.value)
    return body


def _is_piece(body: bytes, text: bytes) -> bool:
    """Tell whether the body is the text with one piece missing: at its start, its end or within."""
    if len(body) >= len(text):
        return False
    if not body:
        return True
    head = next(
        (at for at, pair in enumerate(zip(body, text, strict=False)) if pair[0] != pair[1]), len(body)
    )
    return len(body) >= _SHORTEST_PIECE and text.endswith(body[head:])


def next_speed(speed: int) -> int:
    """Give the speed to try after this one, round and round."""
    at = SPEEDS.index(speed) + 1 if speed in SPEEDS else 0
    return SPEEDS[at % len(SPEEDS)]


def settled(assignment: Assignment, found: Mapping[CodeName, Findings]) -> Assignment:
    """Give the assignment with the framing its codes showed; one that shows none leaves it as it is."""
    framings = {each.framing for each in found.values() if each.is_whole}
    if len(framings) != 1 or None in framings:
        return assignment
    return replace(assignment, framing=framings.pop() or assignment.framing)
