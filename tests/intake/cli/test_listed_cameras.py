"""Cameras in `intake scanners list`: where each of ours is, and which are there besides."""

from intake.cli.listed_cameras import camera_rows
from scanners.camera.assignment import CameraAssignment
from scanners.camera.found import FoundCamera


def test_ours_come_first_each_with_what_it_is(tmp_path):
    node, link = tmp_path / "video0", tmp_path / "usb-Cam-index0"
    node.touch()
    link.symlink_to(node)
    other = FoundCamera("/dev/v4l/by-id/other", "/dev/video9", "Another", "046d:0825")
    found = [FoundCamera(str(link), str(node), "Cam", "0c45:6366"), other]
    ours, strange = camera_rows([CameraAssignment(str(link), "above")], found)
    assert (ours["name"], ours["assigned"], ours["node"], ours["advice"]) == ("above", True, str(node), "")
    assert (ours["kind"], ours["product"], ours["identity"]) == ("camera", "Cam", "0c45:6366")
    assert (strange["device"], strange["assigned"]) == ("/dev/v4l/by-id/other", False)
    assert "intake setup" in strange["advice"]


def test_one_that_is_away_is_told_by_what_it_is(tmp_path):
    away = [CameraAssignment("/dev/v4l/by-id/none"), CameraAssignment(str(tmp_path / "pictures"))]
    advice = [row["advice"] for row in camera_rows(away, [])]
    assert advice == ["plug it in", "nothing is there"]
