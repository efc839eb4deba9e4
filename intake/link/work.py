"""The link's work: one thing a turn, what lies on the desk first."""

from __future__ import annotations

import time

from intake.campaign import Catalogue
from intake.central.client import Central
from intake.central.fault import CentralError, FaultKind
from intake.errors import IntakeError
from intake.journal import Identity
from intake.link.agenda import Agenda
from intake.link.contact import Contact, Talk, Tell
from intake.link.following import Follower
from intake.link.incidents import Incidents
from intake.link.patience import STATION_SECONDS, pause
from intake.link.settling import PATIENCE, Bring, Settling
from intake.link.standing import open_parcel, standings
from intake.link.sweep import Sweep
from intake.link.wanted import Want, wanted
from intake.sqlite import Connection
from intake.surroundings import now
from intake.wire import ProblemCode

EMERGENCY_SECONDS = 1.0
"""The longest pause while an emergency is not told."""

_LOCKED_OUT = frozenset({ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.TRAINING})


class Work:
    """What is wanted, and doing it. All of it belongs to one thread.

    Raises SQLite's errors where the journal cannot be read.
    """

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        identity: Identity,
        central: Central,
        bring: Bring,
        contact: Contact,
        tell: Tell,
    ) -> None:
        """Begin with what the views say: a link that was killed finds everything again.

        `tell` hears what a person may want to know.
        """
        self._connection = connection
        self._catalogue = catalogue
        self._incarnation = identity.incarnation
        self._central = central
        self._contact = contact
        self._tell = tell
        self._settling = Settling(central, bring)
        self._incidents = Incidents(central, connection)
        self._follower = Follower(connection)
        self._agenda = Agenda()
        self._sweep = Sweep(connection)
        self._has_incidents = True
        self._is_let_in = False
        self._tries = 0
        self._not_before = 0.0
        self._recovered = 0
        self.failure: IntakeError | None = None
        """Why the last turn that tried something has failed."""

        if (parcel := open_parcel(connection)) is not None:
            self._agenda.touch(parcel, time.monotonic())

    def turn(self) -> bool:
        """Do one thing, and tell whether there may be more to do at once."""
        self._follow()
        self._contact.keep_alive()
        if self._contact.recovered != self._recovered:
            self._recovered, self._not_before = self._contact.recovered, 0.0
        if time.monotonic() < self._not_before:
            return False
        try:
            return self._one_thing()
        except CentralError as error:
            self._contact.lost(Talk.UNITS, error)
            self._fail(error, pause(self._tries, error))
        except IntakeError as error:  # no station at work, or its disk fails: it is brought when one is
            self._fail(error, STATION_SECONDS)
        return False

    def _follow(self) -> None:
        news = self._follower.news()
        if news.emergency:  # tried at once, whatever was in vain just now
            self._has_incidents, self._not_before = True, 0.0
        at = time.monotonic()
        for parcel in news.parcels:
            self._agenda.touch(parcel, at)

    def _fail(self, error: IntakeError, seconds: float) -> None:
        self.failure = error
        longest = EMERGENCY_SECONDS if self._has_incidents else seconds
        self._not_before = time.monotonic() + min(seconds, longest)
        self._tries += 1

    def _went_well(self) -> None:
        self.failure, self._tries = None, 0
        self._contact.made(Talk.UNITS)

    def _one_thing(self) -> bool:
        if self._has_incidents:
            if self._incidents.tell(now().wall):
                self._went_well()
            self._has_incidents = False
        self._expect_let_in()
        at = time.monotonic()
        parcel = self._agenda.next(at) or self._swept(at)
        if parcel is not None:
            self._look_at(parcel, at)
        elif self._tries and self._agenda.is_empty:  # what could not be asked is not wanted any more
            self._went_well()
        return parcel is not None

    def _expect_let_in(self) -> None:
        """Ask once for this station's own log: another's token would reserve in the other's name."""
        if not self._is_let_in:
            self._central.positions(timeout=PATIENCE)
            self._is_let_in = True
            self._went_well()

    def _swept(self, at: float) -> str | None:
        if self._agenda.overflowed and self._sweep.begin_anew(at):
            self._agenda.overflowed = False
        parcel = self._sweep.next(at)
        if parcel is not None:
            self._agenda.touch(parcel, at)
        return parcel

    def _look_at(self, parcel: str, at: float) -> None:
        for want in self._wants(parcel):
            self._settle(want, parcel)
        if self._wants(parcel):
            self._agenda.later(parcel, at)
        else:
            self._agenda.done(parcel)

    def _wants(self, parcel: str) -> list[Want]:
        found = standings(self._connection, self._catalogue, parcel)
        wants = [want for each in found for want in wanted(each, self._incarnation)]
        return [want for want in wants if not self._settling.is_over(want)]

    def _settle(self, want: Want, parcel: str) -> None:
        """Settle it, or give up what the hub refuses of this very unit: no other unit waits for it."""
        try:
            self._settling.settle(want, parcel)
        except CentralError as error:
            if error.kind is not FaultKind.REFUSED or _is_of_the_station(error):
                raise
            self._settling.give_up(want)
            self._tell(f"{type(want).__name__} refused: {error}")
        self._went_well()


def _is_of_the_station(error: CentralError) -> bool:
    """Tell whether the hub refuses the station as a whole, or something before the hub does."""
    return error.problem is None or error.problem.code in _LOCKED_OUT
