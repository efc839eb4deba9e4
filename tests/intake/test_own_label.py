"""Own labels: their check character and what is refused."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import own_label
from intake.own_label import CheckCharacterError, Command, CommandWord, LabelKind, OwnLabel, OwnLabelError

KNOWN = {
    "RI-Q-0012-T": OwnLabel(LabelKind.CONTAINER, 12),
    "RI-O-0007-H": OwnLabel(LabelKind.BADGE, 7),
    "RI-R-01-S": OwnLabel(LabelKind.REJECT_BIN, 1),
    "RI-P-000123-B": OwnLabel(LabelKind.PARCEL, 123),
    "RI-U-000001-K": OwnLabel(LabelKind.BAG, 1),
    "RI-G-01-5": OwnLabel(LabelKind.CAGE, 1),
    "RI-A-0001-X": OwnLabel(LabelKind.RETURNABLE, 1),
}
COMMANDS = {
    "RI-C-INTACT": Command(CommandWord.INTACT),
    "RI-C-D": Command(CommandWord.D),
    "RI-C-MODEL-A3117": Command(CommandWord.MODEL, "A3117"),
    "RI-C-COLOUR-SPACE-GREY": Command(CommandWord.COLOUR, "SPACE-GREY"),
}


@st.composite
def labels(draw):
    kind = draw(st.sampled_from(LabelKind))
    return OwnLabel(kind, draw(st.integers(0, 10**kind.width - 1)))


@pytest.mark.parametrize(("code", "label"), (KNOWN | COMMANDS).items())
def test_a_printed_code_and_its_label_are_the_same(code, label):
    assert own_label.parse(code) == label
    assert label.code == code


@pytest.mark.parametrize(
    "text", ["ri-q-0012-t", "ＲＩ－Ｑ－００１２－Ｔ", " RI-Q-0012-T\r\n", "RI\u2212Q\u22120012\u2212T"]
)
def test_caps_lock_full_width_and_blanks_do_not_matter(text):
    assert own_label.parse(text) == KNOWN["RI-Q-0012-T"]


@given(labels())
def test_every_label_is_read_back(label):
    assert own_label.parse(label.code) == label


@given(labels(), st.data())
def test_every_substituted_character_is_found(label, data):
    code = label.code
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([c for c in string.printable if c.upper() != code[place]]))
    with pytest.raises(OwnLabelError):
        own_label.parse(code[:place] + other + code[place + 1 :])


def test_at_least_996_of_1000_adjacent_transpositions_are_found():
    for kind in LabelKind:
        width = 10**kind.width
        numbers = range(width) if width <= 10**4 else random.Random(1).sample(range(width), 10**4)
        swapped = [text for number in numbers for text in transpositions(OwnLabel(kind, number).code)]
        missed = sum(map(is_label, swapped))
        assert missed / len(swapped) < 0.004, kind


def transpositions(code):
    for place in range(len(code) - 1):
        if code[place] != code[place + 1]:
            yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def is_label(text):
    try:
        own_label.parse(text)
    except OwnLabelError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expected a label like RI-Q-0012-T or RI-C-INTACT, got ''"),
        ("RI-X-0012-T", "expected a label like RI-Q-0012-T or RI-C-INTACT, got 'RI-X-0012-T'"),
        ("RI-Q-12-T", "expected 4 digits after RI-Q-, got '12'"),
        ("RI-Q-0012-X", "expected check character T for RI-Q-0012, got X"),
        ("RI-C-INTACT-D", "expected nothing after RI-C-INTACT, got 'D'"),
        ("RI-C-MODEL", "expected letters and digits after RI-C-MODEL-, got ''"),
        ("RI-C-MODEL-A--1", "expected letters and digits after RI-C-MODEL-, got 'A--1'"),
        ("RI-C-INTACT-", "expected nothing after RI-C-INTACT, got ''"),
    ],
)
def test_an_error_says_what_was_expected_and_what_was_got(text, sentence):
    with pytest.raises(OwnLabelError) as raised:
        own_label.parse(text)
    assert str(raised.value) == sentence


def test_an_unknown_word_names_the_known_ones():
    with pytest.raises(OwnLabelError, match=r"one of INTACT, D, .*, LOOKUP.* after RI-C-, got 'DANCE'"):
        own_label.parse("RI-C-DANCE")


def test_a_wrong_check_character_is_told_from_other_faults():
    with pytest.raises(CheckCharacterError):
        own_label.parse("RI-Q-0012-X")


@pytest.mark.parametrize("number", [-1, 100])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(OwnLabelError, match=f"expected a number of 2 digits, got {number}"):
        OwnLabel(LabelKind.CAGE, number)


def test_only_letters_and_digits_have_a_check_character():
    with pytest.raises(OwnLabelError, match="expected A-Z, 0-9 or a hyphen, got '_'"):
        own_label.check_character("RI_Q")


@given(st.text())
def test_any_text_is_a_label_or_an_own_label_error(text):
    is_label(text)


def test_models_colours_classes_reasons_and_languages_are_named_after_the_word():
    wanted = {word for word in CommandWord if word.takes_argument}
    words = {CommandWord.MODEL, CommandWord.COLOUR, CommandWord.CLASS, CommandWord.REASON}
    assert wanted == words | {CommandWord.LANGUAGE}
    assert own_label.parse("ri-c-language-ja") == Command(CommandWord.LANGUAGE, "JA")
    assert own_label.parse("RI-C-CLASS-R-UN3480") == Command(CommandWord.CLASS, "R-UN3480")
    assert own_label.parse("RI-C-REASON-WRONG-UNIT") == Command(CommandWord.REASON, "WRONG-UNIT")
    assert own_label.parse("RI-C-CHECK") == Command(CommandWord.CHECK)


@pytest.mark.parametrize("code", ["RI-C-CLASS", "RI-C-REASON-", "RI-C-MOVE-R", "RI-C-UNDO-MISTAKE"])
def test_an_argument_too_few_or_too_many_is_refused(code):
    with pytest.raises(OwnLabelError, match="expected"):
        own_label.parse(code)
