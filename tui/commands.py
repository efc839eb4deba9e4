"""The commands of the desk: what each does, whether its key was pressed or it was chosen in the palette."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.language import Language
from intake.request import ReadNote
from intake.settings import SoundPolicy, ThemeName
from tui.desk_command import SCANNED, DeskCommand
from tui.lead_form import LeadForm
from tui.leaving import Leaving
from tui.messages import CommandGiven

if TYPE_CHECKING:
    from tui.app import DeskApp

NOBODY = "desk"
"""Who asks where nobody is signed in."""


class Commands:
    """Gives the commands of one desk."""

    def __init__(self, app: DeskApp) -> None:
        """Command this application."""
        self._app = app
        self._leaving = Leaving()
        self._given: dict[DeskCommand, Callable[[], None]] = {
            DeskCommand.HELP: app.desk.toggle_help,
            DeskCommand.LANGUAGE: self._switch_language,
            DeskCommand.PALETTE: self._open_palette,
            DeskCommand.READ_NOTE: self._read_note,
            DeskCommand.THEME: self._switch_theme,
            DeskCommand.SOUND: self._switch_sound,
            DeskCommand.LEAD: self._serve_lead,
            DeskCommand.QUIT: self._ask_to_quit,
            DeskCommand.CAMERA: self._show_camera,
        }

    def give(self, command: DeskCommand) -> None:
        """Give one; what is a card as well goes in as that card's scan."""
        if command in SCANNED:
            self._app.bridge.take_card(SCANNED[command])
        else:
            self._given[command]()

    def _switch_language(self) -> None:
        languages = list(Language)
        self._app.speak(languages[(languages.index(self._app.wording.language) + 1) % len(languages)])

    def _switch_theme(self) -> None:
        names = list(ThemeName)
        self._app.theme = names[(names.index(ThemeName(self._app.theme)) + 1) % len(names)]
        self._app.desk.show_notice("theme_is", theme=self._app.wording.term("theme", self._app.theme))

    def _switch_sound(self) -> None:
        """Silence an emergency for a while; otherwise choose what is heard."""
        if self._app.desk.now.scene.emergency_since is not None:
            self._app.sound.silence()
            return
        policies = list(SoundPolicy)
        self._app.sound.policy = policies[(policies.index(self._app.sound.policy) + 1) % len(policies)]
        self._app.desk.show_notice("sound_is", policy=self._app.wording.term("sound", self._app.sound.policy))

    def _open_palette(self) -> None:
        chosen = self._app.desk.open_palette()
        if chosen is not None:
            self._app.post_message(CommandGiven(chosen))

    def _read_note(self) -> None:
        """Show a note that is cut off; one that stands there whole is read."""
        desk, note = self._app.desk, self._app.desk.now.scene.note
        if note is not None and desk.banner.cuts_note and not desk.help_card.shows(note):
            desk.help_card.show_note(note, self._app.wording)
            return
        desk.help_card.display = False
        if note is not None:
            self._app.bridge.wish(ReadNote(note.id), desk.now.operator or NOBODY)

    def _serve_lead(self) -> None:
        """Open the lead's form; open already, send it."""
        if self._app.desk.lead_card.form is not None:
            self._app.desk.send_lead()
            return
        emergency = self._app.desk.now.scene.emergency_since is not None
        try:
            # Looking for the last act reads the log: some milliseconds, and nobody scans meanwhile.
            act = None if emergency else self._app.place.last_act()
        except IntakeError as error:
            self._app.desk.show_notice("no_log", fault=str(error))
            return
        self._app.desk.open_lead(LeadForm(emergency, act))

    def _show_camera(self) -> None:
        """Show what the camera sees, or hide it."""
        if not self._app.desk.viewfinder.toggle():
            self._app.desk.show_notice("no_camera")

    def _ask_to_quit(self) -> None:
        """Quit on a second press at a person's pace; a gun's two are nearer together."""
        if self._leaving.press(time.monotonic()):
            self._app.exit()
            return
        self._app.desk.show_notice("quit_twice")
