"""Verdicts of serials that no device read whole."""

import pytest

from intake.verdict import Judgement, Reason, Verdict, unvouched


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
