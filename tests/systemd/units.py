"""Unit files: what stands in them, and what systemd-analyze says of them when they are installed."""

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PLACE = Path(__file__).parents[2] / "systemd"
INSTALLED = "/opt/returns-intake"
HOUSE = Path(__file__).parents[2]
SERVICES = sorted(PLACE.glob("*.service"))
TIMERS = sorted(PLACE.glob("*.timer"))


@dataclass(frozen=True)
class Unit:
    """A unit file. Of a key that stands several times every value counts, in order."""

    name: str
    settings: dict[str, list[str]]

    @classmethod
    def read(cls, file, **places):
        """Read one, with other places for installed ones: `program`, `state`, `backups`, `credentials`."""
        settings: dict[str, list[str]] = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "[")):
                key, _, value = line.partition("=")
                settings.setdefault(key, []).append(_placed(value, file.stem, places))
        return cls(file.name, settings)

    def first(self, key, otherwise=""):
        return self.settings.get(key, [otherwise])[0]

    def command(self, key="ExecStart"):
        return self.first(key).split()

    @property
    def environment(self):
        pairs = (
            pair.split("=", 1) for line in self.settings.get("Environment", []) for pair in shlex.split(line)
        )
        return dict(pairs)

    def has(self, key):
        return self.first(key, "no") == "yes"

    @property
    def credentials(self):
        return [value.split(":") for value in self.settings.get("LoadCredential", [])]


def _placed(value, stem, places):
    """Put this machine's places in for the installed ones, and systemd's specifiers."""
    known = {
        INSTALLED: places.get("program", INSTALLED),
        "/var/lib/intake": places.get("state", "/var/lib/intake"),
        "/var/backups/intake": places.get("backups", "/var/backups/intake"),
        "%d": places.get("credentials", "%d"),
        "%N": stem,
        "%i": places.get("instance", "%i"),
    }
    for installed, here in known.items():
        value = value.replace(installed, str(here))
    return value


def install(folder):
    """Copy every unit into a folder, with the checkout in the place of the installed program."""
    for file in (*SERVICES, *TIMERS):
        shutil.copy(file, folder)
        copy = folder / file.name
        copy.write_text(copy.read_text(encoding="utf-8").replace(INSTALLED, str(HOUSE)), encoding="utf-8")
    return sorted(path.name for path in folder.iterdir())


def analyse(*words, folder):
    """Ask systemd-analyze, which needs no running systemd for this."""
    return subprocess.run(
        ["systemd-analyze", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
