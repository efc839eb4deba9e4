"""The check of the containers: an open one with room for every class a unit may be of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake import catalogue
from intake.campaign import Campaign, UnNumber
from intake.condition import Condition
from intake.container import Parcelled
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning
from intake.doctor.record import views
from intake.quarantine import Quarantine

_CLASSES = (Condition.R, Condition.D, Condition.K1, Condition.N)
"""K2 is never put into a container by the program."""


def look(case: Case) -> Iterator[Finding]:
    """Ask for each class as the desk does, with the heaviest model of each UN number."""
    campaigns = catalogue.load(case.folder, judged_by=case.settings.campaigns).campaigns
    with views(case.folder) as connection:
        quarantine = Quarantine(connection, case.settings.policy, case.wall)
        missing = [unit for unit in _units(campaigns) if not _is_taken(quarantine, unit)]
    if missing:
        named = ", ".join(f"{unit.condition} {unit.un_number}" for unit in missing)
        yield warning(Check.CONTAINERS, "containers_missing", classes=named)
    else:
        yield fine(Check.CONTAINERS, "containers", classes=", ".join(_CLASSES))


def _is_taken(quarantine: Quarantine, unit: Parcelled) -> bool:
    """Tell whether a container takes it for good; a holding box does for a while only."""
    fitting = quarantine.fitting_for(unit)
    return fitting is not None and not fitting.holding


def _units(campaigns: Iterable[Campaign]) -> Iterator[Parcelled]:
    heaviest: dict[UnNumber, tuple[float, int]] = {}
    for model in (model for campaign in campaigns for model in campaign.models):
        wh, grams = heaviest.get(model.un_number, (0.0, 0))
        heaviest[model.un_number] = max(wh, model.wh), max(grams, model.grams)
    for condition in _CLASSES:
        for un_number, (wh, grams) in sorted(heaviest.items()):
            yield Parcelled(condition, un_number, wh, grams)
