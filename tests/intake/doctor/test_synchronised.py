"""Synchronised: what the kernel says of the clock's steering, and no more."""

import ctypes

import pytest

from intake.doctor import Check, State
from intake.doctor.synchronised import STATUS, judged
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


class Timex(ctypes.Structure):
    """The first members of struct timex, as adjtimex(2) lists them."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 400),
    )


def test_this_kernel_s_status_is_read_from_where_it_stands(case):
    told = Timex()
    answer = ctypes.CDLL(None).adjtimex(ctypes.byref(told))
    assert found(case, Check.SYNCHRONISED) == [judged(answer, told.status)]
    assert Timex.status.offset == STATUS
