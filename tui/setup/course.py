"""The course of one set-up: the pages in their order, the gun on them, and who listens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from intake.doctor import Finding
from intake.equipment import Camera, Scanner
from intake.errors import IntakeError
from intake.language import Language
from intake.scan import Fault, Layout
from intake.settings import Settings
from intake.settings_file import assign, change
from intake.wording import Wording
from scanners.camera.found import FoundCamera
from scanners.camera.messages import Preview
from scanners.identity import Roots
from scanners.light import Light, LightState
from scanners.plugged import Plugged
from tui.key_buffer import Typed
from tui.setup.camera_page import CameraPage
from tui.setup.checks_page import ChecksPage
from tui.setup.codes_page import CodesPage
from tui.setup.ears import Ears
from tui.setup.eye import Eye
from tui.setup.finding_page import FindingPage
from tui.setup.gun import Gun
from tui.setup.page import Page
from tui.setup.saving_page import SavingPage
from tui.setup.signals import Examined, Lit, Pulled, Saved, Seen, Viewed
from tui.setup.tones_page import TonesPage


@dataclass(frozen=True, slots=True)
class Site:
    """What a set-up is begun with."""

    folder: Path
    settings: Settings
    find: Callable[[], Iterable[Plugged]]
    """Tells what is plugged in."""

    roots: Roots
    """Where the machine shows its devices."""

    examine: Callable[[], Iterable[Finding]]
    """Checks the station, a finding at a time."""

    find_cameras: Callable[[], Iterable[FoundCamera]] = tuple
    """Tells which cameras are plugged in; opens none."""


class Course:
    """One set-up. Used by the screen's thread alone, but for what says otherwise."""

    def __init__(
        self,
        site: Site,
        post: Callable[[Pulled | Lit | Seen | Viewed | Examined | Saved], object],
        behind: Callable[[Callable[[], None]], object],
        finish: Callable[[], None],
    ) -> None:
        """Begin at the first page; `post` brings what threads tell, `behind` starts one."""
        self.site = site
        self.wording = Wording.shown_on(os.environ.get("TERM", ""), site.settings.language)
        self.finish = finish
        self.gun: Gun | None = None
        self.camera: Camera | None = None
        """The camera that has read the card."""
        self.cameras: tuple[FoundCamera, ...] = ()
        self.plugged: tuple[Plugged, ...] = ()
        self.lights: dict[str, Light] = {}
        is_spoken = self.wording.language is site.settings.language
        self.noted = "" if is_spoken else self.wording.screen("not_shown_here")
        self._post = post
        self._behind = behind
        self.ears = Ears(lambda scan: post(Pulled(scan)), lambda light: post(Lit(light)), site.roots)
        self.eye = Eye(
            lambda scan: post(Pulled(scan)), lambda light: post(Lit(light)), lambda seen: post(Viewed(seen))
        )
        kinds = (FindingPage, TonesPage, CodesPage, CameraPage, ChecksPage, SavingPage)
        self._pages: tuple[Page, ...] = tuple(kind(self) for kind in kinds)
        self.at = 0
        self.page.begin()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.at]

    @property
    def title(self) -> str:
        """Say where in the course it is."""
        page = self.wording.setup(f"title_{self.page.NAME}")
        return self.wording.setup("title", step=self.at + 1, steps=len(self._pages), page=page)

    @property
    def devices(self) -> list[Scanner | Camera]:
        """What is to be written of the gun and of the camera."""
        scanner = self.gun.scanner if self.gun else None
        return [each for each in (scanner, self.camera) if each is not None]

    @property
    def terminal_settings(self) -> dict[str, str]:
        """What is set for a gun that types at this terminal: which keyboards meet, once that is told."""
        is_here = self.gun is not None and self.gun.assignment is None
        told = self.gun.layout if self.gun and is_here else Layout.UNKNOWN
        return {} if told is Layout.UNKNOWN else {"keyboard_layout": told.value}

    @property
    def trouble(self) -> str:
        """Say what hinders the gun, where something does."""
        source = self.gun.assignment.source if self.gun and self.gun.assignment else ""
        light = self.lights.get(source)
        if light is None or light.state is LightState.READY:
            return ""
        return self.wording.light(light.state, light.name or source, light.detail)

    def close(self) -> None:
        """Let go of every device."""
        self.ears.close()
        self.eye.close()

    def hinted(self, seen: Preview) -> str:
        """Say what hinders the camera most; empty: nothing."""
        return self.wording.camera(seen.hint) if seen.hint else ""

    def note(self, text: str) -> None:
        """Say something until the next key or pull."""
        self.noted = text

    def go(self, by: int) -> None:
        """Go to the page after or before, past those where there is nothing to do."""
        self.page.end()
        self.at = max(self.at + by, 0)
        while not self.page.is_due:
            self.at += by
        self.page.begin()

    def take(self, gun: Gun) -> None:
        """This is the gun: the others are let go."""
        self.gun = gun
        self.ears.listen([gun.assignment] if gun.assignment else [])
        self.note("")
        self.go(1)

    def set_feedback(self, name: str, *, heard: bool | None) -> None:
        """Answer the gun in another way."""
        if self.gun is not None:
            self.gun = self.gun.set_to(feedback=name)
            self.gun = self.gun.with_tones(heard=heard)
            self.ears.listen([self.gun.assignment] if self.gun.assignment else [])

    def typed(self, typed: Typed) -> None:
        """Take what was typed at this terminal; the desk refuses what has no end, so it is no code here."""
        self.note("")
        if typed.fault is Fault.UNTERMINATED:
            self.note(self.wording.setup("typed_unended"))
        else:
            self.page.typed(typed.text)

    def begin_anew(self) -> None:
        """Set up another gun."""
        self.camera = None
        self.at = 0
        self.page.begin()

    def look(self) -> None:
        """Look in the background for what is plugged in."""
        self._behind(lambda: self._seen(Seen(tuple(self.site.find()), tuple(self.site.find_cameras()))))

    def _seen(self, message: Seen) -> None:
        """Called in the background."""
        self._post(message)

    def examine(self) -> None:
        """Check the station in the background."""
        self._behind(self._examined)

    def _examined(self) -> None:
        for finding in self.site.examine():
            self._post(Examined(finding))
        self._post(Examined(None))

    def save(self) -> None:
        """Write the settings in the background."""
        devices, values = self.devices, self.terminal_settings
        self._behind(lambda: self._saved(devices, values))

    def _saved(self, devices: list[Scanner | Camera], values: dict[str, str]) -> None:
        try:
            for device in devices:
                assign(self.site.folder, device)
            if values:
                change(self.site.folder, values)
        except IntakeError as error:
            self._post(Saved(str(error)))
        else:
            self._post(Saved())

    def heard(self, message: Pulled | Lit | Seen | Examined | Saved) -> None:
        """Take in what threads tell."""
        match message:
            case Pulled():
                self.noted = ""
                self.page.pulled(message.scan)
            case Lit():
                self._light(message.light)
            case Seen():
                self.plugged, self.cameras = message.plugged, message.cameras
                if isinstance(self.page, FindingPage):
                    self.page.seen(message.plugged)
            case _:
                self.page.told(message)

    def _light(self, light: Light) -> None:
        """Show a device's light; one that is let go has none."""
        if light.state is LightState.STOPPED:
            self.lights.pop(light.source, None)
        else:
            self.lights[light.source] = light

    def switch_language(self) -> None:
        """Speak the other language, or say why it is not spoken here."""
        if self.wording.is_alone:
            self.note(self.wording.screen("not_shown_here"))
            return
        languages = list(Language)
        place = languages.index(self.wording.language)
        self.wording = Wording(languages[(place + 1) % len(languages)])
