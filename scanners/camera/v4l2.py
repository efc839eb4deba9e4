"""A real camera, by V4L2: frames come as MJPG, for as YUYV two do not fit on one USB 2 bus (opencv#20504)."""

from __future__ import annotations

import fcntl
import os
import struct
from typing import TYPE_CHECKING, Final

import cv2

from scanners.camera.messages import Began
from scanners.device import DeviceFrozen, DeviceHeld, DeviceLost, DeviceUnusable, while_opening

if TYPE_CHECKING:
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.source import Frame

_QUERYCAP: Final = 0x8068_5600
"""VIDIOC_QUERYCAP, which fills a `struct v4l2_capability` of 104 bytes (Linux, videodev2.h)."""

_CAPTURES: Final = 0x0000_0001 | 0x0000_1000
"""V4L2_CAP_VIDEO_CAPTURE and its form of several planes: a camera has a second node for metadata alone."""

_DEVICE_CAPS: Final = 88
"""Where `device_caps` stands in it."""


class V4l2Camera:
    """A camera that is open for us."""

    is_patient = False

    def __init__(self, assignment: CameraAssignment) -> None:
        """Open it and ask for what is wanted; the driver gives what it can.

        Raises:
            DeviceError: It is missing, forbidden, held, or no camera.

        """
        self._path = assignment.device
        _check(self._path)
        self._capture = cv2.VideoCapture(self._path, cv2.CAP_V4L2)
        if not self._capture.isOpened():
            self._capture.release()
            raise DeviceHeld(self._path, "EBUSY")
        self._ask(assignment)
        self.began = self._read_back()

    def read(self) -> Frame:
        """Wait for the next frame, at most a second (see `scanners.camera.process`)."""
        is_given, frame = self._capture.read()
        if is_given:
            return frame  # type: ignore[return-value]  # cv2 tells no element type
        if os.path.exists(self._path):  # noqa: PTH110 - one question a frame
            raise DeviceFrozen(self._path, "no picture")
        raise DeviceLost(self._path, "ENODEV")

    def close(self) -> None:
        """Let go of it."""
        self._capture.release()

    def _ask(self, assignment: CameraAssignment) -> None:
        """The coding first: it decides which sizes there are, and they decide the rates."""
        wanted = {
            cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
            cv2.CAP_PROP_FRAME_WIDTH: assignment.width,
            cv2.CAP_PROP_FRAME_HEIGHT: assignment.height,
            cv2.CAP_PROP_FPS: assignment.fps,
            cv2.CAP_PROP_BUFFERSIZE: 1,
        }
        if assignment.focus is not None:
            # Autofocus that hunts ruins close codes; the fixed value is refused while it is on.
            wanted |= {cv2.CAP_PROP_AUTOFOCUS: 0, cv2.CAP_PROP_FOCUS: assignment.focus}
        for key, value in wanted.items():
            self._capture.set(key, value)

    def _read_back(self) -> Began:
        got = self._capture.get
        return Began(
            int(got(cv2.CAP_PROP_FRAME_WIDTH)),
            int(got(cv2.CAP_PROP_FRAME_HEIGHT)),
            got(cv2.CAP_PROP_FPS),
            int(got(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode("latin-1").strip("\0 "),
        )


def _check(path: str) -> None:
    """See that it may be opened and is a camera; OpenCV tells neither why not. Raises DeviceError."""
    capability = bytearray(104)
    with while_opening(path):
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.ioctl(node, _QUERYCAP, capability)
        finally:
            os.close(node)
    if not struct.unpack_from("<I", capability, _DEVICE_CAPS)[0] & _CAPTURES:
        raise DeviceUnusable(path, "no camera")
