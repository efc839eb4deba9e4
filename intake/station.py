"""The one door: every change, whoever makes it, enters by `Station.accept`.

One station is one lane and one process, the holder of the state folder's lock. It decides by the pure core,
records, and only then answers.
"""

from __future__ import annotations

import contextlib
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from intake import catalogue, facts, payloads
from intake.barcode import Reading, read
from intake.container import Container
from intake.errors import CommitUnknownError, DiskFullError, StorageError
from intake.events import Draft, RequestCause
from intake.follow_up import Task
from intake.gathering import Gathering
from intake.granting import grant
from intake.idle_lock import IdleLock
from intake.journal import Journal, Sealed, beginning
from intake.keying import Entry, Key
from intake.known import LookUps
from intake.outcome import Answer, Entries, Message, Outcome, Recorded, Standing
from intake.people import People
from intake.receipt import (
    Decision,
    LastScan,
    Receipt,
    Step,
    awaited,
    awaiting,
    decide,
    endings_awaited,
    length_awaited,
    prompt,
    serial_patterns,
    step_of,
)
from intake.receipt.cause import cause_of
from intake.recent import recorded_scans
from intake.recorder import Recorder
from intake.rejudging import judged_ahead
from intake.request import LockDesk, Request, Wish
from intake.scan import Method, Moment, Scan, Severity
from intake.scene import Scene
from intake.scenery import Scenery
from intake.settings import Settings
from intake.soundness import note_end
from intake.sqlite import Error as SqliteError
from intake.sqlite import Synchronous
from intake.state_folder import Lock, expect_state_folder, journal_path
from intake.surroundings import Surroundings
from intake.tasks import all_due

KEYBOARD = "keyboard:person"
"""The source of what a person keys."""


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
        expect_state_folder(folder)
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
        note_end(self.folder)
        self.journal = Journal(path, self.surroundings, self.settings.fingerprint, synchronous)
        self.people = People(self.folder)
        self.training = beginning(self.journal.connection).training
        # In a training folder nobody answers: its replacements would wait for ever.
        is_live = self.settings.link and not self.training
        policy = replace(self.settings.policy, checklist=catalogue.checklist(), is_live=is_live)
        known = catalogue.load(self.folder, judged_by=self.settings.campaigns)
        self.look_ups = LookUps(self.journal, known, policy)
        self.gathering = Gathering(self.folder, self.look_ups, self.people, self.settings)
        self.gathering.begin(self.surroundings.moment().wall)
        self.recorder = Recorder(self.journal)
        around = (self.settings, self.surroundings, self._is_disk_low)
        self.scenery = Scenery(self.journal, self.look_ups, *around, training=self.training)
        self._last: LastScan | None = None
        self._entry = Entry()
        self._idle_lock = IdleLock(self.settings.idle_lock_minutes, self.surroundings.moment().monotonic)
        self._patterns = serial_patterns(known)
        if self.journal.missing_guards:
            restored = Draft(facts.GuardRestored(self.journal.missing_guards))
            self.recorder.record((restored,), self.surroundings.moment())

    @property
    def receipt(self) -> Receipt:
        """What the lane stands at."""
        return self.recorder.receipt

    @property
    def step(self) -> Step:
        """What the desk waits for."""
        return step_of(self.receipt)

    def accept(self, arrived: Scan | Request) -> Outcome:
        """Take one scan or request; the facts are durable when this returns, or the answer says not."""
        text = arrived.text if isinstance(arrived, Scan) else None
        if not self.recorder.settle():
            return self._unrecorded(text, Message.STATION_STOPPED)
        try:
            return self._scan(arrived) if isinstance(arrived, Scan) else self._request(arrived)
        except DiskFullError:
            return self._unrecorded(text, Message.DISK_FULL)
        except CommitUnknownError:
            return self._unrecorded(text, Message.OUTCOME_UNKNOWN)
        except (StorageError, SqliteError):
            return self._unrecorded(text, Message.NOT_RECORDED)

    def _scan(self, scan: Scan) -> Outcome:
        moment = self.surroundings.moment()
        reading = awaited(self.receipt, scan, read(scan, self.look_ups.catalogue))
        self._judge_ahead(reading, moment)
        known = self.look_ups.gather(self.receipt, scan, reading, self._last, moment.wall, self._is_disk_low)
        ids = self._fresh_ids(moment.wall)
        decision = decide(self.receipt, scan, reading, known, ids)
        self._idle_lock.begin(moment.monotonic)
        self._entry = Entry()  # a scan ends whatever was being keyed
        payloads.keep_named(self.folder, decision.drafts[0].fact, scan.raw)
        cause = cause_of(scan, reading, decision, self.look_ups.catalogue)
        sealed = self.recorder.record(decision.drafts, moment, cause, decision.answer)
        self._last = LastScan(scan.raw, scan.source, scan.monotonic, sealed.rows[0][0])
        return self._recorded(scan.text, decision.answer, sealed, moment)

    def _request(self, request: Request) -> Outcome:
        earlier = self.gathering.answered(request)
        if earlier is not None:
            return self._outcome(None, earlier.answer, seq=earlier.seq, events=earlier.events)
        wish, moment = request.wish, self.surroundings.moment()
        self._judge_ahead(wish, moment)
        ids = self._fresh_ids(moment.wall)
        decision = grant(wish, self.gathering.about(request, self.receipt, self.training, moment.wall, ids))
        if decision.answer.severity is Severity.OK:
            self.gathering.prepare(wish)
        cause = RequestCause(request.id, request.fingerprint, request.by)
        sealed = self.recorder.record(decision.drafts, moment, cause, decision.answer)
        return self._recorded(None, self._followed(decision, moment.wall), sealed, moment)

    def _followed(self, decision: Decision, wall: int) -> Answer:
        """Do what the recorded facts ask for; where that fails, say that they are recorded all the same."""
        try:
            self.gathering.follow(decision, self.receipt, wall)
        except StorageError as error:
            return Answer(Message.RECORDED_NOT_DONE, Severity.REFUSED, {"fault": str(error)})
        return decision.answer

    def _fresh_ids(self, wall: int) -> tuple[str, ...]:
        return tuple(self.surroundings.new_id(wall) for _ in range(8))

    def _judge_ahead(self, arrived: Reading | Wish, moment: Moment) -> None:
        """Record what newer lists say of what is about to be put somewhere: no act that anybody undoes."""
        if drafts := judged_ahead(self.look_ups, self.receipt, arrived, moment.wall, self._fresh_ids):
            self.recorder.record(drafts, moment)

    def key(self, key: Key) -> Outcome:
        """Take a key of a person; a complete entry is accepted as a keyed scan."""
        if not key.is_usable:
            return self.say(Answer(Message.NOT_EXPECTED_HERE, Severity.REFUSED))
        self._entry, done = self._entry.press(key, self._entries())
        moment = self.surroundings.moment()
        self._idle_lock.begin(moment.monotonic)
        if done is None:
            return self.say(Answer(Message.KEY_TAKEN, Severity.NOTE, {"text": self._entry.text}))
        keyed = Scan(done.encode(), done, KEYBOARD, moment.wall, moment.monotonic, Method.KEYED)
        return self.accept(keyed)

    def _entries(self) -> Entries:
        return Entries(endings_awaited(self.receipt), length_awaited(self.receipt, self.look_ups.catalogue))

    def say(self, answer: Answer) -> Outcome:
        """Answer something that is neither scan nor request, in its turn; nothing is recorded."""
        return self._outcome(None, answer)

    def _is_disk_low(self) -> bool:
        return self.surroundings.free_bytes(self.folder) < self.settings.disk_floor_mb * 1_000_000

    def _recorded(self, text: str | None, answer: Answer, sealed: Sealed, moment: Moment) -> Outcome:
        self.scenery.recorded(sealed.events)
        events = tuple(Recorded(event.id, type(event.fact).__name__) for event in sealed.events)
        return self._outcome(text, answer, seq=sealed.rows[0][0], events=events, at=moment.wall)

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
        parcel, fitting = self.receipt.parcel, self._fitting()
        return Outcome(
            seq,
            text,
            self.step,
            answer,
            prompt(self.receipt, fitting, self.look_ups.policy.checklist),
            events,
            at or self.surroundings.moment().wall,
            self.receipt.operator,
            parcel.label if parcel else None,
            len(parcel.units) if parcel else 0,
            self._entries(),
            self.scenery.scene(self.receipt, fitting, in_doubt=self.recorder.is_in_doubt),
            awaiting(self.receipt, self._patterns),
        )

    def _fitting(self) -> Container | None:
        """Give the container to use; while the journal is in doubt, nothing is asked of it."""
        if self.recorder.is_in_doubt or self.step is not Step.CONTAINER:
            return None
        return self.look_ups.quarantine(self.surroundings.moment().wall).fitting(self.receipt)

    def standing(self, count: int = 20) -> Standing:
        """Tell where the station stands, with the last `count` recorded scans: nobody scans in doubt."""
        recent = tuple(islice(recorded_scans(self.journal.connection, self.folder), count))
        answer = recent[0].answer if recent else Answer(Message.NOT_AN_ANSWER, Severity.NOTE)
        now = self._outcome(None, answer)
        return Standing(self.training, self.journal.identity.station, now, recent)

    def fold_log(self) -> None:
        """Fold the write-ahead log into the journal, so that no scan has to wait for it."""
        if self.recorder.settle():
            with contextlib.suppress(SqliteError):  # the log stays where it is; the next commit tells
                self.journal.checkpoint()

    def tend(self) -> Outcome | None:
        """Use an idle moment; lock the desk when nobody has scanned for long enough, and give its outcome."""
        self.fold_log()
        moment = self.surroundings.moment()
        for wish in () if self.recorder.is_in_doubt else self.gathering.tend(self.receipt, moment):
            self._ask_itself(wish, moment)
        if self.seconds_to_lock() > 0:
            return None
        self._idle_lock.begin(moment.monotonic)  # a failing disk is tried again only after the same time
        locked = self._ask_itself(LockDesk(), moment)
        return locked if locked.seq is not None else None

    def _ask_itself(self, wish: Wish, moment: Moment) -> Outcome:
        return self.accept(Request(self.surroundings.new_id(moment.wall), "desk", wish))

    def tasks(self) -> tuple[Task, ...]:
        """Give what newer lists, claims or a sudden end make necessary, and what is not done yet."""
        with contextlib.suppress(SqliteError):  # the next scan meets the same fault, and says so
            return () if self.recorder.is_in_doubt else all_due(self.journal.connection, self.folder)
        return ()

    def look_round(self) -> Scene | None:
        """Use an idle moment: give what the desk shows besides, where troubles or the day have changed."""
        if self.recorder.is_in_doubt:
            return None
        try:
            changed = self.scenery.look_round()
            return self.scenery.scene(self.receipt, self._fitting(), in_doubt=False) if changed else None
        except (SqliteError, OSError):  # the next scan meets the same fault, and says so
            return None

    def seconds_to_lock(self) -> float:
        """Tell how long nobody may still leave the desk alone; endless where it does not lock."""
        return self._idle_lock.seconds_left(self.receipt, self.surroundings.moment().monotonic)

    def close(self) -> None:
        """Let go of everything."""
        self.gathering.close()
        self.people.close()
        self.journal.close()
        self._lock.release()
