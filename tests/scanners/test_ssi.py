"""Packets byte for byte as the makers' guides have them, and what becomes of a stream of them."""

import random

import pytest

from intake.scan import Fault, Symbology
from scanners.frames import MAX_LENGTH, Frame
from scanners.ssi import ACK, NAK, Beep, Opcode, Packet, SsiDecoder, beep, code_of, packet
from scanners.symbology import split
from tests.scanners.doubles.zebra_ssi import DECODE_DATA, packed

CODE = b"\x03ATEST1263"
"""A type, Code 128, and what it holds."""

READ = b"]C0ATEST1263"


def sent(data=CODE, status=0):
    return packed(DECODE_DATA, data, status)


def damaged(raw):
    return raw[:-1] + bytes([raw[-1] ^ 1])


def raws(frames):
    assert all(frame.fault is None for frame in frames)
    return [frame.raw for frame in frames]


@pytest.mark.parametrize(
    ("made", "hexadecimal"),
    [
        (ACK, "04 D0 04 00 FF 28"),
        (NAK, "05 D1 04 00 01 FF 25"),
        (beep(Beep.SHORT_HIGH), "05 E6 04 00 00 FF 11"),
    ],
)
def test_packets_of_the_host(made, hexadecimal):
    assert made == bytes.fromhex(hexadecimal)


def test_a_packet_is_no_longer_than_its_length_can_say():
    assert len(packet(Opcode.BEEP, bytes(251))) == 257
    with pytest.raises(ValueError, match=r"^Expected at most 251 bytes in a packet, got 252\.$"):
        packet(Opcode.BEEP, bytes(252))


def test_a_wrong_checksum_is_told():
    with pytest.raises(ValueError, match=r"^Expected a checksum of ff28, got ff29\.$"):
        Packet.parse(damaged(ACK))


@pytest.mark.parametrize(
    ("data", "code", "symbology"),
    [
        (b"\x01A1", b"]A0A1", Symbology.CODE_39),
        (b"\x02A123B", b"]F0A123B", Symbology.CODABAR),
        (b"\x03A1", b"]C0A1", Symbology.CODE_128),
        (b"\x08012345678905", b"]E00012345678905", Symbology.EAN_13),
        (b"\x0b4912345678904", b"]E04912345678904", Symbology.EAN_13),
        (b"\x0a49123456", b"]E449123456", Symbology.EAN_8),
        (b"\x0f0104912345678904", b"]C10104912345678904", Symbology.GS1_128),
        (b"\x1b0104\x1d21", b"]d10104\x1d21", Symbology.DATA_MATRIX),
        (b"\x1chttps://a", b"]Q1https://a", Symbology.QR),
        (b"\xc10104", b"]d20104", Symbology.GS1_DATA_MATRIX),
        (b"\xc20104", b"]Q30104", Symbology.GS1_QR),
        (b"\x7fA1", b"A1", Symbology.UNKNOWN),
        (b"\x1b]d20104", b"]d20104", Symbology.GS1_DATA_MATRIX),
        (b"\x03A1\r\n", b"]C0A1", Symbology.CODE_128),
        (b"\x03A1\t", b"]C0A1", Symbology.CODE_128),
        (b"\x03", b"", Symbology.UNKNOWN),
    ],
)
def test_the_type_of_a_code_stands_in_front_of_it(data, code, symbology):
    assert code_of(data) == code
    assert split(code)[0] is symbology


@pytest.mark.parametrize("at", range(1, len(sent())))
def test_a_packet_cut_anywhere_is_one_code(at):
    decoder = SsiDecoder()
    assert decoder.feed(sent()[:at]) == []
    assert decoder.pending == at
    assert raws(decoder.feed(sent()[at:])) == [READ]
    assert decoder.pending == 0
    assert decoder.replies() == b"", "acknowledged with the answer, not before"


@pytest.mark.parametrize("size", [1, 2, 7, 4096])
def test_codes_and_other_packets_come_apart(size):
    stream = sent() + packed(Opcode.CMD_ACK) + sent(b"\x1cSECOND") + packed(Opcode.CMD_NAK, b"\x06")
    decoder, frames = SsiDecoder(), []
    for start in range(0, len(stream), size):
        frames += decoder.feed(stream[start : start + size])
    assert raws(frames) == [READ, b"]Q1SECOND"]
    assert decoder.replies() == b""


def test_a_damaged_packet_is_asked_for_again_at_once():
    decoder = SsiDecoder()
    assert decoder.feed(damaged(sent())) == []
    assert decoder.replies() == NAK
    assert decoder.replies() == b""
    assert raws(decoder.feed(sent(status=1))) == [READ]


def test_a_damaged_packet_is_asked_for_again_even_where_the_same_code_came_before():
    decoder = SsiDecoder()
    decoder.feed(sent())
    decoder.feed(damaged(sent()))
    assert decoder.replies() == NAK
    assert raws(decoder.feed(sent(status=1))) == [READ]


def test_a_packet_whose_rest_does_not_come_is_asked_for_again():
    decoder = SsiDecoder()
    decoder.feed(sent()[:-3])
    assert decoder.idle() == []
    assert decoder.replies() == NAK
    assert raws(decoder.feed(sent(status=1))) == [READ]
    assert decoder.idle() == []
    assert decoder.replies() == b""


def test_a_code_sent_again_before_its_answer_waits_for_that():
    settled = True
    decoder = SsiDecoder(lambda: settled)
    assert raws(decoder.feed(sent())) == [READ]
    settled = False
    assert decoder.feed(sent(status=1)) == []
    assert decoder.replies() == b""
    assert decoder.feed(damaged(sent(status=1))) == []
    assert decoder.replies() == NAK
    assert decoder.feed(sent(status=1)) == []
    assert decoder.replies() == b""


def test_an_acknowledgement_is_given_again_only_where_the_first_cannot_have_crossed():
    """One too many would stand for the next code."""
    decoder = SsiDecoder()
    assert raws(decoder.feed(sent())) == [READ]
    assert decoder.feed(sent(status=1)) == []
    assert decoder.replies() == b""
    assert decoder.feed(sent(status=1)) == []
    assert decoder.replies() == ACK
    assert raws(decoder.feed(sent(b"\x03OTHER"))) == [b"]C0OTHER"]
    assert decoder.feed(sent(b"\x03OTHER", status=1)) == []
    assert decoder.replies() == b""


def test_a_code_read_again_is_another_scan():
    decoder = SsiDecoder(lambda: False)
    assert raws(decoder.feed(sent() + sent())) == [READ, READ]


def test_another_code_sent_again_is_a_scan():
    decoder = SsiDecoder(lambda: False)
    assert raws(decoder.feed(sent() + sent(b"\x03OTHER", status=1))) == [READ, b"]C0OTHER"]


def test_several_packets_are_one_code():
    decoder = SsiDecoder()
    assert decoder.feed(sent(b"\x1cONE-", status=2)) == []
    assert decoder.replies() == ACK
    assert decoder.pending
    assert decoder.feed(sent(b"\x1cONE-", status=3)) == []
    assert decoder.replies() == ACK, "its acknowledgement got lost"
    assert raws(decoder.feed(sent(b"\x1cTWO"))) == [b"]Q1ONE-TWO"]
    assert decoder.replies() == b""
    assert decoder.pending == 0


def test_a_code_of_too_many_packets_is_over_long():
    decoder = SsiDecoder()
    frames = []
    for _ in range(MAX_LENGTH // 200 + 1):
        frames += decoder.feed(sent(b"\x1c" + 200 * b"X", status=2))
    frames += decoder.feed(sent(b"\x1cEND"))
    assert [frame.fault for frame in frames] == [Fault.OVER_LONG]
    assert len(frames[0].raw) == MAX_LENGTH


def test_an_empty_code_is_no_scan_and_keeps_no_gun_waiting():
    decoder = SsiDecoder()
    assert decoder.feed(sent(b"\x03\r")) == []
    assert decoder.replies() == ACK
    assert decoder.feed(sent(b"")) == []
    assert decoder.replies() == ACK


def test_a_gun_that_does_not_speak_ssi_is_garbled():
    decoder = SsiDecoder()
    assert decoder.feed(b"ATEST1263\r") == []
    assert decoder.idle() == [Frame(b"ATEST1263", Fault.GARBLED)]
    assert raws(decoder.feed(sent())) == [READ]


def test_noise_is_bounded():
    decoder = SsiDecoder()
    frames = decoder.feed((MAX_LENGTH + 1) * b"A")
    assert [(len(frame.raw), frame.fault) for frame in frames] == [(MAX_LENGTH, Fault.GARBLED)]
    assert decoder.pending == 0


@pytest.mark.parametrize("at", range(len(sent())))
def test_a_gun_that_goes_away_in_the_middle_cuts_its_code_short(at):
    decoder = SsiDecoder()
    decoder.feed(sent()[:at])
    frames = decoder.lost()
    assert all(frame.fault is Fault.CUT_SHORT for frame in frames)
    assert [READ.startswith(frame.raw[:12]) for frame in frames] == [True] * (at > 5)
    assert decoder.pending == 0


def test_no_noise_whatever_breaks_it_or_is_taken_for_a_code():
    for seed in range(300):
        chance, decoder, frames = random.Random(seed), SsiDecoder(), []
        for _ in range(20):
            frames += decoder.feed(chance.randbytes(chance.randint(0, 40)))
            frames += decoder.idle() if chance.random() < 0.3 else []
            assert set(decoder.replies()[:2]) <= set(NAK + ACK)
        frames += decoder.lost()
        assert {frame.fault for frame in frames} <= {Fault.GARBLED, Fault.CUT_SHORT}
        assert raws(decoder.feed(sent())) == [READ]
