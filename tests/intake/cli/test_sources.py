"""What the desk waits for reaches a camera, whether it was said before the start or comes with an answer."""

import queue
from pathlib import Path

from intake.cli.assigned import Named
from intake.cli.sources import Sources
from intake.scan import Awaited
from intake.settings import Settings
from scanners.camera.messages import Photo
from tests.scanners.pictures.folder import PictureFolder

PATIENCE = 60


def test_what_was_awaited_before_the_start_reaches_a_camera(tmp_path: Path) -> None:
    camera = PictureFolder(tmp_path / "pictures")
    camera.hold_unit()
    photos: queue.Queue[Photo] = queue.Queue()
    sources = Sources(Named(cameras=(str(camera.place),)), None, Settings())
    sources.on_photo = photos.put
    sources.await_(Awaited(photo="before"))
    sources.start(lambda _scan: None, lambda _text: None, lambda _light: None)
    try:
        assert photos.get(timeout=PATIENCE).wish == "before"
        sources.await_(Awaited(photo="after"))
        assert photos.get(timeout=PATIENCE).wish == "after"
    finally:
        sources.stop()
