"""Which cameras are plugged in, by their lasting names, opening nothing."""

import pytest

from scanners.camera.found import FoundCamera, find_cameras
from scanners.identity import Roots


@pytest.fixture
def roots(tmp_path):
    roots = Roots(tmp_path / "dev", tmp_path / "sys")
    (roots.dev / "v4l/by-id").mkdir(parents=True)
    (roots.dev / "v4l/by-path").mkdir(parents=True)
    (roots.sys / "class/video4linux").mkdir(parents=True)
    return roots


def plug(roots, number, name, index=0, usb=None, by_id=""):
    """A node as the kernel shows it: below the interface of a device."""
    device = roots.sys / f"devices/usb1/1-{number}"
    node = device / "1-1:1.0/video4linux" / f"video{number}"
    node.mkdir(parents=True)
    (node / "name").write_text(f"{name}\n")
    (node / "index").write_text(f"{index}\n")
    if usb:
        for key, value in zip(("idVendor", "idProduct"), usb, strict=True):
            (device / key).write_text(f"{value}\n")
    (node / "device").symlink_to(device / "1-1:1.0")
    (roots.sys / f"class/video4linux/video{number}").symlink_to(node)
    (roots.dev / f"video{number}").touch()
    if by_id:
        (roots.dev / f"v4l/by-id/{by_id}").symlink_to(f"../../video{number}")


def test_no_camera_is_no_error(tmp_path):
    assert find_cameras(Roots(tmp_path / "dev", tmp_path / "sys")) == []


def test_each_camera_once_by_its_best_name_and_without_its_second_node(roots):
    plug(roots, 10, "Later", by_id="")
    plug(roots, 0, "HD Camera", usb=("046d", "0825"), by_id="usb-HD_Camera-video-index0")
    plug(roots, 1, "HD Camera", index=1, usb=("046d", "0825"), by_id="usb-HD_Camera-video-index1")
    assert find_cameras(roots) == [
        FoundCamera(
            f"{roots.dev}/v4l/by-id/usb-HD_Camera-video-index0",
            f"{roots.dev}/video0",
            "HD Camera",
            "046d:0825",
        ),
        FoundCamera(f"{roots.dev}/video10", f"{roots.dev}/video10", "Later"),
    ]


def test_a_camera_whose_node_is_just_going_is_left_out(roots):
    plug(roots, 0, "HD Camera")
    (roots.dev / "video0").unlink()
    assert find_cameras(roots) == []
