"""Re-judging: every unit ever received is judged by the lists in force, beside a desk at work."""

from __future__ import annotations

from intake.rejudging.again import judged_again
from intake.rejudging.ahead import judged_ahead
from intake.rejudging.run import Run
from intake.rejudging.units import received, units_in, units_of

__all__ = ["Run", "judged_again", "judged_ahead", "received", "units_in", "units_of"]
