"""The recorder: what the lane stands at, moved only by facts that are durably recorded."""

from __future__ import annotations

from itertools import takewhile

from msgspec.structs import replace

from intake import facts, projections, views
from intake.amending import Together, amend, amending
from intake.errors import CommitUnknownError, StorageError
from intake.events import Draft, Event, RequestCause, ScanCause, UnknownKindError
from intake.journal import Journal, Sealed, events_of_parcel
from intake.outcome import Answer
from intake.own_label import PREFIX, LabelKind
from intake.receipt import Changed, Parcel, Receipt, fold, fold_parcel, settle, touched
from intake.scan import Moment
from intake.sqlite import Connection


class Recorder:
    """Folds facts into the receipt and the views, in the journal's own transaction."""

    def __init__(self, journal: Journal) -> None:
        """Stand where the journal says the lane stood. Raises StorageError where a newer release wrote it."""
        self.journal = journal
        try:
            self.receipt = self._resumed()
        except UnknownKindError as error:
            raise StorageError(f"expected a journal of no newer release, got: {error}") from error
        self._doubt: tuple[Sealed, Receipt] | None = None
        self._rows: tuple[Parcel | None, views.Rows] = (None, {})

    def _resumed(self) -> Receipt:
        connection = self.journal.connection
        row = connection.execute("SELECT operator, parcel, cage FROM lane").fetchone()
        operator, parcel_id, cage = row or (None, None, None)
        incident = connection.execute("SELECT incident FROM incident WHERE closed_at IS NULL").fetchone()
        history = self._history(parcel_id) if parcel_id else []
        receipt = Receipt(operator, fold_parcel(history), incident[0] if incident else None, cage=cage)
        asked = fold(Receipt(), self.journal.last_turn()).question
        return replace(fold(receipt, _misreads(history)), question=asked)

    def _history(self, parcel: str) -> list[Event]:
        return events_of_parcel(self.journal.connection, parcel)

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody knows how the last commit ended."""
        return self._doubt is not None

    def record(
        self,
        drafts: tuple[Draft, ...],
        moment: Moment,
        cause: ScanCause | RequestCause | None = None,
        answer: Answer | None = None,
    ) -> Sealed:
        """Record facts with their views, and move the receipt; durable when this returns.

        Raises DiskFullError when certainly nothing was recorded, CommitUnknownError when it stays unknown
        or turned out not to be recorded, StorageError for what else a journal may refuse.
        """
        sealed = self.journal.seal(drafts, moment, self._acting(cause), cause, answer)
        amended = amending(sealed.events, self.receipt.parcel.id if self.receipt.parcel else None)
        after, changed = self._folded(sealed, amended)

        def project(connection: Connection) -> None:
            amend(connection, amended)
            self._project(connection, sealed, after, changed)

        try:
            self.journal.commit(sealed, project)
        except CommitUnknownError:
            self._doubt = (sealed, after)
            if not self.settle() or self.journal.seq < sealed.rows[-1][0]:
                raise
        self.receipt = after
        return sealed

    def _acting(self, cause: ScanCause | RequestCause | None) -> str | None:
        """Name who does it: for a request the badge that asks, not whoever stands at the desk meanwhile."""
        if not isinstance(cause, RequestCause):
            return self.receipt.operator
        return cause.by if cause.by.startswith(f"{PREFIX}{LabelKind.BADGE}-") else None

    def settle(self) -> bool:
        """Find out how a commit of unknown outcome ended. False while the disk still fails."""
        if self._doubt is None:
            return True
        sealed, after = self._doubt
        try:
            found = self.journal.reconcile(sealed.events[-1].id)
        except StorageError:
            return False
        self._doubt = None
        self.receipt = after if found else self.receipt
        return True

    def _folded(self, sealed: Sealed, amended: list[Together]) -> tuple[Receipt, Changed]:
        """What is amended concerns closed parcels only, and leaves the receipt as it is."""
        passed_over = {event.id for together in amended for event in together}
        others = [event for event in sealed.events if event.id not in passed_over]
        changed = touched(self.receipt.parcel, others, self._history)
        return settle(fold(self.receipt, others), changed), changed

    def _rows_of(self, parcel: Parcel | None) -> views.Rows:
        """Give a parcel's rows as they stand; those of the parcel last written are still known."""
        last, rows = self._rows
        return rows if parcel is not None and parcel is last else views.parcel_rows(parcel)

    def _project(self, connection: Connection, sealed: Sealed, after: Receipt, changed: Changed) -> None:
        for event in sealed.events:
            projections.project(connection, event)
        for before, now in changed.values():
            kept, rows = self._rows_of(before), views.parcel_rows(now)
            views.replace_parcel(connection, kept, rows)
            self._rows = (now, rows)
        if _lane(self.receipt) != _lane(after):
            projections.set_lane(connection, *_lane(after))


def _is_refusal(event: Event) -> bool:
    return isinstance(event.fact, facts.ScanRefused)


def _misreads(history: list[Event]) -> list[Event]:
    """Give the refusals since the last unit or the last closing: what was misread before is settled."""
    settled = (facts.UnitIdentified, facts.ParcelClosed)
    since = takewhile(lambda event: not isinstance(event.fact, settled), reversed(history))
    return [*filter(_is_refusal, reversed(list(since)))]


def _lane(receipt: Receipt) -> tuple[str | None, str | None, str | None]:
    return receipt.operator, receipt.parcel.id if receipt.parcel else None, receipt.cage
