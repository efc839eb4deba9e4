"""Scans through a real pseudo-terminal into the real program: each answered once, none of them acting."""

import hashlib
import re

import pytest

from intake.verify import verify
from scanners.pseudo_gun import PseudoGun
from tests.intake.conftest import HOSTILE, kinds, stored


@pytest.fixture
def gun(tmp_path):
    with PseudoGun(tmp_path / "gun") as made:
        yield made


@pytest.fixture
def station(site, gun, running):
    return running(site.folder, "--port", str(gun.link))


def frames(sent):
    """What a scanner's codes are, told without the product: CR, LF, TAB, ETX end one, STX begins one."""
    return [
        piece.removeprefix(b"\x02")
        for piece in re.split(rb"[\r\n\t\x03]", sent)
        if piece.removeprefix(b"\x02")
    ]


def shoot(gun, station, *codes):
    """Scan codes and read as many outcomes as they are; nothing more may come."""
    wanted = [frame for code in codes for frame in frames(code + b"\r")]
    for code in codes:
        gun.send(code + b"\r")
    rows = [station.read() for _ in wanted]
    return wanted, rows


def check_kept(site, wanted, rows):
    assert [row["scan"] for row in rows] == [raw.decode("utf-8", "replace") for raw in wanted]
    assert {row["severity"] for row in rows} <= {"refused", "note"}
    payloads = {path.name: path.read_bytes() for path in (site.folder / "payloads").iterdir()}
    assert all(hashlib.sha256(data).hexdigest() == name for name, data in payloads.items())
    named = b"".join(bytes(one.body) for one in stored(site.folder))
    unread = [raw for raw, row in zip(wanted, rows, strict=True) if row["message_id"] == "unreadable_scan"]
    for raw in unread:
        digest = hashlib.sha256(raw).hexdigest()
        assert payloads[digest] == raw
        assert digest.encode() in named
    return unread


def end(station):
    code, rest, err = station.close()
    assert (code, rest) == (0, []), err
    return err


def test_hostile_codes_are_answered_once_in_order_and_their_text_is_nowhere_in_the_journal(
    site, gun, station
):
    wanted, rows = shoot(gun, station, *HOSTILE.values())
    end(station)
    unread = check_kept(site, wanted, rows)
    assert len(unread) == len(wanted) == len(HOSTILE)
    journal = b"".join(path.read_bytes() for path in site.folder.glob("journal.db*"))
    for raw in unread:
        assert raw not in journal
        assert raw.decode("utf-8", "replace").encode() not in journal
    assert verify(site.folder).faults == ()


def test_every_control_byte_in_a_code_is_answered_and_kept(site, gun, station):
    codes = [
        f"A{byte:02X}".encode() + bytes([byte]) + f"Z{byte:02X}!".encode() for byte in (*range(0x20), 0x7F)
    ]
    wanted, rows = shoot(gun, station, *codes)
    end(station)
    unread = check_kept(site, wanted, rows)
    assert len(unread) >= 0x20 - 4
    assert len(wanted) == len(codes) + 4
    assert verify(site.folder).faults == ()


def test_every_control_byte_by_itself_or_at_an_edge_is_answered(site, gun, station):
    codes = []
    for byte in (*range(0x20), 0x7F):
        codes += [
            bytes([byte]),
            bytes([byte]) + f"-E{byte:02X}".encode(),
            f"-F{byte:02X}".encode() + bytes([byte]),
        ]
    wanted, rows = shoot(gun, station, *codes)
    end(station)
    assert [row["scan"] for row in rows] == [raw.decode() for raw in wanted]
    assert verify(site.folder).faults == ()


def test_a_command_with_a_control_byte_in_it_commands_nothing(site, gun, station):
    wanted, rows = shoot(
        gun, station, site.badge.encode(), b"RI-C-K2\x11", b"\x1bRI-C-K2", b"RI-C-\x00K2", b"RI-C-K2\x7f"
    )
    end(station)
    assert rows[0]["step"] == "IDLE"
    assert {row["message_id"] for row in rows[1:]} == {"unreadable_scan"}
    assert "EmergencyRaised" not in kinds(site.folder)
    assert len(wanted) == 5


def test_ten_kilobytes_are_one_scan_and_a_longer_line_is_one_broken_scan(site, gun, station):
    _, rows = shoot(gun, station, b"A" * 10_000, b"B" * 40_000, site.badge.encode())
    end(station)
    assert [len(row["scan"]) for row in rows] == [10_000, 16_384, len(site.badge)]
    assert [row["severity"] for row in rows] == ["refused", "refused", "ok"]
    assert verify(site.folder).faults == ()


def test_a_thousand_codes_in_one_burst_are_answered_once_each_in_order(site, gun, station):
    codes = [f"{48_400_000_000 + number:011}0".encode() for number in range(1000)]
    wanted, rows = shoot(gun, station, *codes)
    end(station)
    assert [row["scan"].encode() for row in rows] == wanted == codes


def test_a_gun_and_a_pipe_at_once_are_each_answered_in_order(site, gun, station):
    """Two sources into one lane; a repeat is of one source only."""
    for number in range(100):
        gun.send(f"4850{number:08}\r".encode())
        station.write(f"4860{number:08}".encode())
    rows = [station.read() for _ in range(200)]
    end(station)
    for first in ("4850", "4860"):
        assert [row["scan"] for row in rows if row["scan"].startswith(first)] == [
            f"{first}{number:08}" for number in range(100)
        ]
    assert not [row for row in rows if row["message_id"] == "same_scan"]


def test_one_pull_that_comes_twice_is_one_reading(site, gun, station):
    _, rows = shoot(gun, station, site.badge.encode(), site.badge.encode())
    end(station)
    assert [row["message_id"] for row in rows] == ["signed_in", "same_scan"]
    assert kinds(site.folder)[-2:] == ["OperatorSignedIn", "ScanRepeated"]


def test_a_gun_unplugged_in_the_middle_of_a_code_is_answered_and_comes_back(site, gun, station):
    gun.send(b"HALF-A-SE")
    # Only the station knows what it has read: bytes on their way are lost with the device.
    station.hear("no end of code (9 bytes)")
    gun.unplug()
    cut = station.read()
    station.hear("unplugged")
    gun.plug()
    gun.send(site.badge.encode() + b"\r")
    assert station.read()["message_id"] == "signed_in"
    assert (cut["scan"], cut["severity"]) == ("HALF-A-SE", "refused")
    end(station)
