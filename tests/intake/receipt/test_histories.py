"""Whole days at the desk: whatever is scanned, in whatever order, the rules of the house hold.

The days are walked by numbers (`walks`), in a station in memory (`world`) with campaigns and lists made from
a seed; an auditor that knows the facts alone (`audit`) reads every journal from its first event.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from itertools import groupby
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import facts
from intake.container import Limits
from intake.correction import UndoReason
from intake.events import Event
from intake.language import Language
from intake.outcome import Message
from intake.own_label import CommandWord, LabelKind
from intake.receipt import Policy, Receipt, Step, fold, fold_parcel, prompt, settle, touched
from intake.scan import Scan, Severity, Symbology
from intake.views import parcel_rows
from intake.wording import Wording
from tests.intake import lists
from tests.intake.receipt.audit import audit
from tests.intake.receipt.walks import walk, walks
from tests.intake.receipt.world import CHECKLIST, World, command, label, letter_pack

WORDINGS = [Wording(language) for language in Language]

some = settings(
    max_examples=1000 if os.environ.get("PROOF") == "1" else 40,
    suppress_health_check=[HealthCheck.too_slow],
)


@some
@given(walks(100))
def test_whatever_is_scanned_the_auditor_finds_nothing(walked):
    """Rules 3, 4 and 6.

    Every battery is in hand, in a container that fitted it, or in an emergency outcome; no class is eased;
    nothing is sent twice, or for a battery nobody is sure of.
    """
    done = walk(*walked)
    audit(done.world.events)


@some
@given(walks())
def test_after_every_answer_every_battery_is_accounted_for(walked):
    def look(world):
        for parcel in world.parcels.values():
            for unit in parcel.units:
                assert unit.in_hand + (unit.container is not None) + (unit.emergency is not None) == 1
                if unit.in_hand:
                    assert world.receipt.parcel is not None
                    assert world.receipt.parcel.id == parcel.id
                    assert world.receipt.unit == unit

    walk(walked[0], walked[1], look)


@some
@given(walks(80))
def test_folding_the_whole_journal_gives_the_receipt_that_was_kept(walked):
    """Whatever was undone since, by whom, and however often."""
    world = walk(*walked).world
    receipt: Any = Receipt()
    so_far: list[Event] = []

    def history(parcel):
        return [event for event in so_far if event.parcel == parcel]

    together = zip(world.firsts, world.events, strict=True)
    for _, group in groupby(together, key=lambda pair: pair[0]):
        new = [event for _, event in group]
        receipt = settle(fold(receipt, new), touched(receipt.parcel, new, history))
        so_far += new
    assert receipt == world.receipt


@some
@given(walks())
def test_folding_a_parcels_history_gives_the_parcel_that_was_kept(walked):
    world = walk(*walked).world
    for parcel_id in {event.parcel for event in world.events if event.parcel}:
        kept = world.parcels.get(parcel_id)
        folded = fold_parcel(world.history(parcel_id))
        assert folded == kept
        assert parcel_rows(folded) == parcel_rows(kept)
    if world.receipt.parcel is not None:
        assert world.parcels[world.receipt.parcel.id] == world.receipt.parcel


@some
@given(walks(), st.integers(0, 1_499_999_998))
def test_a_repeat_changes_nothing_at_any_time(walked, apart):
    def look(world):
        if world.last is not None:
            before, parcels, last = world.receipt, dict(world.parcels), world.last
            scan = Scan(last.raw, last.raw.decode(), last.source, 0, last.monotonic + apart)
            world.clock = max(world.clock, scan.monotonic)
            assert world.take(scan).answer.message is Message.SAME_SCAN
            assert (world.receipt, world.parcels) == (before, parcels)

    walk(walked[0], walked[1], look)


@some
@given(walks(), st.data())
def test_a_negated_event_counts_as_never_having_happened(walked, data):
    world = walk(*walked).world
    for parcel_id in world.parcels:
        history = world.history(parcel_id)
        ids = [event.id for event in history if not isinstance(event.fact, facts.FactNegated)]
        chosen = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=4))
        negations = [
            Event(0, f"no-{each}", "", None, parcel_id, None, facts.FactNegated(each, UndoReason.MISTAKE))
            for each in chosen
        ]
        without = [event for event in history if event.id not in chosen]
        assert fold_parcel([*history, *negations]) == fold_parcel(without)
        late = data.draw(st.integers(0, len(history)))
        middle = [*history[:late], *negations, *history[late:]]
        past = {event.id for event in history[:late]}
        if set(chosen) <= past:
            assert fold_parcel(middle) == fold_parcel(without)


@some
@given(walks())
def test_a_negated_negation_counts_as_never_having_happened(walked):
    world = walk(*walked).world
    for parcel_id in world.parcels:
        history = world.history(parcel_id)
        last = history[-1]
        wrong = Event(0, "no", "", None, parcel_id, None, facts.FactNegated(last.id, UndoReason.MISTAKE))
        back = Event(0, "no-no", "", None, parcel_id, None, facts.FactNegated("no", UndoReason.MISREAD))
        assert fold_parcel([*history, wrong, back]) == fold_parcel(history)


@some
@given(
    walks(),
    st.lists(st.one_of(st.text(max_size=30), st.text("RI-CQOKD0123456789", max_size=14)), max_size=10),
)
def test_any_text_at_all_is_answered_and_worded(walked, texts):
    world = walk(*walked).world
    for text in texts:
        for symbology in (Symbology.UNKNOWN, Symbology.GS1_128):
            decision = world.scan(text, symbology=symbology)
            assert decision.drafts
            for wording in WORDINGS:
                assert wording.sentence(decision.answer.line).isprintable()
                assert wording.sentence(prompt(world.receipt, world.fitting(), CHECKLIST)).isprintable()
    audit(world.events)


@some
@given(walks())
def test_an_alarm_is_taken_at_any_time_and_ended_by_a_lead_alone(walked):
    world = walk(*walked).world
    world.scan(command(CommandWord.K2))
    assert world.step is Step.EMERGENCY
    for text in (command(CommandWord.YES), label(LabelKind.BADGE, 7), command(CommandWord.OUT)):
        assert world.scan(text).answer.severity is Severity.EMERGENCY
        assert world.step is Step.EMERGENCY
    world.close_emergency()
    assert world.step is not Step.EMERGENCY
    audit(world.events)


@some
@given(st.integers(0, 30), st.lists(st.integers(0, 3), min_size=2, max_size=12))
def test_one_serial_earns_one_replacement_however_often_and_wherever_it_comes(seed, kinds):
    """Rule 6: in the same parcel, in others, before and after an emergency, whatever the list's age."""
    world = World(seed, policy=Policy(bag_labels=False)).furnish().sign_in()
    listing, campaign = world.lists[0], world.catalogue.campaigns[0]
    serial = lists.inside(campaign, listing.rows[0], world.rng)
    for number, kind in enumerate(kinds):
        world.scan(letter_pack(number + 1))
        world.stale = bool(kind & 1)
        world.scan(f"SN: {serial.lower()}" if number % 2 else serial)
        _colour(world)
        if kind & 2:
            world.scan(command(CommandWord.K2))
            world.close_emergency()
        else:
            world.scan(command(CommandWord.INTACT))
            unit = world.receipt.unit
            world.scan(world.open_container(unit.condition, unit.un_number))
    queued = [event.fact.key for event in world.events if isinstance(event.fact, facts.ReplacementQueued)]
    assert queued == [f"{campaign.maker}/{serial}"]
    audit(world.events)


def _colour(world):
    if world.step is Step.UNIT:
        colour = world.catalogue.campaigns[0].model(world.receipt.unit.model).colours[0]
        world.scan(command(CommandWord.COLOUR, colour.name.upper()))


def test_the_days_reach_every_fact_of_a_receipt():
    """Else the properties above would prove little."""
    kinds: Counter[type] = Counter()
    rng = random.Random("days")
    for seed in range(40):
        numbers = [rng.randrange(1601) for _ in range(120)]
        kinds.update(type(event.fact) for event in walk(seed, numbers).world.events)
    by_requests = {facts.HoldResolved, facts.SerialCertified, facts.ClaimMatched}
    of_a_receipt = {
        kind
        for kind in facts.KINDS.values()
        if kind.__module__.endswith((".units", ".parcels"))
        or kind in {facts.OperatorSignedIn, facts.OperatorSignedOut, facts.ScanRefused, facts.QuestionAsked}
    }
    assert of_a_receipt - by_requests <= set(kinds), of_a_receipt - set(kinds)


def test_a_container_is_filled_to_its_limit_and_not_beyond():
    world = World(policy=Policy(bag_labels=False, limits=Limits(3, 10_000.0, 1_000_000))).furnish().sign_in()
    world.scan(letter_pack(1))
    container = next(
        one.code for one in world.containers().values() if (one.condition, one.un_number) == ("R", "UN3480")
    )
    answers = []
    for _ in range(4):
        for text in (CommandWord.UNREADABLE, CommandWord.MODEL, CommandWord.INTACT):
            world.scan(command(text, "UN3480" if text is CommandWord.MODEL else None))
        answers.append(world.scan(container).answer.message)
    assert answers == [*[Message.CONTAINED_HELD] * 3, Message.CONTAINER_FULL]
    assert world.step is Step.CONTAINER
