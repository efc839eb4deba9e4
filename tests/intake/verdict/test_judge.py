"""Judging: in doubt, hold."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.affected import Match, NamedBy
from intake.campaign import Catalogue
from intake.verdict import NOTHING_TOLD, OTHER_MODEL, ListStatus, Reason, Told, Verdict, judge
from tests.intake import lists
from tests.intake.verdict.campaigns import (
    CATALOGUE,
    DIGITS,
    HEXES,
    LISTS,
    NAMES,
    PLAIN,
    STAMP,
    numbered,
    row,
)

ALL = NamedBy.ALL_UNITS
AFFECTED, SPARED, UNCERTAIN = Verdict.AFFECTED, Verdict.NOT_AFFECTED, Verdict.UNCERTAIN


def said(normal, *rows, told=NOTHING_TOLD, these=LISTS, catalogue=CATALOGUE):
    judged = judge(normal, catalogue, tuple(these), rows, told)
    assert judged.serial == normal
    return judged.verdict, judged.reasons


def test_a_named_serial_is_affected():
    judged = judge(PLAIN, CATALOGUE, LISTS, (row(colours=("navy",)),))
    assert (judged.verdict, judged.reasons) == (AFFECTED, (Reason.IN_RANGE,))
    assert (judged.campaign, judged.model, judged.colour) == ("hexes", NAMES[0], "navy")
    assert judged.list_version == "h1"


def test_an_unnamed_valid_serial_is_not_affected_by_current_lists():
    judged = judge(PLAIN, CATALOGUE, LISTS, ())
    assert (judged.verdict, judged.reasons) == (SPARED, (Reason.NO_MATCH,))
    assert (judged.campaign, judged.model, judged.list_version) == ("hexes", None, "h1")


@pytest.mark.parametrize(
    ("rows", "colour", "reason"),
    [
        ([row(by=NamedBy.EXACT)], None, Reason.EXACT_MATCH),
        ([row(), row(colours=("navy",))], "navy", Reason.IN_RANGE),
        ([row(colours=("grey",)), row(colours=("navy",), by=NamedBy.EXACT)], None, Reason.EXACT_MATCH),
        ([row(by=NamedBy.MASKED), row()], None, Reason.IN_RANGE),
    ],
)
def test_ranges_of_one_model_may_overlap(rows, colour, reason):
    judged = judge(PLAIN, CATALOGUE, LISTS, tuple(rows))
    assert (judged.verdict, judged.colour, judged.reasons) == (AFFECTED, colour, (reason,))


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"by": NamedBy.MASKED},
        {"colours": ("navy", "grey")},
        {"channels": ("fair",)},
    ],
)
def test_a_row_that_may_name_it_for_another_model_disagrees(other):
    judged = judge(PLAIN, CATALOGUE, LISTS, (row(), row(model=NAMES[1], **other)))
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.LISTS_DISAGREE,))
    assert (judged.campaign, judged.model) == ("hexes", None)


def test_all_units_of_another_model_do_not_disagree_with_what_the_serial_says():
    assert said(PLAIN, row(), row(model=NAMES[1], by=ALL)) == (AFFECTED, (Reason.IN_RANGE,))


@pytest.mark.parametrize("rows", [[row(), row("elsewhere")], [row("digits")]])
def test_a_list_that_names_a_whole_serial_against_its_rule_is_not_believed(rows):
    judged = judge(PLAIN, CATALOGUE, LISTS, tuple(rows))
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.LISTS_DISAGREE,))
    assert judged.campaign == "hexes"


def test_a_part_of_another_campaigns_serial_means_nothing_here():
    assert said(PLAIN, row("digits", whole=False)) == (SPARED, (Reason.NO_MATCH,))


def test_a_list_whose_campaign_is_gone_still_keeps_it_from_being_cleared():
    assert said(PLAIN, row("gone", whole=False, by=ALL)) == (UNCERTAIN, (Reason.LISTS_DISAGREE,))


def test_a_list_that_names_a_misread_serial_is_no_disagreement():
    """An O for a 0 may lie in a range all the same: the lists are not to blame."""
    judged = judge("ABCDEFO123456789", CATALOGUE, LISTS, (row(),))
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.CONFUSABLE_CHARACTERS,))
    assert (judged.campaign, judged.near) == (None, PLAIN)


def test_a_list_that_names_what_is_no_serial_at_all_disagrees():
    assert said("#", row()) == (UNCERTAIN, (Reason.LISTS_DISAGREE,))


def test_two_campaigns_that_name_one_serial_disagree():
    judged = judge("9" * 16, CATALOGUE, LISTS, (row(), row("digits")))
    assert judged.verdict is UNCERTAIN
    assert judged.reasons == (Reason.LISTS_DISAGREE, Reason.TRAINING_LIST)
    assert (judged.campaign, judged.list_version) == (None, "h1,d1")


def test_a_stale_list_still_names_but_no_longer_clears():
    stale = (replace(LISTS[0], stale=True),)
    assert said(PLAIN, row(), these=stale) == (AFFECTED, (Reason.IN_RANGE, Reason.STALE_LIST))
    assert said(PLAIN, these=stale) == (UNCERTAIN, (Reason.STALE_LIST,))


def test_a_list_that_lacks_rows_still_names_but_never_clears():
    """The row nobody could read may name this very serial."""
    partial = (replace(LISTS[0], version="h1-part"),)
    assert said(PLAIN, row(), these=partial) == (AFFECTED, (Reason.IN_RANGE, Reason.PARTIAL_LIST))
    assert said(PLAIN, these=partial) == (UNCERTAIN, (Reason.PARTIAL_LIST,))
    both = (replace(partial[0], stale=True),)
    assert said(PLAIN, these=both) == (UNCERTAIN, (Reason.STALE_LIST, Reason.PARTIAL_LIST))


def test_without_a_list_nothing_is_cleared():
    assert said(PLAIN, these=()) == (UNCERTAIN, (Reason.NO_LIST,))
    assert said(PLAIN, these=LISTS[1:]) == (UNCERTAIN, (Reason.NO_LIST,))
    assert said(PLAIN, these=(), catalogue=Catalogue()) == (UNCERTAIN, (Reason.NO_LIST,))


def test_a_serial_of_two_campaigns_needs_both_lists():
    number = "9" * 13
    both = Catalogue((HEXES, DIGITS, numbered("more", lengths=[13])))
    assert said(number, catalogue=both)[0] is UNCERTAIN
    judged = judge(number, both, (*LISTS, ListStatus("more", "m1")), ())
    assert (judged.verdict, judged.campaign) == (SPARED, None)
    assert judged.reasons == (Reason.NO_MATCH, Reason.TRAINING_LIST)
    assert judged.list_version == "d1,m1"


def test_a_training_list_says_so():
    number = "9" * 13
    assert said(number) == (SPARED, (Reason.NO_MATCH, Reason.TRAINING_LIST))
    assert said(number, row("digits")) == (AFFECTED, (Reason.IN_RANGE, Reason.TRAINING_LIST))


@pytest.mark.parametrize(
    ("normal", "verdict", "reason", "near"),
    [
        ("ABCDEFO123456789", UNCERTAIN, Reason.CONFUSABLE_CHARACTERS, PLAIN),
        ("GBCDEF0123456789", Verdict.INVALID, Reason.BAD_CHARACTERS, None),
        ("ABCDEF012345678I", Verdict.INVALID, Reason.BAD_CHARACTERS, "ABCDEF0123456781"),
        ("BAACDEF012345678", Verdict.INVALID, Reason.BAD_CHARACTERS, "ABACDEF012345678"),
        ("ABCDEF01234567899", Verdict.INVALID, Reason.BAD_LENGTH, PLAIN),
        ("ABCDEF012345678", Verdict.INVALID, Reason.BAD_LENGTH, None),
        ("", Verdict.INVALID, Reason.BAD_LENGTH, None),
        ("\ud800[/foo]", Verdict.INVALID, Reason.BAD_LENGTH, None),
        ("4571411205187", Verdict.INVALID, Reason.LOOKS_LIKE_JAN, None),
        ("96385074", Verdict.INVALID, Reason.LOOKS_LIKE_JAN, None),
        ("1234AA9988776655", Verdict.INVALID, Reason.LOOKS_LIKE_BLUETOOTH_SERIAL, None),
    ],
)
def test_what_is_no_serial_is_never_cleared(normal, verdict, reason, near):
    catalogue = Catalogue((numbered("hexes", pattern="A.*"),))
    judged = judge(normal, catalogue, (ListStatus("hexes", "h1"),), ())
    assert (judged.verdict, judged.reasons, judged.model) == (verdict, (reason,), None)
    assert (judged.campaign, judged.near) == ("hexes" if verdict is UNCERTAIN else None, near)


def test_a_look_alike_that_is_a_valid_serial_is_affected_when_named_and_else_uncertain():
    bluetooth = "1234AA9988776655"
    assert said(bluetooth, row())[0] is AFFECTED
    assert said(bluetooth) == (UNCERTAIN, (Reason.LOOKS_LIKE_BLUETOOTH_SERIAL,))
    jan = DIGITS.models[0].colours[0].jans[0]
    assert said(jan) == (UNCERTAIN, (Reason.LOOKS_LIKE_JAN, Reason.TRAINING_LIST))
    assert said(jan, row("digits"))[0] is AFFECTED


def test_a_valid_serial_may_be_anothers_misread_one():
    """D is a letter of one maker's serials and a misread 0 of the other's."""
    judged = judge("D999999999999999", CATALOGUE, LISTS, ())
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.CONFUSABLE_CHARACTERS,))
    assert judged.near == "0999999999999999"


def test_a_named_serial_nearby_keeps_an_unvouched_one_from_being_cleared():
    judged = judge(PLAIN, CATALOGUE, LISTS, (), near="8BCDEF0123456789")
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.NEAR_MATCH,))
    assert (judged.near, judged.campaign) == ("8BCDEF0123456789", "hexes")


@pytest.mark.parametrize(
    ("told", "verdict", "reason", "asks"),
    [
        (NOTHING_TOLD, UNCERTAIN, Reason.MODEL_DECIDES, True),
        (Told(NAMES[1]), AFFECTED, Reason.ALL_UNITS, False),
        (Told(NAMES[0]), SPARED, Reason.NO_MATCH, False),
        (Told(OTHER_MODEL), UNCERTAIN, Reason.MODEL_UNKNOWN, False),
    ],
)
def test_all_units_of_a_model_hang_on_the_card(told, verdict, reason, asks):
    judged = judge(PLAIN, CATALOGUE, LISTS, (row(model=NAMES[1], by=ALL, whole=False),), told)
    assert (judged.verdict, judged.reasons, judged.asks_card) == (verdict, (reason,), asks)
    assert judged.model == (NAMES[1] if verdict is AFFECTED else None)


@pytest.mark.parametrize(
    ("rows", "verdict", "reasons"),
    [
        ([], SPARED, (Reason.NO_MATCH,)),
        ([row("digits", by=ALL, whole=False)], SPARED, (Reason.NO_MATCH,)),
        ([row(by=ALL, whole=False, colours=("navy", "grey"))], UNCERTAIN, (Reason.MODEL_UNKNOWN,)),
        ([row()], AFFECTED, (Reason.IN_RANGE,)),
        (
            [row(by=NamedBy.MASKED, whole=False)],
            UNCERTAIN,
            (Reason.MODEL_UNKNOWN, Reason.MASKED_MATCH),
        ),
        ([row(channels=("shop",))], UNCERTAIN, (Reason.MODEL_UNKNOWN, Reason.CHANNEL_DECIDES)),
    ],
)
def test_finding_no_card_of_a_model_proves_nothing_where_whole_models_are_recalled(rows, verdict, reasons):
    every = [row(model=NAMES[1], by=ALL, whole=False)] if Reason.NO_MATCH not in reasons else []
    judged = judge(PLAIN, CATALOGUE, LISTS, (*every, *rows), Told(OTHER_MODEL))
    assert (judged.verdict, judged.reasons, judged.asks_card) == (verdict, reasons, False)
    assert judged.model == (NAMES[0] if verdict is AFFECTED else None)


EVERY = row("digits", by=ALL, whole=False)
"""Every unit of a model of a campaign whose serials look otherwise."""


@pytest.mark.parametrize(
    ("told", "rows", "verdict", "reasons"),
    [
        (NOTHING_TOLD, [EVERY], SPARED, (Reason.NO_MATCH,)),
        (Told(NAMES[0]), [EVERY], AFFECTED, (Reason.ALL_UNITS, Reason.TRAINING_LIST)),
        (Told(NAMES[1]), [EVERY], SPARED, (Reason.NO_MATCH,)),
        (Told(NAMES[0]), [row("digits", whole=False)], SPARED, (Reason.NO_MATCH,)),
        (Told(NAMES[0]), [row(), EVERY], UNCERTAIN, (Reason.LISTS_DISAGREE, Reason.TRAINING_LIST)),
        (Told(NAMES[0]), [row("gone", by=ALL, whole=False)], UNCERTAIN, (Reason.LISTS_DISAGREE,)),
    ],
)
def test_every_unit_of_a_model_is_meant_whatever_its_serial(told, rows, verdict, reasons):
    """A card is shown for a unit nobody names: once it tells the model, no form of serial clears the unit."""
    assert said(PLAIN, *rows, told=told) == (verdict, reasons)


@pytest.mark.parametrize(
    ("lists_in_force", "reason"),
    [
        (LISTS[:1], Reason.NO_LIST),
        ((LISTS[0], replace(LISTS[1], stale=True)), Reason.STALE_LIST),
        ((LISTS[0], replace(LISTS[1], version="d1-part")), Reason.PARTIAL_LIST),
    ],
)
def test_a_list_that_is_wanting_clears_no_unit_of_its_models(lists_in_force, reason):
    """It may name every unit of them, though the serial has another campaign's form."""
    ours, theirs = (
        replace(each, models=(replace(each.models[0], name=name),))
        for each, name in ((HEXES, "H1"), (DIGITS, "D1"))
    )
    catalogue = Catalogue((ours, theirs))
    assert said(PLAIN, told=Told("H1"), these=lists_in_force, catalogue=catalogue)[0] is SPARED
    assert said(PLAIN, told=Told("D1"), these=lists_in_force, catalogue=catalogue) == (UNCERTAIN, (reason,))


@pytest.mark.parametrize(
    ("normal", "reason"),
    [("ABC", Reason.BAD_LENGTH), ("ABCDEFO123456789", Reason.CONFUSABLE_CHARACTERS)],
)
def test_of_such_a_model_what_is_no_serial_is_affected_and_still_doubted(normal, reason):
    told = Told(NAMES[1])
    every = row(model=NAMES[1], by=ALL, whole=False)
    assert said(normal, every, told=told) == (AFFECTED, (Reason.ALL_UNITS, reason))
    assert said(normal, every)[0] is not AFFECTED


@pytest.mark.parametrize(
    ("told", "verdict", "reasons"),
    [
        (NOTHING_TOLD, UNCERTAIN, (Reason.MODEL_DECIDES,)),
        (Told(NAMES[0]), AFFECTED, (Reason.IN_RANGE,)),
        (Told(NAMES[1]), UNCERTAIN, (Reason.COLOUR_DECIDES,)),
        (Told(NAMES[1], "grey"), AFFECTED, (Reason.IN_RANGE,)),
        (Told(NAMES[1], "white"), SPARED, (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED)),
        (Told(NAMES[1], "wihte"), UNCERTAIN, (Reason.COLOUR_DECIDES,)),
        (Told(OTHER_MODEL), UNCERTAIN, (Reason.MODEL_UNKNOWN,)),
    ],
)
def test_a_stamp_that_several_models_bear_names_the_one_on_the_card(told, verdict, reasons):
    rows = row("stamps"), row("stamps", NAMES[1], colours=("navy", "grey"))
    assert said(STAMP, *rows, told=told) == (verdict, reasons)


@pytest.mark.parametrize(
    ("told", "verdict", "reasons"),
    [
        (NOTHING_TOLD, UNCERTAIN, (Reason.COLOUR_DECIDES,)),
        (Told(colour="white"), SPARED, (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED)),
        (Told(channel="shop"), UNCERTAIN, (Reason.COLOUR_DECIDES,)),
        (Told(channel="fair"), SPARED, (Reason.NO_MATCH, Reason.CHANNEL_EXCLUDED)),
        (Told(colour="navy"), UNCERTAIN, (Reason.CHANNEL_DECIDES,)),
        (Told(colour="navy", channel="shop"), AFFECTED, (Reason.IN_RANGE,)),
        (Told(colour="navy", channel="fair"), SPARED, (Reason.NO_MATCH, Reason.CHANNEL_EXCLUDED)),
    ],
)
def test_colour_and_channel_must_both_be_so(told, verdict, reasons):
    found = row(colours=("navy", "grey"), channels=("shop",))
    assert said(PLAIN, found, told=told) == (verdict, reasons)
    judged = judge(PLAIN, CATALOGUE, LISTS, (found,), told)
    assert judged.model == (None if verdict is SPARED else NAMES[0])
    assert judged.colour == (None if verdict is SPARED else told.colour)


def test_one_colour_alone_asks_nothing_and_still_leaves_out_another():
    assert said(PLAIN, row(colours=("navy",)))[0] is AFFECTED
    spared = (SPARED, (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED))
    assert said(PLAIN, row(colours=("navy",)), told=Told(colour="white")) == spared


def test_a_colour_the_model_does_not_have_is_as_if_nothing_were_told():
    """A mistyped one would make a recalled unit safe, and so would a word of another model's."""
    for colour in ("blakc", "Navy", "grey"):
        told = Told(colour=colour)
        assert said(PLAIN, row(colours=("navy", "white")), told=told) == (UNCERTAIN, (Reason.COLOUR_DECIDES,))
        judged = judge(PLAIN, CATALOGUE, LISTS, (row(colours=("navy",)),), told)
        assert (judged.verdict, judged.colour) == (AFFECTED, "navy")
    gone = Match("elsewhere", "A", "e1", False, colours=("navy",), whole=False)
    assert said(PLAIN, gone, told=Told(colour="white"))[0] is UNCERTAIN


def test_a_masked_row_names_nothing_for_certain():
    judged = judge(PLAIN, CATALOGUE, LISTS, (row(by=NamedBy.MASKED),))
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.MASKED_MATCH,))
    assert (judged.campaign, judged.model, judged.asks_card) == ("hexes", NAMES[0], False)


@pytest.mark.parametrize(
    ("each", "reason"),
    [({"colours": ("navy", "grey")}, Reason.COLOUR_DECIDES), ({"by": NamedBy.MASKED}, Reason.MASKED_MATCH)],
)
def test_nobody_is_asked_for_the_colour_of_two_models(each, reason):
    judged = judge(PLAIN, CATALOGUE, LISTS, (row(**each), row(model=NAMES[1], **each)))
    assert (judged.verdict, judged.reasons) == (UNCERTAIN, (Reason.LISTS_DISAGREE, reason))
    assert (judged.model, judged.asks_card) == (None, False)


CAMPAIGNS = [lists.campaign(seed) for seed in range(12)]
COLOURS = sorted({colour.name for each in CAMPAIGNS for model in each.models for colour in model.colours})
catalogues = st.lists(st.sampled_from([*CAMPAIGNS, *CATALOGUE.campaigns]), unique_by=id, max_size=3).map(
    lambda campaigns: Catalogue(tuple(campaigns))
)


@st.composite
def questions(draw):
    """Give a catalogue, lists, rows and a text that is often a serial of the catalogue, or nearly."""
    catalogue = draw(catalogues)
    made = [each for each in catalogue.campaigns if each in CAMPAIGNS]
    normal = lists.serial(made[0] if made else CAMPAIGNS[0], random.Random(draw(st.integers(0, 99))))
    others = {
        "plain": PLAIN,
        "stamp": STAMP,
        "folded": normal.replace("0", "O").replace("1", "I"),
        "cut": normal[:-1],
        "any": draw(st.text(max_size=20)),
        "bluetooth": draw(st.from_regex(r"\A[0-9]{4}[0-9A-F]{12}\Z")),
        "jan": draw(st.from_regex(r"\A[0-9]{13}\Z")),
    }
    names = [each.id for each in catalogue.campaigns] or ["none"]
    flag = st.booleans()
    version = st.sampled_from(["v", "v", "v-part"])
    status = st.builds(ListStatus, st.sampled_from(names), version, flag, flag)
    colours = [*COLOURS, "nowhere"]
    few = st.lists(st.sampled_from(colours), unique=True, max_size=2).map(tuple)
    models = [model.name for each in catalogue.campaigns for model in each.models] or ["A"]
    rows = st.builds(
        Match,
        st.sampled_from([*names, *names, "gone"]),
        st.sampled_from(models),
        st.just("v"),
        st.booleans(),
        st.sampled_from(NamedBy),
        few,
        few,
        st.booleans(),
    )
    told = st.builds(
        Told,
        st.sampled_from([None, *models, OTHER_MODEL]),
        st.sampled_from([None, *colours]),
        st.sampled_from([None, "red", "fair"]),
    )
    text = others.get(draw(st.sampled_from(["whole", "whole", *others])), normal)
    these = st.lists(status, max_size=3).map(tuple)
    near = st.sampled_from([None, None, "NEAR"])
    return text, catalogue, draw(these), draw(st.lists(rows, max_size=3).map(tuple)), draw(told), draw(near)


def leaves_out(match, told, campaign):
    """Say by a second reading of the rules that a row cannot mean the unit."""
    models = [model for model in campaign.models if model.name == match.model]
    named = {colour.name for model in models for colour in model.colours}
    if match.colours and told.colour and told.colour not in match.colours and told.colour in named:
        return True
    if match.channels and told.channel and told.channel not in match.channels:
        return True
    if match.by is NamedBy.ALL_UNITS and told.model == OTHER_MODEL:
        return False
    by_model = match.by is NamedBy.ALL_UNITS or not campaign.serial.names_model
    return by_model and told.model is not None and told.model != match.model


@given(questions())
def test_not_affected_is_said_only_when_everything_holds(question):
    normal, catalogue, these, rows, told, near = question
    judged = judge(*question)
    fitting = {each.id: each for each in catalogue.campaigns if each.serial.matches(normal)}
    if judged.verdict is Verdict.NOT_AFFECTED:
        assert fitting
        models = {each.id: [model.name for model in each.models] for each in catalogue.campaigns}
        asked = {*fitting, *(each for each, names in models.items() if told.model in names)}
        assert asked <= {each.campaign for each in these}
        assert not any(each.stale or each.partial for each in these if each.campaign in asked)
        for each in rows:
            if each.campaign in fitting:
                assert leaves_out(each, told, fitting[each.campaign])
            else:
                assert not each.whole
                assert each.campaign != "gone"
                every = each.by is NamedBy.ALL_UNITS and each.model == told.model
                assert not every or leaves_out(each, told, catalogue.campaign(each.campaign))
        assert not any(each.serial.folded(normal) for each in catalogue.campaigns)
        assert not catalogue.items_of_jan(normal)
        assert near is None
        assert judged.list_version is not None


@given(questions())
def test_affected_is_said_only_of_what_a_row_names_without_any_doubt(question):
    normal, catalogue, _, rows, told, _ = question
    judged = judge(*question)
    if judged.verdict is AFFECTED:
        (campaign,) = (each for each in catalogue.campaigns if each.id == judged.campaign)
        every = Reason.ALL_UNITS in judged.reasons and told.model == judged.model
        assert every or campaign.serial.matches(normal)
        sure = [each for each in rows if (each.campaign, each.model) == (judged.campaign, judged.model)]
        sure = [each for each in sure if not leaves_out(each, told, campaign)]
        sure = [each for each in sure if each.by is not NamedBy.MASKED]
        sure = [each for each in sure if each.by is not ALL or told.model != OTHER_MODEL]
        assert any(not each.channels or told.channel in each.channels for each in sure)
        assert any(len(each.colours) < 2 or told.colour in each.colours for each in sure)


@given(questions())
def test_every_judgement_says_why_and_asks_only_what_can_be_answered(question):
    judged = judge(*question)
    assert judged.reasons
    assert len(set(judged.reasons)) == len(judged.reasons)
    if judged.reasons[0] is Reason.COLOUR_DECIDES:
        assert judged.campaign is not None
        assert judged.model is not None
    assert not judged.asks_card or judged.verdict is UNCERTAIN


@given(questions(), st.sampled_from(CAMPAIGNS), st.sampled_from([NamedBy.EXACT, NamedBy.RANGE]))
def test_a_valid_serial_named_for_one_model_is_affected_however_old_the_lists(question, campaign, by):
    _, catalogue, these, _, told, near = question
    others = tuple(each for each in catalogue.campaigns if each.id != campaign.id)
    normal = lists.serial(campaign, random.Random(0))
    match = Match(campaign.id, "A", "v", False, by)
    judged = judge(normal, Catalogue((*others, campaign)), these, (match,), told, near)
    assert (judged.verdict, judged.model) == (AFFECTED, "A")
