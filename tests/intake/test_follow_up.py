"""Follow-up: lists have one name, whoever names them."""

from intake.follow_up import lists_named


def test_lists_are_named_in_the_order_of_their_campaigns():
    assert lists_named([("b", "2"), ("a", "10")]) == "a@10,b@2" == lists_named([("a", "10"), ("b", "2")])
    assert lists_named([]) == ""
