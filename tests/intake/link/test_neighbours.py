"""What of the site's emergencies the desk is told."""

from __future__ import annotations

import pytest

from intake.link.neighbours import news
from intake.request import TellEmergency
from intake.wire import EmergencyState, SiteEmergency

RAISED, CLOSED = EmergencyState.RAISED, EmergencyState.CLOSED
AT = "2027-01-15T08:00:00.000Z"


def heard(*states: EmergencyState, incident: str = "i1") -> tuple[SiteEmergency, ...]:
    return tuple(
        SiteEmergency(number, "DOCK-2", incident, state, AT) for number, state in enumerate(states, 1)
    )


@pytest.mark.parametrize(
    ("states", "known", "told"),
    [
        ((RAISED,), {}, [RAISED]),
        ((RAISED,), {"i1": True}, []),
        ((RAISED, CLOSED), {}, []),
        ((RAISED, CLOSED), {"i1": True}, [CLOSED]),
        ((CLOSED,), {}, []),
        ((CLOSED,), {"i1": False}, []),
        ((RAISED, CLOSED, RAISED), {"i1": False}, [RAISED]),
    ],
)
def test_only_what_the_desk_does_not_know_is_told(states, known, told) -> None:
    assert news(heard(*states), known) == tuple(TellEmergency("DOCK-2", "i1", state) for state in told)


def test_each_emergency_is_told_for_itself() -> None:
    both = (*heard(RAISED), *heard(RAISED, CLOSED, incident="i2"), *heard(RAISED, incident="i3"))
    assert [wish.incident for wish in news(both, {})] == ["i1", "i3"]
