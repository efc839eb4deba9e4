"""A desk whose link is on, in a real terminal: what another desk has done stands on its screen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.hold import HoldKind
from intake.own_label import LabelKind, OwnLabel
from intake.reading_room import reading_connection
from intake.surroundings import now
from intake.wire import Confirm, EmergencyState, EmergencyTold, FolderKind, Reserve
from scanners.pseudo_gun import PseudoGun
from tests.central import docks
from tests.central.docks import Works, connect, found_docks
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import command, environment
from tests.terminal.conftest import Terminal
from tests.terminal.test_station import shows

LABEL, CONTAINERS = "482000000016", [OwnLabel(LabelKind.CONTAINER, number).code for number in (1, 2)]
RAISED = "2027-01-15T08:00:00.000Z"
WORDS = {
    "en": ("ready", "replacement at DOCK-2", "EMERGENCY at DOCK-2", "at DOCK-2 is over"),
    "ja": ("準備完了", "交換品は DOCK-2", "DOCK-2 で緊急", "DOCK-2 の緊急は終わり"),
}


@pytest.fixture(scope="module")
def works(tmp_path_factory) -> Works:
    """A dock founded just now, to be copied: the desk goes by the machine's own clock."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(docks, "DAY", now())
        return found_docks(tmp_path_factory.mktemp("works"), ["DOCK-1"], ())


class Neighbour:
    """DOCK-2, as the hub knows it."""

    def __init__(self, url: str, token: str) -> None:
        self.central = Central(Credentials.parse(url, token), "DOCK-2")

    def confirm(self, key: str) -> None:
        """Have the replacement of a key."""
        epoch = self.central.reserve(Reserve(FolderKind.PRODUCTION, "other", key, "u2")).epoch
        _, serial = key.split("/", 1)
        told = ("campaign", serial, "Item", None, "4820", None)
        self.central.confirm(Confirm(FolderKind.PRODUCTION, "other", key, "u2", "p2", epoch, *told))

    def emergency(self, state: EmergencyState) -> None:
        self.central.tell(EmergencyTold(FolderKind.PRODUCTION, "incident-2", state, RAISED))


@pytest.fixture
def neighbour(database, works, tmp_path) -> Iterator[Neighbour]:
    """The hub, another desk of the site, and this desk's link beside it."""
    site = works.copy("DOCK-1", tmp_path / "state")
    with hub_in_thread(database) as hub:
        connect(site, hub.url, station_token(database, "DOCK-1"), link=True)
        other = Neighbour(hub.url, station_token(database, "DOCK-2"))
        yield other
        other.central.close()


@pytest.fixture
def link(neighbour, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """This desk's link."""
    with subprocess.Popen(command("link"), env=environment(tmp_path / "state")) as process:
        yield process
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_desk_tells_of_another_desks_serial_and_of_its_emergency(
    open_terminal: Callable[..., Terminal],
    gun: PseudoGun,
    works: Works,
    neighbour: Neighbour,
    link: object,
    tmp_path: Path,
    language: str,
) -> None:
    ready, rival, emergency, over = WORDS[language]
    serial = works.serials[0]
    terminal = open_terminal(gun, (80, 24), language)
    terminal.until(shows(ready))
    for code in (OwnLabel(LabelKind.BADGE, 1).code, LABEL):
        gun.send(f"{code}\r".encode())
    terminal.until(shows(LABEL))
    neighbour.confirm(f"{works.campaign.maker}/{serial}")
    gun.send(f"{serial}\r".encode())
    terminal.until(shows(serial, rival))
    for code in ("RI-C-INTACT", *CONTAINERS):
        gun.send(f"{code}\r".encode())
    terminal.until(lambda _screen: held(tmp_path / "state") == [(f'["{HoldKind.DUPLICATE}"]',)])
    neighbour.emergency(EmergencyState.RAISED)
    terminal.until(shows(emergency))
    neighbour.emergency(EmergencyState.CLOSED)
    terminal.until(shows(over))


def held(folder: Path) -> list[tuple[str]]:
    """Give the holds of every unit that was put away."""
    with reading_connection(folder) as connection:
        return connection.execute("SELECT holds FROM unit WHERE container IS NOT NULL").fetchall()
