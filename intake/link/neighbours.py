"""Emergencies at the site's other desks: heard by long polls in a thread of their own, told to the desk."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path

from intake.central.client import Central
from intake.central.fault import CentralError
from intake.errors import IntakeError
from intake.link.contact import Contact, Talk
from intake.link.patience import STATION_SECONDS, pause
from intake.link.settling import PATIENCE, Bring
from intake.reading_room import reading_connection
from intake.request import Request, TellEmergency
from intake.surroundings import now, uuid7
from intake.wire import EmergencyState, SiteEmergency

WAIT_SECONDS = 25
"""Of one poll, below the minute after which some networks drop what is silent."""

_SOONEST = 3
"""Tries after which pauses grow no more: an emergency is to be heard soon after contact is back."""

_KNOWN = "SELECT incident, ended_at IS NULL FROM neighbour"


def news(heard: tuple[SiteEmergency, ...], known: Mapping[str, bool]) -> tuple[TellEmergency, ...]:
    """Give what the desk does not know yet of emergencies it knows as open (True) or over.

    What was raised and closed while nobody listened is over: the desk is not told of it at all.
    """
    last = {each.incident: each for each in heard}
    return tuple(
        TellEmergency(each.station, each.incident, each.state)
        for each in last.values()
        if known.get(each.incident, False) is not (each.state is EmergencyState.RAISED)
    )


class Neighbours:
    """Hears and tells. After a start it hears all the site ever had and tells what the desk lacks."""

    def __init__(self, folder: Path, central: Central, bring: Bring, contact: Contact) -> None:
        """`central` belongs to this thread."""
        self._folder = folder
        self._central = central
        self._bring = bring
        self._contact = contact
        self._after = 0

    def listen(self, stop: threading.Event) -> None:
        """Go on until told to stop."""
        tries, wait, patience = 0, 0.0, 0  # the first word comes at once: that there is contact
        while not stop.wait(wait):
            try:
                self.hear(patience)
            except CentralError as error:
                self._contact.lost(Talk.EMERGENCIES, error)
                tries, wait, patience = tries + 1, pause(min(tries, _SOONEST), error), 0
            except (
                IntakeError
            ):  # no station at work, or its disk fails: the same is heard again, and told then
                wait = STATION_SECONDS
            else:
                tries, wait, patience = 0, 0.0, WAIT_SECONDS

    def hear(self, seconds: int) -> None:
        """Wait so long for news, and tell them. Raises CentralError, and as `bring`."""
        heard = self._central.wait(self._after, seconds, timeout=PATIENCE)
        self._contact.made(Talk.EMERGENCIES)
        if heard.emergencies:
            with reading_connection(self._folder) as connection:
                known = {incident: bool(is_open) for incident, is_open in connection.execute(_KNOWN)}
            for wish in news(heard.emergencies, known):
                self._bring(Request(uuid7(now().wall), f"uid:{os.getuid()}", wish))
        self._after = heard.last
