"""Synchronised: what the kernel says of the clock's steering, and no more."""

import pytest

from intake.doctor import Check, State
from intake.doctor.synchronised import judged
from tests.intake.doctor.conftest import found

STA_PLL, STA_UNSYNC, TIME_ERROR = 0x0001, 0x0040, 5


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (0, STA_PLL, (State.OK, "synchronised")),
        (TIME_ERROR, STA_UNSYNC, (State.WARNING, "synchronised_not")),
        (-1, 0, (State.WARNING, "synchronised_unknown")),
    ],
)
def test_answers_of_adjtimex(answer, status, told):
    finding = judged(answer, status)
    assert (finding.state, finding.word) == told


def test_this_kernel_can_be_asked(case):
    (finding,) = found(case, Check.SYNCHRONISED)
    assert finding.word.startswith("synchronised")
