"""Identifying a unit: by its serial, or as unreadable, and by picture card what the list does not say."""

from __future__ import annotations

from intake.barcode import SerialText
from intake.condition import classify
from intake.events import Draft
from intake.facts import ConditionRecorded, HoldRaised, UnitIdentified
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.receipt.decision import Decision, Situation, refused
from intake.receipt.known import Known
from intake.scan import Severity
from intake.verdict import Judgement, Verdict

_SAID = {
    Verdict.AFFECTED: (Message.UNIT_AFFECTED, Severity.OK),
    Verdict.NOT_AFFECTED: (Message.UNIT_NOT_AFFECTED, Severity.NOTE),
    Verdict.UNCERTAIN: (Message.UNIT_UNCERTAIN, Severity.NOTE),
}


def serial(situation: Situation) -> Decision:
    """Judge a serial. An invalid one makes no unit: it is read again, or declared unreadable."""
    judged, reading = situation.known.judgement, situation.reading
    if judged is None or not isinstance(reading, SerialText):
        raise TypeError(f"expected a judged serial, got {reading!r}")
    if judged.verdict is Verdict.INVALID:
        return _invalid(situation, judged)
    fact = _identified(judged, situation.scan.text, situation.known)
    drafts = [situation.draft(fact, situation.ids[0])]
    holds = _holds(situation, judged, fact)
    drafts += _raise_holds(situation, holds)
    drafts += _noticed_condition(situation, judged.verdict)
    return Decision(tuple(drafts), _answer(situation, judged, holds))


def _invalid(situation: Situation, judged: Judgement) -> Decision:
    decision = refused(
        situation,
        Message.SERIAL_INVALID,
        misread=situation.scan.text,
        reason=judged.reasons[0],
        length=len(judged.serial),
    )
    answer = Answer(
        decision.answer.message,
        Severity.REFUSED,
        decision.answer.params,
        verdict=judged.verdict,
        reasons=judged.reasons,
    )
    return Decision(decision.drafts, answer)


def _identified(judged: Judgement, raw: str, known: Known) -> UnitIdentified:
    campaign = known.catalogue.campaign(judged.campaign) if judged.campaign else None
    model = campaign.model(judged.model) if campaign and judged.model else None
    wanted = judged.verdict is Verdict.AFFECTED and _remedy_wants_colour(judged, known)
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
        colour_wanted=wanted,
        un_number=model.un_number if model else None,
        wh=model.wh if model else 0.0,
        grams=model.grams if model else 0,
        list_version=judged.list_version,
    )


def _remedy_wants_colour(judged: Judgement, known: Known) -> bool:
    if judged.campaign is None or judged.model is None or judged.colour is not None:
        return False
    return known.catalogue.replacement(judged.campaign, judged.model, None) is None


def _holds(situation: Situation, judged: Judgement, fact: UnitIdentified) -> list[tuple[HoldKind, str]]:
    before, holds = situation.known.unit_before, []
    if before is not None:
        holds.append((HoldKind.DUPLICATE, before.parcel))
    if judged.verdict is Verdict.UNCERTAIN:
        holds.append((HoldKind.UNCERTAIN_SERIAL, judged.reasons[0]))
    if is_excluded(situation.known, fact.campaign, fact.model, fact.colour):
        holds.append((HoldKind.EXCLUDED_COLOUR, fact.colour or ""))
    return holds


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


def _noticed_condition(situation: Situation, verdict: Verdict | None) -> list[Draft]:
    parcel = situation.receipt.parcel
    if parcel is None or parcel.noticed is None:
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
    drafts = nameless(situation)
    drafts += _noticed_condition(situation, None)
    answer = Answer(
        Message.UNIT_UNREADABLE,
        Severity.NOTE,
        unit=situation.ids[0],
        holds=(HoldKind.UNCERTAIN_SERIAL,),
    )
    return Decision(tuple(drafts), answer)


def nameless(situation: Situation) -> list[Draft]:
    """Make the facts of a unit whose serial nobody could read."""
    fact = UnitIdentified(
        serial=None,
        raw=situation.receipt.misread or "",
        verdict=None,
        reasons=(),
        bag_wanted=situation.known.policy.bag_labels,
    )
    hold = HoldRaised(situation.ids[1], HoldKind.UNCERTAIN_SERIAL)
    return [situation.draft(fact, situation.ids[0]), situation.draft(hold, situation.ids[0])]
