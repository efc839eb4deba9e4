"""Settings that cannot be read are a fault, and the other checks go on with the defaults."""

from intake.doctor import Check, State, examine
from tests.intake.doctor.conftest import case_of, found, words


def test_an_unknown_key_is_told_with_the_nearest(site):
    site.write_settings("langage = 'en'\n")
    case = case_of(site.folder)
    (finding,) = found(case, Check.SETTINGS)
    assert finding.word == "settings_wrong"
    assert "'language'" in str(finding.params["reason"])
    assert [each.check for each in examine(case) if each.state is State.FAULT] == [Check.SETTINGS]


def test_settings_may_be_missing_and_may_stand_in_the_environment(site):
    assert words(case_of(site.folder), Check.SETTINGS) == [(State.OK, "settings_default")]
    assert words(case_of(site.folder, INTAKE_THEME="pink"), Check.SETTINGS) == [
        (State.FAULT, "settings_wrong")
    ]
    site.write_settings("theme = 'light'\n")
    assert words(case_of(site.folder), Check.SETTINGS) == [(State.OK, "settings")]
