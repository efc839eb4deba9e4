"""A trial: what was done to each code of the card is told from its bytes alone."""

from __future__ import annotations

import itertools

import pytest

from intake.scan import Layout
from scanners.assignment import Assignment
from scanners.frames import FRAMINGS, STX, Framer, Framing
from scanners.ssi import Opcode, packet
from scanners.test_card import BAD, CARD, GOOD, GS, GS1, LAYOUT, QR, CardCode, CodeName
from scanners.trial import SPEEDS, Match, judge, next_speed, settled
from tests.scanners.test_keymap import seen

ENDS = {b"\r": "cr", b"\n": "lf", b"\r\n": "crlf", b"\t": "tab", b"\x03": "etx", b"": "gap"}


def named(value: object) -> str:
    return value.name if isinstance(value, CardCode) else repr(value)


def sent(code: CardCode) -> bytes:
    return code.text.encode()


@pytest.mark.parametrize("is_identified", [False, True])
@pytest.mark.parametrize(("code", "end"), list(itertools.product(CARD, ENDS)), ids=named)
def test_a_framing_is_told_from_any_code(code: CardCode, end: bytes, is_identified: bool) -> None:
    identifier = code.identifier if is_identified else ""
    raw = identifier.encode() + sent(code)
    found = judge(code, raw + end)
    assert (found.match, found.prefix, found.identifier, found.suffix) == (Match.WHOLE, b"", identifier, end)
    assert found.framing == ENDS[end]
    assert (found.terminator.value if found.terminator else b"") == end


@pytest.mark.parametrize(("code", "name"), list(itertools.product(CARD, FRAMINGS)), ids=named)
def test_the_framing_told_reads_every_code_however_it_is_cut_into_reads(code: CardCode, name: str) -> None:
    framing = Framing.parse(name)
    ends = sorted(end.value for end in framing.terminators) or [b""]
    for end in ends:
        pull = framing.prefix + sent(code) + end
        told = judge(code, pull).framing
        assert told is not None
        for cut in range(len(pull) + 1):
            framer = Framer(Framing.parse(told))
            frames = framer.feed(pull[:cut]) + framer.feed(pull[cut:]) + framer.idle()
            assert [frame.raw for frame in frames] == [sent(code)], (told, cut)


@pytest.mark.parametrize("code", CARD, ids=named)
def test_what_no_framing_takes_is_said(code: CardCode) -> None:
    for pull in (b"QR" + sent(code) + b"\r", sent(code) + b"\r\x04", STX + sent(code)):
        found = judge(code, pull)
        assert found.match is Match.WHOLE
        assert found.framing is None
    assert judge(code, b"QR" + sent(code) + b"\r").prefix == b"QR"


@pytest.mark.parametrize("code", CARD, ids=named)
def test_a_cut_code_is_never_whole(code: CardCode) -> None:
    text = sent(code)
    for start, stop in itertools.combinations(range(len(text) + 1), 2):
        missing = text[start:stop]
        rest = text[:start] + text[stop:]
        found = judge(code, rest + b"\r")
        if missing == GS.encode():
            assert found.match is Match.NO_GS
        else:
            assert found.match in ({Match.CUT} if len(rest) > 2 else {Match.CUT, Match.STRANGE}), rest


def test_a_pull_without_a_code_is_a_cut_one() -> None:
    assert judge(GOOD, b"\r\n").match is Match.CUT


@pytest.mark.parametrize("instead", [b"^]", b"<GS>", b"|", b"\x1b[B", b"029", b" "])
def test_what_came_for_the_gs_is_told(instead: bytes) -> None:
    found = judge(GS1, sent(GS1).replace(GS.encode(), instead) + b"\r")
    assert (found.match, found.instead, found.suffix) == (Match.OTHER_GS, instead, b"\r")


@pytest.mark.parametrize("code", CARD, ids=named)
def test_caps_lock_and_a_gun_that_changes_case_are_told(code: CardCode) -> None:
    text = code.text
    for changed in {text.swapcase(), text.upper(), text.lower()} - {text}:
        assert judge(code, changed.encode() + b"\r").match is Match.CASE


@pytest.mark.parametrize("code", [LAYOUT, QR], ids=named)
@pytest.mark.parametrize("layout", [Layout.US_ON_JIS, Layout.JIS_ON_US])
def test_layouts_that_differ_are_told(code: CardCode, layout: Layout) -> None:
    text = seen(code.text, layout)
    for typed in (text, text.swapcase()):
        assert judge(code, typed.encode(), is_typed=True).match is Match.LAYOUT


@pytest.mark.parametrize("code", CARD, ids=named)
def test_a_parity_bit_is_told_from_a_wrong_speed(code: CardCode) -> None:
    def parity(byte: int) -> int:
        return byte | 0x80 * (byte.bit_count() % 2)

    pull = bytes(parity(byte) for byte in sent(code) + b"\r")
    assert judge(code, pull).match is Match.PARITY
    assert judge(code, b"\xf0\x00\x9e\xfe\x06\x80\xe6\x00").match is Match.GARBLED


@pytest.mark.parametrize(("asked", "given"), list(itertools.permutations(CARD, 2)), ids=named)
def test_another_code_of_the_card_is_named(asked: CardCode, given: CardCode) -> None:
    found = judge(asked, sent(given) + b"\r\n")
    assert (found.match, found.other) == (Match.OTHER_CODE, given.name)


def test_packets_are_told() -> None:
    data = packet(Opcode.DECODE_DATA, b"\x03" + sent(GOOD) + b"\r", source=0)
    assert judge(GOOD, data).match is Match.PACKETS


def test_a_code_that_is_not_of_the_card_is_strange() -> None:
    assert judge(GOOD, b"4573246511005\r").match is Match.STRANGE


def test_a_code_that_came_twice_is_told() -> None:
    assert judge(GOOD, (sent(GOOD) + b"\r") * 2).match is Match.TWICE


def test_every_speed_is_tried_in_turn() -> None:
    speeds = list(itertools.accumulate(SPEEDS, lambda speed, _: next_speed(speed)))
    assert speeds == list(SPEEDS)
    assert next_speed(SPEEDS[-1]) == SPEEDS[0]
    assert next_speed(1_000_000) == SPEEDS[0]


def test_the_framing_of_whole_codes_is_taken() -> None:
    gun = Assignment("/dev/ttyACM0")
    found = {CodeName.GOOD: judge(GOOD, sent(GOOD) + b"\r\n"), CodeName.BAD: judge(BAD, b"RI-Q\r")}
    assert settled(gun, found).framing == "crlf"


def test_a_framing_that_differs_from_code_to_code_is_not_taken() -> None:
    gun = Assignment("/dev/ttyACM0")
    found = {CodeName.GOOD: judge(GOOD, sent(GOOD) + b"\r"), CodeName.BAD: judge(BAD, sent(BAD) + b"\t")}
    assert settled(gun, found) == gun
    assert settled(gun, {}) == gun
