"""Lines."""

from intake.line import Line
from intake.outcome import Line as OfAnOutcome


def test_a_line_names_nothing_unless_it_says_so():
    assert Line("m") == Line("m", {})
    assert OfAnOutcome is Line
