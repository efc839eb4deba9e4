"""Which scanners a run takes: options before the settings, and only what can be understood."""

import pytest

from intake.cli.assigned import Named, assigned, cameras, searched
from intake.equipment import Camera, Scanner
from intake.errors import WrongUsageError
from intake.settings import Settings
from scanners.assignment import Assignment, GunLayout, Kind

SERIAL = Scanner(device="/dev/serial/by-id/gun", name="gun 1", feedback="honeywell_ack")
TYPING = Scanner(device="usb:0c2e:0b61", kind="keyboard", name="gun 2", layout="jis", framing="tab")
POS = Scanner(device="usb:05e0:0600", kind="pos")
SETTLED = Settings(port="/dev/ttyS9", framing="lf", baud=9600, scanners=(SERIAL, TYPING, POS))


def devices(found):
    return [(each.kind, each.device) for each in found]


def test_without_options_they_are_those_of_the_settings():
    assert devices(assigned(SETTLED, Named())) == [
        (Kind.PORT, "/dev/serial/by-id/gun"),
        (Kind.KEYBOARD, "usb:0c2e:0b61"),
        (Kind.POS, "usb:05e0:0600"),
    ]


def test_the_older_key_counts_where_no_scanner_is_assigned():
    found = assigned(Settings(port="/dev/ttyS9", framing="lf", baud=9600), Named())
    assert found == [Assignment("/dev/ttyS9", framing="lf", baud=9600)]


def test_with_nothing_assigned_there_is_nothing_and_what_is_found_is_read_by_the_settings():
    settings = Settings(framing="etx", baud=4800)
    assert assigned(settings, Named()) == []
    assert searched(settings, Named()) == Assignment("", framing="etx", baud=4800)
    assert searched(settings, Named(framing="gap")).framing == "gap"


def test_a_port_that_is_named_goes_before_the_settings():
    found = assigned(SETTLED, Named(ports=("/dev/ttyACM0", "/dev/ttyACM1")))
    assert found == [
        Assignment("/dev/ttyACM0", framing="lf", baud=9600),
        Assignment("/dev/ttyACM1", framing="lf", baud=9600),
    ]


@pytest.mark.parametrize("name", ["gun 1", "/dev/serial/by-id/gun"])
def test_a_scanner_of_the_settings_is_named_by_its_device_or_its_name(name):
    (found,) = assigned(SETTLED, Named(ports=(name,)))
    assert found.feedback == "honeywell_ack"
    (typing,) = assigned(SETTLED, Named(hids=("gun 2",)))
    assert (typing.layout, typing.framing) == (GunLayout.JIS, "tab")


def test_a_scanner_of_the_settings_is_known_by_any_name_of_its_device(tmp_path):
    """By another it would be a stranger to its own maker, and wait for answers in vain."""
    node, by_id = tmp_path / "ttyACM0", tmp_path / "by-id-gun"
    node.touch()
    by_id.symlink_to(node)
    settings = Settings(scanners=(Scanner(device=str(by_id), feedback="honeywell_ack"),))
    (found,) = assigned(settings, Named(ports=(str(node),)))
    assert (found.device, found.feedback) == (str(by_id), "honeywell_ack")
    (other,) = assigned(settings, Named(ports=(str(tmp_path / "ttyACM1"),)))
    assert other.feedback == "none"


def test_which_scanner_of_the_settings_cannot_be_is_told():
    wrong = Scanner(device="/dev/a", name="gun 7", feedback="gong")
    with pytest.raises(
        WrongUsageError, match=r"\[\[scanners\]\] 'gun 7': Expected a feedback .*intake setup"
    ):
        assigned(Settings(scanners=(SERIAL, wrong)), Named())


def test_the_end_of_a_scan_that_is_named_counts_for_all():
    assert {each.framing for each in assigned(SETTLED, Named(framing="crlf"))} == {"crlf"}


def test_a_hid_pos_device_needs_no_set_up():
    assert assigned(Settings(), Named(hids=("/dev/hidraw3",))) == [Assignment("/dev/hidraw3", Kind.POS)]


@pytest.mark.parametrize("device", ["/dev/input/by-id/usb-gun-event-kbd", "usb:0c2e:0b61", "gun 1"])
def test_a_keyboard_that_is_not_set_up_is_refused_with_what_to_do(device):
    with pytest.raises(WrongUsageError, match="run intake setup"):
        assigned(Settings(scanners=(SERIAL,)), Named(hids=(device,)))


@pytest.mark.parametrize(
    ("settings", "named", "told"),
    [
        (Settings(), Named(ports=("/dev/a",), framing="cr-or-so"), "cr-or-so"),
        (Settings(), Named(ports=("/dev/a", "/dev/a")), "'/dev/a' twice"),
        (Settings(scanners=(SERIAL, SERIAL)), Named(), "twice"),
        (Settings(), Named(ports=("/dev/a", "/dev/../dev/a")), "twice, also as '/dev/a'"),
        (Settings(), Named(ports=("/dev/hidraw1",), hids=("/dev/hidraw1",)), "twice"),
        (Settings(scanners=(Scanner(device="/dev/a", kind="camera"),)), Named(), "camera"),
        (Settings(scanners=(Scanner(device="/dev/a", kind="keyboard"),)), Named(), "usb"),
        (Settings(scanners=(Scanner(device="/dev/a", layout="fr"),)), Named(), "fr"),
        (Settings(scanners=(Scanner(device="/dev/a", feedback="gong"),)), Named(), "gong"),
        (Settings(framing="x", port="/dev/a"), Named(), "x"),
    ],
)
def test_a_scanner_that_cannot_be_is_refused_in_one_sentence(settings, named, told):
    with pytest.raises(WrongUsageError, match=told) as caught:
        assigned(settings, named)
    assert "\n" not in str(caught.value)


def test_two_names_of_one_device_are_refused_but_for_those_that_an_equal_gun_may_have_taken_over(tmp_path):
    """Whether the station starts must not hang on which of two equal guns is plugged in."""
    node, by_path, by_id = (tmp_path / name for name in ("ttyACM0", "by-path/gun", "by-id/gun"))
    for name in (by_path, by_id):
        name.parent.mkdir()
        name.symlink_to(node)
    with pytest.raises(WrongUsageError, match="twice, also as"):
        assigned(Settings(), Named(ports=(str(node), str(by_path))))
    assert len(assigned(Settings(), Named(ports=(str(by_id), str(by_path))))) == 2


def test_an_end_of_a_scan_that_is_none_is_refused_also_where_nothing_is_assigned():
    with pytest.raises(WrongUsageError, match="cr-or-so"):
        searched(Settings(), Named(framing="cr-or-so"))


CAMERA = Camera(device="/dev/video3", name="above", width=1920, height=1080)


def test_cameras_of_the_command_line_go_before_those_of_the_settings(tmp_path):
    settings = Settings(cameras=(CAMERA,))
    assert [each.device for each in cameras(settings, Named())] == ["/dev/video3"]
    named = ("0", str(tmp_path), "shots/*.png")
    found = cameras(settings, Named(cameras=named))
    assert [each.device for each in found] == ["/dev/video0", str(tmp_path), "shots/*.png"]
    assert cameras(Settings(), Named()) == []


@pytest.mark.parametrize("named", ["3", "/dev/video3", "above"])
def test_a_camera_that_is_named_and_set_up_is_taken_as_it_is_set_up(named):
    (camera,) = cameras(Settings(cameras=(CAMERA,)), Named(cameras=(named,)))
    assert (camera.name, camera.width) == ("above", 1920)


@pytest.mark.parametrize(
    ("settings", "named", "told"),
    [
        (Settings(cameras=(CAMERA, Camera(device="3"))), (), r"each camera once, got '/dev/video3' twice"),
        (Settings(), ("0", "/dev/video0"), r"each camera once"),
        (Settings(cameras=(Camera(device="0", fps=0, name="above"),)), (), r"\[\[cameras\]\] 'above': .*fps"),
        (Settings(), ("",), "camera"),
        (
            Settings(cameras=(CAMERA,)),
            ("below",),
            "number, device, name in the settings, or pictures, got 'below'",
        ),
    ],
)
def test_a_camera_that_cannot_be_is_refused(settings, named, told):
    with pytest.raises(WrongUsageError, match=told):
        cameras(settings, Named(cameras=named))
