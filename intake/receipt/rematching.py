"""Re-matching: what newer expected returns say of parcels received before.

A parcel they do not announce stays as it is: a file that leaves out what has come says nothing about it.
A unit a supervisor has decided about stays too, but that none is called safe against its claim.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import count, takewhile

import msgspec
from msgspec.structs import replace

from intake.claim import Claim
from intake.condition import Condition
from intake.dispatch import replacement_key
from intake.events import Draft, Event
from intake.facts import Because, ClaimMatched, Fact, HoldRaised, HoldResolved, UnitJudged
from intake.hold import HoldDecision, HoldKind
from intake.receipt.claimed import as_claimed
from intake.receipt.history import apply_to_parcel
from intake.receipt.known import Known
from intake.receipt.objections import is_claim_met, to_arrival, to_model
from intake.receipt.placing import owed_for
from intake.receipt.state import Parcel, Receipt, Unit
from intake.verdict import Verdict

REMATCHED = frozenset({HoldKind.ORPHAN, HoldKind.MISMATCH, HoldKind.PARTIAL, HoldKind.EXTRA})
"""Holds that rest on a claim alone: they go with it."""

_DECIDED = REMATCHED | {HoldKind.WRONG_MODEL, HoldKind.OTHER_CAMPAIGN, HoldKind.ALREADY_REPLACED}
"""Holds a claim may raise: a supervisor who has decided about one has decided about the claim."""


class Announced(msgspec.Struct, frozen=True):
    """A parcel with what is announced for it now."""

    parcel: Parcel
    claim: Claim
    queued: dict[str, str] = {}
    """Labels of other parcels by which a replacement is queued, by its key."""

    gone: frozenset[str] = frozenset()
    """Its units that have left the site."""


def rematched(
    announced: tuple[Announced, ...], version: str, receipt: Receipt, known: Known, ids: tuple[str, ...]
) -> tuple[Draft, ...]:
    """Make the facts of parcels whose claim is another now; none for those it is the same for.

    `version` is that of the expected returns; `ids` are fresh, for holds that begin with this.
    """
    fresh = (f"{ids[0]}.{number}" for number in count())
    taken: dict[str, str] = {}
    drafts: list[Draft] = []
    for each in announced:
        if each.claim == each.parcel.claim:
            continue
        elsewhere = each.queued | taken | _on_the_table(receipt, each.parcel)
        matching = _Matching(each.parcel, elsewhere, known, fresh)
        matching.match(each, version)
        drafts += matching.drafts
        taken |= dict.fromkeys(_keys(matching.parcel), each.parcel.label)
    return tuple(drafts)


def _on_the_table(receipt: Receipt, parcel: Parcel) -> dict[str, str]:
    """Give the keys of what lies on the table, which may get its replacement yet."""
    table = receipt.parcel
    return dict.fromkeys(_of(table), table.label) if table is not None and table.id != parcel.id else {}


def _of(parcel: Parcel) -> Iterator[str]:
    return (replacement_key(unit.maker, unit.serial) for unit in parcel.units if unit.maker and unit.serial)


def _keys(parcel: Parcel) -> Iterator[str]:
    return (unit.replacement.key for unit in parcel.units if unit.replacement is not None)


class _Matching:
    """One parcel being matched: as the facts so far leave it."""

    def __init__(
        self, parcel: Parcel, elsewhere: Mapping[str, str], known: Known, fresh: Iterator[str]
    ) -> None:
        self.parcel = parcel
        self.drafts: list[Draft] = []
        self._elsewhere = elsewhere
        self._known = known
        self._fresh = fresh

    def match(self, announced: Announced, version: str) -> None:
        """Take the claim; let go of the holds it does not bear out, raise the others; queue what is owed."""
        claim = announced.claim
        self._record(ClaimMatched(claim, version))
        for unit in self.parcel.units:
            self._doubt(unit, claim, announced.gone)
        waiting = [unit for unit in self.parcel.units if not _stays(unit, self._known)]
        for unit in waiting:
            self._compare(unit, self._against(unit), version)
        while waiting:  # the first that came is served first, after those a supervisor has decided about
            before, *waiting = waiting
            self._serve(before, claim, [unit.id for unit in waiting])

    def _doubt(self, unit: Unit, claim: Claim, gone: Container[str]) -> None:
        """Judge a unit anew that was NOT_AFFECTED, whoever decided about it; its class only gets graver."""
        said = as_claimed(unit, claim)
        if said.verdict is unit.verdict or said.verdict is None:
            return
        stays = unit.condition is not Condition.N or unit.id in gone
        fact = UnitJudged(
            Because.NEW_CLAIM,
            said.verdict,
            said.reasons,
            unit.maker,
            unit.campaign,
            unit.model,
            unit.colour,
            unit.list_version,
            None if stays else Condition.R,
        )
        self._record(fact, unit.id)
        if not unit.is_denied and HoldKind.UNCERTAIN_SERIAL not in unit.open_holds:
            self._hold(HoldKind.UNCERTAIN_SERIAL, said.reasons[0], unit)

    def _against(self, unit: Unit) -> dict[HoldKind, str]:
        """Give what the claim has against a unit, as if it came now, after those before it."""
        parcel, is_affected = self.parcel, unit.verdict is Verdict.AFFECTED
        named_by = self._known.catalogue.campaign(unit.campaign) if is_affected and unit.campaign else None
        before = tuple(takewhile(lambda each: each.id != unit.id, parcel.units))
        found = dict(to_arrival(replace(parcel, units=before), unit.serial))
        found |= dict(to_model(parcel.claim, unit.serial, unit.model, named_by))
        if parcel.closed_at is not None and parcel.below_claim:
            found[HoldKind.PARTIAL] = ""
        return found

    def _compare(self, unit: Unit, stands: dict[HoldKind, str], version: str) -> None:
        """Make a unit's open holds what stands against it."""
        for hold in unit.holds:
            if hold.resolved_at is None and hold.kind in REMATCHED and hold.kind not in stands:
                self._record(HoldResolved(hold.id, HoldDecision.CLEARED, "", version), unit.id)
        for kind, detail in stands.items():
            if kind not in unit.open_holds:
                self._hold(kind, detail, unit)

    def _serve(self, before: Unit, claim: Claim, waiting: list[str]) -> None:
        """Queue what is owed where nothing is held any more; what may not go out is held, not forgotten.

        `before`: the unit as it was; `waiting`: those that are served after it.
        """
        unit = self.parcel.unit(before.id)
        if unit is None or unit.in_hand or unit.blocking_holds:
            return
        owed = owed_for(unit, self._known) if before.open_holds and unit.replacement is None else None
        twin = self._twin(owed.key) if owed is not None else None
        if twin is not None:
            self._hold(HoldKind.DUPLICATE, twin, unit)
            return
        if (owed or unit.replacement) and is_claim_met(_without(self.parcel, waiting), unit):
            self._hold(HoldKind.EXTRA, claim.number, unit)
        if owed is not None:
            self._record(owed, unit.id)

    def _twin(self, key: str) -> str | None:
        """Give the label of the parcel by which the replacement is queued, or may be yet."""
        return self.parcel.label if key in _keys(self.parcel) else self._elsewhere.get(key)

    def _hold(self, kind: HoldKind, detail: str, unit: Unit) -> None:
        self._record(HoldRaised(next(self._fresh), kind, detail), unit.id)

    def _record(self, fact: Fact, unit: str | None = None) -> None:
        self.drafts.append(Draft(fact, self.parcel.id, unit))
        event = Event(0, "", "", None, self.parcel.id, unit, fact)
        self.parcel = apply_to_parcel(self.parcel, event) or self.parcel


def _without(parcel: Parcel, units: Container[str]) -> Parcel:
    return replace(parcel, units=tuple(unit for unit in parcel.units if unit.id not in units))


def _stays(unit: Unit, known: Known) -> bool:
    """Tell whether a unit is left alone: a supervisor has decided about it, or its campaign is gone."""
    released = (hold.kind in _DECIDED and hold.decision is HoldDecision.RELEASE for hold in unit.holds)
    return unit.is_denied or any(released) or not _is_known(unit, known)


def _is_known(unit: Unit, known: Known) -> bool:
    if unit.verdict is not Verdict.AFFECTED or unit.campaign is None:
        return True
    campaigns = (*known.catalogue.campaigns, *known.catalogue.left_out)
    models = [each.name for campaign in campaigns if campaign.id == unit.campaign for each in campaign.models]
    return unit.model in models
