"""A source of frames: a camera, a film or pictures, open; whoever reads it does not know which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scanners.camera.messages import Began

Frame = NDArray[np.uint8]
"""One picture: `(height, width, 3)`, blue, green, red."""


class FrameSource(Protocol):
    """An open source of frames. One thread reads and closes it."""

    began: Began
    """What it gives."""

    is_patient: bool
    """Whether a frame waits until somebody has looked at the one before; a camera's frames do not."""

    def read(self) -> Frame:
        """The next frame, when it is due.

        Raises:
            DeviceLost: The source went away.
            DeviceFrozen: It is there and gives nothing.

        """

    def close(self) -> None:
        """Let go of it."""
