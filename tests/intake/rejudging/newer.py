"""Newer lists for a site, and a run over everything it has received, without a process of its own."""

from intake.affected import AffectedList
from intake.judging import judging
from intake.reference import publish
from intake.rejudging import Run
from intake.request import ActivateList
from tests.intake import lists


def publish_newer(site, *serials, version="newer", model=None, keep=()):
    """Publish a list that names these serials alone, and rows of the old one; give the wish for it."""
    named = model or site.campaign.models[1].name
    rows = [lists.row(each, each, named, line=100_000 + place) for place, each in enumerate(serials)]
    made = AffectedList(site.campaign.id, version, True, "2031-05-06", (*keep, *rows))
    publish(made, site.folder / "reference")
    return ActivateList(site.campaign.id, version)


def newer_list(desk, *serials, **options):
    """Put such a list in force; the outcome."""
    return desk.ask(publish_newer(desk.site, *serials, **options))


def rejudge(desk):
    """Judge everything anew and record it; the outcomes, the end's last."""
    with judging(desk.site.folder) as look_ups:
        run = Run(look_ups, lambda: desk.site.clock.moment().wall, lambda _judged: None)
        outcomes = [desk.ask(chunk) for chunk in run.chunks()]
        return [*outcomes, desk.ask(run.end())]
