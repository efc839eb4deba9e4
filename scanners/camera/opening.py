"""Opens what an assignment of a camera names: a device, a film or pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanners.camera.assignment import CameraKind
from scanners.camera.film import Film
from scanners.camera.pictures import Pictures
from scanners.camera.v4l2 import V4l2Camera

if TYPE_CHECKING:
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.source import FrameSource


def open_source(assignment: CameraAssignment) -> FrameSource:
    """Open it. Raises DeviceError as what it is says why not."""
    if assignment.kind is CameraKind.DEVICE:
        return V4l2Camera(assignment)
    return Film(assignment) if assignment.kind is CameraKind.FILM else Pictures(assignment)
