"""A day: parcels and a worker by seed and mix, and what every act must be answered."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass

from intake.own_label import LabelKind
from intake.simulation.account import Account
from intake.simulation.act import Act
from intake.simulation.code import own
from intake.simulation.crate import Crate, Grade, Hall
from intake.simulation.desk import Desk
from intake.simulation.draw import Draw
from intake.simulation.goods import Claim, Goods, Kind
from intake.simulation.mix import EVERYDAY, Mix
from intake.simulation.site import Site
from intake.simulation.store import Store
from intake.simulation.worker import BIN, Worker

BADGES = 4
"""Badges of a training folder."""

CLAIM_COLUMNS = ("claim", "kit", "serial", "model", "colour", "count")

_UN = ("UN3480", "UN3481")
_NUMBERS = 2000
"""Labels one day may need."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was worked."""

    seed: int
    acts: tuple[Act, ...]
    kinds: tuple[Kind, ...]
    store: Store
    claims: tuple[Claim, ...] | None
    """The expected returns in force, or None."""

    @property
    def claims_csv(self) -> str:
        """The expected returns as a file."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(CLAIM_COLUMNS)
        for claim in self.claims or ():
            model = claim.model or ""
            rows.writerows((claim.number, claim.kit, serial, model, "", 1) for serial in claim.serials)
            if rest := claim.count - len(claim.serials):
                rows.writerow((claim.number, claim.kit, "", model, "", rest))
        return text.getvalue()


def training_hall() -> Hall:
    """Give the crates a training folder begins with: two of every class, and two boxes at the desk."""
    grades = (Grade.R, Grade.D, Grade.K1, Grade.N)
    pairs = [(grade, un) for grade in grades for un in _UN]
    crates = [Crate(own(LabelKind.CONTAINER, n).name, *pair) for n, pair in enumerate(pairs, 1)]
    boxes = [(own(LabelKind.CONTAINER, n).name, un) for n, un in enumerate(_UN, len(pairs) + 1)]
    return Hall([*crates, *(Crate(code, Grade.R, un, is_holding=True) for code, un in boxes)])


def account_of(site: Site, claims: dict[str, Claim] | None = None) -> Account:
    """Give the account of a training desk on its first morning."""
    return Account(
        site.register,
        training_hall(),
        frozenset({BIN.name}),
        claims,
        bags=site.bags,
        checklist=site.checklist,
        checklist_every=site.checklist_every,
    )


def work(site: Site, seed: int, parcels: int, mix: Mix = EVERYDAY) -> Day:
    """Draw a day and let a worker work it."""
    chance = random.Random(f"day {seed}")  # noqa: S311 -- a day is repeatable, not secret
    draw = Draw(site.register, chance, mix, seed % 400 * _NUMBERS)
    goods = list(draw.parcels(parcels))
    claims = tuple(each.claim for each in goods if each.claim) if mix.claims else None
    worker = _worker(site, draw, chance, mix, claims)
    worker.begin()
    if mix.arrivals:
        worker.arrive([each.label for each in goods if each.kind is not Kind.HOT_UNOPENED][: mix.arrivals])
    for each in goods:
        worker.take_in(each)
    worker.end()
    return Day(seed, tuple(worker.acts), tuple(each.kind for each in goods), worker.store, claims)


def _worker(
    site: Site, draw: Draw, chance: random.Random, mix: Mix, claims: tuple[Claim, ...] | None
) -> Worker:
    expected = None if claims is None else {claim.kit: claim for claim in claims}
    return Worker(Desk(account_of(site, expected)), draw, chance, mix)


def undisturbed(site: Site, kind: Kind) -> tuple[Goods, tuple[Act, ...]]:
    """Give one parcel of a kind and the acts a worker who never slips needs for it."""
    mix = Mix(kinds={kind: 1}, slips=0, claims=kind in _CLAIMED)
    chance = random.Random(f"parcel {kind}")  # noqa: S311 -- the same
    draw = Draw(site.register, chance, mix, 0)
    goods = draw.parcel(kind)
    claims = (goods.claim,) if goods.claim else None
    worker = _worker(site, draw, chance, mix, claims)
    worker.begin()
    worker.take_in(goods)
    worker.look_again()
    return goods, tuple(act for act in worker.acts if act.parcel)


_CLAIMED = {
    *(Kind.CLAIM_CONFIRMED, Kind.PRINTED_AS_CLAIMED, Kind.MISMATCH, Kind.WRONG_MODEL, Kind.EXTRA_UNIT),
}
"""Kinds that are nothing without expected returns."""
