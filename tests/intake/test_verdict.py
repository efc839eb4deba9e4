"""Verdicts: in doubt, hold."""

import copy
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.affected import Match
from intake.campaign import Catalogue, parse
from intake.verdict import Judgement, ListStatus, Reason, Verdict, judge, unvouched
from tests.intake import lists


def numbered(name, **serial):
    """Give a campaign with a serial rule of its own."""
    tables = copy.deepcopy(lists.mapping(3))
    tables |= {
        "id": name,
        "serial": {"lengths": [16], "alphabet": "0123456789ABCDEF", "fold": {"O": "0"}} | serial,
    }
    return parse(tables)


HEXES = numbered("hexes")
DIGITS = numbered("digits", lengths=[13, 16], alphabet="0123456789", fold={"O": "0", "D": "0"})
CATALOGUE = Catalogue((HEXES, DIGITS))
LISTS = (ListStatus("hexes", "h1"), ListStatus("digits", "d1", training=True))
PLAIN = "ABCDEF0123456789"
NAMES = [model.name for model in HEXES.models]


def named(campaign="hexes", model=NAMES[0], colour=None, **more):
    return Match(campaign, model, colour, campaign[0] + "1", campaign == "digits", **more)


def told(normal, matches=(), these=LISTS, catalogue=CATALOGUE):
    judged = judge(normal, catalogue, tuple(these), tuple(matches))
    assert judged.serial == normal
    return judged.verdict, judged.reasons


def test_a_named_serial_is_affected():
    judged = judge(PLAIN, CATALOGUE, LISTS, (named(colour="navy"),))
    assert (judged.verdict, judged.reasons) == (Verdict.AFFECTED, (Reason.IN_RANGE,))
    assert (judged.campaign, judged.model, judged.colour) == ("hexes", NAMES[0], "navy")
    assert judged.list_version == "h1"


def test_an_unnamed_valid_serial_is_not_affected_by_current_lists():
    judged = judge(PLAIN, CATALOGUE, LISTS, ())
    assert (judged.verdict, judged.reasons) == (Verdict.NOT_AFFECTED, (Reason.NO_MATCH,))
    assert (judged.campaign, judged.list_version) == ("hexes", "h1")


@pytest.mark.parametrize(
    ("matches", "colour", "reason"),
    [
        ([named(exact=True)], None, Reason.EXACT_MATCH),
        ([named(), named(colour="navy")], "navy", Reason.IN_RANGE),
        ([named(colour="grey"), named(colour="navy", exact=True)], None, Reason.EXACT_MATCH),
    ],
)
def test_a_colour_stands_only_where_the_ranges_agree(matches, colour, reason):
    judged = judge(PLAIN, CATALOGUE, LISTS, tuple(matches))
    assert (judged.verdict, judged.colour, judged.reasons) == (Verdict.AFFECTED, colour, (reason,))


@pytest.mark.parametrize(
    ("matches", "campaign"),
    [
        ([named(), named(model=NAMES[1])], "hexes"),
        ([named(), named("elsewhere")], "hexes"),
        ([named("digits")], "hexes"),
    ],
)
def test_lists_that_disagree_make_it_uncertain(matches, campaign):
    judged = judge(PLAIN, CATALOGUE, LISTS, tuple(matches))
    assert (judged.verdict, judged.reasons) == (Verdict.UNCERTAIN, (Reason.LISTS_DISAGREE,))
    assert (judged.campaign, judged.model) == (campaign, None)


def test_a_list_that_names_a_misread_serial_is_no_disagreement():
    """An O for a 0 may lie in a range all the same: the lists are not to blame."""
    misread = next(f"{PLAIN[:n]}O{PLAIN[n + 1 :]}" for n, each in enumerate(PLAIN) if each == "0")
    verdict = told(misread, [named()])
    assert verdict[0] is Verdict.UNCERTAIN
    assert Reason.CONFUSABLE_CHARACTERS in verdict[1]
    assert Reason.LISTS_DISAGREE not in verdict[1]


def test_two_campaigns_that_name_one_serial_disagree():
    number = "9" * 16
    verdict = told(number, [named(), named("digits")])
    assert verdict == (Verdict.UNCERTAIN, (Reason.LISTS_DISAGREE, Reason.TRAINING_LIST))


def test_a_stale_list_still_names_but_no_longer_clears():
    stale = (msgspec.structs.replace(LISTS[0], stale=True),)
    assert told(PLAIN, [named()], stale) == (Verdict.AFFECTED, (Reason.IN_RANGE, Reason.STALE_LIST))
    assert told(PLAIN, [], stale) == (Verdict.UNCERTAIN, (Reason.STALE_LIST,))


def test_without_a_list_nothing_is_cleared():
    assert told(PLAIN, [], []) == (Verdict.UNCERTAIN, (Reason.NO_LIST,))
    assert told(PLAIN, [], LISTS[1:]) == (Verdict.UNCERTAIN, (Reason.NO_LIST,))
    assert told(PLAIN, [], [], Catalogue()) == (Verdict.UNCERTAIN, (Reason.NO_LIST,))


def test_a_serial_of_two_campaigns_needs_both_lists():
    number = "9" * 13
    both = Catalogue((HEXES, DIGITS, numbered("more", lengths=[13])))
    assert told(number, [], LISTS, both)[0] is Verdict.UNCERTAIN
    judged = judge(number, both, (*LISTS, ListStatus("more", "m1")), ())
    assert (judged.verdict, judged.campaign) == (Verdict.NOT_AFFECTED, None)
    assert judged.reasons == (Reason.NO_MATCH, Reason.TRAINING_LIST)
    assert judged.list_version == "d1,m1"


def test_a_training_list_says_so():
    number = "9" * 13
    assert told(number) == (Verdict.NOT_AFFECTED, (Reason.NO_MATCH, Reason.TRAINING_LIST))
    affected = (Verdict.AFFECTED, (Reason.IN_RANGE, Reason.TRAINING_LIST))
    assert told(number, [named("digits")]) == affected


@pytest.mark.parametrize(
    ("normal", "verdict", "reason"),
    [
        ("ABCDEFO123456789", Verdict.UNCERTAIN, Reason.CONFUSABLE_CHARACTERS),
        ("GBCDEF0123456789", Verdict.INVALID, Reason.BAD_CHARACTERS),
        ("ABCDEF012345678", Verdict.INVALID, Reason.BAD_LENGTH),
        ("", Verdict.INVALID, Reason.BAD_LENGTH),
        ("\ud800[/foo]", Verdict.INVALID, Reason.BAD_LENGTH),
        ("4571411205187", Verdict.INVALID, Reason.LOOKS_LIKE_JAN),
        ("96385074", Verdict.INVALID, Reason.LOOKS_LIKE_JAN),
        ("1234AA9988776655", Verdict.INVALID, Reason.LOOKS_LIKE_BLUETOOTH_SERIAL),
    ],
)
def test_what_is_no_serial_is_never_cleared(normal, verdict, reason):
    rule = {"pattern": "[A-F].*"}
    catalogue = Catalogue((numbered("hexes", **rule),))
    judged = judge(normal, catalogue, (ListStatus("hexes", "h1"),), ())
    assert (judged.verdict, judged.reasons, judged.model) == (verdict, (reason,), None)
    assert judged.campaign == ("hexes" if verdict is Verdict.UNCERTAIN else None)


def test_a_look_alike_that_is_a_valid_serial_is_affected_when_named_and_else_uncertain():
    bluetooth = "1234AA9988776655"
    assert told(bluetooth, [named()])[0] is Verdict.AFFECTED
    assert told(bluetooth) == (Verdict.UNCERTAIN, (Reason.LOOKS_LIKE_BLUETOOTH_SERIAL,))
    jan = DIGITS.models[0].colours[0].jans[0]
    assert told(jan) == (Verdict.UNCERTAIN, (Reason.LOOKS_LIKE_JAN, Reason.TRAINING_LIST))
    assert told(jan, [named("digits")])[0] is Verdict.AFFECTED


def test_a_valid_serial_may_be_anothers_misread_one():
    """D is a letter of one maker's serials and a misread 0 of the other's."""
    assert told("D999999999999999") == (Verdict.UNCERTAIN, (Reason.CONFUSABLE_CHARACTERS,))


campaigns = st.lists(st.integers(0, 40), unique=True, max_size=3).map(
    lambda seeds: Catalogue(tuple(lists.campaign(seed) for seed in seeds))
)


@st.composite
def questions(draw):
    """Give a catalogue, lists, matches and a text that is often a serial of the catalogue, or nearly."""
    catalogue = draw(campaigns)
    of = draw(st.sampled_from(catalogue.campaigns)) if catalogue.campaigns else lists.campaign(99)
    normal = lists.serial(of, random.Random(draw(st.integers(0, 99))))
    kind = draw(st.sampled_from(["whole", "whole", "folded", "cut", "any", "bluetooth", "jan"]))
    others = {
        "folded": normal.replace("0", "O").replace("1", "I"),
        "cut": normal[:-1],
        "any": draw(st.text()),
        "bluetooth": draw(st.from_regex(r"\A[0-9]{4}[0-9A-F]{12}\Z")),
        "jan": draw(st.from_regex(r"\A[0-9]{13}\Z")),
    }
    status = st.builds(
        ListStatus,
        st.sampled_from([each.id for each in catalogue.campaigns] or ["none"]),
        st.just("v"),
        st.booleans(),
        st.booleans(),
    )
    matches = st.builds(
        Match,
        st.sampled_from([*(each.id for each in catalogue.campaigns), "gone"]),
        st.sampled_from(["A", "B"]),
        st.sampled_from([None, "red"]),
        st.just("v"),
        st.booleans(),
    )
    these = tuple(draw(st.lists(status, max_size=3)))
    found = tuple(draw(st.lists(matches, max_size=2)))
    return others.get(kind, normal), catalogue, these, found


@given(questions())
def test_not_affected_is_said_only_when_everything_holds(question):
    normal, catalogue, these, matches = question
    judged = judge(normal, catalogue, these, matches)
    fitting = {each.id for each in catalogue.campaigns if each.serial.matches(normal)}
    assert judged.reasons
    assert len(set(judged.reasons)) == len(judged.reasons)
    if judged.verdict is Verdict.NOT_AFFECTED:
        assert fitting
        assert fitting <= {each.campaign for each in these}
        assert not any(each.stale for each in these if each.campaign in fitting)
        assert not matches
        assert not any(each.serial.folded(normal) for each in catalogue.campaigns)
        assert not catalogue.items_of_jan(normal)
        assert judged.list_version is not None


@given(questions(), st.integers(0, 40), st.booleans())
def test_a_valid_serial_named_for_one_model_is_affected_however_old_the_lists(question, seed, exact):
    _, catalogue, these, _ = question
    campaign = lists.campaign(seed)
    others = tuple(each for each in catalogue.campaigns if each.id != campaign.id)
    normal = lists.serial(campaign, random.Random(seed))
    match = Match(campaign.id, "A", None, "v", False, exact)
    judged = judge(normal, Catalogue((*others, campaign)), these, (match,))
    assert (judged.verdict, judged.model) == (Verdict.AFFECTED, "A")


@given(questions())
def test_every_reason_is_one_of_the_known_codes(question):
    judged = judge(*question)
    assert all(reason in Reason for reason in judged.reasons)


def test_every_campaign_made_at_test_time_is_judged_as_each_range_says():
    for seed in range(12):
        campaign, rng = lists.campaign(seed), random.Random(seed)
        listing = lists.listing(campaign, seed)
        catalogue, status = Catalogue((campaign,)), (ListStatus(campaign.id, listing.version),)
        serials = [lists.inside(campaign, each, rng) for each in listing.ranges]
        serials += [near for each in listing.ranges for near in lists.just_outside(campaign, each)]
        for serial in serials:
            found = lists.named_by(listing, serial)
            matches = tuple(Match(campaign.id, each.model, each.colour, "v", False) for each in found)
            verdict = judge(serial, catalogue, status, matches).verdict
            assert verdict is (Verdict.AFFECTED if found else Verdict.NOT_AFFECTED)


@pytest.mark.parametrize("reason", [Reason.KEYED, Reason.CLAIM_CONFIRMED])
def test_a_serial_no_device_read_whole_is_never_cleared(reason):
    cleared = Judgement(
        "S", Verdict.NOT_AFFECTED, (Reason.NO_MATCH, Reason.TRAINING_LIST), "c", list_version="1"
    )
    doubted = unvouched(cleared, reason)
    assert doubted.verdict is Verdict.UNCERTAIN
    assert doubted.reasons == (reason, Reason.NO_MATCH, Reason.TRAINING_LIST)
    assert (doubted.serial, doubted.campaign, doubted.list_version) == ("S", "c", "1")


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.NOT_AFFECTED}))
def test_any_other_verdict_stands_and_says_how_it_was_read(verdict):
    judged = Judgement("S", verdict, (Reason.IN_RANGE,))
    assert unvouched(judged, Reason.KEYED) == Judgement("S", verdict, (Reason.IN_RANGE, Reason.KEYED))
