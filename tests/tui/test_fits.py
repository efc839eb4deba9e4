"""Nothing is cut at 80 by 24, in either language, with values as long as they get at a dock."""

from __future__ import annotations

from itertools import chain

import pytest
from rich.cells import cell_len

from intake import pictures, safety
from intake.disposition import EmergencyOutcome
from intake.language import Language
from intake.line import Line
from intake.message import Message
from intake.receipt import Prompt, Step
from intake.receipt.undoing import TABLE as UNDONE
from intake.scan import Severity
from intake.scene import Pending, PendingKind, Tally
from intake.settings import SoundPolicy, ThemeName
from intake.troubles import Trouble
from intake.verdict import Verdict
from intake.wording import Wording
from scanners.hint import Hint
from scanners.light import LightState
from tests.intake.longest import longest, longest_hint
from tests.tui.conftest import packed
from tui.alarm import ALARMS
from tui.cells import wrap
from tui.desk_command import DeskCommand
from tui.lead_form import VALUES, Field
from tui.letters import drawn
from tui.look import Look
from tui.widgets.footer import WORST_FIRST

CELLS, ROWS = 80, 24
LINE = 76
"""Cells of a line within its margins."""

in_both = pytest.mark.parametrize(
    "wording", [Wording(each) for each in Language], ids=lambda each: each.language
)
Lines = list[str]


def is_drawn(character: str) -> bool:
    """Tell whether the font has a character: another is drawn as a question mark."""
    return character == "?" or drawn(character, LINE, 1) != drawn("?", LINE, 1)


def too_wide(lines: Lines, most: int) -> Lines:
    return [line for line in lines if cell_len(line) > most]


@in_both
@pytest.mark.parametrize("message", [*Message, *Prompt])
def test_an_answer_and_a_prompt_fit_two_lines(wording: Wording, message: str) -> None:
    """Broken at words, where there are words."""
    sentence = wording.sentence(longest(wording, message))
    assert packed(*wrap(sentence, LINE, 2)) == packed(sentence)


HINTED = (
    Message.UNIT_UNCERTAIN,
    Message.SERIAL_INVALID,
    Message.LOOKED_UP_UNCERTAIN,
    Message.LOOKED_UP_INVALID,
)


@in_both
@pytest.mark.parametrize("message", HINTED)
def test_an_answer_with_the_serial_that_may_be_meant_fits_two_lines(wording: Wording, message: str) -> None:
    sentence = wording.sentence(longest_hint(wording, message))
    assert packed(*wrap(sentence, LINE, 2)) == packed(sentence)


@in_both
@pytest.mark.parametrize("alarm", sorted(ALARMS))
def test_an_alarm_fits_two_rows_of_the_banner(wording: Wording, alarm: Trouble) -> None:
    """Broken at words, beside its mark and with the count of the others."""
    text = f"{wording.sentence(longest(wording, alarm))} {wording.screen('more_troubles', count=9)}"
    assert packed(*wrap(text, CELLS - len(" [ !! ] "), 2)) == packed(text)


@in_both
@pytest.mark.parametrize("trouble", sorted({*Trouble} - ALARMS))
def test_a_trouble_fits_the_banner(wording: Wording, trouble: Trouble) -> None:
    """Beside its mark and the count of the others."""
    more = wording.screen("more_troubles", count=9)
    sentence = wording.sentence(longest(wording, trouble))
    assert cell_len(f" [ !! ] {sentence} {more}") <= CELLS


@in_both
def test_the_model_and_colour_questions_fit_the_title_of_their_cards(wording: Wording) -> None:
    """One line."""
    titles = [wording.sentence(Line(each)) for each in (Prompt.SCAN_MODEL, Prompt.SCAN_COLOUR)]
    assert not too_wide(titles, LINE)


@in_both
@pytest.mark.parametrize("step", [*Step, "ALARM"])
def test_a_help_page_fits_the_screen(wording: Wording, step: str) -> None:
    """A row above the title, one below it, one before the keys."""
    page = ["", *wording.help(step), "", "", *wording.help("KEYS")]
    assert len(page) <= ROWS
    assert not too_wide(page, LINE)


@in_both
def test_the_commands_fit_the_palette(wording: Wording) -> None:
    """Sixty-eight cells in a list of seventy."""
    commands = [command for command in DeskCommand if command is not DeskCommand.PALETTE]
    rows = [f"  {command.key.upper():<4} {wording.command(command)}" for command in commands]
    assert not too_wide([f"  {wording.screen('palette')}", *rows], 68)
    assert len(rows) + 4 <= 14


@in_both
@pytest.mark.parametrize("state", WORST_FIRST)
def test_a_light_in_trouble_fits_the_footer(wording: Wording, state: LightState) -> None:
    """With the longest name a site may give, and the count of other lights in trouble."""
    assert cell_len(f" {wording.light(state, '', '9999', 'N' * 20)} (+9)") <= CELLS


@in_both
@pytest.mark.parametrize("state", [LightState.SEARCHING, LightState.FROZEN, LightState.FAILED])
def test_a_cameras_light_fits_the_footer(wording: Wording, state: LightState) -> None:
    """With the longest of its own details."""
    assert cell_len(f" {wording.light(state, 'camera:0', 'bad bytes', 'N' * 20)} (+9)") <= CELLS


@in_both
@pytest.mark.parametrize("hint", Hint)
def test_a_hint_fits_below_the_smallest_picture(wording: Wording, hint: Hint) -> None:
    """Two rows of 30 cells; in large letters where the picture has 38, each one in the font."""
    sentence = wording.camera(hint)
    assert packed(*wrap(sentence, 30, 2)) == packed(sentence)
    word = wording.camera(f"{hint}_large")
    assert drawn(word, 38, 1)
    assert all(map(is_drawn, word))


@in_both
def test_the_notices_and_keys_fit_the_footer(wording: Wording) -> None:
    """One row, a cell free before it."""
    fixed = ("help_keys", "quit_twice", "lane_ended", "keyboard_only", "no_camera")
    notices = [wording.screen(name) for name in fixed]
    notices += [wording.screen("theme_is", theme=wording.term("theme", each)) for each in ThemeName]
    notices += [wording.screen("sound_is", policy=wording.term("sound", each)) for each in SoundPolicy]
    notices += [wording.screen("sound_failed", fault="aplay: exit code 1")]
    assert not too_wide(notices, CELLS - 1)


@in_both
def test_the_counts_fit_the_header(wording: Wording) -> None:
    """A busy day beside the training banner, and beside what is not sent."""
    tally = Tally(999, 1999, 999, 99)
    counts = wording.screen(
        "counts", parcels=tally.parcels, units=tally.units, rejected=tally.rejected, held=tally.held
    )
    unsent = wording.screen("unsent", count=99_999, age=wording.age(47 * 3600))
    assert cell_len(f" {wording.screen('training')} {counts} ") <= CELLS
    assert cell_len(f" {counts}   {unsent} ") <= CELLS


@in_both
def test_who_and_what_fit_the_header(wording: Wording) -> None:
    """Station, badge, parcel and units."""
    parts = ["dock-1-returns", f"{wording.screen('operator')} RI-O-0007-H"]
    parts += [f"{wording.screen('parcel')} RI-P-000123-B   {wording.screen('units')} 12"]
    assert cell_len(" " + "   ".join(parts)) <= CELLS


@in_both
def test_what_is_pending_fits(wording: Wording) -> None:
    """In a line below a long question; all there can be in two, below a short one."""
    lead = wording.screen("pending")
    kinds = [kind for kind in PendingKind if kind is not PendingKind.IN_HAND]
    parts = {kind: wording.pending(Pending(kind, 12, "RI-Q-0012-T")) for kind in kinds}
    common = [parts[PendingKind.THINGS], parts[PendingKind.HOLDING]]
    assert cell_len(f"{lead} {'  /  '.join(common)}") <= LINE
    everything = f"{lead} {'  /  '.join([*parts.values(), parts[PendingKind.HOLDING]])}"
    assert packed(*wrap(everything, LINE, 2)) == packed(everything)


@in_both
def test_the_rows_of_the_leads_card_fit(wording: Wording) -> None:
    """Their names in 26 cells, their values in the rest."""
    names = [wording.lead(field) for field in Field] + [wording.lead("act")]
    assert not too_wide(names, 26)
    values = [wording.lead_value(field, value) for field, each in VALUES.items() for value in each]
    values += [wording.lead_value("thing", outcome) for outcome in EmergencyOutcome]
    values += [wording.term("act", kind.__name__) for kind in UNDONE]
    values += [wording.lead(name) for name in ("no_act", "scan_it")] + [wording.lead_value("Q", "")]
    assert not too_wide(values, LINE - 27)
    asked = [f"{wording.lead('ask_badge')} 12345", f"{wording.lead('ask_pin')} {'*' * 12}"]
    keys = [wording.lead(f"keys_{stage}") for stage in ("badge", "pin", "form")]
    titles = [wording.lead("title"), wording.lead("emergency"), wording.lead("missing")]
    assert not too_wide([*asked, *keys, *titles], LINE)


@in_both
def test_the_foot_of_the_emergency_card_fits(wording: Wording) -> None:
    """Since when, and how it ends."""
    foot = [wording.screen("emergency_since", at="23:59"), wording.screen("emergency_ends")]
    assert not too_wide(foot, LINE)


@in_both
def test_every_large_word_is_drawn(wording: Wording) -> None:
    """At 80 columns, each of its characters in the font."""
    words = [wording.term("verdict", each) for each in Verdict]
    words += [wording.term("severity", each) for each in Severity]
    words += [wording.step_word(longest(wording, each)) for each in Prompt]
    words += [word.format(container="Q-0012", length=6) for word in wording._large.values()]  # noqa: SLF001 (all of them)
    for word in words:
        rows = drawn(word, LINE, 1)
        assert rows, word
    assert all(map(is_drawn, chain(*words, *(look.symbol for look in Look))))


@in_both
def test_a_container_of_any_number_is_drawn(wording: Wording) -> None:
    """Each digit and letter a label may hold."""
    assert all(map(is_drawn, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))


@in_both
def test_the_safety_texts_fit(wording: Wording) -> None:
    """On the card 40 cells, beside the swollen unit 30; drawn large where there is room."""
    texts = safety.load()[wording.language]
    assert not too_wide([*texts.emergency], 40)
    assert not too_wide([*texts.swollen], 30)
    assert all(map(is_drawn, chain(*texts.emergency)))


@in_both
def test_a_colour_fits_its_card(wording: Wording) -> None:
    """Its name under the field, what it is not in the field's frame."""
    names = [wording.colour(name) for name in wording._terms["colour"]]  # noqa: SLF001 (all of them)
    assert not too_wide(names, pictures.CELLS)
    assert not too_wide([wording.screen("out_of_scope")], 14)
