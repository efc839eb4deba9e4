"""The next step: the unit in hand beside it, the swollen one's warning, what is typed, what is pending."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import safety
from intake.condition import Condition
from intake.language import Language
from intake.receipt import Prompt
from intake.scene import Hand, Pending, PendingKind, Scene
from tests.intake.longest import longest
from tests.tui.conftest import SIZES, packed
from tui.letters import drawn
from tui.look import Look

Opener = Any
BADGE, PARCEL, SERIAL = "RI-O-0001-T", "A312000079193B", "ATEST1263K00FVU8"
WIDE = [size for size in SIZES if size[0] > 80]


def shown(desk: Any) -> list[str]:
    return desk.rows(desk.app.desk.next_step)[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", list(Language))
async def test_the_warning_of_a_swollen_unit_stays_until_it_is_contained(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """Word and field of the verdict panel, and the site's words, whatever good is answered meanwhile."""
    async with open_desk(size, language) as desk:
        await desk.scan(BADGE, PARCEL, SERIAL, "RI-C-K1")
        for code in (None, "RI-U-000001-K"):
            if code:
                await desk.scan(code)
            panel = desk.rows(desk.app.desk.verdict)[0]
            assert f"{Look.HAZARD.shape} {desk.app.wording._large['condition_swollen']}" in "\n".join(panel)  # noqa: SLF001 (the word itself)
            told = packed(*panel)
            assert all(packed(line) in told for line in safety.load()[language].swollen)
        await desk.scan(desk.last.scene.container)
        assert desk.last.step == "PARCEL_OPEN"
        assert Look.HAZARD.shape not in "\n".join(desk.rows(desk.app.desk.verdict)[0])


@pytest.mark.parametrize("size", WIDE, ids=str)
async def test_the_unit_in_hand_stands_beside_the_step(open_desk: Opener, size: tuple[int, int]) -> None:
    """Serial, model, class and bag, as far as they are known."""
    async with open_desk(size) as desk:
        await desk.scan(BADGE, PARCEL, SERIAL, "RI-C-INTACT", "RI-U-000001-K")
        told = "\n".join(shown(desk))
        assert "ATES T126 3K00 FVU8" in told
        assert "A1263" in told
        assert "RI-U-000001-K" in told
        assert desk.app.wording.term("condition", "R") in told


@pytest.mark.parametrize("language", list(Language))
async def test_what_a_person_types_stands_large(open_desk: Opener, language: Language) -> None:
    """Its end, where it is longer than the screen is wide; then the step comes back."""
    async with open_desk(language=language) as desk:
        await desk.scan(BADGE, PARCEL)
        before = shown(desk)
        await desk.press(*"ABCD12345678")
        large = next(filter(None, (drawn("ABCD12345678"[cut:], 76, 1) for cut in range(12))))
        assert [row[2:] for row in shown(desk)[:6]] == [row.rstrip() for row in large]
        assert desk.app.wording.screen("typed", text="ABCD12345678") in "\n".join(shown(desk))
        assert desk.app.wording.screen("typed_end") in "\n".join(shown(desk))
        await desk.press("backspace")
        assert desk.app.wording.screen("typed", text="ABCD1234567") in "\n".join(shown(desk))
        await desk.press("escape")
        assert shown(desk) == before


async def test_the_first_keys_are_large_too(open_desk: Opener) -> None:
    """As soon as they are known to come from a person."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await desk.press(*"AB12")
        assert [row[2:] for row in shown(desk)[:6]] == [row.rstrip() for row in drawn("AB12", 76, 1)]


@pytest.mark.parametrize("language", list(Language))
async def test_everything_pending_is_told(open_desk: Opener, language: Language) -> None:
    """With its count; that a unit is in hand is what the step itself says."""
    kinds = [kind for kind in PendingKind if kind is not PendingKind.IN_HAND]
    pending = tuple(Pending(kind, 3, "RI-Q-0012-T") for kind in kinds)
    async with open_desk(language=language) as desk:
        await desk.show_scene(Scene(pending=pending))
        told = packed(*shown(desk))
        assert all(packed(desk.app.wording.pending(each)) in told for each in pending)
        await desk.show_scene(Scene(pending=(Pending(PendingKind.IN_HAND, 1),)))
        assert desk.app.wording.screen("pending") not in "\n".join(shown(desk))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", list(Language))
async def test_no_large_word_takes_the_place_of_the_warning(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """What to do next is drawn large as ever; the warning stands with the answer."""
    async with open_desk(size, language) as desk:
        await desk.scan(BADGE)
        for prompt in Prompt:
            line = longest(desk.app.wording, prompt)
            desk.app.desk.now = replace(desk.app.desk.now, prompt=line)
            await desk.show_scene(Scene(hand=Hand("SN", condition=Condition.K1)))
            panel = packed(*desk.rows(desk.app.desk.verdict)[0])
            assert all(packed(each) in panel for each in safety.load()[language].swollen), prompt
            assert packed(desk.app.wording.sentence(line)) in packed(*shown(desk))


async def test_while_a_refusal_stands_there_the_warning_is_beside_the_step(open_desk: Opener) -> None:
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL, SERIAL, "RI-C-K1", "RI-U-000001-K", "RI-Q-0001-2")
        assert Look.REFUSED.shape in "\n".join(desk.rows(desk.app.desk.verdict)[0])
        told = packed(*shown(desk))
        assert all(packed(each) in told for each in safety.load()[Language.EN].swollen)
