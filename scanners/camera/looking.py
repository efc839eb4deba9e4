"""Looking: codes are read off the frames that are worth it, for what the desk waits for now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from intake.scan import Awaited
from scanners.camera.stillness import Stillness
from scanners.decode.frame_reader import FrameReader

if TYPE_CHECKING:
    from intake.scan import Scan
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.capture import Captured
    from scanners.camera.messages import Preview

_SECOND: Final = 1_000_000_000


class Looking:
    """One camera's look at what lies before it. Not for several threads."""

    def __init__(self, assignment: CameraAssignment) -> None:
        """Wait for nothing yet."""
        self._reader = FrameReader(assignment.source, Awaited(), is_live=assignment.is_live)
        self._stillness = Stillness()

    def await_(self, awaited: Awaited) -> None:
        """Look for something else, also in a picture that has long been still."""
        self._reader.await_(awaited)
        self._stillness.stir()

    def feed(self, captured: Captured) -> Scan | None:
        """Take the next frame and give a code that is sure."""
        if not self._stillness.is_worth(captured.frame, captured.moment.monotonic / _SECOND):
            return None
        return self._reader.feed(captured.frame, captured.moment)

    def marked(self, preview: Preview) -> Preview:
        """Mark in a small picture what was found in the frame that was searched last."""
        reader = self._reader
        return replace(preview, outline=reader.outline, is_read=reader.is_read, hint=reader.hint)
