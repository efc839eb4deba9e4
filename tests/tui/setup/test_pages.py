"""Every page of the set-up, with guns that answer as their makers' manuals say."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import Event

import pytest

from intake.doctor import Finding
from intake.language import Language
from intake.scan import Layout
from intake.settings import FILE_NAME, load
from scanners.camera.messages import Preview
from scanners.hint import Hint
from scanners.light import LightState
from scanners.port import Port
from scanners.test_card import BAD, CARD, GOOD, GS1, LAYOUT, QR, CardCode
from tests.scanners.doubles import Sound
from tests.scanners.doubles.gun import Gun
from tests.scanners.pos_gun import HONEYWELL
from tests.scanners.test_keymap import seen
from tests.scanners.virtual.bus import Gadget
from tests.tui.driven import PATIENCE
from tests.tui.setup.conftest import Bench, Wizard
from tui.setup.gun import Gun as SetupGun
from tui.setup.signals import Lit, Viewed

TOLD = {
    "honeywell": "it beeps by itself",
    "honeywell_ack": "Honeywell with Host ACK",
    "zebra_bel": "beep on BEL",
    "zebra_ssi": "SSI packets",
    "datalogic": "Datalogic",
    "denso": "Denso Wave",
}
DRIVERS = list(TOLD) if os.environ.get("PROOF") else ["honeywell_ack", "zebra_ssi"]
"""One that waits for bytes and one that waits for packets; the tones of each have tests of their own."""

TONES = {"GOOD: a": Sound.GOOD, "BAD: a": Sound.BAD, "HAZARD: a": Sound.HAZARD}


def sent(code: CardCode) -> bytes:
    return code.text.encode()


async def choose(wizard: Wizard, driver: str) -> None:
    """Put the bar on a way of answering and take it."""
    while f"> {TOLD[driver]}" not in wizard.whole and TOLD[driver] not in chosen(wizard):
        await wizard.press("down")
    await wizard.press("enter")
    await wizard.shows("Pull the trigger at any code")


def chosen(wizard: Wizard) -> str:
    return next((line for line in wizard.whole.splitlines() if line.lstrip().startswith(">")), "")


async def to_codes(wizard: Wizard, gun: Gun) -> None:
    """Find the gun and let it be without tones."""
    await wizard.pull(gun, sent(GOOD), "Its tones")
    while "Not at all" not in chosen(wizard):
        await wizard.press("down")
    await wizard.press("enter")
    await wizard.shows("Set-up 3/6")


async def to_saving(wizard: Wizard, gun: Gun) -> None:
    """Pass the test card over, and all behind it."""
    await to_codes(wizard, gun)
    await wizard.press(*["enter"] * len(CARD))
    await wizard.shows("Set-up 5/6", "Enter goes on")
    await wizard.press("enter")


async def test_a_hid_pos_scanner_is_offered_the_beeps_it_describes_and_nothing_else(bench: Bench) -> None:
    bench.bus.plug("hidraw0", Gadget(descriptor=HONEYWELL))
    async with bench.wizard() as wizard:
        await wizard.shows("Xenon")
        await wizard.take("hid_pos")
        ways = [line.strip() for line in wizard.whole.splitlines() if "beep" in line or "Not at all" in line]
        assert ways == ["> HID-POS: good-read and error beep", "Not at all: the station's own sound tells"]
        await wizard.press("enter")
        await wizard.shows("Pull the trigger at any code")
        assert wizard.scanner.feedback == "hid_pos"


async def test_what_is_plugged_in_is_listed_as_it_comes_and_goes(bench: Bench) -> None:
    async with bench.wizard() as wizard:
        await wizard.shows("Nothing is plugged in", "1 Good")
        gun = bench.plug()
        await wizard.shows("serial 115200", "Honeywell_Xenon_1900-if00: ready")
        gun.unplug()
        bench.bus.unplug("ttyACM0")
        await wizard.shows("Nothing is plugged in")


async def test_a_device_another_program_has_is_told_in_words(bench: Bench) -> None:
    gun = bench.plug()
    with Port(gun.device):
        async with bench.wizard() as wizard:
            await wizard.shows("another program uses it")


async def test_the_gun_that_sends_the_code_is_the_one(bench: Bench) -> None:
    bench.plug(name="ttyACM0")
    second = bench.plug(name="ttyACM1", gadget=Gadget(serial="B"))
    async with bench.wizard() as wizard:
        await wizard.shows("1900-if00: ready", "1900_B-if00: ready")
        await wizard.pull(second, b"4573246511005", "That is not", "Came: 4573246511005<CR>")
        await wizard.pull(second, sent(GOOD), "Set-up 2/6")
        assert wizard.scanner.device.endswith("_B-if00")
        await wizard.press("escape")
        await wizard.shows("Set-up 1/6")


async def test_garbage_makes_it_listen_at_the_next_speed(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard() as wizard:
        await wizard.shows("ready")
        gun.send(b"\xf0\x00\x9e\xfe\x06\x80")
        await wizard.shows("listened to at 9600", "serial 9600", "Came: <F0><NUL>", "ready")
        await wizard.pull(gun, sent(GOOD), "Set-up 2/6")
        assert wizard.scanner.baud == 9600


async def test_a_gun_that_talks_in_packets_is_answered_in_packets(bench: Bench) -> None:
    gun = bench.plug("zebra_ssi")
    async with bench.wizard() as wizard:
        await wizard.shows("ready")
        await wizard.pull(gun, sent(GOOD))
        await wizard.until(lambda: "SSI packets and is answered" in wizard.whole or "2/6" in wizard.whole)
        if "1/6" in wizard.whole:  # it has not sent the packet again by itself, for nobody acknowledged it
            await wizard.pull(gun, sent(GOOD))
        await wizard.shows("Set-up 2/6", "> Zebra, Symbol: SSI packets")


@pytest.mark.parametrize("driver", DRIVERS)
async def test_each_makers_tones_are_heard_one_after_another(bench: Bench, driver: str) -> None:
    gun = bench.plug(driver)
    async with bench.wizard() as wizard:
        await wizard.shows("ready")
        await wizard.take(driver)
        await choose(wizard, driver)
        for tone, sound in TONES.items():
            await wizard.shows(f"> {tone}", "Pull the trigger at any code")
            await wizard.pull(gun, sent(BAD), "Did the scanner sound it?")
            await wizard.sounds(gun, sound)
            await wizard.press("enter")
        await wizard.shows("Set-up 3/6")
        assert gun.complaints == []
        assert wizard.scanner.feedback == driver


async def test_a_tone_that_is_not_heard_leads_to_another_way(bench: Bench) -> None:
    gun = bench.plug("honeywell")
    async with bench.wizard() as wizard:
        await wizard.pull(gun, sent(GOOD), "Set-up 2/6", "> Not at all")
        await choose(wizard, "zebra_bel")
        await wizard.press("enter")
        await wizard.shows("Pull the trigger first")
        await wizard.pull(gun, sent(GOOD), "Did the scanner sound it?")
        await wizard.press("escape")
        await wizard.shows("Not heard: choose another way")
        await choose(wizard, "honeywell")
        await wizard.pull(gun, sent(GOOD), "Did the scanner sound it?")
        await wizard.pull(gun, b"RI-C-NO", "Not heard: choose another way")
        await choose(wizard, "honeywell")
        await wizard.pull(gun, sent(GOOD), "Did the scanner sound it?")
        await wizard.pull(gun, b"RI-C-YES", "> BAD: a bad tone")
        await wizard.press("escape")
        await wizard.shows("How is this scanner told")


async def test_every_code_is_asked_for_until_it_comes_whole(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard() as wizard:
        await to_codes(wizard, gun)
        await wizard.shows('at "2 Layout"', "+ 1 Good", "End: CR. Identifier: none.")
        await wizard.pull(gun, b"]C0" + sent(LAYOUT), 'at "3 GS1"', "Identifier: ]C0")
        await wizard.pull(
            gun, sent(GS1).replace(b"\x1d", b""), "the GS was left out", "GS left out", "USB-COM"
        )
        await wizard.pull(gun, sent(GS1).replace(b"\x1d", b"^]"), "^] came for the GS")
        await wizard.pull(gun, sent(QR).upper(), "case conversion", "X 4 QR")
        await wizard.pull(gun, sent(GS1), 'at "4 QR"', "<GS>10LOT-42<CR>", "1D 31 30")
        await wizard.pull(gun, sent(QR)[:-4], "a part is missing")
        await wizard.pull(gun, sent(BAD), "+ 5 Bad", 'at "4 QR"')
        await wizard.press("enter")
        await wizard.shows("That was the card")
        await wizard.pull(gun, sent(QR), "Every code came whole")


async def test_a_gun_that_is_pulled_out_is_told_on_every_page(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard() as wizard:
        await to_codes(wizard, gun)
        gun.unplug()
        await wizard.shows("unplugged; plug it in again")
        gun.plug()
        await wizard.pull(gun, sent(LAYOUT), "+ 2 Layout")
        await wizard.until(lambda: "unplugged" not in wizard.whole)


async def test_the_station_is_checked_the_worst_first(bench: Bench) -> None:
    gun = bench.plug()
    (bench.folder / FILE_NAME).write_text("languag = 1\n")
    async with bench.wizard() as wizard:
        await to_codes(wizard, gun)
        await wizard.press(*["enter"] * len(CARD))
        await wizard.shows("Set-up 5/6", "to see to")
        first = wizard.whole.splitlines()[4]
        assert first.lstrip().startswith("X")
        await wizard.press("down")
        await wizard.until(lambda: wizard.whole.splitlines()[4] != first)
        await wizard.press("up")
        await wizard.until(lambda: wizard.whole.splitlines()[4] == first)


async def test_checks_that_are_under_way_are_not_begun_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    gun, found, go_on = bench.plug(), bench.examine()[:1], Event()

    def slowly() -> list[Finding]:
        assert go_on.wait(PATIENCE)
        return found

    monkeypatch.setattr(bench, "examine", slowly)
    async with bench.wizard() as wizard:
        await to_codes(wizard, gun)
        await wizard.press(*["enter"] * len(CARD))
        await wizard.shows("Set-up 5/6", "Checking the station")
        await wizard.press("escape", *["enter"] * len(CARD))
        await wizard.shows("Set-up 5/6", "Checking the station")
        go_on.set()
        await wizard.shows("All is well")
        assert wizard.whole.count("Software:") == 1


async def test_only_what_was_shown_is_written(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard() as wizard:
        await to_saving(wizard, gun)
        await wizard.shows(
            "[[scanners]]", 'framing = "cr"', "not whole: 2 Layout / 3 GS1 / 4 QR / 5 Bad", "Tones: not tried"
        )
        assert not (bench.folder / FILE_NAME).exists()
        await wizard.press("enter")
        await wizard.shows("Written. Another scanner?")
        assert load(bench.folder, {}).scanners == (wizard.scanner,)
        await wizard.press("enter")
        await wizard.shows("Set-up 1/6")


async def test_settings_that_cannot_be_written_are_told(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard() as wizard:
        await to_saving(wizard, gun)
        (bench.folder / FILE_NAME).write_text("languag = 1\n")
        await wizard.press("enter")
        await wizard.shows("expected a known setting", "Enter writes this")
        (bench.folder / FILE_NAME).unlink()
        await wizard.press("enter")
        await wizard.shows("Written.")
        await wizard.press("escape")
        await wizard.until(lambda: not wizard.app.is_running)


async def test_a_gun_that_types_at_the_terminal_tells_the_layouts(bench: Bench) -> None:
    async with bench.wizard() as wizard:
        await wizard.type("hello\r")
        await wizard.shows("no code of the test card: hello")
        await wizard.type(f"{GOOD.text}\r")
        await wizard.shows("Set-up 3/6", "types at this terminal", "End: Enter or Tab.")
        await wizard.type(f"{seen(LAYOUT.text, Layout.US_ON_JIS)}\r")
        await wizard.shows("the keyboards differ")
        await wizard.press(*["enter"] * len(CARD))
        await wizard.shows("Set-up 5/6", "Enter goes on")
        await wizard.press("enter")
        await wizard.shows('keyboard_layout = "us_on_jis"', "Tones: not possible")
        await wizard.press("enter")
        await wizard.shows("Written.")
        assert load(bench.folder, {}).keyboard_layout is Layout.US_ON_JIS


async def test_a_gun_that_sends_no_enter_is_told_so_and_found_no_whole_code(bench: Bench) -> None:
    async with bench.wizard() as wizard:
        await wizard.type(GOOD.text)
        await wizard.shows(f"no Enter yet: {GOOD.text}", "Set-up 1/6")
        await wizard.type(GOOD.text)
        await wizard.shows("No Enter came behind the code", "Set-up 1/6")
        await wizard.shows("no Enter yet")
        await wizard.press("escape")
        await wizard.until(lambda: "no Enter yet" not in wizard.whole)
        await wizard.press("f10")
        await wizard.shows("F10 again leaves")


async def test_a_gun_that_may_not_be_opened_is_told_with_what_to_do(bench: Bench) -> None:
    bench.plug()
    async with bench.wizard() as wizard:
        await wizard.shows("ready")
        (light,) = wizard.app.course.lights.values()
        wizard.app.post_message(Lit(replace(light, state=LightState.FORBIDDEN)))
        await wizard.shows("no permission", "70-returns-intake-scanner.rules")


async def test_a_gun_that_types_is_not_read_before_its_layout_is_told(bench: Bench) -> None:
    bench.bus.plug("event3", Gadget())
    async with bench.wizard() as wizard:
        await wizard.shows("keyboard")
        (plugged,) = wizard.app.course.plugged
        wizard.app.course.take(SetupGun.of(plugged))
        await wizard.press(*["enter"] * (len(CARD) + 1))
        await wizard.shows("Set-up 5/6", "Enter goes on")
        await wizard.press("enter")
        await wizard.shows("Set-up 6/6", "will NOT READ it")


async def test_a_gun_presses_nothing_by_what_it_types(bench: Bench) -> None:
    async with bench.wizard() as wizard:
        await wizard.type("\x11q\r\r\r")
        await wizard.shows("Set-up 1/6")
        assert wizard.app.is_running


async def test_the_language_is_switched_on_every_page(bench: Bench) -> None:
    gun = bench.plug()
    async with bench.wizard(language=Language.JA, size=(120, 40)) as wizard:
        await wizard.shows("設定 1/6", "シリアル")
        await wizard.press("f2")
        await wizard.shows("Set-up 1/6")
        await to_codes(wizard, gun)
        await wizard.press("f2")
        await wizard.shows("設定 3/6", "テストカードの「2 キー配列」")


async def test_a_text_console_is_told_in_english_why(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no Japanese characters, and its keys offer none."""
    monkeypatch.setenv("TERM", "linux")
    async with bench.wizard(language=Language.JA) as wizard:
        why = wizard.app.course.wording.screen("not_shown_here")
        await wizard.shows("Set-up 1/6", why)
        assert "F2" not in wizard.whole
        await wizard.press("escape")
        assert why not in wizard.whole
        await wizard.press("f2")
        await wizard.shows("Set-up 1/6", why)


async def test_it_is_left_by_a_key_pressed_twice(bench: Bench) -> None:
    async with bench.wizard() as wizard:
        await wizard.press("enter")
        await wizard.shows("intake print test-card")
        await wizard.press("escape", "f10")
        await wizard.shows("F10 again leaves")


async def to_camera(wizard: Wizard) -> None:
    """Go past the scanner, for a camera alone."""
    await wizard.until(lambda: wizard.app.course.cameras)
    await wizard.press("enter")
    await wizard.shows("Set-up 4/6", "Hold the test card before the camera")


async def test_a_camera_is_taken_once_it_has_read_the_card(bench: Bench) -> None:
    """It is shown what it sees from the first moment; the code it found is outlined."""
    seeing = bench.camera()
    async with bench.wizard() as wizard:
        await wizard.shows("Nothing is plugged in", "A camera is plugged in")
        await to_camera(wizard)
        await wizard.until(lambda: "▀" in wizard.whole)
        seeing.hold(GOOD.text)
        await wizard.shows("This camera reads", "Read: 1 Good")
        assert "F10 Leave" in wizard.whole
        await wizard.press("enter")
        await wizard.shows("Set-up 5/6", "Enter goes on")
        assert wizard.app.course.eye.is_closed
        await wizard.press("enter")
        await wizard.shows("Set-up 6/6", "[[cameras]]", 'name = "Cam 1"')
        assert "keyboard" not in wizard.whole
        await wizard.press("enter")
        await wizard.shows("Written.")
    (camera,) = load(bench.folder, {}).cameras
    assert (camera.device, camera.name) == (str(seeing.place), "Cam 1")


async def test_a_camera_that_reads_nothing_is_not_taken(bench: Bench) -> None:
    bench.camera()
    other = bench.camera()
    async with bench.wizard() as wizard:
        await to_camera(wizard)
        await wizard.press("down")
        other.hold("RI-O-0001-T")
        await wizard.until(lambda: "> Cam 2" in wizard.whole and "▀" in wizard.whole)
        await wizard.press("escape")
        await wizard.shows("Set-up 1/6")
        await to_camera(wizard)
        await wizard.press("enter")
        await wizard.shows("Set-up 5/6", "Enter goes on")
        await wizard.press("enter")
        await wizard.shows("Set-up 6/6", "nothing")


async def test_a_camera_that_goes_away_says_so(bench: Bench) -> None:
    seeing = bench.camera()
    async with bench.wizard() as wizard:
        await to_camera(wizard)
        await wizard.until(lambda: "▀" in wizard.whole)
        seeing.take_away()
        await wizard.shows("Cam 1")
        await wizard.until(lambda: wizard.app.course.lights)
        await wizard.until(
            lambda: any(light.state is LightState.LOST for light in wizard.app.course.lights.values())
        )


async def test_what_hinders_the_camera_is_said_below_its_picture(bench: Bench) -> None:
    bench.camera()
    async with bench.wizard() as wizard:
        await to_camera(wizard)
        await wizard.until(lambda: "▀" in wizard.whole)
        wizard.app.course.eye.close()  # no later picture takes this one's place
        seen = Preview(4, 2, bytes(24), hint=Hint.DARK)
        wizard.app.post_message(Viewed(seen))
        await wizard.shows(wizard.app.course.wording.camera(Hint.DARK))
