"""The report: what each kind of parcel costs in scans and keys, and what a day asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.simulation.act import Act, Doing
from intake.simulation.day import Day, undisturbed
from intake.simulation.goods import Kind
from intake.simulation.site import Site


@dataclass(frozen=True, slots=True)
class Cost:
    """What one parcel costs the person at the desk."""

    kind: Kind
    scans: int
    keys: int
    requests: int
    """What a lead has to do at another screen."""


def cost(site: Site, kind: Kind) -> Cost:
    """Count the acts of one parcel that nothing disturbs, from its label to its last thing."""
    goods, acts = undisturbed(site, kind)
    doings = Counter(act.doing for act in acts)
    scans = doings[Doing.SCAN] + doings[Doing.PRINT]
    return Cost(goods.kind, scans, _keys(acts), doings[Doing.REQUEST])


def _keys(acts: tuple[Act, ...]) -> int:
    """Count key presses: several characters may come as one line, and enter is one key."""
    keyed = [act.text for act in acts if act.doing is Doing.KEY]
    return sum(1 if len(text) > 1 and text.islower() else len(text) for text in keyed)


def first_page(site: Site) -> Iterator[str]:
    """Give the first page: scans and keys by kind of parcel, with and without bag labels."""
    yield "Scans and keys of one parcel, by what is in it (counted from undisturbed acts)"
    yield ""
    yield f"{'parcel':<26}{'scans':>7}{'keys':>6}{'lead':>6}{'scans without bag labels':>27}"
    for kind in Kind:
        bagged, bare = cost(replace(site, bags=True), kind), cost(replace(site, bags=False), kind)
        numbers = f"{bagged.scans:>7}{bagged.keys:>6}{bagged.requests:>6}{bare.scans:>27}"
        yield f"{kind:<26}{numbers}"


def day_page(day: Day) -> Iterator[str]:
    """Give the second page: what one day drew and what its scans are answered."""
    yield f"The day of seed {day.seed}: {len(day.kinds)} parcels, {len(day.acts)} acts"
    yield ""
    for kind, count in Counter(day.kinds).most_common():
        yield f"{kind:<26}{count:>7}"
    yield ""
    for said, count in Counter(act.expected.message for act in day.acts).most_common():
        yield f"{said:<26}{count:>7}"
