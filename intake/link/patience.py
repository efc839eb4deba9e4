"""How long a link that lost contact waits before it tries again: full jitter, and never without an end."""

from __future__ import annotations

from intake.central.backoff import Backoff
from intake.central.fault import CentralError

CAP_SECONDS = 15.0
"""Units that come meanwhile wait for so long, and go on as PROVISIONAL."""

STATION_SECONDS = 1.0
"""The same where no station is at work, or its disk fails: both are on this machine."""

_BACKOFF = Backoff(cap=CAP_SECONDS)


def pause(tries: int, error: CentralError) -> float:
    """Give the seconds to wait after so many tries that failed before this one."""
    seconds = _BACKOFF.wait(tries, error)
    # What time alone does not mend, a person may at any moment: another token, the right address.
    return CAP_SECONDS if seconds is None else seconds
