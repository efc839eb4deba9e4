"""Safety texts: the site's own, or the shipped ones; a bad file is one sentence."""

from __future__ import annotations

import pytest

from intake.errors import StorageError
from intake.language import Language
from intake.safety import SafetyTexts, load

OWN = """
[en]
emergency = ["OUT", "CALL 0-119"]
swollen = ["INTO THE SAND"]
[ja]
emergency = ["退避", "0-119 へ連絡"]
swollen = ["砂の箱へ"]
"""
BAD = {
    "no TOML": "STOP",
    "an unknown language": OWN + '[fr]\nemergency = ["A"]\nswollen = ["B"]\n',
    "no line": OWN.replace('["OUT", "CALL 0-119"]', "[]"),
    "too many lines": OWN.replace('["INTO THE SAND"]', str(list("ABCDEFG"))),
    "an unknown key": OWN.replace("swollen =", "bloated =", 1),
    "one language": OWN[: OWN.index("[ja]")],
    "a control character": OWN.replace("0-119", "0\\u001b119", 1),
    "a direction mark": OWN.replace("退避", "\u202e退避"),
    "a line of the red card that is too wide": OWN.replace('"退避"', f'"{"退" * 20}x"'),
    "a line on a swollen unit that is too wide": OWN.replace("INTO THE SAND", "S" * 31),
    "a number": OWN.replace('"OUT"', "119"),
}


def test_texts_ship_in_both_languages():
    texts = load()
    assert set(texts) == set(Language)
    assert all(len(each.emergency) == len(texts[Language.EN].emergency) for each in texts.values())
    assert all(len(each.swollen) == len(texts[Language.EN].swollen) for each in texts.values())


def test_a_state_folder_without_its_own_has_the_shipped_ones(tmp_path):
    assert load(tmp_path) == load()


def test_the_sites_own_stand_in_place_of_the_shipped_ones(tmp_path):
    (tmp_path / "emergency.toml").write_text(OWN, "utf-8")
    assert load(tmp_path)[Language.EN] == SafetyTexts(("OUT", "CALL 0-119"), ("INTO THE SAND",))
    assert load(tmp_path)[Language.JA].emergency[0] == "退避"


def test_lines_of_the_full_width_are_taken(tmp_path):
    own = OWN.replace("退避", "退" * 20).replace("INTO THE SAND", "S" * 30)
    (tmp_path / "emergency.toml").write_text(own, "utf-8")
    assert load(tmp_path)[Language.JA].emergency[0] == "退" * 20


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_file_is_one_sentence(tmp_path, text):
    (tmp_path / "emergency.toml").write_text(text, "utf-8")
    with pytest.raises(StorageError, match=r"emergency\.toml: expected \[en\] and \[ja\]") as raised:
        load(tmp_path)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_text_is_one_sentence(tmp_path):
    (tmp_path / "emergency.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(StorageError, match="expected"):
        load(tmp_path)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "emergency.toml").mkdir()
    with pytest.raises(StorageError, match="expected"):
        load(tmp_path)
