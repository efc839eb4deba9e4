"""The one door: every change, whoever makes it, enters by `Station.accept`.

One station is one lane and one process, the holder of the state folder's lock. It decides by the pure core,
records, and only then answers.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from intake import catalogue as campaigns
from intake import facts, payloads, views
from intake.barcode import Reading, Unreadable, read
from intake.errors import CommitUnknownError, DiskFullError, StorageError
from intake.events import Draft, Event, RequestCause, ScanCause
from intake.gathering import Gathering
from intake.granting import grant
from intake.journal import Journal, Sealed, events_of_parcel, is_disk_full
from intake.known import LookUps
from intake.outcome import Answer, Line, Message, Outcome, Recorded, Standing
from intake.people import People
from intake.receipt import (
    Decision,
    LastScan,
    Parcel,
    Receipt,
    Step,
    awaited,
    decide,
    fold,
    fold_parcel,
    prompt,
    resume,
    step_of,
    touched,
)
from intake.recent import recorded_scans
from intake.request import AddOperator, Request
from intake.scan import Moment, Scan, Severity
from intake.settings import Settings
from intake.sqlite import Connection, Synchronous
from intake.state_folder import Lock, is_state_folder, journal_path
from intake.surroundings import Surroundings

Changed = dict[str, tuple[Parcel | None, Parcel | None]]


class Station:
    """A station at work. Used by one thread."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        surroundings: Surroundings | None = None,
        *,
        holder: str = "station",
        synchronous: Synchronous = "FULL",
    ) -> None:
        """Open a state folder that `intake init` has made.

        Raises LockHeldError when another process holds it and StorageError when it cannot be used.
        """
        if not is_state_folder(folder):
            raise StorageError(f"expected a state folder at {folder}, got none: run intake init first")
        self.folder = folder
        self.settings = settings
        self.surroundings = surroundings or Surroundings()
        self._lock = Lock(folder, holder)
        try:
            self._open(synchronous)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, synchronous: Synchronous) -> None:
        path = journal_path(self.folder)
        self.journal = Journal(path, self.surroundings, self.settings.fingerprint, synchronous)
        self.people = People(self.folder)
        catalogue = campaigns.load(self.folder)
        self.look_ups = LookUps(self.journal.connection, catalogue, self.settings.policy)
        self.gathering = Gathering(self.folder, self.look_ups, self.people, self.settings)
        self.gathering.load_lists()
        self.gathering.finish_erasures()
        self.training = self.gathering.is_training()
        self.receipt = self._resumed()
        self._last: LastScan | None = None
        self._doubt: tuple[Sealed, Receipt] | None = None
        self._report_guards()

    def _resumed(self) -> Receipt:
        """Stand where the log says we stood."""
        row = self.journal.connection.execute("SELECT operator, parcel FROM lane").fetchone()
        operator, parcel_id = row or (None, None)
        incident = self.journal.connection.execute(
            "SELECT incident FROM incident WHERE closed_at IS NULL AND parcel IS NULL"
        ).fetchone()
        receipt = Receipt(operator=operator, incident=incident[0] if incident else None)
        if parcel_id is None:
            return receipt
        history = events_of_parcel(self.journal.connection, parcel_id)
        parcel = fold_parcel(history)
        return fold(resume(receipt, parcel), self._refusals(history)) if parcel else receipt

    @staticmethod
    def _refusals(history: list[Event]) -> list[Event]:
        return [event for event in history if isinstance(event.fact, facts.ScanRefused)]

    def _report_guards(self) -> None:
        missing = self.journal.missing_guards
        if missing:
            self.record((Draft(facts.GuardRestored(missing)),))

    def accept(self, arrived: Scan | Request) -> Outcome:
        """Take one scan or request; the facts are durable when this returns, or the answer says not."""
        if self._doubt is not None and not self._settle():
            text = arrived.text if isinstance(arrived, Scan) else None
            return self._unrecorded(text, Message.STATION_STOPPED)
        return self._scan(arrived) if isinstance(arrived, Scan) else self._request(arrived)

    def _scan(self, scan: Scan) -> Outcome:
        moment = self.surroundings.moment()
        reading = awaited(self.receipt, scan, read(scan, self.look_ups.catalogue))
        known = self.look_ups.gather(self.receipt, reading, self._last, moment.wall, low=self._is_disk_low())
        ids = tuple(self.surroundings.new_id(moment.wall) for _ in range(4))
        decision = decide(self.receipt, scan, reading, known, ids)
        outcome = self._recorded(decision, moment, _cause_of(scan, reading), scan)
        if outcome.seq is not None:
            self._last = LastScan(scan.raw, scan.source, scan.monotonic, outcome.seq)
        return outcome

    def _request(self, request: Request) -> Outcome:
        earlier = self.gathering.answered(request)
        if earlier is not None:
            return self._outcome(None, earlier.answer, seq=earlier.seq, events=earlier.events)
        decision = grant(request.wish, self.gathering.about(request.wish, self.receipt, self.training))
        wish = request.wish
        if isinstance(wish, AddOperator) and decision.answer.severity is Severity.OK:
            self.people.enter(wish.code, wish.name, wish.pin)
        cause = RequestCause(request.id, request.fingerprint, request.by)
        outcome = self._recorded(decision, self.surroundings.moment(), cause, None)
        if outcome.seq is not None:
            self.gathering.follow(decision)
        return outcome

    def record(self, drafts: tuple[Draft, ...]) -> None:
        """Record what the station itself has to say: its creation, a restored guard."""
        moment = self.surroundings.moment()
        sealed = self.journal.seal(drafts, moment, self.receipt.operator)
        self._commit(sealed, *self._folded(sealed))

    def _recorded(
        self, decision: Decision, moment: Moment, cause: ScanCause | RequestCause, scan: Scan | None
    ) -> Outcome:
        text = scan.text if scan else None
        sealed = self.journal.seal(decision.drafts, moment, self.receipt.operator, cause, decision.answer)
        after, changed = self._folded(sealed)
        try:
            if scan is not None:
                self._keep_payload(decision, scan)
            self._commit(sealed, after, changed)
        except DiskFullError:
            return self._unrecorded(text, Message.DISK_FULL)
        except CommitUnknownError:
            self._doubt = (sealed, after)
            if not self._settle() or self.journal.seq < sealed.rows[-1][0]:
                return self._unrecorded(text, Message.OUTCOME_UNKNOWN)
        events = tuple(Recorded(event.id, type(event.fact).__name__) for event in sealed.events)
        return self._outcome(text, decision.answer, seq=sealed.rows[0][0], events=events, at=moment.wall)

    def _keep_payload(self, decision: Decision, scan: Scan) -> None:
        fact = decision.drafts[0].fact
        if not isinstance(fact, facts.ScanRefused) or fact.payload is None:
            return
        try:
            payloads.keep(self.folder, scan.raw)
        except OSError as error:
            if is_disk_full(error):
                raise DiskFullError(f"expected room on the disk, got: {error}") from error
            raise CommitUnknownError(f"expected the disk to store a payload, got: {error}") from error

    def _folded(self, sealed: Sealed) -> tuple[Receipt, Changed]:
        """Give the receipt and the parcels as they will be."""
        changed = touched(self.receipt.parcel, sealed.events, self._history)
        after = fold(self.receipt, sealed.events)
        for event in sealed.events:
            if isinstance(event.fact, facts.ParcelReopened) and event.parcel is not None:
                parcel = changed[event.parcel][1]
                after = resume(after, parcel) if parcel else after
        return after, changed

    def _history(self, parcel: str) -> list[Event]:
        return events_of_parcel(self.journal.connection, parcel)

    def _commit(self, sealed: Sealed, after: Receipt, changed: Changed) -> None:
        before = self.receipt

        def project(connection: Connection) -> None:
            for event in sealed.events:
                views.project(connection, event)
            for old, new in changed.values():
                views.replace_parcel(connection, views.parcel_rows(old), views.parcel_rows(new))
            if _lane(before) != _lane(after):
                views.set_lane(connection, *_lane(after))

        self.journal.commit(sealed, project)
        self.receipt = after

    def _settle(self) -> bool:
        """Find out how a commit of unknown outcome ended. False while the disk still fails."""
        if self._doubt is None:
            return True
        sealed, after = self._doubt
        try:
            found = self.journal.reconcile(sealed.events[-1].id)
        except StorageError:
            return False
        self.look_ups.connection = self.journal.connection
        self._doubt = None
        if found:
            self.receipt = after
        return True

    def _is_disk_low(self) -> bool:
        return self.surroundings.free_bytes(self.folder) < self.settings.disk_floor_mb * 1_000_000

    def _unrecorded(self, text: str | None, message: Message) -> Outcome:
        return self._outcome(text, Answer(message, Severity.REFUSED))

    def _outcome(
        self,
        text: str | None,
        answer: Answer,
        *,
        seq: int | None = None,
        events: tuple[Recorded, ...] = (),
        at: int = 0,
    ) -> Outcome:
        parcel = self.receipt.parcel
        return Outcome(
            seq,
            text,
            self.step,
            answer,
            self.prompt(),
            events,
            at or self.surroundings.moment().wall,
            self.receipt.operator,
            parcel.label if parcel else None,
            len(parcel.units) if parcel else 0,
        )

    def standing(self, count: int = 20) -> Standing:
        """Tell where the station stands, with the last `count` recorded scans: nobody scans in doubt."""
        recent = tuple(islice(recorded_scans(self.journal.connection, self.folder), count))
        answer = recent[0].answer if recent else Answer(Message.NOT_AN_ANSWER, Severity.NOTE)
        now = self._outcome(None, answer)
        return Standing(self.training, self.journal.identity.station, now, recent)

    @property
    def step(self) -> Step:
        """What the desk waits for."""
        return step_of(self.receipt)

    def prompt(self) -> Line:
        """Say what to do next."""
        fitting = self.look_ups.fitting(self.receipt) if self.step is Step.CONTAINER else None
        return prompt(self.receipt, fitting)

    def tend(self) -> None:
        """Use an idle moment: fold the write-ahead log into the journal, so that no scan has to wait."""
        if self._doubt is None:
            self.journal.checkpoint()

    def close(self) -> None:
        """Let go of everything."""
        self.gathering.close()
        self.people.close()
        self.journal.close()
        self._lock.release()


def _lane(receipt: Receipt) -> tuple[str | None, str | None]:
    return receipt.operator, receipt.parcel.id if receipt.parcel else None


def _cause_of(scan: Scan, reading: Reading) -> ScanCause:
    """Give what of the scan may stand in the log for ever."""
    known = not isinstance(reading, Unreadable)
    raw = scan.raw if known and scan.raw != scan.text.encode() else None
    return ScanCause(
        scan.source,
        scan.method,
        scan.symbology,
        scan.wall,
        scan.monotonic,
        scan.text if known else None,
        raw,
        scan.fault,
    )
