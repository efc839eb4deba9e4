"""Assignments of cameras: what names one, and what is refused."""

import pytest

from scanners.camera.assignment import CameraAssignment, CameraKind


@pytest.mark.parametrize(
    ("given", "device", "kind"),
    [
        (0, "/dev/video0", CameraKind.DEVICE),
        (" 2 ", "/dev/video2", CameraKind.DEVICE),
        ("/dev/v4l/by-id/usb-A-video-index0", "/dev/v4l/by-id/usb-A-video-index0", CameraKind.DEVICE),
        ("day/dock.AVI", "day/dock.AVI", CameraKind.FILM),
        ("day", "day", CameraKind.PICTURES),
        ("day/f_%03d.png", "day/f_%03d.png", CameraKind.PICTURES),
    ],
)
def test_a_camera_is_named_by_number_path_film_or_folder(given, device, kind):
    camera = CameraAssignment.parse(given)
    assert (camera.device, camera.kind, camera.is_live) == (device, kind, kind is CameraKind.DEVICE)
    assert camera.source == f"camera:{device}"


def test_a_film_or_a_folder_begins_again_where_its_name_says_so():
    names = ["a.loop.avi", "day.loop", "a.avi", "loop", "day"]
    loops = [CameraAssignment.parse(name).loops for name in names]
    assert loops == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"device": " "}, "Expected a camera such as 0, /dev/video0, a folder or a film, got ' '."),
        ({"width": 0}, "Expected a width from 16 to 8192, got 0."),
        ({"height": 9000}, "Expected a height from 16 to 8192, got 9000."),
        ({"fps": 0}, "Expected a fps from 1 to 240, got 0."),
        ({"focus": -1}, "Expected a focus from 0 to 65535, got -1."),
    ],
)
def test_what_no_camera_can_be_is_refused_with_expected_and_got(keys, sentence):
    with pytest.raises(ValueError, match="Expected") as refused:
        CameraAssignment.parse(**({"device": "0"} | keys))
    assert str(refused.value) == sentence
