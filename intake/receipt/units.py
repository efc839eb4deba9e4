"""Identifying a unit: by its serial, or as unreadable. What stands against its replacement is held."""

from __future__ import annotations

from intake.barcode import SerialText
from intake.claim import Claim
from intake.condition import Condition, Observation, classify
from intake.events import Draft
from intake.facts import ConditionRecorded, HoldRaised, UnitIdentified
from intake.hold import HoldKind
from intake.near import is_print, is_vouched
from intake.outcome import Answer, Message, Params
from intake.question import Ask, Question
from intake.receipt import objections
from intake.receipt.claimed import as_claimed
from intake.receipt.decision import Decision, Situation, asked, refused
from intake.receipt.known import Known
from intake.receipt.objections import Objection
from intake.receipt.state import Parcel, Unit
from intake.scan import Severity
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict, unvouched

_SAID = {
    Verdict.AFFECTED: (Message.UNIT_AFFECTED, Severity.OK),
    Verdict.NOT_AFFECTED: (Message.UNIT_NOT_AFFECTED, Severity.NOTE),
    Verdict.UNCERTAIN: (Message.UNIT_UNCERTAIN, Severity.NOTE),
}


def serial(situation: Situation) -> Decision:
    """Judge a scanned serial. An invalid one makes no unit: it is read again, or declared unreadable."""
    judged = situation.known.judgement
    if judged is None or not isinstance(situation.reading, SerialText):
        raise TypeError(f"expected a judged serial, got {situation.reading!r}")
    if judged.verdict is Verdict.INVALID:
        return invalid(situation, judged)
    twin = taken_here(situation.receipt.parcel, judged.serial)
    if twin is not None:
        return ask_for_second(situation, Question(Ask.SECOND_UNIT, judged.serial), twin)
    return identified(situation, judged, situation.scan.text, read_by_device(situation))


def read_by_device(situation: Situation) -> How:
    """Say how a device read a serial: by a code with a check character or without one, or off print."""
    if is_print(situation.scan):
        return How.PRINTED
    return How.SCANNED if is_vouched(situation.scan) else How.UNCHECKED


def taken_here(parcel: Parcel | None, normal: str) -> Unit | None:
    """Give the unit of this parcel that has the serial already."""
    units = parcel.units if parcel else ()
    return next((unit for unit in units if unit.serial == normal), None)


def ask_for_second(situation: Situation, question: Question, twin: Unit) -> Decision:
    """Refuse a serial taken in already: most likely the same unit was scanned again."""
    told: Params = {"serial": question.about, "container": twin.container or ""}
    return asked(situation, question, Message.SERIAL_TAKEN_HERE, Severity.REFUSED, told)


SECOND = {
    Ask.SECOND_UNIT: How.UNCHECKED,
    Ask.SECOND_KEYED: How.KEYED,
}
"""How the second unit of a serial was read, by what was asked then. Which code it was lies behind by now."""


def second(situation: Situation) -> Decision:
    """Take in another unit with a serial of this very parcel (`RI-C-YES`), as it was read."""
    judged, question = situation.known.judgement, situation.receipt.question
    if judged is None or question is None:
        return refused(situation, Message.NOT_EXPECTED_HERE)
    return identified(situation, judged, judged.serial, SECOND[question.ask])


def invalid(situation: Situation, judged: Judgement) -> Decision:
    """Refuse a text that is no serial of any campaign."""
    said = Message.SERIAL_INVALID
    told: Params = {"reason": judged.reasons[0], "length": len(judged.serial), **hint(judged)}
    decision = refused(situation, said, misread=True, told=told)
    answer = Answer(
        said, Severity.REFUSED, decision.answer.params, verdict=judged.verdict, reasons=judged.reasons
    )
    return Decision(decision.drafts, answer)


def hint(judged: Judgement) -> Params:
    """Give the serial that may be meant instead, for eyes only, as what an answer tells."""
    return {} if judged.near is None else {"near": judged.near}


def identified(situation: Situation, judged: Judgement, raw: str, how: How) -> Decision:
    """Make a unit of a judged serial, with everything that stands against its replacement."""
    parcel = situation.receipt.parcel
    judged = as_read(judged, how, parcel.claim if parcel else None)
    fact = _fact(judged, raw, how, situation.known)
    holds = _holds(situation, judged, fact)
    drafts = [situation.draft(fact, situation.ids[0]), *_raise_holds(situation, holds)]
    drafts += _noticed_condition(situation, judged.verdict, checklist_wanted=fact.checklist_wanted)
    return Decision(tuple(drafts), _answer(situation, judged, holds))


_DOUBTED = {
    How.PRINTED: Reason.PRINTED,
    How.CLAIM: Reason.CLAIM_CONFIRMED,
    How.KEYED: Reason.KEYED,
    How.CERTIFIED: Reason.CERTIFIED,
}


def as_read(judged: Judgement, how: How, claim: Claim | None) -> Judgement:
    """Give the judgement of a serial as it came to be known, out of a parcel with this claim.

    What a person says of a serial, or a camera reads off print, is never NOT_AFFECTED, nor is what the claim
    speaks against.
    """
    judged, reason = as_claimed(judged, claim), _DOUBTED.get(how)
    return judged if reason is None else unvouched(judged, reason)


def _fact(judged: Judgement, raw: str, how: How, known: Known) -> UnitIdentified:
    campaign = known.catalogue.campaign(judged.campaign) if judged.campaign else None
    model = campaign.model(judged.model) if campaign and judged.model else None
    return UnitIdentified(
        serial=judged.serial,
        raw=raw,
        verdict=judged.verdict,
        reasons=judged.reasons,
        bag_wanted=known.policy.bag_labels,
        maker=campaign.maker if campaign else None,
        campaign=judged.campaign,
        model=judged.model,
        colour=judged.colour,
        colour_wanted=wants_colour(judged, known),
        un_number=model.un_number if model else None,
        wh=model.wh if model else 0.0,
        grams=model.grams if model else 0,
        list_version=judged.list_version,
        how=how,
        checklist_wanted=_checklist_is_due(known),
    )


def wants_colour(judged: Judgement, known: Known) -> bool:
    """Tell whether the unit's colour is asked for: the list hangs on it, or what its owner gets."""
    if judged.campaign is None or judged.model is None or judged.colour is not None:
        return False
    if judged.verdict is Verdict.AFFECTED:
        return known.catalogue.replacement(judged.campaign, judged.model, None) is None
    return judged.reasons[0] is Reason.COLOUR_DECIDES


def _checklist_is_due(known: Known) -> bool:
    every = known.policy.checklist_every
    return every > 0 and bool(known.policy.checklist.signs) and known.unchecked + 1 >= every


def _holds(situation: Situation, judged: Judgement, fact: UnitIdentified) -> list[Objection]:
    """Give what stands against the replacement; a verdict that waits for a picture card is none yet."""
    known, parcel, holds = situation.known, situation.receipt.parcel, list[Objection]()
    if known.unit_before is not None:
        holds.append((HoldKind.DUPLICATE, known.unit_before.parcel))
    if judged.verdict is Verdict.UNCERTAIN and not judged.asks_card:
        holds.append((HoldKind.UNCERTAIN_SERIAL, judged.reasons[0]))
    holds += objections.to_colour(known.catalogue, fact.campaign, fact.model, fact.colour)
    holds += objections.to_arrival(parcel, judged.serial)
    claim = parcel.claim if parcel else None
    named_by = objections.campaign_naming(judged.verdict, judged.campaign, known.catalogue)
    return holds + objections.to_model(claim, judged.serial, judged.model, named_by)


def _raise_holds(situation: Situation, holds: list[Objection]) -> list[Draft]:
    unit = situation.ids[0]
    return [
        situation.draft(HoldRaised(hold_id, kind, detail), unit)
        for hold_id, (kind, detail) in zip(situation.ids[1:], holds, strict=False)
    ]


def _noticed_condition(
    situation: Situation, verdict: Verdict | None, *, checklist_wanted: bool
) -> list[Draft]:
    """Take over what was seen before the serial; "intact" does not stand in for the checklist."""
    parcel = situation.receipt.parcel
    if parcel is None or parcel.noticed is None:
        return []
    if checklist_wanted and parcel.noticed is Observation.INTACT:
        return []
    fact = ConditionRecorded(parcel.noticed, classify(parcel.noticed, verdict))
    return [situation.draft(fact, situation.ids[0])]


def _answer(situation: Situation, judged: Judgement, holds: list[Objection]) -> Answer:
    message, severity, params = verdict_said(judged, is_asking=judged.asks_card)
    before = situation.known.unit_before
    if before is not None:
        message, severity = Message.UNIT_DUPLICATE, Severity.NOTE
        params = params | {"parcel": before.parcel, "at": before.at, "badge": before.operator or ""}
    return Answer(
        message,
        severity,
        params,
        verdict=judged.verdict,
        reasons=judged.reasons,
        unit=situation.ids[0],
        holds=tuple(kind for kind, _ in holds),
    )


def regraded(unit: Unit, verdict: Verdict) -> Condition | None:
    """Give the class of an intact unit by another verdict than it was given by; None where it stays."""
    if unit.observation is not Observation.INTACT:
        return None
    condition = classify(unit.observation, verdict)
    return condition if condition is not unit.condition else None


def verdict_said(judged: Judgement, *, is_asking: bool) -> tuple[Message, Severity, Params]:
    """Give the sentence for a verdict. `is_asking`: the next picture card decides it."""
    told: Params = {"serial": judged.serial, "model": judged.model or ""}
    if is_asking:
        said = Message.UNIT_COLOUR_DECIDES if judged.model else Message.UNIT_MODEL_DECIDES
        return said, Severity.NOTE, told
    if judged.verdict is Verdict.UNCERTAIN:
        told = told | {"reason": judged.reasons[0]} | hint(judged)
    return *_SAID[judged.verdict], told


def unreadable(situation: Situation) -> Decision:
    """Take a unit in without a serial: at least class R, and no replacement until a supervisor's key."""
    wanted = _checklist_is_due(situation.known)
    drafts = nameless(situation, checklist_wanted=wanted)
    drafts += _noticed_condition(situation, None, checklist_wanted=wanted)
    holds = tuple(draft.fact.kind for draft in drafts if isinstance(draft.fact, HoldRaised))
    answer = Answer(Message.UNIT_UNREADABLE, Severity.NOTE, unit=situation.ids[0], holds=holds)
    return Decision(tuple(drafts), answer)


def nameless(situation: Situation, *, checklist_wanted: bool = False) -> list[Draft]:
    """Make the facts of a unit whose serial nobody could read."""
    fact = UnitIdentified(
        serial=None,
        raw="",
        verdict=None,
        reasons=(),
        bag_wanted=situation.known.policy.bag_labels,
        how=How.UNREADABLE,
        misread=situation.receipt.misread,
        checklist_wanted=checklist_wanted,
    )
    holds = [(HoldKind.UNCERTAIN_SERIAL, ""), *objections.to_arrival(situation.receipt.parcel, None)]
    return [situation.draft(fact, situation.ids[0]), *_raise_holds(situation, holds)]
