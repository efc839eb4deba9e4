"""Certifying: what a supervisor says of a unit, its serial or what the lists ask beside it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.facts import Because, Fact, HoldRaised, SerialCertified, UnitJudged
from intake.hold import HoldDecision, HoldKind
from intake.receipt import objections
from intake.receipt.claimed import as_claimed
from intake.receipt.known import Earlier, Known
from intake.receipt.objections import Objection
from intake.receipt.state import Hold, Parcel, Unit
from intake.receipt.told import also
from intake.request import ResolveHold
from intake.serial_number import How, normalise
from intake.verdict import Judgement, Reason, Told, Verdict, unvouched

BY_LISTS = frozenset(
    {
        *(Reason.MODEL_DECIDES, Reason.MODEL_UNKNOWN, Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES),
        *(Reason.MASKED_MATCH, Reason.STALE_LIST, Reason.PARTIAL_LIST, Reason.NO_LIST, Reason.LISTS_DISAGREE),
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

    channels: frozenset[str] = frozenset()
    """How units of the serial were sold, in the words of the lists in force."""

    handed_over: bool = False
    """The unit's container has left the site."""


def serial_in_question(unit: Unit, hold: Hold, wish: ResolveHold) -> str | None:
    """Give the serial, in normal form, that the lists are to be asked about; None when there is none."""
    if wish.serial is not None:
        return normalise(wish.serial)
    if hold.kind is HoldKind.UNCERTAIN_SERIAL and hold.detail not in BY_LISTS:
        return None
    return unit.serial if is_released(hold, wish) or is_telling(wish) else None


def is_released(hold: Hold, wish: ResolveHold) -> bool:
    """Tell whether a doubt about what the unit is shall no longer stand against its replacement."""
    return hold.kind is HoldKind.UNCERTAIN_SERIAL and wish.decision is HoldDecision.RELEASE


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
    judged = as_said(case, judged, wish, known.catalogue)
    unit, campaign_id = case.unit, judged.campaign or case.unit.campaign
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
        wish.model,
        wish.colour,
        _regraded(case, judged.verdict),
    )


def _regraded(case: Case, verdict: Verdict) -> Condition | None:
    """Give the class of a unit that counted as safe; what has left the site stays what it left as."""
    stays = verdict is Verdict.NOT_AFFECTED or case.handed_over
    return Condition.R if case.unit.condition is Condition.N and not stays else None


def as_said(case: Case, judged: Judgement, wish: ResolveHold, catalogue: Catalogue) -> Judgement:
    """Give what lists, claim and supervisor say of the unit together.

    A person's word says NOT_AFFECTED only where it confirms what a device had read, and adds nothing. What
    the lists alone doubt, the maker's written word decides: its number is the reference.
    """
    said = as_claimed(judged, case.parcel.claim)
    if is_telling(wish) or not was_read_whole(case.unit, said.serial):
        said = unvouched(said, Reason.CERTIFIED)
    is_by_maker = bool(wish.reference.strip()) and is_doubted(case.hold, wish, said)
    return _by_maker(case, said, wish, catalogue) if is_by_maker or _stays(case, said, wish) else said


def is_doubted(hold: Hold, wish: ResolveHold, said: Judgement) -> bool:
    """Tell whether a release would leave open what the lists doubt, or what they ask and were not told."""
    is_open = said.verdict is Verdict.UNCERTAIN and is_released(hold, wish)
    return is_open and (hold.detail in BY_LISTS or not BY_LISTS.isdisjoint(said.reasons))


def _stays(case: Case, said: Judgement, wish: ResolveHold) -> bool:
    """Tell whether the maker's word, given before, still stands for the unit as it is told now."""
    is_the_same = said.serial == case.unit.serial and wish.model in {None, case.unit.model}
    return case.unit.is_by_maker and said.verdict is Verdict.UNCERTAIN and is_the_same


def _by_maker(case: Case, said: Judgement, wish: ResolveHold, catalogue: Catalogue) -> Judgement:
    """Give the unit as affected, where its model is known and by which campaign it is taken back."""
    model = wish.model or said.model or case.unit.model
    own = said.campaign or case.unit.campaign
    having = [
        campaign.id
        for campaign in catalogue.campaigns
        if campaign.serial.matches(said.serial) and any(each.name == model for each in campaign.models)
    ]
    if own not in having and len(having) != 1:
        return said
    doubts = (reason for reason in said.reasons if reason is not Reason.CERTIFIED)
    return replace(
        said,
        verdict=Verdict.AFFECTED,
        reasons=(Reason.CERTIFIED, *doubts),
        campaign=own if own in having else having[0],
        model=model,
    )


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
        said.condition,
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
    raised = [(kind, detail) for kind, detail in dict(found).items() if is_new or kind not in before]
    return [*_by_word(case, wish, fact), *raised]


def _by_word(case: Case, wish: ResolveHold, fact: SerialCertified) -> Iterator[Objection]:
    """Give what the verdict itself raises, whatever was decided about the unit as it was before."""
    unit = case.unit
    left_as_safe = case.handed_over and unit.condition is Condition.N
    if left_as_safe and fact.verdict is Verdict.AFFECTED and HoldKind.GONE not in unit.open_holds:
        yield HoldKind.GONE, unit.container or ""
    is_other_hold = case.hold.kind is not HoldKind.UNCERTAIN_SERIAL
    is_open = is_other_hold and HoldKind.UNCERTAIN_SERIAL not in unit.open_holds
    may_be_owed = wish.decision is not HoldDecision.DENY and not unit.is_denied
    if fact.verdict is Verdict.UNCERTAIN and is_open and may_be_owed:
        yield HoldKind.UNCERTAIN_SERIAL, fact.reasons[0]


def is_sold_so(wish: ResolveHold, case: Case) -> bool:
    """Tell whether the supervisor says how the unit was sold in the very words of a list in force."""
    return wish.channel is None or wish.channel in case.channels


def is_named(wish: ResolveHold, case: Case, catalogue: Catalogue) -> bool:
    """Tell whether the model and the colour the supervisor says are a campaign's own words."""
    models = [model for campaign in catalogue.campaigns for model in campaign.models]
    if wish.model is not None and wish.model not in {*UnNumber, *(model.name for model in models)}:
        return False
    meant = (case.judged.model if case.judged else None) or wish.model or case.unit.model
    colours = {colour.name for model in models if model.name == meant for colour in model.colours}
    return wish.colour is None or wish.colour in colours
