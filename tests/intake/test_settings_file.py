"""Settings written by the program: comments stay, nothing half or wrong ever stands there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.equipment import Camera, Scanner
from intake.errors import StorageError, WrongUsageError
from intake.settings import FILE_NAME, load
from intake.settings_file import assign, change, written

BY_ID = "/dev/serial/by-id/usb-Honeywell_Xenon-if00"
GUN = Scanner(device=BY_ID, name="Xenon", usb="0c2e:0b61", framing="cr", feedback="honeywell_ack")
TYPING = Scanner(device="usb:05e0:1200", kind="keyboard", usb="05e0:1200", layout="jis", control="alt")
OWN = """\
# what the site wants
language = "en"  # for the visitors

zone_units = 40

[[scanners]]  # the one at the door
device = "/dev/ttyS0"  # RS-232
baud = 9600
"""


def file_in(folder: Path, text: str = OWN) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, "utf-8")
    return path


def test_a_scanner_is_written_into_a_folder_without_settings(tmp_path: Path) -> None:
    assign(tmp_path, GUN)
    assert load(tmp_path, {}).scanners == (GUN,)


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    path = file_in(tmp_path)
    assign(tmp_path, GUN)
    assign(tmp_path, TYPING)
    assert path.read_text("utf-8").startswith(OWN)
    settings = load(tmp_path, {})
    assert settings.scanners == (Scanner(device="/dev/ttyS0", baud=9600), GUN, TYPING)
    assert settings.zone_units == 40


def test_the_same_device_is_written_in_its_own_place(tmp_path: Path) -> None:
    path = file_in(tmp_path)
    assign(tmp_path, GUN)
    assign(tmp_path, Scanner(device="/dev/ttyS0", framing="stx-etx"))
    assert load(tmp_path, {}).scanners == (Scanner(device="/dev/ttyS0", framing="stx-etx"), GUN)
    assert "# RS-232" in path.read_text("utf-8")


def test_scanners_in_brackets_are_written_too(tmp_path: Path) -> None:
    file_in(tmp_path, 'scanners = [{device = "/dev/ttyS0"}]\n')
    assign(tmp_path, GUN)
    assert load(tmp_path, {}).scanners == (Scanner(device="/dev/ttyS0"), GUN)


def test_a_camera_is_written_beside_the_scanners(tmp_path: Path) -> None:
    """The older key `port` is no camera's affair."""
    path = file_in(tmp_path, 'port = "/dev/ttyS0"  # RS-232\n')
    assign(tmp_path, Camera(device="/dev/v4l/by-id/usb-Cam-video-index0", name="above"))
    assign(tmp_path, Camera(device="0", focus=40))
    assign(tmp_path, Camera(device="0", width=1920, height=1080))
    settings = load(tmp_path, {})
    above = Camera(device="/dev/v4l/by-id/usb-Cam-video-index0", name="above")
    assert settings.cameras == (above, Camera(device="0", width=1920, height=1080))
    assert settings.port == "/dev/ttyS0"
    assert path.read_text("utf-8").startswith('port = "/dev/ttyS0"  # RS-232\n')


OLDER = 'port = "/dev/ttyS0"  # RS-232\nframing = "stx-etx"\nbaud = 9600\n'


@pytest.mark.parametrize("beside", ["", "scanners = []\n"])
def test_the_gun_of_the_older_key_is_not_lost_when_another_is_assigned(tmp_path: Path, beside: str) -> None:
    """It counts only where no scanner is assigned."""
    path = file_in(tmp_path, OLDER + beside)
    assign(tmp_path, GUN)
    settings = load(tmp_path, {})
    assert settings.scanners == (Scanner(device="/dev/ttyS0", framing="stx-etx", baud=9600), GUN)
    assert settings.port == ""
    assert "# RS-232" in path.read_text("utf-8")


def test_the_gun_of_the_older_key_is_not_assigned_twice(tmp_path: Path) -> None:
    node, by_id = tmp_path / "ttyACM0", tmp_path / "by-id-gun"
    by_id.symlink_to(node)
    own = Scanner(device="usb:0c2e:0b61")
    for scanner, where in ((Scanner(device=str(by_id)), ""), (own, str(node))):
        file_in(tmp_path, f'port = "{node}"\n')
        assign(tmp_path, scanner, where)
        assert load(tmp_path, {}).scanners == (scanner,)
        assert load(tmp_path, {}).port == ""


def test_the_same_device_by_other_names_is_written_once(tmp_path: Path) -> None:
    node, by_id = tmp_path / "ttyACM0", tmp_path / "by-id-gun"
    by_id.symlink_to(node)
    path = file_in(tmp_path, f'{OWN}\n[[scanners]]\ndevice = "{node}"  # mine\nbaud = 9600\n')
    with path.open("a") as file:
        file.write(f'\n[[scanners]]\ndevice = "{by_id}"\n')
    again = Scanner(device=str(by_id), framing="cr")
    assign(tmp_path, again)
    assert load(tmp_path, {}).scanners == (Scanner(device="/dev/ttyS0", baud=9600), again)
    assert "# mine" in path.read_text("utf-8")


def test_the_older_key_stays_void_where_scanners_were_assigned_before(tmp_path: Path) -> None:
    file_in(tmp_path, f'port = "/dev/ttyS9"\n{OWN}')
    assign(tmp_path, GUN)
    assert load(tmp_path, {}).scanners == (Scanner(device="/dev/ttyS0", baud=9600), GUN)


def test_single_settings_are_changed(tmp_path: Path) -> None:
    path = file_in(tmp_path)
    change(tmp_path, {"keyboard_layout": "us_on_jis", "zone_units": 41})
    settings = load(tmp_path, {})
    assert (settings.keyboard_layout, settings.zone_units) == ("us_on_jis", 41)
    assert "# for the visitors" in path.read_text("utf-8")


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    path = file_in(tmp_path)
    with pytest.raises(WrongUsageError, match=r"name"):
        assign(tmp_path, Scanner(device="/dev/ttyS1", name="longer than a light is wide"))
    with pytest.raises(WrongUsageError, match="zone_unit"):
        change(tmp_path, {"zone_unit": 1})
    assert path.read_text("utf-8") == OWN
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["language = ", 'languag = "en"\n'])
def test_a_broken_file_is_a_persons_to_mend(tmp_path: Path, text: str) -> None:
    path = file_in(tmp_path, text)
    with pytest.raises(WrongUsageError, match=str(path)):
        assign(tmp_path, GUN)
    assert path.read_text("utf-8") == text


def test_the_file_keeps_its_mode_its_owner_and_its_link(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    path = file_in(tmp_path / "etc")
    path.chmod(0o604)
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    before = path.stat()
    (tmp_path / FILE_NAME).symlink_to(path)
    assign(tmp_path, GUN)
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert (tmp_path / FILE_NAME).is_symlink()
    assert GUN in load(tmp_path, {}).scanners


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="expected writable settings"):
        assign(tmp_path / "gone", GUN)


def test_only_what_is_not_by_default_is_shown() -> None:
    assert written(Scanner(device="/dev/ttyS0", baud=9600)) == (
        '[[scanners]]\ndevice = "/dev/ttyS0"\nbaud = 9600'
    )
