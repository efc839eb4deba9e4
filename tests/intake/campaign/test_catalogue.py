"""What the catalogue answers."""

import pytest
from msgspec.structs import replace

from intake.campaign import Catalogue, CatalogueItem, RemedyColour, ReplacementItem, parse
from intake.serial_number import SerialRule
from tests.intake import lists

STAMPS = replace(lists.campaign(2), serial=SerialRule((4,), "0123456789", unique=False))
CODES = replace(lists.campaign(3), serial=SerialRule((4,), "0123456789"))


@pytest.mark.parametrize(
    ("campaigns", "left_out", "judged_by", "unique"),
    [
        ((STAMPS,), (), STAMPS.id, False),
        ((), (STAMPS,), STAMPS.id, False),
        ((STAMPS, CODES), (), STAMPS.id, False),
        ((STAMPS, CODES), (), CODES.id, True),
        ((STAMPS, CODES), (), None, True),
        ((STAMPS,), (), None, False),
        ((STAMPS,), (), "gone", False),
        ((), (), None, True),
    ],
)
def test_many_units_bear_a_serial_where_its_campaign_says_so(campaigns, left_out, judged_by, unique):
    """What is open counts as unique: a duplicate is held, and a supervisor tells."""
    assert Catalogue(campaigns, left_out).is_unique("2313", judged_by) is unique


def test_a_jan_may_stand_for_several_items():
    first, second = lists.mapping(1), lists.mapping(2)
    second["models"][0]["colours"][0]["jans"] = first["models"][0]["colours"][0]["jans"]
    catalogue = Catalogue((parse(first), parse(second)))
    (jan,) = first["models"][0]["colours"][0]["jans"]
    assert catalogue.items_of_jan(jan) == tuple(
        CatalogueItem(each["id"], each["models"][0]["name"], each["models"][0]["colours"][0]["name"])
        for each in (first, second)
    )
    assert catalogue.items_of_jan("4000000000006") == ()


def test_a_replacement_needs_the_colour_only_where_the_item_has_several():
    campaign = lists.campaign(1)
    catalogue = Catalogue((campaign,))
    same, own = campaign.models[0], campaign.models[1]
    assert same.remedy.colour is RemedyColour.SAME_AS_UNIT
    assert catalogue.replacement(campaign.id, same.name, None) is None
    assert catalogue.replacement(campaign.id, same.name, "navy") == ReplacementItem("Item 0", "navy")
    assert catalogue.replacement(campaign.id, own.name, None) == ReplacementItem("Item 1", None)
    assert catalogue.replacement(campaign.id, own.name, "navy") == ReplacementItem("Item 1", None)


def test_unknown_names_are_key_errors_that_name_the_known_ones():
    campaign = lists.campaign(1)
    with pytest.raises(KeyError, match="expected one of zz-1, got zz-2"):
        Catalogue((campaign,)).campaign("zz-2")
    with pytest.raises(KeyError, match="expected one of none, got zz-2"):
        Catalogue().campaign("zz-2")
    with pytest.raises(KeyError, match="got A9"):
        campaign.model("A9")
