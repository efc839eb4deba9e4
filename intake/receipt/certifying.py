"""Certifying: what a supervisor says of a unit, its serial or what the lists ask beside it."""

from __future__ import annotations

import msgspec

from intake.campaign import Catalogue, UnNumber
from intake.facts import Because, Fact, HoldRaised, SerialCertified, UnitJudged
from intake.hold import HoldDecision, HoldKind
from intake.receipt import objections
from intake.receipt.known import Earlier, Known
from intake.receipt.objections import Objection
from intake.receipt.state import Hold, Parcel, Unit
from intake.receipt.told import also
from intake.request import ResolveHold
from intake.serial_number import How, normalise
from intake.verdict import Judgement, Reason, Told, unvouched

BY_LISTS = frozenset(
    {
        *(Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES, Reason.MASKED_MATCH),
        *(Reason.STALE_LIST, Reason.NO_LIST, Reason.LISTS_DISAGREE),
    }
)
"""Doubts of the lists alone: the serial itself was never in doubt, so nobody has to type it again."""


class Case(msgspec.Struct, frozen=True):
    """One hold with what stands behind it."""

    parcel: Parcel
    unit: Unit
    hold: Hold
    judged: Judgement | None = None
    """What the lists in force say of the serial in question, with what the supervisor says of the unit."""

    twin: Earlier | None = None
    """Another unit of the serial the unit then has."""

    queued: str | None = None
    """The label of the parcel by which that serial's replacement is queued, for another unit."""


def serial_in_question(unit: Unit, hold: Hold, wish: ResolveHold) -> str | None:
    """Give the serial, in normal form, that the lists are to be asked about; None when there is none."""
    if wish.serial is not None:
        return normalise(wish.serial)
    if hold.kind is HoldKind.UNCERTAIN_SERIAL and hold.detail not in BY_LISTS:
        return None
    is_released = hold.kind is HoldKind.UNCERTAIN_SERIAL and wish.decision is HoldDecision.RELEASE
    return unit.serial if is_released or is_telling(wish) else None


def is_telling(wish: ResolveHold) -> bool:
    """Tell whether the supervisor says something of the unit beside its serial."""
    return any(each is not None for each in (wish.model, wish.colour, wish.channel))


def told_with(unit: Unit, wish: ResolveHold) -> Told:
    """Give what is told of the unit once the supervisor's word counts."""
    return also(unit.told, wish.model, wish.colour, wish.channel)


def was_read_whole(unit: Unit, serial: str) -> bool:
    """Tell whether a device had read the very serial, by a code with a check character."""
    return unit.how is How.SCANNED and unit.serial == serial


def certified(case: Case, wish: ResolveHold, known: Known, ids: tuple[str, ...]) -> list[Fact]:
    """Make the facts: what the unit is from now on, and what this raises against its replacement."""
    if case.judged is None:
        return []
    fact: Fact
    fact = certificate = _certificate(case, case.judged, wish, known)
    if wish.serial is None and not is_telling(wish):
        fact = _by_todays_lists(certificate)
    raised = zip(ids, _raised(case, wish, certificate, known), strict=False)
    return [fact, *(HoldRaised(hold, kind, detail) for hold, (kind, detail) in raised)]


def _certificate(case: Case, judged: Judgement, wish: ResolveHold, known: Known) -> SerialCertified:
    unit, campaign_id = case.unit, judged.campaign or case.unit.campaign
    judged = _as_said(case, judged, wish)
    same_model = judged.model is None or judged.model == unit.model
    campaign = next((each for each in known.catalogue.campaigns if each.id == campaign_id), None)
    return SerialCertified(
        judged.serial,
        unit.raw if wish.serial is None else wish.serial,
        judged.verdict,
        judged.reasons,
        campaign.maker if campaign else None,
        campaign_id,
        judged.model or wish.model or unit.model,
        judged.colour or wish.colour or (unit.colour if same_model else None),
        judged.list_version,
        wish.channel,
    )


def _as_said(case: Case, judged: Judgement, wish: ResolveHold) -> Judgement:
    """A person's word says NOT_AFFECTED only where it confirms what a device had read, and adds nothing."""
    named = case.parcel.claim.serials if case.parcel.claim else ()
    if named and judged.serial not in named:
        judged = unvouched(judged, Reason.CLAIM_DISAGREES)
    if is_telling(wish) or not was_read_whole(case.unit, judged.serial):
        judged = unvouched(judged, Reason.CERTIFIED)
    return judged


def _by_todays_lists(said: SerialCertified) -> UnitJudged:
    """The serial stays as it was read: only the lists were asked again."""
    return UnitJudged(
        Because.TOLD,
        said.verdict,
        said.reasons,
        said.maker,
        said.campaign,
        said.model,
        said.colour,
        said.list_version,
    )


def _raised(case: Case, wish: ResolveHold, fact: SerialCertified, known: Known) -> list[Objection]:
    """Give what the serial itself raises; what is held already is not held twice."""
    unit, claim, catalogue = case.unit, case.parcel.claim, known.catalogue
    named_by = objections.campaign_naming(fact.verdict, fact.campaign, catalogue)
    found = objections.to_serial(claim, fact.serial)
    if case.twin is not None:
        found.append((HoldKind.DUPLICATE, case.twin.parcel))
    found += objections.to_told(wish.model or unit.model, fact.model)
    found += objections.to_colour(catalogue, fact.campaign, fact.model, fact.colour)
    found += objections.to_model(claim, fact.serial, fact.model, named_by)
    is_new = fact.serial != unit.serial
    before = {hold.kind for hold in unit.holds}
    return [(kind, detail) for kind, detail in dict(found).items() if is_new or kind not in before]


def is_named(wish: ResolveHold, case: Case, catalogue: Catalogue) -> bool:
    """Tell whether the model and the colour the supervisor says are a campaign's own words."""
    models = [model for campaign in catalogue.campaigns for model in campaign.models]
    if wish.model is not None and wish.model not in {*UnNumber, *(model.name for model in models)}:
        return False
    meant = (case.judged.model if case.judged else None) or wish.model or case.unit.model
    colours = {colour.name for model in models if model.name == meant for colour in model.colours}
    return wish.colour is None or wish.colour in colours
