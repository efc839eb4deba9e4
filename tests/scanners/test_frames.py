"""The invariant: however a stream of bytes is cut into reads, the same frames come out of it."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.scan import Fault
from scanners.frames import FRAMINGS, Frame, Framer, Framing, Terminator, fault_of

LIMIT = 6
CR, LF, CRLF, TAB, ETX = Terminator


def framing_of(name, max_length=LIMIT):
    ends, prefix = FRAMINGS[name]
    return Framing(frozenset(ends), prefix, max_length=max_length)


FIXED = {
    **{name: framing_of(name) for name in FRAMINGS},
    "CR alone": Framing(frozenset({CR}), max_length=LIMIT),
    "CR, LF": Framing(frozenset({CR, LF}), max_length=LIMIT),
    "AB, TAB, CRLF": Framing(frozenset({TAB, CRLF}), prefix=b"AB", max_length=LIMIT),
}
framings = st.sampled_from(list(FIXED.values()))
streams = st.lists(
    st.sampled_from(
        [b"A", b"AB", b"\r", b"\n", b"\r\n", b"\t", b"\x02", b"\x03", b"\xe3\x81\x82", b"\xff", b"\0"]
    )
    | st.binary(max_size=9)
).map(b"".join)


def results(framing, chunks, end):
    """Everything a framer gives and counts for a stream, ended by silence or by a loss."""
    framer = Framer(framing)
    frames = [frame for chunk in chunks for frame in framer.feed(chunk)]
    frames += framer.idle() if end == "idle" else framer.lost()
    return frames, framer.empty, framer.dropped, framer.pending


def foretold(framing, stream, end):
    """The same by another way: the whole stream at once, split by a regular expression."""
    ends = sorted((end.value for end in framing.terminators), key=len, reverse=True)
    *whole, rest = re.split(b"|".join(ends), stream) if ends else [stream]
    ended: list[tuple[bytes, Fault | None]] = [(piece, None) for piece in whole]
    if end == "lost":
        ended.append((rest, Fault.CUT_SHORT))
    elif framing.by_gap:
        ended.append((rest, None))
    bodies = [(piece.removeprefix(framing.prefix), fault) for piece, fault in ended]
    return [
        Frame(body[:LIMIT], Fault.OVER_LONG if len(body) > LIMIT else fault or fault_of(body))
        for body, fault in bodies
        if body
    ]


def cuts(stream):
    """Every way to cut a stream into reads: 2 to the power of its length less one."""
    for places in itertools.product([False, True], repeat=len(stream) - 1):
        at = [0, *(i for i, cut in enumerate(places, 1) if cut), len(stream)]
        yield [stream[a:b] for a, b in itertools.pairwise(at)]


@pytest.mark.parametrize("framing", FIXED.values(), ids=FIXED)
@pytest.mark.parametrize("stream", [b"\x02A\r\nB\r\r\n\n\x03C\t", b"ABCDEFG\r\nH\rI\n"], ids=repr)
def test_every_cutting_of_a_stream_gives_the_same(framing, stream):
    for end in ("idle", "lost"):
        whole = results(framing, [stream], end)
        for chunks in cuts(stream):
            assert results(framing, chunks, end) == whole, chunks


@settings(max_examples=300)
@given(framings, streams, st.data(), st.sampled_from(["idle", "lost"]))
def test_any_cutting_of_any_stream_gives_the_same(framing, stream, data, end):
    at = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    chunks = [stream[a:b] for a, b in itertools.pairwise([0, *at, len(stream)])]
    whole = results(framing, [stream], end)
    assert results(framing, chunks, end) == whole
    assert results(framing, [stream[i : i + 1] for i in range(len(stream))], end) == whole


@settings(max_examples=300)
@given(framings, streams)
def test_frames_are_what_stands_between_the_terminators(framing, stream):
    assert results(framing, [stream], "lost")[0] == foretold(framing, stream, "lost")
    frames = results(framing, [stream], "idle")[0]
    told = foretold(framing, stream, "idle")
    # A rest over the limit is given at once, without waiting for its terminator.
    assert frames[: len(told)] == told
    assert [frame.fault for frame in frames[len(told) :]] in ([], [Fault.OVER_LONG])


@settings(max_examples=200)
@given(st.binary(max_size=300).filter(lambda raw: b"\n" not in raw))
def test_without_a_terminator_or_a_limit_no_byte_is_lost(raw):
    framing = Framing(frozenset({LF}))
    assert results(framing, [raw + b"\n"], "idle")[0] == ([Frame(raw, fault_of(raw))] if raw else [])


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("auto", b"AB\rCD\nEF\r\nGH\tIJ\x03\x02KL\r"),
        ("cr", b"AB\rCD\r\nEF\rGH\rIJ\rKL\r"),
        ("lf", b"AB\nCD\r\nEF\nGH\nIJ\nKL\n"),
        ("crlf", b"AB\r\nCD\r\nEF\r\nGH\r\nIJ\r\nKL\r\n"),
        ("tab", b"AB\tCD\tEF\tGH\tIJ\tKL\t"),
        ("etx", b"AB\x03CD\x03EF\x03GH\x03IJ\x03KL\x03"),
        ("stx-etx", b"\x02AB\x03\x02CD\x03\x02EF\x03\x02GH\x03\x02IJ\x03KL\x03"),
    ],
)
def test_each_setting_ends_a_code_where_its_guns_do(name, stream):
    frames, empty, *_ = results(Framing.parse(name), [stream], "lost")
    assert frames == [Frame(code) for code in (b"AB", b"CD", b"EF", b"GH", b"IJ", b"KL")]
    assert empty == 0


def test_every_setting_is_tried_above_or_by_gap():
    assert set(FRAMINGS) == {"auto", "cr", "lf", "crlf", "tab", "etx", "stx-etx", "gap"}


def test_silence_ends_a_code_only_where_nothing_else_does():
    framer = Framer(Framing.parse("gap"))
    assert framer.feed(b"AB") == []
    assert framer.feed(b"CD") == []
    assert framer.pending == 4
    assert framer.idle() == [Frame(b"ABCD")]
    assert framer.idle() == []
    assert (framer.pending, framer.empty) == (0, 0)


def test_silence_does_not_end_a_code_that_waits_for_its_terminator():
    framer = Framer(Framing.parse("auto"))
    framer.feed(b"SN123")
    assert framer.idle() == []
    assert framer.feed(b"4567\r") == [Frame(b"SN1234567")]


def test_a_cr_lf_cut_in_two_is_one_terminator_even_with_silence_between():
    framer = Framer(Framing.parse("auto"))
    assert framer.feed(b"AB\r") == [Frame(b"AB")]
    assert framer.idle() == []
    assert framer.feed(b"\n") == []
    assert framer.feed(b"CD\r\n") == [Frame(b"CD")]
    assert framer.empty == 0


def test_a_pull_that_reads_nothing_is_counted_and_is_no_frame():
    framer = Framer(Framing.parse("auto"))
    assert framer.feed(b"\r\r\n\n\x02\x03AB\r") == [Frame(b"AB")]
    assert framer.empty == 4


def test_an_over_long_code_comes_once_cut_and_the_next_is_whole():
    framer = Framer(framing_of("cr"))
    assert framer.feed(b"A" * 7) == [Frame(b"AAAAAA", Fault.OVER_LONG)]
    assert framer.feed(b"A" * 100_000) == []
    assert framer.pending == 0
    assert framer.feed(b"A\rBC\r") == [Frame(b"BC")]
    assert (framer.dropped, framer.empty) == (100_002, 0)


def test_a_code_of_just_the_limit_is_whole():
    assert results(framing_of("stx-etx"), [b"\x02ABCDEF\x03"], "idle")[0] == [Frame(b"ABCDEF")]


def test_over_long_ends_by_silence_where_silence_ends_a_code():
    framer = Framer(framing_of("gap"))
    assert framer.feed(b"A" * 9) == [Frame(b"AAAAAA", Fault.OVER_LONG)]
    assert framer.idle() == []
    assert framer.feed(b"BC") + framer.idle() == [Frame(b"BC")]


@pytest.mark.parametrize("name", FRAMINGS)
def test_a_lost_device_leaves_a_cut_code_and_a_clean_start(name):
    framer = Framer(framing_of(name))
    assert framer.feed(b"SN12") == []
    assert framer.lost() == [Frame(b"SN12", Fault.CUT_SHORT)]
    assert framer.lost() == []
    framer.feed(b"X" * 99)
    assert framer.lost() == []
    terminator = FRAMINGS[name][0][0].value if FRAMINGS[name][0] else b""
    assert framer.feed(b"AB" + terminator) + framer.idle() == [Frame(b"AB")]


def test_a_lost_device_leaves_even_half_a_terminator():
    framer = Framer(Framing.parse("crlf"))
    framer.feed(b"AB\r")
    assert framer.pending == 3
    assert framer.lost() == [Frame(b"AB\r", Fault.CUT_SHORT)]


@pytest.mark.parametrize(
    "raw",
    [
        b"A1263-0001",
        "充電器 ２０１２ é".encode(),
        b"]d20104950417\x1d10LOT\x1d21SN",
        b"[)>\x1e06\x1dSSN123\x1e\x04",
        b"\x1f\x1c",
    ],
    ids=repr,
)
def test_codes_are_not_garbled(raw):
    assert fault_of(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"AB\0",
        b"\x1bOP",
        b"A\x11B",
        b"A\x7f",
        b"A\tB",
        b"A\rB",
        b"\x02AB",
        b"\xff\xfe",
        b"A\x80",
        b"\xe3\x81",
        "カ".encode("cp932"),
    ],
    ids=repr,
)
def test_bytes_no_code_holds_are_garbled_and_kept(raw):
    assert fault_of(raw) is Fault.GARBLED
    assert results(Framing(frozenset()), [raw], "idle")[0] == [Frame(raw, Fault.GARBLED)]


@pytest.mark.parametrize("text", ["auto", " AUTO ", "Stx-Etx", "gap"])
def test_a_setting_is_read_in_any_case(text):
    ends, prefix = FRAMINGS[text.strip().lower()]
    assert Framing.parse(text) == Framing(frozenset(ends), prefix)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Framing.parse("cr+lf"),
            "Expected a framing of auto, cr, lf, crlf, tab, etx, gap, stx-etx, got 'cr+lf'.",
        ),
        (lambda: Framing(frozenset(), max_length=0), "Expected a max_length of at least 1 bytes, got 0."),
        (
            lambda: Framing(frozenset(), b"AB", max_length=1),
            "Expected a max_length of at least 2 bytes, got 1.",
        ),
        (lambda: Framing(frozenset(), idle_gap=0), "Expected an idle_gap above 0 seconds, got 0."),
        (
            lambda: Framing(frozenset({CRLF}), b"A\n"),
            r"Expected a prefix without terminators in it, got b'A\n'.",
        ),
    ],
)
def test_a_framing_that_cannot_work_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        make()


def test_only_silence_that_ends_a_code_has_a_length():
    assert Framer(Framing(frozenset(), idle_gap=0.3)).idle_gap == 0.3
    assert Framer(Framing.parse("auto")).idle_gap is None


def test_a_plain_line_owes_nothing():
    framer = Framer(Framing.parse("auto"))
    framer.feed(b"SN\r")
    assert framer.replies() == b""
