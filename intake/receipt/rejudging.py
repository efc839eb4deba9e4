"""Re-judging: what follows for units received before when a newer list says something else of them.

Their class only gets graver, and what is queued is only held: a supervisor has the last word. What rested on
the older list alone needs nobody's word.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from intake.claim import Claim
from intake.condition import Condition
from intake.dispatch import replacement_key
from intake.events import Draft
from intake.facts import Because, Fact, HoldRaised, HoldResolved, ReplacementQueued, UnitJudged
from intake.hold import HoldDecision, HoldKind
from intake.receipt import objections
from intake.receipt.known import Known
from intake.receipt.objections import Objection
from intake.receipt.placing import lacks_colour, owed_for
from intake.receipt.state import Hold, Unit
from intake.request import Rejudged
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict, unvouched

_OF_READING = (Reason.KEYED, Reason.CLAIM_CONFIRMED, Reason.CERTIFIED, Reason.CLAIM_DISAGREES)
"""Grounds that lie in how a serial was read, not in what a list says: they stay with the unit."""

_OF_LISTS = frozenset(
    {
        *(Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES, Reason.MASKED_MATCH),
        *(Reason.NEAR_MATCH, Reason.STALE_LIST, Reason.NO_LIST, Reason.LISTS_DISAGREE),
    }
)
"""Doubts that lists raise and lists can end. A misread serial stays uncertain, whatever is listed."""

_DOUBTFUL = frozenset({Verdict.UNCERTAIN, Verdict.INVALID})


class Received(msgspec.Struct, frozen=True):
    """A unit received before, with what the log knows around it."""

    parcel: str
    """Its parcel's id."""

    unit: Unit
    claim: Claim | None = None
    """What is announced for its parcel."""

    served: int = 0
    """Replacements that go out for other units of its parcel."""

    in_hand: bool = False
    """It is not put away yet."""

    handed_over: bool = False
    """Its container has left the site."""

    twin: str | None = None
    """The label of the parcel by which its serial's replacement is queued, for another unit."""


def is_vouched(unit: Unit) -> bool:
    """Tell whether a device vouched for the serial when it was read."""
    return unit.how is How.SCANNED and Reason.NEAR_MATCH not in unit.reasons


def as_read(judged: Judgement, unit: Unit) -> Rejudged:
    """Give what lists say of a unit, no more certain than its serial was read."""
    for reason in _OF_READING:
        if reason in unit.reasons:
            judged = unvouched(judged, reason)
    return Rejudged(
        unit.id,
        judged.verdict,
        judged.reasons,
        judged.campaign,
        judged.model,
        judged.colour,
        judged.list_version,
    )


def is_new(unit: Unit, said: Rejudged) -> bool:
    """Tell whether lists say something else of a unit than is recorded: verdict, campaign or model."""
    return (
        said.verdict is not unit.verdict
        or said.campaign not in {None, unit.campaign}
        or said.model not in {None, unit.model}
    )


class Changes:
    """The facts of what newer lists say of units, unit by unit."""

    def __init__(self, known: Known, ids: Iterator[str]) -> None:
        """Begin with none. `ids` are fresh, for holds that begin with this."""
        self.drafts: list[Draft] = []
        self.units = 0
        """How many units they change."""

        self._known = known
        self._ids = ids
        self._served: dict[str, int] = {}
        self._keys: dict[str, str] = {}

    def add(self, received: Received, said: Rejudged) -> None:
        """Add what follows for a unit; what it is owed by now, a later one of its serial or claim is not."""
        if not is_new(received.unit, said):
            return
        facts = _facts(self._as_it_stands(received), said, self._known, self._ids)
        for fact in facts:
            if isinstance(fact, ReplacementQueued):
                self._keys[fact.key] = received.parcel
                self._served[received.parcel] = self._served.get(received.parcel, 0) + 1
        self.drafts += [Draft(fact, received.parcel, received.unit.id) for fact in facts]
        self.units += 1

    def _as_it_stands(self, received: Received) -> Received:
        if not self._keys:
            return received
        makers = {each.maker for each in self._known.catalogue.campaigns}
        keys = [replacement_key(maker, received.unit.serial or "") for maker in makers]
        twin = next((self._keys[key] for key in keys if key in self._keys), received.twin)
        served = received.served + self._served.get(received.parcel, 0)
        return replace(received, served=served, twin=twin)


def _facts(received: Received, said: Rejudged, known: Known, ids: Iterator[str]) -> list[Fact]:
    """The order counts: the verdict, what no longer stands, what stands now, what is owed."""
    judged = _judged(received, said, known)
    now = _as_judged(received.unit, judged)
    cleared = _cleared(now, known)
    now = replace(now, holds=tuple(hold for hold in now.holds if hold not in cleared))
    raised = [HoldRaised(next(ids), kind, detail) for kind, detail in _raised(received, now, known)]
    now = replace(now, holds=(*now.holds, *(Hold(each.hold, each.kind, "") for each in raised)))
    owed = _owed(received, now, known)
    by_list = judged.list_version or ""
    resolved = [HoldResolved(hold.id, HoldDecision.CLEARED, "", by_list) for hold in cleared]
    return [judged, *resolved, *raised, *([] if owed is None else [owed])]


def _judged(received: Received, said: Rejudged, known: Known) -> UnitJudged:
    """What lists leave open stays as it is known: campaign and model, and of the same model the colour."""
    unit, campaign = received.unit, said.campaign or received.unit.campaign
    maker = next((each.maker for each in known.catalogue.campaigns if each.id == campaign), unit.maker)
    colour = unit.colour if said.model in {None, unit.model} else unit.told.colour
    stays = said.verdict is Verdict.NOT_AFFECTED or received.handed_over
    return UnitJudged(
        Because.NEW_LIST,
        said.verdict,
        said.reasons,
        maker,
        campaign,
        said.model or unit.model,
        said.colour or colour,
        said.list_version,
        Condition.R if unit.condition is Condition.N and not stays else None,
    )


def _as_judged(unit: Unit, judged: UnitJudged) -> Unit:
    return replace(
        unit,
        verdict=judged.verdict,
        reasons=judged.reasons,
        maker=judged.maker,
        campaign=judged.campaign,
        model=judged.model,
        colour=judged.colour,
        list_version=judged.list_version,
        verdict_before=unit.verdict,
    )


def _cleared(unit: Unit, known: Known) -> list[Hold]:
    """Give the open holds that rested on nothing but the older list."""
    return [hold for hold in unit.holds if hold.resolved_at is None and _falls(hold, unit, known)]


def _falls(hold: Hold, unit: Unit, known: Known) -> bool:
    """A serial that somebody typed is certain only by a supervisor's word."""
    match hold.kind:
        case HoldKind.UNCERTAIN_SERIAL:
            return unit.verdict not in _DOUBTFUL and hold.detail in _OF_LISTS and unit.how is not How.KEYED
        case HoldKind.REJUDGED:
            return _is_owed_the_same(unit, known)
        case _:
            return False


def _is_owed_the_same(unit: Unit, known: Known) -> bool:
    """Tell whether the lists still owe what is queued for the unit."""
    owed, queued = _earned(replace(unit, holds=()), known), unit.replacement
    if owed is None or queued is None:
        return False
    return (owed.campaign, owed.item, owed.colour) == (queued.campaign, queued.item, queued.colour)


def _earned(unit: Unit, known: Known) -> ReplacementQueued | None:
    """Give what the unit is owed; nothing while its serial is uncertain."""
    if HoldKind.UNCERTAIN_SERIAL in unit.open_holds or not _is_known(unit, known):
        return None
    return owed_for(unit, known)


def _owed(received: Received, unit: Unit, known: Known) -> ReplacementQueued | None:
    """Queue what is owed for a unit that is put away, as at its container; never a second for its serial."""
    if received.in_hand or received.twin is not None or unit.replacement is not None:
        return None
    return _earned(unit, known)


def _is_known(unit: Unit, known: Known) -> bool:
    """Tell whether the site knows the unit's campaign and model."""
    campaign = next((each for each in known.catalogue.campaigns if each.id == unit.campaign), None)
    return campaign is not None and any(each.name == unit.model for each in campaign.models)


def _raised(received: Received, unit: Unit, known: Known) -> list[Objection]:
    """Give what stands against dispatching from now on; what is held already is not held twice."""
    found = [*_alarm(received, unit)]
    if not unit.is_denied:
        found += [*_doubts(received, unit, known), *_objections(received, unit, known)]
    raised = [each for each in found if each[0] not in unit.open_holds]
    return raised or _extra(received, unit, known)


def _alarm(received: Received, unit: Unit) -> Iterator[Objection]:
    """A unit that left as safe may lie among others that are treated as safe."""
    left_as_safe = unit.verdict_before is Verdict.NOT_AFFECTED or unit.condition is Condition.N
    if received.handed_over and left_as_safe and unit.verdict is Verdict.AFFECTED:
        yield HoldKind.GONE, unit.container or ""


def _doubts(received: Received, unit: Unit, known: Known) -> Iterator[Objection]:
    """While a picture card will decide it at the desk, nobody else has to."""
    is_asked = received.in_hand and unit.un_number is None and unit.asks_card
    if unit.verdict in _DOUBTFUL and not is_asked:
        yield HoldKind.UNCERTAIN_SERIAL, unit.reasons[0]
    if unit.verdict not in _DOUBTFUL and unit.replacement is not None and not _is_owed_the_same(unit, known):
        yield HoldKind.REJUDGED, unit.list_version or ""


def _objections(received: Received, unit: Unit, known: Known) -> list[Objection]:
    """Give what stands against a recalled unit; what a supervisor has released stays released."""
    if unit.verdict is not Verdict.AFFECTED or not _is_known(unit, known):
        return []
    campaign = known.catalogue.campaign(unit.campaign or "")
    found = objections.to_model(received.claim, unit.serial, unit.model, campaign)
    if unit.told.model is not None and unit.told.model != unit.model:
        found.append((HoldKind.WRONG_MODEL, unit.told.model))
    found += objections.to_colour(known.catalogue, unit.campaign, unit.model, unit.colour)
    if lacks_colour(unit, known) and not received.in_hand:
        found.append((HoldKind.EXCLUDED_COLOUR, ""))
    if received.twin is not None and unit.replacement is None:
        found.append((HoldKind.DUPLICATE, received.twin))
    released = {hold.kind for hold in unit.holds if hold.decision is HoldDecision.RELEASE}
    return [(kind, detail) for kind, detail in dict(found).items() if kind not in released]


def _extra(received: Received, unit: Unit, known: Known) -> list[Objection]:
    """Hold a unit that nothing else is held against, where its claim expects no further replacement."""
    if received.claim is None or unit.open_holds or _owed(received, unit, known) is None:
        return []
    is_met = received.served >= received.claim.owed
    return [(HoldKind.EXTRA, received.claim.number)] if is_met else []
