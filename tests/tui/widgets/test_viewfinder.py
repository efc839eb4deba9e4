"""The viewfinder: what a camera sees stands beside the work, and never in the way of an answer."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace
from rich.segment import Segment

from intake.language import Language
from intake.line import Line
from intake.outcome import Answer, Message
from intake.receipt import Prompt
from intake.scan import Severity
from intake.scene import Scene
from intake.settings import PreviewStyle, ThemeName
from intake.surroundings import now
from scanners.camera.messages import Photo, Preview
from scanners.hint import Hint
from scanners.light import Light, LightState
from tests.tui.conftest import SIZES, packed
from tui.messages import PreviewSeen
from tui.viewing import FOUND_IN_VAIN, Place
from tui.widgets.viewfinder import PACE

Opener = Any
CAMERA = "camera:/dev/video0"
BEGUN = ["RI-O-0001-T", "A312000079193B"]
BEGUN_SERIAL = "ATEST1263K00FVU8"
GREY = Preview(32, 18, b"\x80" * (32 * 18 * 3))
MIDDLE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
JPEG = b"\xff\xd8 a picture"
STILL = Photo("wish", JPEG, 640, 480, Preview(64, 48, b"\xf0\x10\x10" * (64 * 48)))


def begin(desk: Any, state: LightState = LightState.READY) -> None:
    """Light the camera's light."""
    desk.app.bridge.light_changed(Light(CAMERA, state, "", now()))


async def show(desk: Any, preview: Preview) -> None:
    """Show what the camera sees, and wait until it stands there."""
    finder = desk.app.desk.viewfinder
    desk.app.bridge.preview_changed(preview)
    await desk.until(lambda: finder._newest == preview)  # noqa: SLF001 (what is drawn next)
    if finder.display:
        await desk.until(lambda: finder._drawn == preview)  # noqa: SLF001


def cells(desk: Any) -> list[list[tuple[str, str, str]]]:
    """Character, colour and ground of each cell of the viewfinder."""
    finder = desk.app.desk.viewfinder
    strips = desk.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
    rows = strips[finder.region.y : finder.region.bottom]
    return [[each for segment in strip.crop(finder.region.x) for each in _cells(segment)] for strip in rows]


def _cells(segment: Segment) -> list[tuple[str, str, str]]:
    style = segment.style
    colour, ground = (style.color, style.bgcolor) if style else (None, None)
    named = (colour.name if colour else "", ground.name if ground else "")
    return [(character, *named) for character in segment.text]


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
@pytest.mark.parametrize("language", list(Language))
async def test_without_a_camera_the_desk_is_as_it_ever_was(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """Whatever previews say: nothing stands beside the work, nobody is asked for pictures, F12 says why."""
    async with open_desk(size, language) as desk:
        await desk.scan(*BEGUN)
        before = desk.text
        desk.app.bridge.preview_changed(GREY)
        await desk.pilot.pause()
        assert desk.text == before
        assert not desk.app.desk.viewfinder.display
        assert not desk.wanted
        await desk.command("f12")
        assert desk.app.wording.screen("no_camera") in desk.text[-1]
        assert desk.text[:-1] == before[:-1]


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES[1:], Language, strict=True)], ids=str)
async def test_where_there_is_room_it_always_stands_beside_the_work(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """The next step is whole beside it, the verdict above as wide as ever; the hint is large and in words."""
    async with open_desk(size, language) as desk:
        await desk.scan(*BEGUN)
        verdict = desk.rows(desk.app.desk.verdict)
        begin(desk)
        await show(desk, replace(GREY, hint=Hint.TILTED))
        assert desk.rows(desk.app.desk.verdict) == verdict
        shown = packed(*desk.text)
        assert packed(desk.app.wording.sentence(desk.last.prompt)) in shown
        words = ["".join(cell[0] for cell in row) for row in cells(desk)]
        assert packed(desk.app.wording.camera(Hint.TILTED)) in packed(*words)
        assert sum("█" in row for row in words) >= 4


@pytest.mark.parametrize("language", list(Language))
async def test_at_80_by_24_a_key_shows_and_hides_it(open_desk: Opener, language: Language) -> None:
    """What to do next stands whole beside it."""
    async with open_desk(language=language) as desk:
        await desk.scan(*BEGUN, "ATEST1263K00FVU8", "RI-C-INTACT", "RI-U-000001-K")
        begin(desk)
        await show(desk, replace(GREY, hint=Hint.BLURRED))
        before = desk.text
        await desk.command("f12")
        await desk.until(lambda: desk.app.desk.viewfinder.display)
        await show(desk, replace(GREY, hint=Hint.BLURRED, is_read=True))
        left = [row[:48] for rows in desk.rows(desk.app.desk.next_step) for row in rows]
        assert packed(desk.app.wording.sentence(desk.last.prompt)) in packed(*left)
        right = ["".join(cell[0] for cell in row) for row in cells(desk)]
        assert packed(desk.app.wording.camera(Hint.BLURRED)) in packed(*right)
        await desk.command("f12")
        await desk.until(lambda: desk.text == before)


async def test_at_80_by_24_it_comes_by_itself_while_a_serial_is_found_in_vain(open_desk: Opener) -> None:
    """And goes with the next answer, so that the container stands there large."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN)
        begin(desk)
        for width in range(1, FOUND_IN_VAIN + 1):
            await show(desk, Preview(width, 1, b"\x80" * 3 * width, MIDDLE))
        await desk.until(lambda: desk.app.desk.viewfinder.place is Place.BESIDE)
        await desk.scan("ATEST1263K00FVU8")
        await desk.until(lambda: not desk.app.desk.viewfinder.display)


async def test_at_80_by_24_it_comes_while_a_card_lies_there_that_does_not_count(open_desk: Opener) -> None:
    """And says what to do; it goes when the card does."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN)
        begin(desk)
        await show(desk, GREY)
        assert not desk.app.desk.viewfinder.display
        await show(desk, replace(GREY, hint=Hint.LYING, is_read=True))
        await desk.until(lambda: desk.app.desk.viewfinder.place is Place.BESIDE)
        words = ["".join(cell[0] for cell in row) for row in cells(desk)]
        assert packed(desk.app.wording.camera(Hint.LYING)) in packed(*words)
        await show(desk, GREY)
        await desk.until(lambda: not desk.app.desk.viewfinder.display)


@pytest.mark.parametrize("theme", [theme for theme in ThemeName if theme is not ThemeName.SIXTEEN_COLOURS])
@pytest.mark.parametrize("is_read", [False, True])
async def test_the_outline_lies_on_the_edges_of_the_code(
    open_desk: Opener, theme: ThemeName, is_read: bool
) -> None:
    """In the theme's colour for what is read, or for what is only found."""
    async with open_desk((120, 40), theme=theme) as desk:
        begin(desk)
        await show(desk, replace(GREY, outline=MIDDLE, is_read=is_read))
        finder = desk.app.desk.viewfinder
        name = "read" if is_read else "found"
        style = finder.get_component_rich_style(f"viewfinder--{name}")
        marked = {
            (x, 2 * y + part)
            for y, row in enumerate(cells(desk))
            for x, cell in enumerate(row)
            for part, colour in enumerate(cell[1:])
            if cell[0] == "▀" and colour == style.color.name
        }
        left, top = (min(dot[axis] for dot in marked) for axis in (0, 1))
        right, bottom = (max(dot[axis] for dot in marked) for axis in (0, 1))
        assert (right - left, bottom - top) == (
            round(31 * 0.75) - round(31 * 0.25),
            round(17 * 0.75) - round(17 * 0.25),
        )
        edge = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
        inside = {(x, y) for x, y in edge if left < x < right and top < y < bottom}
        assert marked == edge - inside


async def test_a_console_of_16_colours_shows_light_and_marks(open_desk: Opener) -> None:
    """Blocks by how light it is; what is read is told from what is found without colour."""
    async with open_desk((120, 40), theme=ThemeName.SIXTEEN_COLOURS) as desk:
        begin(desk)
        await show(desk, replace(GREY, outline=MIDDLE))
        found = "".join(cell[0] for row in cells(desk) for cell in row)
        assert "▒" in found
        assert "+" in found
        await show(desk, replace(GREY, outline=MIDDLE, is_read=True))
        assert "#" in "".join(cell[0] for row in cells(desk) for cell in row)


@pytest.mark.parametrize("state", [LightState.LOST, LightState.FROZEN, LightState.STOPPED])
async def test_no_old_picture_is_left_standing(open_desk: Opener, state: LightState) -> None:
    """A camera that gives none takes its picture away; the next first picture brings it back."""
    async with open_desk((120, 40)) as desk:
        await desk.scan(*BEGUN)
        begin(desk)
        await show(desk, GREY)
        begin(desk, state)
        await desk.until(lambda: not desk.app.desk.viewfinder.display)
        begin(desk)
        await show(desk, replace(GREY, hint=Hint.DARK))
        assert desk.app.desk.viewfinder.display


async def test_a_storm_of_pictures_is_painted_at_its_pace(open_desk: Opener) -> None:
    """The newest counts; while scans wait or an answer is painted none is drawn at all."""
    async with open_desk((120, 40)) as desk:
        await desk.scan(*BEGUN)
        begin(desk)
        finder = desk.app.desk.viewfinder
        await show(desk, GREY)
        painted: list[object] = []
        refresh, begun = finder.refresh, time.monotonic()

        def counted(*regions: Any, **how: Any) -> Any:
            painted.append(regions)
            return refresh(*regions, **how)

        finder.refresh = counted
        for width in range(1, 400):
            desk.app.bridge.preview_changed(Preview(width, 1, b"\x80" * 3 * width))
        await desk.scan("ATEST1263K00FVU8", "RI-C-INTACT")
        desk.app.bridge.preview_changed(GREY)
        await desk.until(lambda: finder._drawn == GREY)  # noqa: SLF001
        assert len(painted) <= 2 + (time.monotonic() - begun) / PACE


async def test_no_picture_is_drawn_in_the_wake_of_an_answer(open_desk: Opener) -> None:
    """What comes while an answer is being painted is drawn after it."""
    async with open_desk((120, 40)) as desk:
        await desk.scan(*BEGUN)
        begin(desk)
        await show(desk, GREY)
        finder = desk.app.desk.viewfinder
        desk.post(desk.last)
        await desk.wait(lambda: len(desk.answered) == len(BEGUN) + 1)
        finder.see(PreviewSeen(replace(GREY, hint=Hint.SMALL)))
        assert finder._drawn == GREY  # noqa: SLF001
        await desk.until(lambda: finder._drawn != GREY)  # noqa: SLF001


async def test_the_cameras_are_asked_for_what_there_is_room_for(open_desk: Opener) -> None:
    """In dots of half blocks, so often; seldom while none is shown, and never for a site that wants none."""
    async with open_desk() as desk:
        begin(desk)
        await desk.until(lambda: bool(desk.wanted) and desk.wanted[-1][2] == 2)
        await desk.command("f12")
        await desk.until(lambda: desk.wanted[-1] == (31, 18, 5))
        await desk.pilot.resize_terminal(120, 40)
        await desk.until(lambda: desk.wanted[-1] == (39, 26, 5))
        begin(desk, LightState.LOST)
        await desk.until(lambda: desk.wanted[-1][2] == 0)
    async with open_desk((120, 40), preview=PreviewStyle.OFF) as desk:
        begin(desk)
        desk.app.bridge.preview_changed(GREY)
        await desk.pilot.pause()
        assert not desk.app.desk.viewfinder.display
        assert not desk.wanted


def photographed(outcome: Any, prompt: Prompt, offered: str = "") -> Any:
    """Give an outcome of a question about a picture of the unit."""
    message = Message.PHOTO_OFFERED if prompt is Prompt.KEEP_PHOTO else Message.PHOTO_ASKED
    answer = Answer(message, Severity.NOTE, {"serial": BEGUN_SERIAL})
    scene = replace(outcome.scene, offered=offered)
    return replace(outcome, prompt=Line(prompt), answer=answer, scene=scene)


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, [*Language, Language.JA], strict=True)], ids=str)
async def test_a_picture_of_the_unit_is_taken_and_offered_large(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """First live, then the one that would be kept, with what is asked below; after that all is as before."""
    async with open_desk(size, language) as desk:
        await desk.scan(*BEGUN, "ATEST1263K00FVU8")
        begin(desk)
        await show(desk, GREY)
        shown = (desk.app.desk.verdict, desk.app.desk.next_step)
        before, last = desk.rows(*shown), desk.last
        finder = desk.app.desk.viewfinder
        for prompt, offered in ((Prompt.PHOTO, ""), (Prompt.KEEP_PHOTO, sha256(JPEG).hexdigest())):
            desk.app.bridge.photo_taken(STILL)
            await desk.show(replace(photographed(last, prompt, offered), seq=last.seq + 1))
            await desk.until(lambda: finder.size.width == size[0])
            words = packed(*desk.rows(finder)[0])
            assert packed(desk.app.wording.sentence(desk.last.answer.line)) in words
            assert packed(BEGUN_SERIAL) in words
            assert ("█" in words) is (size[1] >= 40)
        await desk.until(lambda: any("#f81818" in cell for row in cells(desk) for cell in row))
        assert finder.size.height >= size[1] - 6
        assert desk.wanted[-1][2] == 0
        await desk.show(replace(last, seq=last.seq + 2))
        await desk.until(lambda: desk.rows(*shown) == before)


async def test_an_answer_that_is_not_the_question_stands_above_the_picture(open_desk: Opener) -> None:
    """What was scanned meanwhile is answered to be seen, not only recorded."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN, BEGUN_SERIAL)
        begin(desk)
        seen = Answer(Message.PHOTO_SEEN, Severity.NOTE)
        await desk.show(replace(photographed(desk.last, Prompt.PHOTO), answer=seen))
        assert packed(desk.app.wording.sentence(seen.line)) in packed(*desk.rows(desk.app.desk.verdict)[0])
        assert packed(desk.app.wording.sentence(Line(Prompt.PHOTO))) in packed(*desk.text)


async def test_another_picture_than_the_offered_one_is_never_shown_in_its_place(open_desk: Opener) -> None:
    """What is kept is what was looked at."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN, "ATEST1263K00FVU8")
        begin(desk)
        desk.app.bridge.photo_taken(STILL)
        await desk.show(photographed(desk.last, Prompt.KEEP_PHOTO, "0" * 64))
        await desk.pilot.pause()
        assert not any("#f81818" in cell for row in cells(desk) for cell in row)


async def test_a_warning_stands_above_a_picture(open_desk: Opener) -> None:
    """A refusal, or a swollen unit: the picture takes only the place of the next step."""
    async with open_desk() as desk:
        await desk.scan(*BEGUN, "ATEST1263K00FVU8")
        begin(desk)
        asked = photographed(desk.last, Prompt.PHOTO)
        refused = replace(asked, answer=replace(asked.answer, severity=Severity.REFUSED))
        await desk.show(refused)
        assert desk.app.desk.verdict.display
        assert desk.app.desk.viewfinder.display
        await desk.show(replace(asked, scene=Scene(emergency_since=1)))
        assert desk.app.desk.emergency_card.display
