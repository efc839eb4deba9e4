"""GTINs end in their check digit."""

import pytest

from intake.gtin import is_gtin


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("4571411205187", True),
        ("4571411205188", False),
        ("04571411205187", True),
        ("012345678905", True),
        ("96385074", True),
        ("", False),
        ("457141120518７", False),
        ("45714112051⁸7", False),
        ("00000000000", False),
    ],
)
def test_a_gtin_ends_in_its_check_digit(text, holds):
    assert is_gtin(text) is holds
