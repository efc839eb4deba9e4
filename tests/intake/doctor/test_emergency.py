"""The emergency's text: the site's own must be whole."""

from intake.doctor import Check, State
from tests.intake.doctor.conftest import words


def test_half_a_text_is_a_fault(site, case):
    assert words(case, Check.EMERGENCY) == [(State.OK, "emergency_shipped")]
    own = site.folder / "emergency.toml"
    english = "[en]\nemergency = ['STOP']\nswollen = ['Do not press']\n"
    own.write_text(english)
    assert words(case, Check.EMERGENCY) == [(State.FAULT, "emergency_wrong")]
    own.write_text(english + "[ja]\nemergency = ['停止']\nswollen = ['押さない']\n")
    assert words(case, Check.EMERGENCY) == [(State.OK, "emergency_own")]
