"""Differences are told in words, with the scans that led there."""

from intake.simulation.act import Act, Doing, Expected
from intake.simulation.compare import Heard, differences
from intake.simulation.said import Held, Level, Said, Step, Verdict

SAID = Expected(
    Step.CONDITION, Level.OK, Said.UNIT_AFFECTED, Verdict.AFFECTED, (Held.ORPHAN,), None, is_of_unit=True
)
ACTS = (
    Act(Doing.SCAN, "A312000079193B", 900, 900, 1, Expected(Step.PARCEL_OPEN, Level.OK, Said.PARCEL_OPENED)),
    Act(Doing.SCAN, "ATEST1263K00FVU8", 900, 1800, 1, SAID),
)
OPENED = Heard("PARCEL_OPEN", "ok", "parcel_opened", container="not looked at")


def heard(**changes):
    given = {"step": "CONDITION", "severity": "ok", "message": "unit_affected", "verdict": "AFFECTED"}
    return Heard(**(given | {"holds": ("ORPHAN",)} | changes))


def test_nothing_is_told_where_nothing_differs_or_the_log_has_no_step():
    assert differences(ACTS, [OPENED, heard()]) == ()
    assert differences(ACTS, [OPENED, heard(step=None)]) == ()


def test_each_difference_is_told_with_what_led_to_it():
    changes = {"step": "BAG", "severity": "note", "verdict": None, "holds": (), "container": "RI-Q-0001-2"}
    (told,) = differences(ACTS, [OPENED, heard(**changes)])
    assert "A312000079193B  (parcel_opened)" in told
    assert "act 1, parcel 1, scan ATEST1263K00FVU8" in told
    assert "step: expected CONDITION, got BAG" in told
    assert "verdict: expected AFFECTED, got none" in told
    assert "holds: expected ORPHAN, got none" in told
    assert "container: expected none, got RI-Q-0001-2" in told
