"""What is no camera is refused with its reason before OpenCV is asked."""

import pytest

from scanners.camera.assignment import CameraAssignment
from scanners.camera.v4l2 import V4l2Camera
from scanners.device import DeviceForbidden, DeviceMissing, DeviceUnusable


def test_a_node_that_is_not_there_or_no_camera_is_told_apart():
    with pytest.raises(DeviceMissing):
        V4l2Camera(CameraAssignment.parse("/dev/v4l/by-id/nothing"))
    with pytest.raises(DeviceUnusable) as refused:
        V4l2Camera(CameraAssignment.parse("/dev/null"))
    assert refused.value.reason == "ENOTTY"


def test_a_node_that_may_not_be_opened_is_forbidden(tmp_path, unprivileged):
    node = tmp_path / "video0"
    node.touch(0o600)
    with unprivileged(), pytest.raises(DeviceForbidden):
        V4l2Camera(CameraAssignment.parse(f"/dev/..{node}"))
