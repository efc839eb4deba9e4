"""A gun that types: what its keys tell is the same as what a serial gun's bytes would."""

from __future__ import annotations

import itertools

import pytest

from scanners.assignment import Assignment, Control, GunLayout, Kind
from scanners.key_trial import told_by_keys, typed
from scanners.test_card import CARD, GS1, LAYOUT, QR, CardCode
from scanners.trial import Match, judge
from tests.scanners.typist import ENTER, TAB, Typist, tap

GUN = Assignment("/dev/input/by-id/gun", Kind.KEYBOARD, usb="0c2e:0b61")
EVERY = list(itertools.product(GunLayout, (Control.CTRL, Control.FUNCTION, Control.ARROWS, Control.ALT)))


def named(value: object) -> str:
    return value.name if isinstance(value, CardCode) else repr(value)


def ends(typist: Typist) -> dict[bytes, bytes]:
    """The keys of each terminator."""
    return {
        b"\r": tap(ENTER),
        b"\t": tap(TAB),
        b"\r\n": tap(ENTER) + b"".join(typist.strokes("\n")),
        b"\x03": b"".join(typist.strokes("\x03")),
        b"": b"",
    }


def calibrated(typist: Typist) -> Assignment:
    told = told_by_keys(GUN, LAYOUT, typist.types(LAYOUT.text))
    return told_by_keys(told, GS1, typist.types(GS1.text))


@pytest.mark.parametrize(("layout", "control"), EVERY, ids=named)
def test_two_codes_tell_layout_and_control_convention(layout: GunLayout, control: Control) -> None:
    told = calibrated(Typist(layout, control))
    assert (told.layout, told.control) == (layout, control)


@pytest.mark.parametrize(("layout", "control"), EVERY, ids=named)
def test_every_code_and_its_terminator_are_read(layout: GunLayout, control: Control) -> None:
    typist = Typist(layout, control)
    gun = calibrated(typist)
    for code in CARD:
        found = judge(code, typed(gun, typist.types(code.text)), is_typed=True)
        assert (found.match, found.framing) == (Match.WHOLE, "cr")


@pytest.mark.parametrize("layout", GunLayout)
def test_each_terminator_of_a_gun_with_ctrl_is_told(layout: GunLayout) -> None:
    typist = Typist(layout)
    gun = calibrated(typist)
    for (end, keys), code in itertools.product(ends(typist).items(), CARD):
        found = judge(code, typed(gun, typist.types(code.text, keys)), is_typed=True)
        assert (found.match, found.suffix) == (Match.WHOLE, end)


def test_a_gun_that_leaves_gs_out_is_told() -> None:
    typist = Typist("us", "none")
    gun = calibrated(typist)
    assert gun.control is Control.NONE
    assert judge(GS1, typed(gun, typist.types(GS1.text)), is_typed=True).match is Match.NO_GS


def test_a_gun_without_its_layout_shows_that_keyboards_differ() -> None:
    assert judge(QR, typed(GUN, Typist("jis").types(QR.text)), is_typed=True).match is Match.LAYOUT


@pytest.mark.parametrize("code", [LAYOUT, GS1], ids=named)
def test_another_code_tells_nothing(code: CardCode) -> None:
    assert told_by_keys(GUN, code, Typist("us").types("4573246511005")) == GUN
