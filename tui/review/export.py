"""Exporting what is listed into a file: CSV, a workbook, or JSON Lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import on
from textual.message import Message

from intake.errors import IntakeError, StorageError
from intake.printable import printable
from intake.reading_room import reading_connection
from intake.review.export import Form, export
from intake.sqlite import Error
from intake.surroundings import iso, now
from tui.review.card import Card
from tui.review.form import Field
from tui.review.listed import Listed
from tui.review.room import Room


class Exported(Message, bubble=False):
    """The file is whole."""

    def __init__(self, count: int, path: Path) -> None:
        """Hold how many rows stand in it."""
        super().__init__()
        self.count = count
        self.path = path


class NotExported(Message, bubble=False):
    """There is no file."""

    def __init__(self, reason: str) -> None:
        """Hold the reason."""
        super().__init__()
        self.reason = reason


def write(folder: Path, listed: Listed, path: Path, form: Form, tell: Callable[[Message], object]) -> None:
    """Write rows into a file, over a connection of this thread's own, and tell what became of it."""
    try:
        with reading_connection(folder) as connection:
            tell(Exported(export(listed.rows(connection), listed.header, path, form), path))
    except (IntakeError, Error, OSError, ValueError) as error:  # a row of a newer release is a ValueError
        tell(NotExported(str(error)))


def path_of(text: str) -> Path:
    """Read a path; `~` is the home of who runs the review. Raises StorageError where nobody has it."""
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError as error:
        raise StorageError(f"expected a home folder that is there, got {text.strip()}") from error


class Export(Card):
    """Asks for form and path, and says how many rows were written."""

    NAME = "export"

    def __init__(self, room: Room, listed: Listed) -> None:
        """Export what is listed."""
        self._listed = listed
        self._is_written = False
        super().__init__(room)

    def about(self) -> tuple[str]:
        """Say what is written."""
        wording = self.room.wording
        return (wording.review("export_about", what=wording.review(self._listed.name)),)

    def fields(self) -> tuple[Field, ...]:
        """Ask for the form and the path."""
        wording = self.room.wording
        choices = tuple((form.value, form.upper()) for form in Form)
        day = iso(now().wall)[:10]
        path = Path.home() / f"intake-{self._listed.name}-{day}.{Form.CSV}"
        return (
            Field("form", wording.review("form"), choices=choices),
            Field("path", wording.review("path"), longest=400, value=str(path)),
        )

    def action_choose(self, steps: int) -> None:
        """Let the path's ending follow the form."""
        before = f".{self.form.values['form']}"
        super().action_choose(steps)
        stem = self.form.values["path"].removesuffix(before)
        if stem != self.form.values["path"]:
            self.form.values["path"] = f"{stem}.{self.form.values['form']}"
        self.draw()

    def send(self) -> None:
        """Write the file; once it is written, close."""
        if self._is_written:
            _ = self.dismiss(None)
            return
        try:
            path = path_of(self.form.values["path"])
        except StorageError as error:
            self.tell_not_exported(NotExported(str(error)))
            return
        form = Form(self.form.values["form"])
        self.wait(self.room.wording.review("exporting"))
        self.run_worker(
            partial(write, self.room.folder, self._listed, path, form, self.post_message), thread=True
        )

    @on(Exported)
    def tell_exported(self, message: Exported) -> None:
        """Say how many rows were written, and where."""
        self._is_written = True
        path = printable(str(message.path), 200)
        self.note(self.room.wording.review("exported", count=f"{message.count:,}", path=path))

    @on(NotExported)
    def tell_not_exported(self, message: NotExported) -> None:
        """Say why there is no file."""
        self.note(
            self.room.wording.review("not_exported", fault=printable(message.reason, 200)), is_trouble=True
        )
