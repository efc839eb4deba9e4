"""What happened to the station itself: badges, lists, requests, scans that changed nothing."""

from __future__ import annotations

from intake.facts.fact import Fact
from intake.language import Language
from intake.operator import Role
from intake.question import Ask
from intake.verdict import Verdict


class StationCreated(Fact, frozen=True, omit_defaults=True):
    """The journal's first event: what kind of folder this is, for ever."""

    training: bool


class GuardRestored(Fact, frozen=True, omit_defaults=True):
    """Append-only triggers were missing at a start and stand again."""

    triggers: tuple[str, ...]


class OperatorAdded(Fact, frozen=True, omit_defaults=True):
    code: str
    role: Role


class OperatorRetired(Fact, frozen=True, omit_defaults=True):
    code: str


class PersonForgotten(Fact, frozen=True, omit_defaults=True):
    """A badge holder's name and PIN were erased; the badge's code stays in the log."""

    code: str
    reason: str


class PinRefused(Fact, frozen=True, omit_defaults=True):
    """A wrong PIN was given for a badge."""

    code: str


class PinAccepted(Fact, frozen=True, omit_defaults=True):
    """The right PIN was given: earlier wrong ones no longer count."""

    code: str


class ReviewOpened(Fact, frozen=True, omit_defaults=True):
    """Somebody signed in to look at the log and the holds."""

    code: str


class OperatorSignedIn(Fact, frozen=True, omit_defaults=True):
    """A badge took the desk; an open receipt goes over to it."""

    code: str


class OperatorSignedOut(Fact, frozen=True, omit_defaults=True):
    idle: bool = False
    """Nobody scanned for a while: the desk locked itself and keeps the open receipt."""


class LanguageChosen(Fact, frozen=True, omit_defaults=True):
    """By a card, from here on until another is chosen or the desk is opened anew."""

    language: Language


class RejectBinAdded(Fact, frozen=True, omit_defaults=True):
    code: str


class ListActivated(Fact, frozen=True, omit_defaults=True):
    """An affected list is in force from here on."""

    campaign: str
    version: str
    training: bool
    checksum: str
    """SHA-256 of the snapshot file."""


class ExpectedActivated(Fact, frozen=True, omit_defaults=True):
    """Claims to expect are in force from here on; they lie in a file of their own, kept by retention."""

    version: str
    checksum: str
    """SHA-256 of the snapshot file."""


class RejudgingEnded(Fact, frozen=True, omit_defaults=True):
    """Every unit received so far has been judged by the lists in force."""

    lists: str
    """`campaign@version`, joined by commas in the order of the campaigns' ids."""

    units: int
    changed: int


class RematchingEnded(Fact, frozen=True, omit_defaults=True):
    """Every open hold that claims may clear has been compared with the expected returns in force."""

    version: str
    parcels: int
    """Parcels whose claim has changed."""


class QuestionAsked(Fact, frozen=True, omit_defaults=True):
    """The answer to a scan asks something that the next scan may answer; nothing else has changed."""

    ask: Ask
    about: str = ""
    """What it is about, by id or label."""


class SerialLookedUp(Fact, frozen=True, omit_defaults=True):
    """Somebody asked what the lists say of a serial; nothing was taken in."""

    serial: str
    verdict: Verdict
    list_version: str | None = None


class NoteLeft(Fact, frozen=True, omit_defaults=True):
    """A note was left to whoever stands at the desk."""

    note: str
    text: str


class NoteRead(Fact, frozen=True, omit_defaults=True):
    note: str


class ScanRefused(Fact, frozen=True, omit_defaults=True):
    """A scan that changed nothing; the envelope holds the answer."""

    payload: str | None = None
    """SHA-256 of bytes that were not recognised; they lie in `payloads/` until erased."""

    length: int = 0
    misread: bool = False
    """It was taken for a unit's serial: its digest is kept with the unit if that is declared unreadable."""


class ScanRepeated(Fact, frozen=True, omit_defaults=True):
    """The same code from the same source again at once: one reading, confirming nothing."""


class RequestRefused(Fact, frozen=True, omit_defaults=True):
    pass


class PayloadErased(Fact, frozen=True, omit_defaults=True):
    sha256: str
    reason: str
