"""Which scan is answered when, on a clock that only the test moves."""

import random

import pytest

from intake.scan import Scan
from scanners.answers import APART, STORED_WITHIN, Answers
from scanners.feedback import DRIVERS, Tone

ACK, BEL, DATALOGIC = DRIVERS["honeywell_ack"], DRIVERS["zebra_bel"], DRIVERS["datalogic"]
GOOD, BAD = b"\x1b7,", b"\x1b8,\x1b8,"
DEADLINE = 8.5


def scan(text="SN1", monotonic=0):
    return Scan(raw=text.encode(), text=text, source="port:gun", wall=0, monotonic=monotonic)


def opened(driver):
    answers = Answers(driver)
    answers.open(0.0)
    return answers


def written(answers, now):
    """All that is due at one moment."""
    found = []
    while (pulse := answers.due(now)) is not None:
        found.append(pulse.data)
    return found


def test_a_scan_gets_its_answer_once():
    answers, one = opened(ACK), scan()
    answers.take(one, 0.0)
    assert written(answers, 1.0) == []
    assert not answers.is_settled
    answers.answer(one, Tone.GOOD)
    answers.answer(one, Tone.BAD)
    assert written(answers, 1.1) == [GOOD]
    assert answers.is_settled
    assert answers.wakes_at(1.1) is None


def test_an_answer_nobody_asked_for_is_nothing():
    answers = opened(ACK)
    answers.answer(scan(), Tone.GOOD)
    assert written(answers, 0.0) == []


def test_two_scans_that_are_equal_are_still_two():
    answers, one, two = opened(BEL), scan(), scan()
    assert one == two
    answers.take(one, 0.0)
    answers.take(two, 0.0)
    answers.answer(two, Tone.HAZARD)
    assert written(answers, 0.0) == [], "in the order of the scans"
    answers.answer(one, Tone.GOOD)
    assert written(answers, 0.0) == [b"\x07", b"\x07"]
    assert written(answers, 9.0) == [b"\x07"]


def test_a_copy_of_a_scan_is_known_by_what_it_says():
    answers = opened(ACK)
    answers.take(scan(monotonic=5), 0.0)
    answers.answer(scan(monotonic=5), Tone.GOOD)
    assert written(answers, 0.0) == [GOOD]


def test_answers_go_out_in_the_order_of_the_scans():
    answers = opened(DRIVERS["honeywell"])
    scans = [scan(str(number)) for number in range(20)]
    for each in scans:
        answers.take(each, 0.0)
    tones = {each.text: random.Random(each.text).choice((Tone.GOOD, Tone.BAD)) for each in scans}
    for each in random.Random(3).sample(scans, len(scans)):
        answers.answer(each, tones[each.text])
    wanted = [GOOD if tones[each.text] is Tone.GOOD else BAD for each in scans]
    assert written(answers, 1.0) == wanted


def test_a_gun_that_waits_is_told_bad_before_its_own_time_out():
    answers, one = opened(ACK), scan()
    answers.take(one, 0.0)
    assert written(answers, DEADLINE - 0.01) == []
    assert answers.wakes_at(DEADLINE - 0.01) == DEADLINE
    assert written(answers, DEADLINE) == [BAD]
    assert answers.is_late(DEADLINE)
    answers.answer(one, Tone.GOOD)
    assert not answers.is_late(DEADLINE)
    assert written(answers, 99.0) == []


def test_a_late_answer_is_not_sounded_for_the_next_scan():
    answers, one, two = opened(ACK), scan("1"), scan("2")
    answers.take(one, 0.0)
    assert written(answers, DEADLINE) == [BAD]
    answers.take(two, 9.0)
    answers.answer(one, Tone.GOOD)
    assert written(answers, 9.5) == []
    answers.answer(two, Tone.GOOD)
    assert written(answers, 9.6) == [GOOD]


def test_a_scan_that_is_not_stored_is_worth_a_word_whatever_the_gun():
    for driver in DRIVERS.values():
        answers, one = opened(driver), scan()
        written(answers, 0.0)
        answers.take(one, 1.0)
        assert not answers.is_late(1.0 + STORED_WITHIN - 0.01)
        assert answers.wakes_at(1.5) == 1.0 + STORED_WITHIN
        assert answers.is_late(1.0 + STORED_WITHIN)
        answers.answer(one, Tone.GOOD)
        assert not answers.is_late(99.0)


def test_a_gun_that_does_not_wait_is_told_when_it_is_known():
    answers, one = opened(BEL), scan()
    answers.take(one, 0.0)
    assert written(answers, 1000.0) == []
    answers.answer(one, Tone.GOOD)
    assert written(answers, 1000.0) == [b"\x07"]


def test_an_answer_that_got_lost_silences_no_later_one():
    answers, lost, later = opened(BEL), scan("1"), scan("2")
    answers.take(lost, 0.0)
    answers.take(later, 0.5)
    answers.answer(later, Tone.GOOD)
    assert written(answers, STORED_WITHIN - 0.01) == []
    assert answers.wakes_at(1.0) == STORED_WITHIN
    assert written(answers, STORED_WITHIN) == [b"\x07"], "bad begins"
    assert not answers.is_late(STORED_WITHIN)
    assert [written(answers, STORED_WITHIN + after) for after in (0.25, 0.5, 0.5 + APART)] == [[b"\x07"]] * 3


def test_pulses_keep_their_distance_even_when_they_are_late():
    answers, one = opened(BEL), scan()
    answers.take(one, 0.0)
    answers.answer(one, Tone.BAD)
    assert written(answers, 0.0) == [b"\x07"]
    assert answers.wakes_at(0.0) == 0.25
    assert written(answers, 7.0) == [b"\x07"]
    assert written(answers, 7.2) == []
    assert written(answers, 7.25) == [b"\x07"]
    assert answers.wakes_at(7.25) is None


def test_a_newer_tone_cuts_the_older_off_but_for_what_must_be():
    answers, one, two = opened(DATALOGIC), scan("1"), scan("2")
    assert written(answers, 0.0) == [b"E"], "whatever an earlier run left behind"
    answers.take(one, 0.0)
    answers.take(two, 0.0)
    answers.answer(one, Tone.BAD)
    assert written(answers, 0.0) == [b"D\x01"]
    answers.answer(two, Tone.HAZARD)
    assert written(answers, 0.1) == [b"ED\x01"]


@pytest.mark.parametrize(
    ("first", "then", "begins"),
    [
        (Tone.HAZARD, Tone.BAD, 1.0 + APART),
        (Tone.HAZARD, Tone.GOOD, 1.0 + APART),
        (Tone.BAD, Tone.GOOD, 0.5 + APART),
        (Tone.BAD, Tone.HAZARD, 0.1),
        (Tone.GOOD, Tone.HAZARD, 0.1),
    ],
)
def test_a_milder_tone_waits_until_a_graver_one_has_been_heard_in_full(first, then, begins):
    """One beep of the five and one of the next scan would be two times good."""
    answers, one, two = opened(BEL), scan("1"), scan("2")
    answers.take(one, 0.0)
    answers.take(two, 0.0)
    answers.answer(one, first)
    written(answers, 0.0)
    answers.answer(two, then)
    now = 0.1
    while not answers.is_settled:
        written(answers, now)
        if not answers.is_settled:
            now = answers.wakes_at(now)
    assert now == pytest.approx(begins)


def test_a_milder_tone_waits_also_where_the_graver_ones_pulses_are_late():
    answers, one, two = opened(BEL), scan("1"), scan("2")
    answers.take(one, 0.0)
    answers.take(two, 0.0)
    answers.answer(one, Tone.BAD)
    answers.answer(two, Tone.GOOD)
    assert [written(answers, now) for now in (0.0, 7.0, 7.25)] == [[b"\x07"]] * 3
    assert not answers.is_settled
    assert written(answers, 7.25 + APART) == [b"\x07"]
    assert answers.is_settled


def test_what_waits_behind_a_graver_tone_is_not_kept_back_by_an_ear_that_is_gone():
    answers, one, two = opened(BEL), scan("1"), scan("2")
    answers.take(one, 0.0)
    answers.take(two, 0.0)
    answers.answer(one, Tone.HAZARD)
    answers.due(0.0)
    answers.unheard(0.1)
    answers.answer(two, Tone.GOOD)
    assert written(answers, 0.1) == [b"\x07"]


def test_what_the_gun_does_not_take_is_tried_again_only_where_it_must_be():
    answers, scans = opened(DATALOGIC), [scan("1"), scan("2"), scan("3")]
    written(answers, 0.0)
    answers.take(scans[0], 0.0)
    answers.answer(scans[0], Tone.BAD)
    answers.due(0.0)
    answers.unheard(0.0)
    for each in scans[1:]:
        answers.take(each, 0.5)
        answers.answer(each, Tone.GOOD)
        assert answers.due(0.5).data == b"E\x01", "enabled, and not sounded twice"
        answers.unheard(0.5)
    assert answers.owed().data == b"E"


def test_a_gun_that_did_not_hear_that_it_is_enabled_is_told_until_it_does():
    """It is disabled and gives no scan any more whose answer could tell it."""
    answers = opened(DATALOGIC)
    now = 0.0
    for _ in range(3):
        assert written(answers, now) == [b"E"]
        answers.unheard(now)
        assert written(answers, now) == []
        now = answers.wakes_at(now)
        assert now is not None
    assert written(answers, now) == [b"E"]
    assert answers.wakes_at(now) is None


def test_a_tone_the_gun_did_not_take_is_not_tried_again():
    answers, one = opened(BEL), scan()
    answers.take(one, 0.0)
    answers.answer(one, Tone.BAD)
    answers.due(0.0)
    answers.unheard(0.0)
    assert answers.wakes_at(0.0) is None
    assert written(answers, 60.0) == []


def test_a_gun_that_is_back_hears_nothing_old():
    answers, one = opened(ACK), scan()
    answers.take(one, 0.0)
    answers.answer(one, Tone.GOOD)
    answers.forget()
    answers.open(1.0)
    assert written(answers, 50.0) == []
    assert not answers.is_late(50.0)


@pytest.mark.parametrize("driver", [DRIVERS["none"], BEL, ACK])
def test_what_is_not_stored_stays_so_when_the_gun_goes_and_comes_back(driver):
    """The operator must not put away what the disk has not got."""
    answers, one, two = opened(driver), scan("1"), scan("2")
    answers.take(one, 0.0)
    answers.take(two, 1.5)
    answers.forget()
    assert not answers.is_late(1.9)
    assert answers.wakes_at(1.9) == STORED_WITHIN
    assert answers.is_late(STORED_WITHIN)
    answers.open(3.0)
    assert answers.is_late(3.0)
    answers.answer(one, Tone.GOOD)
    assert answers.is_late(1.5 + STORED_WITHIN)
    answers.answer(two, Tone.GOOD)
    assert not answers.is_late(99.0)
    assert written(answers, 99.0) == []
    assert answers.wakes_at(99.0) is None


@pytest.mark.parametrize(("tones", "heard"), [
    ((Tone.GOOD, Tone.GOOD), GOOD),
    ((Tone.BAD, Tone.GOOD), BAD),
    ((Tone.HAZARD, Tone.BAD), 2 * BAD),
    ((Tone.GOOD, Tone.HAZARD), 2 * BAD),
])  # fmt: skip
def test_a_gun_that_waits_hears_one_answer_a_pull_the_gravest(tones, heard):
    """A code that holds a CR is two scans: a second answer would let the gun scan on before its time."""
    answers, scans = opened(ACK), [scan("1"), scan("2")]
    for each in scans:
        answers.take(each, 0.0)
    answers.answer(scans[0], tones[0])
    assert written(answers, 0.1) == []
    assert not answers.is_settled
    answers.answer(scans[1], tones[1])
    assert written(answers, 0.2) == [heard]
    assert answers.is_settled
    answers.take(scan("3"), 1.0)
    assert written(answers, 1.0) == []


def test_a_pull_that_is_answered_in_part_is_bad_in_time_and_no_milder_than_that_part():
    for part, heard in ((Tone.GOOD, BAD), (Tone.HAZARD, 2 * BAD)):
        answers, one, two = opened(ACK), scan("1"), scan("2")
        answers.take(one, 0.0)
        answers.take(two, 0.1)
        answers.answer(one, part)
        assert answers.wakes_at(3.0) == DEADLINE
        assert written(answers, DEADLINE) == [heard]
        assert answers.is_late(DEADLINE)
        answers.answer(two, Tone.GOOD)
        assert written(answers, 9.0) == []


@pytest.mark.parametrize(("driver", "last"), [(ACK, [BAD]), (BEL, []), (DATALOGIC, [])])
def test_when_the_station_lets_go_no_gun_is_left_waiting(driver, last):
    answers, one = opened(driver), scan()
    written(answers, 0.0)
    answers.take(one, 0.0)
    answers.close()
    assert written(answers, 0.1) == last
    assert answers.owed() is None


def test_when_the_station_lets_go_no_gun_is_left_disabled():
    answers, one = opened(DATALOGIC), scan()
    answers.take(one, 0.0)
    answers.answer(one, Tone.BAD)
    assert written(answers, 0.0) == [b"ED\x01"]
    answers.close()
    assert answers.owed().data == b"E"
    assert answers.owed() is None


@pytest.mark.parametrize("name", ["honeywell_ack", "zebra_ssi"])
def test_whatever_happens_a_gun_that_waits_is_answered_once_a_pull_and_in_time(name):
    """Answers come early, late, never, and in any order."""
    driver, chance = DRIVERS[name], random.Random(name)
    firsts = {driver.train(tone)[0].data for tone in Tone}
    for _ in range(300):
        answers, scans = opened(driver), [scan(str(number), number) for number in range(6)]
        taken = {each: chance.uniform(0, 20) for each in scans}
        steps = [(at, answers.take, (each, at)) for each, at in taken.items()]
        steps += [
            (chance.uniform(0, 40), answers.answer, (each, chance.choice([*Tone])))
            for each in scans
            if chance.random() < 0.9
        ]
        begun = list(begun_in(answers, sorted(steps, key=lambda step: step[0]), firsts))
        check_pulls(sorted(taken.values()), begun, driver.deadline)
        assert answers.is_settled


def check_pulls(taken, begun, deadline):
    """What came since the tone before is one pull, and has one tone, in time for the first of it."""
    ended = -1.0
    for at in begun:
        first, *_ = [each for each in taken if ended < each <= at]
        assert at <= first + deadline
        ended = at
    assert taken[-1] <= ended


def begun_in(answers, steps, firsts):
    """Take the steps, waking as told in between; the moments at which a tone began."""
    now = 0.0
    for at, step, arguments in [*steps, (200.0, None, ())]:
        while (wakes := answers.wakes_at(now)) is not None and wakes <= at:
            now = max(wakes, now)
            yield from [now for data in written(answers, now) if data in firsts]
        now = at
        if step is not None:
            step(*arguments)
