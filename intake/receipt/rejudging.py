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
from intake.events import Draft
from intake.facts import Because, Fact, HoldRaised, HoldResolved, ReplacementQueued, UnitJudged
from intake.hold import HoldDecision, HoldKind
from intake.receipt import objections
from intake.receipt.anew import OF_FORM, OF_LISTS, is_new
from intake.receipt.claimed import as_claimed
from intake.receipt.known import Known
from intake.receipt.objections import Objection
from intake.receipt.placing import is_known, is_owed_the_same, lacks_claim, lacks_colour, owed_for
from intake.receipt.state import Hold, Unit
from intake.request import Rejudged
from intake.serial_number import How
from intake.verdict import Verdict

_DOUBTFUL = frozenset({Verdict.UNCERTAIN, Verdict.INVALID})


class Received(msgspec.Struct, frozen=True):
    """A unit received before, with what the log knows around it."""

    parcel: str
    """Its parcel's id."""

    unit: Unit
    label: str = ""
    """Its parcel's label."""

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
        self._queued: dict[str, str] = {}
        """Parcels' labels by the serial a replacement is queued for, whoever made it."""

    def add(self, received: Received, said: Rejudged) -> None:
        """Add what follows for a unit; what it is owed by now, a later one of its serial or claim is not."""
        said = as_claimed(said, received.claim)  # which may be another by now than the reader has seen
        if not is_new(received.unit, said):
            return
        facts = _facts(self._as_it_stands(received), said, self._known, self._ids)
        for fact in facts:
            if isinstance(fact, ReplacementQueued):
                if self._known.catalogue.is_unique(fact.serial, fact.campaign):
                    self._queued[fact.serial] = received.label
                self._served[received.parcel] = self._served.get(received.parcel, 0) + 1
        self.drafts += [Draft(fact, received.parcel, received.unit.id) for fact in facts]
        self.units += 1

    def _as_it_stands(self, received: Received) -> Received:
        served, twin = self._served.get(received.parcel, 0), self._queued.get(received.unit.serial or "")
        if not served and twin is None:
            return received
        return replace(received, served=received.served + served, twin=twin or received.twin)


def _facts(received: Received, said: Rejudged, known: Known, ids: Iterator[str]) -> list[Fact]:
    """The order counts: the verdict, what no longer stands, what stands now, what is owed."""
    judged = _judged(received, said, known)
    now = _as_judged(received.unit, judged)
    cleared = _cleared(now, known)
    if cleared:
        now = replace(now, holds=tuple(hold for hold in now.holds if hold not in cleared))
    raised = [HoldRaised(next(ids), kind, detail) for kind, detail in _raised(received, now, known)]
    if raised:
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
    judged = UnitJudged(
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
    if unit.un_number is not None or said.verdict is not Verdict.AFFECTED:
        return judged
    return _spared_its_card(judged, known) if is_known(_as_judged(unit, judged), known) else judged


def _spared_its_card(judged: UnitJudged, known: Known) -> UnitJudged:
    """Say of a unit that lists name what its model's picture card, not scanned yet, would have said."""
    campaign, model = judged.campaign or "", judged.model or ""
    named = known.catalogue.campaign(campaign).model(model)
    asks_colour = known.catalogue.replacement(campaign, model, judged.colour) is None
    return replace(
        judged, un_number=named.un_number, wh=named.wh, grams=named.grams, colour_wanted=asks_colour
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
        un_number=unit.un_number or judged.un_number,
        verdict_before=unit.verdict,
    )


def _cleared(unit: Unit, known: Known) -> list[Hold]:
    """Give the open holds that rested on nothing but the older list."""
    return [hold for hold in unit.holds if hold.resolved_at is None and _falls(hold, unit, known)]


def _falls(hold: Hold, unit: Unit, known: Known) -> bool:
    match hold.kind:
        case HoldKind.UNCERTAIN_SERIAL:
            return _is_certain_by_lists(hold, unit)
        case HoldKind.REJUDGED:
            return is_owed_the_same(unit, known)
        case _:
            return False


def _is_certain_by_lists(hold: Hold, unit: Unit) -> bool:
    """A serial that somebody typed, or a camera read off print, is certain only by a supervisor's word."""
    if unit.verdict in _DOUBTFUL or unit.how in {How.KEYED, How.PRINTED}:
        return False
    return hold.detail in OF_LISTS or (unit.how is How.SCANNED and hold.detail in OF_FORM)


def _earned(unit: Unit, known: Known) -> ReplacementQueued | None:
    """Give what the unit is owed; nothing while its serial is uncertain."""
    is_certain = unit.verdict is Verdict.AFFECTED and HoldKind.UNCERTAIN_SERIAL not in unit.open_holds
    return owed_for(unit, known) if is_certain and is_known(unit, known) else None


def _owed(received: Received, unit: Unit, known: Known) -> ReplacementQueued | None:
    """Queue what is owed for a unit that is put away, as at its container; never a second for its serial."""
    if received.in_hand or received.twin is not None or unit.replacement is not None:
        return None
    return _earned(unit, known)


def _raised(received: Received, unit: Unit, known: Known) -> list[Objection]:
    """Give what stands against dispatching from now on; what is held already is not held twice."""
    found = [*_alarm(received, unit)]
    if not unit.is_denied:
        found += [*_doubts(received, unit, known), *_objections(received, unit, known)]
    standing = unit.open_holds
    raised = [each for each in found if each[0] not in standing]
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
    if unit.verdict not in _DOUBTFUL and unit.replacement is not None and not is_owed_the_same(unit, known):
        yield HoldKind.REJUDGED, unit.list_version or ""


def _objections(received: Received, unit: Unit, known: Known) -> list[Objection]:
    """Give what stands against a recalled unit; what a supervisor has released stays released."""
    if unit.verdict is not Verdict.AFFECTED or not is_known(unit, known):
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
    if unit.open_holds or _owed(received, unit, known) is None:
        return []
    if received.claim is None:
        return [(HoldKind.ORPHAN, "")] if lacks_claim(unit, known) else []
    is_met = received.served >= received.claim.owed
    return [(HoldKind.EXTRA, received.claim.number)] if is_met else []
