"""The footer: scanner lights, how many scans wait, keys and notices."""

from __future__ import annotations

from typing import Any

import pytest

from intake.language import Language
from intake.surroundings import now
from scanners.light import Light, LightState
from tui.messages import ScansWait
from tui.widgets.footer import WORST_FIRST

Opener = Any
GUN, OTHER = "port:/dev/serial/by-id/usb-gun-1", "port:/dev/serial/by-id/usb-gun-2"


SHOWN = [state for state in LightState if state is not LightState.STOPPED]


def light(source: str, state: LightState, detail: str = "", name: str = "") -> Light:
    return Light(source, state, detail, now(), name)


def test_every_trouble_has_its_rank() -> None:
    """A light without one would be shown as if all were well."""
    assert [*WORST_FIRST] == [*dict.fromkeys(WORST_FIRST)]
    assert {*WORST_FIRST} == {*SHOWN} - {LightState.READY}


def shown(desk: Any) -> list[str]:
    return desk.rows(desk.app.desk.footer)[0]  # type: ignore[no-any-return]


def name_of(desk: Any) -> str:
    """Give in whose colour the lights stand."""
    return str(desk.app.desk.footer.lines[0][1])


@pytest.mark.parametrize("state", SHOWN)
@pytest.mark.parametrize("language", list(Language))
async def test_a_scanners_state_is_worded(open_desk: Opener, state: LightState, language: Language) -> None:
    """Each of them, with its detail."""
    async with open_desk(language=language) as desk:
        desk.app.bridge.light_changed(light(GUN, state, "12"))
        told = desk.app.wording.light(state, GUN, "12")
        await desk.until(lambda: shown(desk)[0] == f" {told}"[:80].rstrip())


async def test_without_a_scanner_it_says_so(open_desk: Opener) -> None:
    async with open_desk() as desk:
        assert shown(desk)[0].strip() == desk.app.wording.screen("keyboard_only")


async def test_a_scanner_in_trouble_hides_those_that_work(open_desk: Opener) -> None:
    """Until it works again."""
    async with open_desk() as desk:
        desk.app.bridge.light_changed(light(GUN, LightState.READY))
        desk.app.bridge.light_changed(light(OTHER, LightState.LOST))
        await desk.until(lambda: "usb-gun-2" in shown(desk)[0])
        assert "usb-gun-1" not in shown(desk)[0]
        desk.app.bridge.light_changed(light(OTHER, LightState.READY))
        await desk.until(lambda: "usb-gun-1" in shown(desk)[0])
        assert "usb-gun-2" in shown(desk)[0]


async def test_a_scanner_that_is_let_go_of_leaves_the_footer(open_desk: Opener) -> None:
    """Such as one that is not this station's, pulled out."""
    async with open_desk() as desk:
        desk.app.bridge.light_changed(light(GUN, LightState.READY))
        desk.app.bridge.light_changed(light(OTHER, LightState.UNASSIGNED))
        await desk.until(lambda: "usb-gun-2" in shown(desk)[0])
        desk.app.bridge.light_changed(light(OTHER, LightState.STOPPED))
        await desk.until(lambda: "usb-gun-1" in shown(desk)[0])
        assert "usb-gun-2" not in shown(desk)[0]


async def test_the_worst_light_stands_first_and_what_has_no_room_is_counted(open_desk: Opener) -> None:
    """That something is not recorded goes before that a gun cannot sound."""
    async with open_desk() as desk:
        for number, state in enumerate((LightState.DEAF, LightState.UNASSIGNED, LightState.WAITING)):
            desk.app.bridge.light_changed(light(f"{GUN}{number}", state, name=f"gun {number}"))
        told = desk.app.wording.light(LightState.WAITING, GUN, "", "gun 2")
        await desk.until(lambda: shown(desk)[0] == f" {told} (+2)")


async def test_all_lights_stand_side_by_side_where_there_is_room(open_desk: Opener) -> None:
    """At a hundred and twenty columns both are told."""
    async with open_desk((120, 40)) as desk:
        desk.app.bridge.light_changed(light(GUN, LightState.DEAF, name="gun 1"))
        desk.app.bridge.light_changed(light(OTHER, LightState.LOST, name="gun 2"))
        word = desk.app.wording.light
        told = [word(LightState.LOST, OTHER, "", "gun 2"), word(LightState.DEAF, GUN, "", "gun 1")]
        await desk.until(lambda: shown(desk)[0] == f" {'   '.join(told)}")


async def test_another_stations_scanner_is_no_trouble_where_ours_is_ready(open_desk: Opener) -> None:
    """Two stations share a machine for good; it stands behind ours, and in their colour."""
    async with open_desk() as desk:
        desk.app.bridge.light_changed(light(OTHER, LightState.UNASSIGNED, name="DS3608"))
        theirs = desk.app.wording.light(LightState.UNASSIGNED, OTHER, "", "DS3608")
        await desk.until(lambda: shown(desk)[0] == f" {theirs}")
        assert name_of(desk) == "footer--trouble"
        desk.app.bridge.light_changed(light(GUN, LightState.READY, name="gun 1"))
        ours = desk.app.wording.light(LightState.READY, GUN, "", "gun 1")
        await desk.until(lambda: shown(desk)[0] == f" {ours}   {theirs}")
        assert name_of(desk) == "footer--lights"
        desk.app.bridge.light_changed(light(GUN, LightState.LOST, name="gun 1"))
        await desk.until(lambda: name_of(desk) == "footer--trouble")
        assert shown(desk)[0].endswith(" (+1)")


async def test_another_stations_scanner_is_refused_in_words_where_not_all_fit(open_desk: Opener) -> None:
    """What is well needs no words."""
    async with open_desk() as desk:
        for number in range(3):
            desk.app.bridge.light_changed(light(f"{GUN}{number}", LightState.READY, name=f"scanner {number}"))
        desk.app.bridge.light_changed(light(OTHER, LightState.UNASSIGNED, name="DS3608"))
        theirs = desk.app.wording.light(LightState.UNASSIGNED, OTHER, "", "DS3608")
        await desk.until(lambda: shown(desk)[0].startswith(f" {theirs}") and shown(desk)[0].endswith("(+2)"))
        assert name_of(desk) == "footer--lights"


async def test_another_stations_scanner_is_told_behind_what_is_wrong_with_ours(open_desk: Opener) -> None:
    """Whoever holds it must not take silence for an answer."""
    async with open_desk((120, 40)) as desk:
        word = desk.app.wording.light
        desk.app.bridge.light_changed(light(GUN, LightState.READY, name="gun 1"))
        desk.app.bridge.light_changed(light(OTHER, LightState.UNASSIGNED, name="DS3608"))
        desk.app.bridge.light_changed(light(f"{GUN}2", LightState.DEAF, name="gun 2"))
        told = [word(LightState.DEAF, GUN, "", "gun 2"), word(LightState.UNASSIGNED, OTHER, "", "DS3608")]
        await desk.until(lambda: shown(desk)[0] == f" {'   '.join(told)}")


async def test_what_a_device_calls_itself_is_shown_and_does_nothing(open_desk: Opener) -> None:
    """Its name is text of whoever made it: no markup, no control character."""
    async with open_desk() as desk:
        desk.app.bridge.light_changed(light(GUN, LightState.UNASSIGNED, name="[red]Gun[/red]\x1b[2J/x"))
        await desk.until(lambda: "[red]Gun[/red]␛[2J/x: " in shown(desk)[0])


async def test_how_many_scans_wait_is_told_beside_the_lights(open_desk: Opener) -> None:
    """And goes when none does."""
    async with open_desk() as desk:
        before = shown(desk)
        desk.app.desk.post_message(ScansWait(12))
        await desk.until(lambda: desk.app.wording.screen("waiting", count=12) in shown(desk)[0])
        await desk.scan("RI-O-0001-T")
        await desk.until(lambda: shown(desk) == before)


async def test_that_the_station_failed_is_told(open_desk: Opener) -> None:
    """By the lane's thread, when it ends."""
    async with open_desk() as desk:
        desk.app.bridge.lane_ended("OSError(5)")
        told = desk.app.wording.screen("lane_ended")
        await desk.until(lambda: told in shown(desk)[-1])
