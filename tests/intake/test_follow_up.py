"""Follow-up: lists have one name, whoever names them."""

from msgspec.structs import replace

from intake.campaign import Catalogue
from intake.follow_up import campaign_named, lists_named, rules_named
from tests.intake import lists


def test_lists_are_named_in_the_order_of_their_campaigns():
    both = [("b", "2", "f" * 64), ("a", "10", "0" * 64)]
    assert lists_named(both) == "a@10#000000000000,b@2#ffffffffffff" == lists_named(both[::-1])
    assert lists_named([]) == ""


def test_rules_have_another_name_where_another_verdict_may_follow_from_them():
    one, other = lists.campaign(1), lists.campaign(2)
    judged_by = [
        (Catalogue((one, other)), (7, 7)),
        (Catalogue((one, other)), (0,)),
        (Catalogue((one,), left_out=(other,)), (7,)),
        (Catalogue((one, replace(other, maker="another"))), (7,)),
    ]
    named = [rules_named(*each) for each in judged_by]
    assert len({*named}) == len(named)
    assert rules_named(Catalogue((one, other)), (7,)) == named[0]


def test_a_campaign_has_another_name_when_its_file_says_something_else():
    one = lists.campaign(1)
    assert campaign_named(one) == campaign_named(lists.campaign(1)) != campaign_named(replace(one, maker="x"))
