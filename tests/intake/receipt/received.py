"""Units received before, and what newer lists say of them."""

from msgspec.structs import replace

from intake.campaign import Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.dispatch import Replacement, replacement_key
from intake.receipt import Hold, Known, Unit
from intake.request import Rejudged
from intake.verdict import Reason, Verdict
from tests.intake import lists

CAMPAIGN = lists.campaign(20_311)
PLAIN = next(each for each in CAMPAIGN.models if each.remedy.colour is None)
COLOURED = next(each for each in CAMPAIGN.models if each.remedy.colour is not None)
ABROAD = replace(lists.campaign(20_312), dispatched_here=False)
KNOWN = Known(Catalogue((CAMPAIGN, ABROAD)))
SERIAL = "G12345678"
AFFECTED = Rejudged("u", Verdict.AFFECTED, (Reason.IN_RANGE,), CAMPAIGN.id, PLAIN.name, None, "2")
SAFE = Rejudged("u", Verdict.NOT_AFFECTED, (Reason.NO_MATCH,), CAMPAIGN.id, list_version="2")
IN_DOUBT = Rejudged("u", Verdict.UNCERTAIN, (Reason.LISTS_DISAGREE,), CAMPAIGN.id, list_version="2")
QUEUED = Replacement(
    replacement_key(CAMPAIGN.maker, SERIAL), CAMPAIGN.id, SERIAL, PLAIN.remedy.item, None, "then"
)


def unit_of(verdict=Verdict.NOT_AFFECTED, *reasons, **changes):
    made = Unit(
        "u",
        "then",
        SERIAL,
        SERIAL,
        verdict,
        reasons or (Reason.NO_MATCH,),
        bag_wanted=True,
        maker=CAMPAIGN.maker,
        campaign=CAMPAIGN.id,
        model=PLAIN.name,
        un_number=PLAIN.un_number,
        condition=Condition.N if verdict is Verdict.NOT_AFFECTED else Condition.R,
        container="Q",
    )
    return replace(made, **changes)


def held(kind, detail="", **changes):
    return (replace(Hold("old", kind, "then", detail), **changes),)


NAMING = Claim("C-1", (ClaimedUnit(SERIAL),))
