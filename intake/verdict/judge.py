"""Judging: what the affected lists in force say about a serial. In doubt, hold.

NOT_AFFECTED is said of nothing but a whole valid serial, when every campaign it may belong to has a
current list and none names it: in an earlier recall a form that could not tell an invalid serial from
a safe one made every typing error read as "safe" (Dell, 2006).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from intake.affected import Match, NamedBy
from intake.campaign import Catalogue
from intake.near import only_look_alike
from intake.verdict.conditions import OF_MODEL, ORDER, Inquiry, fitting
from intake.verdict.judgement import NOTHING_TOLD, Judgement, ListStatus, Reason, Told, Verdict
from intake.verdict.mistaken import meant, other_than_invalid, other_than_valid

_GROUNDS = {
    NamedBy.EXACT: Reason.EXACT_MATCH,
    NamedBy.RANGE: Reason.IN_RANGE,
    NamedBy.ALL_UNITS: Reason.ALL_UNITS,
}
"""The strongest first."""


@dataclass(frozen=True, slots=True)
class _Case(Inquiry):
    """What is known of one serial before it is judged."""

    lists: tuple[ListStatus, ...] = ()

    def status(self, campaigns: Collection[str]) -> list[ListStatus]:
        """Give the lists in force of some campaigns."""
        return [each for each in self.lists if each.campaign in campaigns]


def judge(
    normal: str,
    catalogue: Catalogue,
    lists: tuple[ListStatus, ...],
    matches: tuple[Match, ...],
    told: Told = NOTHING_TOLD,
    near: str | None = None,
) -> Judgement:
    """Judge a serial in normal form by the lists in force and what they say of it. Total.

    `lists` holds the list in force of each campaign that has one; `matches` what those lists name. `near`
    is a serial they name that may be meant, where no device vouches for the reading.
    """
    case = _Case(normal, told, catalogue, fitting(normal, catalogue), lists)
    if against := {match.campaign for match in matches if match.whole} - set(case.fitting):
        return _against_the_rule(case, against)
    if named := [match for match in matches if case.is_possible(match)]:
        return _named(case, named)
    if case.fitting:
        return _unnamed(case, matches, near)
    return _unfitting(case)


def _against_the_rule(case: _Case, against: Collection[str]) -> Judgement:
    """Judge what lists of campaigns name that have no such serials, or that the site leaves out.

    Of a misread serial the lists are not to blame.
    """
    misread = meant(case.normal, case.catalogue)
    if case.fitting or misread is None:
        judged = _uncertain(case, case.fitting, [Reason.LISTS_DISAGREE])
        return replace(judged, list_version=_versions(case.status({*case.fitting, *against})))
    return _uncertain(case, (), [Reason.CONFUSABLE_CHARACTERS], misread)


def _named(case: _Case, named: Sequence[Match]) -> Judgement:
    """Judge a unit that rows name, some of them perhaps on a condition still open."""
    opened = {match: case.still_open(match) for match in named}
    if None not in opened.values():
        return _conditional(case, named, [reason for reason in ORDER if reason in opened.values()])
    # A row that asks for the model says nothing of the serial: there may be one for every model.
    speaking = [match for match in named if opened[match] not in OF_MODEL]
    if len(_models(speaking)) > 1:
        return _uncertain(case, _campaigns(speaking), [Reason.LISTS_DISAGREE])
    return _affected(case, [match for match in named if opened[match] is None])


def _conditional(case: _Case, named: Sequence[Match], doubts: list[Reason]) -> Judgement:
    """Judge what lists name only on conditions that nobody has answered yet."""
    judged = _uncertain(case, _campaigns(named), doubts)
    if doubts[0] in OF_MODEL:
        return judged
    if len(_models(named)) > 1:
        return replace(judged, reasons=(Reason.LISTS_DISAGREE, *judged.reasons))
    return replace(judged, model=named[0].model, colour=case.colour(named[0]))


def _models(matches: Iterable[Match]) -> set[tuple[str, str]]:
    return {(match.campaign, match.model) for match in matches}


def _campaigns(matches: Iterable[Match]) -> set[str]:
    return {match.campaign for match in matches}


def _affected(case: _Case, plain: Sequence[Match]) -> Judgement:
    """Rows of one model may overlap; the colour stands where those that give one agree.

    Of a model whose units are all affected, a serial that is none of its own is said to be doubtful.
    """
    match = plain[0]
    ground = next(reason for by, reason in _GROUNDS.items() if any(each.by is by for each in plain))
    reasons = [ground, *_weak(case.status({match.campaign}))]
    if not case.fitting:
        reasons += _unfitting(case).reasons
    if any(each.training for each in plain):
        reasons.append(Reason.TRAINING_LIST)
    return Judgement(
        case.normal,
        Verdict.AFFECTED,
        tuple(reasons),
        match.campaign,
        match.model,
        case.colour(match) or _only({colour for each in plain for colour in each.colours}),
        match.list_version,
    )


def _unnamed(case: _Case, matches: Sequence[Match], near: str | None) -> Judgement:
    """Judge a valid serial that no list names."""
    status = case.status(case.fitting)
    doubts = other_than_valid(case.normal, case.catalogue) + _doubts_of_lists(case, matches)
    doubts += [] if near is None else [Reason.NEAR_MATCH]
    if doubts:
        return _uncertain(case, case.fitting, doubts, near or meant(case.normal, case.catalogue))
    named = [match for match in matches if match.campaign in case.fitting]
    left_out = (case.excluded(match) for match in named)
    reasons = (Reason.NO_MATCH, *dict.fromkeys(filter(None, left_out)), *_training(status))
    return Judgement(
        case.normal,
        Verdict.NOT_AFFECTED,
        reasons,
        _only(case.fitting),
        list_version=_versions(status),
    )


def _doubts_of_lists(case: _Case, matches: Sequence[Match]) -> list[Reason]:
    """Say why the lists cannot clear a serial, though they do not name it.

    A list that is wanting may name every unit of the model it is told to be, whatever its serial.
    """
    asked = {*case.fitting, *case.having_model}
    status = case.status(asked)
    doubts = [] if asked <= {each.campaign for each in status} else [Reason.NO_LIST]
    doubts += _weak(status)
    # A list whose campaign is gone names it: nobody can tell any more what that means.
    known = {each.id for each in case.catalogue.campaigns}
    return doubts if _campaigns(matches) <= known else [*doubts, Reason.LISTS_DISAGREE]


def _unfitting(case: _Case) -> Judgement:
    """Judge a text that is no serial of any campaign: say what it may be instead."""
    normal, campaigns = case.normal, case.catalogue.campaigns
    if not campaigns:
        return Judgement(normal, Verdict.UNCERTAIN, (Reason.NO_LIST,))
    if (other := other_than_invalid(normal)) is not None:
        return Judgement(normal, Verdict.INVALID, (other,))
    if (misread := meant(normal, case.catalogue)) is not None:
        folding = {each.id for each in campaigns if each.serial.folded(normal) is not None}
        reasons = (Reason.CONFUSABLE_CHARACTERS,)
        return Judgement(normal, Verdict.UNCERTAIN, reasons, _only(folding), near=misread)
    is_long_enough = any(len(normal) in campaign.serial.lengths for campaign in campaigns)
    reason = Reason.BAD_CHARACTERS if is_long_enough else Reason.BAD_LENGTH
    return Judgement(normal, Verdict.INVALID, (reason,), near=only_look_alike(normal, case.catalogue))


def _uncertain(
    case: _Case, campaigns: Collection[str], doubts: Sequence[Reason], near: str | None = None
) -> Judgement:
    status = case.status(campaigns)
    reasons = (*doubts, *_training(status))
    return Judgement(
        case.normal,
        Verdict.UNCERTAIN,
        reasons,
        _only(campaigns),
        list_version=_versions(status),
        near=near,
    )


def _weak(status: Sequence[ListStatus]) -> list[Reason]:
    """Say what keeps lists from clearing a serial: their age, or rows of theirs that nobody could read."""
    stale = [Reason.STALE_LIST] if any(each.stale for each in status) else []
    return [*stale, *([Reason.PARTIAL_LIST] if any(each.partial for each in status) else [])]


def _training(status: Iterable[ListStatus]) -> list[Reason]:
    return [Reason.TRAINING_LIST] if any(each.training for each in status) else []


def _versions(status: Iterable[ListStatus]) -> str | None:
    return ",".join(each.version for each in status) or None


def _only(names: Collection[str]) -> str | None:
    """Give the one name, or None when there are several or none."""
    return min(names) if len(names) == 1 else None
