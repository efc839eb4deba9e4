"""Days against the real station, and models that are wrong on purpose and must be found out."""

import os
from dataclasses import replace
from itertools import pairwise

import msgspec
import pytest

from intake.own_label import LabelKind
from intake.simulation import account, cards, desk, grading, naming, opening, placing
from intake.simulation.account import Account, Case
from intake.simulation.act import Act, Doing
from intake.simulation.balance import Books, faults
from intake.simulation.code import CodeKind, own
from intake.simulation.crate import Crate, Hall
from intake.simulation.day import work
from intake.simulation.goods import Kind
from intake.simulation.mix import EVERYDAY, FULL, SEEING
from intake.simulation.register import Register
from intake.simulation.row import Row
from intake.simulation.said import Said, Step
from tests.intake.simulation.days import played

HASTY = msgspec.structs.replace(SEEING, slips=0.4)
"""A worker who errs so often that a model's every gap shows within a hundred parcels."""

PROOF = bool(os.environ.get("PROOF"))
SEEDS, PARCELS = (range(20), 300) if PROOF else (range(3), 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_is_answered_as_foretold_and_balances(site, tmp_path, seed):
    """Every outcome, `intake verify` and the count by hand agree."""
    day = work(site, seed, PARCELS, SEEING)
    found = played(day, tmp_path / "state")
    assert found.differences == ()
    assert found.faults == ()
    assert found.acts == len(day.acts) > PARCELS * 5


def test_a_day_without_bag_labels_and_claims(site, tmp_path):
    day = work(replace(site, bags=False, checklist_every=0), 1, 30, EVERYDAY)
    settings = "bag_labels = false\nchecklist_every = 0\n"
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "settings.toml").write_text(settings)
    found = played(day, tmp_path / "state")
    assert (found.differences, found.faults) == ((), ())


def test_the_same_seed_gives_the_same_day_and_another_seed_another(site):
    assert work(site, 5, 20, FULL).acts == work(site, 5, 20, FULL).acts
    assert work(site, 5, 20, FULL).acts != work(site, 6, 20, FULL).acts


def test_twenty_days_meet_every_kind_and_nearly_every_answer(site):
    """What a day never meets is not tested by it; a hasty worker's meets more."""
    acts: list[Act] = []
    kinds: set[Kind] = set()
    for seed in range(20):
        day = work(site, seed, 300, HASTY if seed % 2 else SEEING)
        acts += day.acts
        kinds |= set(day.kinds)
    assert kinds == set(SEEING.kinds)
    missed = set(Said) - {act.expected.message for act in acts}
    assert len(missed) <= MISSED, missed


MISSED = 10
"""Answers no day meets so far; fewer is better. Where a list names every unit of a model, no look-up can say
that a serial is not affected."""


def test_the_same_code_is_pulled_again_only_after_the_window_or_by_mistake(site):
    acts = [act for act in work(site, 2, 60, FULL).acts if act.doing is Doing.SCAN]
    for before, act in pairwise(acts):
        if before.text == act.text and act.at - before.at < desk.REPEAT_MS:
            assert act.expected.message is Said.SAME_SCAN


def test_a_hasty_worker_is_answered_as_foretold(site, tmp_path):
    found = played(work(site, 4, 60, HASTY), tmp_path / "state")
    assert (found.differences, found.faults) == ((), ())


def forget_used_bags(patch):
    def bag(at_desk, code):
        at_desk.piece.bag = code.name
        at_desk.did(Said.UNDONE_BAG, lambda: None)
        return account.Reply(Said.BAG_ATTACHED, at_desk.piece)

    patch.setitem(desk.WAYS[Step.BAG], CodeKind.BAG, bag)


def forget_seen_serials(patch):
    patch.setattr(naming, "_holds", lambda *_: [])


def forget_the_repeat_window(patch):
    patch.setattr(desk, "REPEAT_MS", 0)


def forget_limits(patch):
    patch.setattr(Crate, "has_room", lambda *_: True)


def forget_un_numbers(patch):
    wrong = Said.CONTAINER_WRONG_CLASS
    patch.setattr(placing, "misfit", lambda crate, piece: None if crate.grade is piece.grade else wrong)
    patch.setattr(Hall, "right", lambda hall, grade, *_: hall.crates[FIRST_OF[grade]])


FIRST_OF = {
    grade: own(LabelKind.CONTAINER, 2 * number + 1).name for number, grade in enumerate(["R", "D", "K1", "N"])
}
"""A training folder's first container of each class, for UN3480."""


def forget_the_checklist(patch):
    patch.setattr(naming, "_is_due", lambda _: False)


def forget_that_not_affected_is_apart(patch):
    patch.setattr(naming, "graded", lambda seen, _: seen)
    patch.setattr(grading, "graded", lambda seen, _: seen)


def forget_what_the_claim_says(patch):
    patch.setattr(naming, "doubted", lambda _, found: found)
    patch.setattr(cards, "doubted", lambda _, found: found)


def forget_that_a_card_decides(patch):
    def judge(lists, serial, told=None):
        return replace(JUDGE(lists, serial, told), asks_model=False)

    patch.setattr(Register, "judge", judge)


JUDGE = Register.judge


def forget_to_judge_again(patch):
    patch.setattr(cards, "_judged_again", lambda *_: Said.MODEL_CONFIRMED)


def forget_what_is_withheld(patch):
    patch.setattr(Row, "is_withheld", property(lambda _: False))


def forget_who_is_served_abroad(patch):
    patch.setattr(Register, "is_abroad", lambda *_: False)


def forget_the_claimed_model(patch):
    patch.setattr(naming, "_holds_of_model", lambda *_: [])


def forget_what_is_left_to_do(patch):
    patch.setattr(opening, "_left_to_do", lambda _: None)


def forget_what_lies_on_the_table(patch):
    patch.setattr(Case, "pending", property(lambda _: []))


def forget_who_did_it(patch):
    patch.setattr(Account, "did", lambda *_, **__: None)


def forget_that_print_is_read_back(patch):
    patch.setitem(desk.WAYS[Step.PARCEL_OPEN], CodeKind.PRINT, naming.scanned)


def forget_that_a_yes_is_no_reading_back(patch):
    def to_read_back(at_desk, serial, said):
        at_desk.open_case().read_back = serial
        return account.Reply(said)

    patch.setattr(naming, "_to_read_back", to_read_back)


@pytest.mark.parametrize(
    "forget",
    [
        forget_used_bags,
        forget_seen_serials,
        forget_the_repeat_window,
        forget_limits,
        forget_un_numbers,
        forget_the_checklist,
        forget_that_not_affected_is_apart,
        forget_what_the_claim_says,
        forget_that_a_card_decides,
        forget_to_judge_again,
        forget_what_is_withheld,
        forget_who_is_served_abroad,
        forget_the_claimed_model,
        forget_what_is_left_to_do,
        forget_what_lies_on_the_table,
        forget_who_did_it,
        forget_that_print_is_read_back,
        forget_that_a_yes_is_no_reading_back,
    ],
    ids=lambda forget: forget.__name__,
)
def test_a_model_that_is_wrong_is_found_out(site, tmp_path, monkeypatch, forget):
    """Either its worker is lost, or the station answers something else."""
    forget(monkeypatch)
    try:
        day = work(site, 4, 120, HASTY)
    except (AssertionError, LookupError):
        return
    assert played(day, tmp_path / "state").differences


def test_a_worker_who_forgets_an_act_is_found_out(site, tmp_path):
    """The bag's label is left out once: from there on the station waits for it."""
    day = work(site, 1, 20, msgspec.structs.replace(FULL, slips=0, look_ups=0))
    at = next(number for number, act in enumerate(day.acts) if act.expected.message is Said.BAG_ATTACHED)
    short = replace(day, acts=day.acts[:at] + day.acts[at + 1 :])
    first = played(short, tmp_path / "state").differences[0]
    assert "expected contained_replacement, got scan_bag_first" in first
    assert day.acts[at - 1].text in first


def books_of(day):
    """The books as they should be."""
    store = day.store
    units, extras = tuple(store.units.elements()), tuple(store.extras.elements())
    return Books(units, extras, store.closed, store.caged | store.lost)


def test_a_parcel_gone_from_its_cage_is_named(site):
    day = work(site, 3, 40, FULL)
    label, cage = next(iter(day.store.caged.items()))
    books = books_of(day)
    assert faults(day.store, books) == []
    del books.unopened[label]
    assert faults(day.store, books) == [f"unopened parcel {label}: {cage} in the hall, nowhere in the books"]


def test_a_unit_in_the_wrong_container_is_named(site):
    """The books say one container, the hall another."""
    day = work(site, 1, 20, EVERYDAY)
    units = list(day.store.units.elements())
    serial, bag, place = units[0]
    books = replace(books_of(day), units=((serial, bag, "RI-Q-9999-X"), *units[1:]))
    assert sorted(faults(day.store, books)) == sorted(
        [
            f"unit {serial} {bag} {place}: 1 in the hall, 0 in the books",
            f"unit {serial} {bag} RI-Q-9999-X: 0 in the hall, 1 in the books",
        ]
    )


def test_a_parcel_left_open_and_a_thing_lost_are_named(site):
    day = work(site, 3, 40, EVERYDAY)
    extras = list(day.store.extras.elements())
    label = next(iter(day.store.closed))
    books = replace(books_of(day), extras=tuple(extras[1:]), parcels=day.store.closed | {label: False})
    found = faults(day.store, books)
    assert f"parcel {label}: closed in the hall, open in the books" in found
    assert f"thing {' '.join(extras[0])}: 1 in the hall, 0 in the books" in found


def test_every_unit_of_every_parcel_lies_somewhere(site):
    """Two units make two; an empty parcel none; one hot before it was opened was never taken in."""
    day = work(site, 9, 60, replace_kinds(Kind.TWO_UNITS, Kind.EMPTY, Kind.HOT_UNOPENED, Kind.HOT))
    expected = {Kind.TWO_UNITS: 2, Kind.EMPTY: 0, Kind.HOT_UNOPENED: 0, Kind.HOT: 1}
    assert day.store.units.total() == sum(expected[kind] for kind in day.kinds)
    burnt = [place for _, _, place in day.store.units.elements() if place == "emergency"]
    assert len(burnt) == day.kinds.count(Kind.HOT)


def replace_kinds(*kinds):
    return type(EVERYDAY)(kinds=dict.fromkeys(kinds, 1.0))
