"""A machine on which the units are installed: their user, folders and credentials, and what they start."""

import os
import subprocess
import sys
from pathlib import Path

from tests.systemd.units import HOUSE, PLACE, Unit

_USER = 700_000 + os.getpid() % 100_000
"""Nobody's on any machine: whatever belongs to it afterwards, the program has made."""

_OPEN_TO_ALL = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", str(HOUSE))


class Machine:
    """Folders of one machine, below one of the test's."""

    def __init__(self, folder):
        self.places = {name: folder / name for name in ("state", "backups", "credentials", "tmp")}
        for place in self.places.values():
            place.mkdir(mode=0o750)
        self.user = _USER if os.geteuid() == 0 else os.geteuid()

    @property
    def state(self):
        return self.places["state"]

    def unit(self, name, instance="", file=None):
        return Unit.read(file or PLACE / name, program=HOUSE, instance=instance, **self.places)

    def give(self, credential, text):
        """Put a credential where the service manager would, readable to the unit's user alone."""
        path = self.places["credentials"] / credential
        path.write_text(text, encoding="utf-8")
        path.chmod(0o400)

    def command(self, unit, words=None):
        """Give what starts a unit's program as its user and with its paths alone."""
        confined = [sys.executable, str(Path(__file__).with_name("confine.py"))]
        writable = [self.places["tmp"]]
        writable += [self.state] if "StateDirectory" in unit.settings else []
        writable += [Path(place) for place in unit.first("ReadWritePaths").split()]
        confined += [word for place in writable for word in ("--write", str(place))]
        confined += ["--no-network"] if unit.has("PrivateNetwork") else []
        confined += ["--no-new-code"] if unit.has("MemoryDenyWriteExecute") else []
        return [*self._as_user(), *confined, "--", *(words or unit.command())]

    def _as_user(self):
        """Become the unit's user, who may read everything: a checkout may lie where only root looks."""
        if os.geteuid() != 0:
            return []
        everything = (path for place in self.places.values() for path in (place, *place.rglob("*")))
        for path in everything:
            os.chown(path, self.user, self.user, follow_symlinks=False)
        words = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        only = "-all,+dac_read_search"
        return [*words, f"--inh-caps={only}", f"--ambient-caps={only}", f"--bounding-set={only}"]

    def environment(self, unit):
        """Give what a unit's program finds, and nothing of the test's own."""
        own = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.state),
            "TMPDIR": str(self.places["tmp"]),
        }
        if unit.credentials:
            own["CREDENTIALS_DIRECTORY"] = str(self.places["credentials"])
        return own | unit.environment

    def run(self, name, key="ExecStart", **more):
        """Run a unit's program to its end."""
        unit = self.unit(name, more.pop("instance", ""))
        return subprocess.run(
            self.command(unit, unit.command(key)),
            env=self.environment(unit) | more,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            timeout=60,
        )

    def start(self, name, port):
        """Start a unit's program, at another port."""
        unit = self.unit(name)
        words = [port if word == "8443" else word for word in unit.command()]
        assert port in words
        return subprocess.Popen(
            self.command(unit, words), env=self.environment(unit), cwd="/", stderr=subprocess.PIPE, text=True
        )

    @property
    def strays(self):
        """What the units' user has left outside its folders, where everybody may write."""
        if os.geteuid() != 0:
            return []
        entries = (Path(entry) for place in _OPEN_TO_ALL for entry in os.scandir(place))
        return [str(path) for path in entries if _owner(path) == self.user]


def _owner(path: Path) -> int | None:
    """Give whose a file is; None where it has gone meanwhile, as other tests' do."""
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return None
