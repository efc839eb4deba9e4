"""Explanations in words: the reasoning behind a verdict as lines a supervisor can follow."""

from __future__ import annotations

from collections.abc import Iterator

from intake.affected import KeyRange, NamedBy
from intake.line import Params
from intake.part import Part
from intake.verdict import Reason
from intake.verdict.explanation import Consulted, Explanation, Fit, Form, Misfit, Naming
from intake.wording import Wording


def lines(explanation: Explanation, wording: Wording) -> Iterator[str]:
    """Word an explanation: how the text was read, each campaign, each list, the verdict."""
    yield from _form(explanation.form, wording)
    listed = {each.status.campaign: each for each in explanation.lists}
    for fit in explanation.fits:
        yield from _fit(fit, wording)
        consulted = listed.get(fit.campaign)
        if consulted is not None:
            yield from _consulted(consulted, wording, fits=fit.misfit is None)
        else:
            yield wording.explain("unlisted", campaign=fit.campaign)
    judged = explanation.judgement
    said = wording.term("verdict", judged.verdict) + (f" {judged.model}" if judged.model else "")
    reasons = "; ".join(wording.term("reason", reason) for reason in judged.reasons)
    yield wording.explain("verdict", verdict=said, reasons=reasons)


def _form(form: Form, wording: Wording) -> Iterator[str]:
    if form.text != form.normal:
        yield wording.explain("text", text=form.text)
    if form.prefix:
        yield wording.explain("prefix", prefix=form.prefix)
    yield wording.explain("normal", normal=form.normal) if form.normal else wording.explain("nothing")


def _fit(fit: Fit, wording: Wording) -> Iterator[str]:
    if fit.misfit is None:
        yield wording.explain("fits", campaign=fit.campaign)
        return
    told: Params = {"campaign": fit.campaign, "got": fit.got, "place": fit.place}
    by_characters = fit.misfit in {Misfit.CHARACTER, Misfit.PLACE}
    yield wording.explain(
        fit.misfit, **told, expected=" ".join(fit.expected) if by_characters else fit.expected
    )
    if fit.meant is not None:
        yield wording.explain("meant", campaign=fit.campaign, near=fit.meant)


def _consulted(consulted: Consulted, wording: Wording, *, fits: bool) -> Iterator[str]:
    """The rows that name it, or the nearest ranges, where the text is a serial of the campaign at all."""
    status = consulted.status
    since = "list" if consulted.days else "list_new"
    yield wording.explain(since, campaign=status.campaign, version=status.version, days=consulted.days)
    if status.training:
        yield wording.explain("training")
    if status.stale:
        yield wording.explain("stale", days=consulted.most_days)
    if status.partial:
        yield wording.explain("partial")
    for naming in consulted.rows:
        yield _row(naming, wording)
    if fits and not consulted.rows:
        yield wording.explain("no_row")
    for side, key in (("below", consulted.below), ("above", consulted.above)):
        if key is not None:
            yield wording.explain(side, keys=_keys(key, wording))
    for near in consulted.near:
        yield wording.explain("near", near=near)
    if consulted.near:
        yield wording.explain("near_counts")


def _row(naming: Naming, wording: Wording) -> str:
    row = naming.row
    conditions = _set("colours", tuple(map(wording.colour, row.colours)), wording)
    conditions += _set("channels", row.channels, wording)
    conditions += wording.explain("note", text=row.note) if row.note else ""
    return wording.explain(
        "row",
        line=row.line,
        model=row.model,
        keys=_named(naming, wording),
        conditions=conditions,
        effect=_effect(naming, wording),
    )


def _set(name: str, names: tuple[str, ...], wording: Wording) -> str:
    return wording.explain(name, names=", ".join(names)) if names else ""


def _named(naming: Naming, wording: Wording) -> str:
    if naming.row.by is NamedBy.ALL_UNITS:
        return wording.explain("all_units")
    keys = _keys(naming.key, wording)
    return wording.explain("masked", keys=keys) if naming.row.by is NamedBy.MASKED else keys


def _effect(naming: Naming, wording: Wording) -> str:
    if naming.out is Reason.MODEL_DECIDES:
        return wording.explain("other_model")
    if naming.out is not None:
        return wording.explain("left_out", reason=wording.term("reason", naming.out))
    if naming.open is not None:
        return wording.explain("open", reason=wording.term("reason", naming.open))
    return wording.explain("counts")


def _keys(key: KeyRange, wording: Wording) -> str:
    """Word a range of keys stretch by stretch; a range of whole serials stands for itself."""
    if key.shape.is_whole:
        return _ends(key.first, key.last, wording)
    stretches, at = [], 0
    for part in key.shape.parts:
        end = at + part.length
        stretches.append(_stretch(part, _ends(key.first[at:end], key.last[at:end], wording), wording))
        at = end
    return ", ".join(stretches)


def _ends(first: str, last: str, wording: Wording) -> str:
    return wording.explain("one" if first == last else "range", first=first, last=last)


def _stretch(part: Part, keys: str, wording: Wording) -> str:
    name = "stretch" if part.start >= 0 else "from_end"
    first = part.start + 1 if part.start >= 0 else -part.start
    last = first + part.length - 1 if part.start >= 0 else first - part.length + 1
    words = wording.explain(name, first=first, last=last, keys=keys)
    return wording.explain("group", group=part.group, keys=words) if part.group else words
