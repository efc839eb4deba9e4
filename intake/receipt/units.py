"""Identifying a unit: by its serial, or as unreadable. What stands against its replacement is held."""

from __future__ import annotations

from intake.barcode import SerialText
from intake.claim import nearest
from intake.condition import Observation, classify
from intake.events import Draft
from intake.facts import ConditionRecorded, HoldRaised, UnitIdentified
from intake.hold import HoldKind
from intake.outcome import Answer, Message, Params
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, asked, refused
from intake.receipt.known import Known
from intake.receipt.state import Parcel, Unit
from intake.scan import Severity
from intake.serial_number import How
from intake.verdict import Judgement, Verdict

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
    return identified(situation, judged, situation.scan.text, How.SCANNED)


def taken_here(parcel: Parcel | None, normal: str) -> Unit | None:
    """Give the unit of this parcel that has the serial already."""
    units = parcel.units if parcel else ()
    return next((unit for unit in units if unit.serial == normal), None)


def ask_for_second(situation: Situation, question: Question, twin: Unit) -> Decision:
    """Refuse a serial taken in already: most likely the same unit was scanned again."""
    told: Params = {"serial": question.about, "container": twin.container or ""}
    return asked(situation, question, Message.SERIAL_TAKEN_HERE, Severity.REFUSED, told)


def second(situation: Situation) -> Decision:
    """Take in another unit with a serial of this very parcel (`RI-C-YES`)."""
    judged = situation.known.judgement
    if judged is None:
        return refused(situation, Message.NOT_EXPECTED_HERE)
    return identified(situation, judged, judged.serial, How.SCANNED)


def invalid(situation: Situation, judged: Judgement) -> Decision:
    """Refuse a text that is no serial of any campaign."""
    said = Message.SERIAL_INVALID
    decision = refused(situation, said, misread=True, reason=judged.reasons[0], length=len(judged.serial))
    answer = Answer(
        said, Severity.REFUSED, decision.answer.params, verdict=judged.verdict, reasons=judged.reasons
    )
    return Decision(decision.drafts, answer)


def identified(situation: Situation, judged: Judgement, raw: str, how: How) -> Decision:
    """Make a unit of a judged serial, with everything that stands against its replacement."""
    fact = _fact(judged, raw, how, situation.known)
    holds = _holds(situation, judged, fact)
    drafts = [situation.draft(fact, situation.ids[0]), *_raise_holds(situation, holds)]
    drafts += _noticed_condition(situation, judged.verdict, checklist_wanted=fact.checklist_wanted)
    return Decision(tuple(drafts), _answer(situation, judged, holds))


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
        colour_wanted=judged.verdict is Verdict.AFFECTED and _remedy_wants_colour(judged, known),
        un_number=model.un_number if model else None,
        wh=model.wh if model else 0.0,
        grams=model.grams if model else 0,
        list_version=judged.list_version,
        how=how,
        checklist_wanted=_checklist_is_due(known),
    )


def _remedy_wants_colour(judged: Judgement, known: Known) -> bool:
    if judged.campaign is None or judged.model is None or judged.colour is not None:
        return False
    return known.catalogue.replacement(judged.campaign, judged.model, None) is None


def _checklist_is_due(known: Known) -> bool:
    every = known.policy.checklist_every
    return every > 0 and bool(known.policy.checklist.signs) and known.unchecked + 1 >= every


def _holds(situation: Situation, judged: Judgement, fact: UnitIdentified) -> list[tuple[HoldKind, str]]:
    before, holds = situation.known.unit_before, []
    if before is not None:
        holds.append((HoldKind.DUPLICATE, before.parcel))
    if judged.verdict is Verdict.UNCERTAIN:
        holds.append((HoldKind.UNCERTAIN_SERIAL, judged.reasons[0]))
    if is_excluded(situation.known, fact.campaign, fact.model, fact.colour):
        holds.append((HoldKind.EXCLUDED_COLOUR, fact.colour or ""))
    return holds + _claim_holds(situation.receipt.parcel, judged.serial)


def _claim_holds(parcel: Parcel | None, serial_number: str | None) -> list[tuple[HoldKind, str]]:
    """Give what the claim has against the next unit: none at all, another serial, or one too many."""
    if parcel is None:
        return []
    if parcel.claim is None:
        return [(HoldKind.ORPHAN, "")] if parcel.orphan else []
    holds = mismatch(parcel, serial_number)
    if len(parcel.units) >= parcel.claim.count:
        holds.append((HoldKind.EXTRA, parcel.claim.number))
    return holds


def mismatch(parcel: Parcel, serial_number: str | None) -> list[tuple[HoldKind, str]]:
    """Give the hold on a serial that a claim, naming all of its own, does not name."""
    named = parcel.claim.serials if parcel.claim else ()
    if serial_number is None or parcel.claim is None or len(named) != parcel.claim.count:
        return []
    return [] if serial_number in named else [(HoldKind.MISMATCH, nearest(serial_number, named) or "")]


def is_excluded(known: Known, campaign: str | None, model: str | None, colour: str | None) -> bool:
    """Tell whether the campaign leaves this colour of the model out."""
    if campaign is None or model is None or colour is None:
        return False
    colours = known.catalogue.campaign(campaign).model(model).colours
    return any(entry.name == colour and not entry.in_scope for entry in colours)


def _raise_holds(situation: Situation, holds: list[tuple[HoldKind, str]]) -> list[Draft]:
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


def _answer(situation: Situation, judged: Judgement, holds: list[tuple[HoldKind, str]]) -> Answer:
    message, severity = _SAID[judged.verdict]
    params: dict[str, str | int] = {"serial": judged.serial, "model": judged.model or ""}
    before = situation.known.unit_before
    if before is not None:
        message, severity = Message.UNIT_DUPLICATE, Severity.NOTE
        params |= {"parcel": before.parcel, "at": before.at, "badge": before.operator or ""}
    if judged.verdict is Verdict.UNCERTAIN:
        params["reason"] = judged.reasons[0]
    return Answer(
        message,
        severity,
        params,
        verdict=judged.verdict,
        reasons=judged.reasons,
        unit=situation.ids[0],
        holds=tuple(kind for kind, _ in holds),
    )


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
    holds = [(HoldKind.UNCERTAIN_SERIAL, ""), *_claim_holds(situation.receipt.parcel, None)]
    return [situation.draft(fact, situation.ids[0]), *_raise_holds(situation, holds)]
