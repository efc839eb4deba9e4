"""`intake print`: the paper of a desk as PDF: test card, cards, badges, labels."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click

from intake import catalogue
from intake.cli.kinds import choice
from intake.cli.told_group import ToldGroup
from intake.errors import StorageError, WrongUsageError
from intake.language import Language
from intake.own_label import Command, CommandWord, LabelKind
from intake.printing import badges as badge_sheets
from intake.printing import control_sheet as card_sheets
from intake.printing import rolls as label_sheets
from intake.printing import test_card as test_sheet
from intake.printing.faces import Faces
from intake.printing.paper import A4, Paper
from intake.printing.test_card import Sample
from intake.scan import Symbology
from intake.settings import load as load_settings
from intake.state_folder import default_folder
from intake.wording import Wording
from scanners.keymap import LABEL
from scanners.test_card import CARD, GS1

_KINDS = {
    "container": LabelKind.CONTAINER,
    "badge": LabelKind.BADGE,
    "bin": LabelKind.REJECT_BIN,
    "parcel": LabelKind.PARCEL,
    "bag": LabelKind.BAG,
    "cage": LabelKind.CAGE,
    "accessory": LabelKind.RETURNABLE,
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """How something is to be printed."""

    output: Path | None
    language: Language
    font: Path | None
    force: bool

    @property
    def wording(self) -> Wording:
        return Wording(self.language)


def _print_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--output`, `--language`, `--font` and `--force`."""
    path = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option("--force", is_flag=True, help="Replace a file that is there."),
        click.option("--font", type=path, help="A TrueType font with Japanese, where none is found."),
        click.option("--language", type=choice(Language), help="The station's, if left out."),
        click.option("--output", type=path, help="The PDF; - for standard output. Named here, if left out."),
    ):
        command = option(command)
    return command


@click.group(name="print", cls=ToldGroup)
def print_group() -> None:
    """Print on paper, as PDF: the test card, the command cards, badges, numbered labels."""


@print_group.command(name="test-card")
@_print_options
def test_card(**told: Any) -> None:  # noqa: ANN401 (click's values)
    """Print the card that intake setup asks for."""
    wish = _wish(told)
    with _paper(wish, "test-card.pdf", A4, wish.wording.printed("test_card")) as paper:
        test_sheet.draw_sheet(paper, samples(), wish.wording)


@print_group.command(name="control-sheet")
@_print_options
def control_sheet(**told: Any) -> None:  # noqa: ANN401 (click's values)
    """Print every command card, with the models and colours of this site's campaigns, to be cut apart."""
    wish, folder = _wish(told), default_folder()
    found = catalogue.load(folder, judged_by=load_settings(folder).campaigns)
    groups = card_sheets.groups(found, wish.wording, LABEL)
    with _paper(wish, "control-sheet.pdf", A4, wish.wording.printed("control_sheet")) as paper:
        card_sheets.draw_sheets(paper, groups, wish.wording)


@print_group.command()
@click.argument("codes", nargs=-1)
@_print_options
def badges(codes: tuple[str, ...], **told: Any) -> None:  # noqa: ANN401 (click's values)
    """Print the badges in use, or those with the CODES (RI-O-…). No PIN is on any of them."""
    wish = _wish(told)
    found = badge_sheets.known(default_folder(), codes)
    if not found:
        raise WrongUsageError("expected badges in use, got none: add them with intake operators add")
    with _paper(wish, "badges.pdf", A4, wish.wording.printed("badges")) as paper:
        by_hand = badge_sheets.draw_sheets(paper, found, wish.wording)
    if by_hand:
        named = ", ".join(badge.code for badge in by_hand)
        click.echo(f"Write the name by hand, or name a font that has it with --font: {named}", err=True)


@print_group.command()
@click.option("--kind", type=click.Choice([*_KINDS]), required=True, help="What the labels are stuck on.")
@click.option("--from", "first", type=click.IntRange(0), required=True, help="The first number.")
@click.option("--count", type=click.IntRange(1, label_sheets.MOST), required=True, help="How many.")
@click.option("--size", help="One label to a page, like 62x29 (mm); sheets of 24 on A4, if left out.")
@_print_options
def rolls(kind: str, first: int, count: int, size: str | None, **told: Any) -> None:  # noqa: ANN401 (click's values)
    """Print numbered labels and say which number comes next."""
    wish, page = _wish(told), label_sheets.parse_size(size) if size else None
    roll = label_sheets.Roll(_KINDS[kind], first, count)
    last = first + count - 1
    title = wish.wording.printed("labels", first=first, last=last)
    with _paper(wish, f"{kind}-{first}-{last}.pdf", page or A4, title) as paper:
        if page is None:
            label_sheets.draw_sheets(paper, roll, wish.wording)
        else:
            label_sheets.draw_roll(paper, roll, page, wish.wording)
    following = roll.following
    click.echo("That was the last number." if following is None else f"Next: --from {following}", err=True)


def samples() -> Iterator[Sample]:
    """Give the codes of the card; GS1 also as bars, which a gun without a camera reads."""
    for code in CARD:
        yield Sample(code.name, code.text, code.symbology)
        if code is GS1:
            yield Sample(f"{code.name}_bars", code.text, Symbology.GS1_128)
    for word in (CommandWord.YES, CommandWord.NO):
        yield Sample(word.lower(), Command(word).code, Symbology.CODE_128)


def _wish(told: dict[str, Any]) -> _Wish:
    named = told["language"]
    language = Language(named) if named else load_settings(default_folder()).language
    return _Wish(told["output"], language, told["font"], told["force"])


@contextmanager
def _paper(wish: _Wish, name: str, size: tuple[float, float], title: str) -> Iterator[Paper]:
    """Give paper, and write it when all of it is drawn; a file is named where it was not asked for."""
    path = wish.output or Path(name)
    with _target(None if str(path) == "-" else path, force=wish.force) as target:
        paper = Paper(target, size, Faces(wish.font), title, wish.language)
        yield paper
        paper.save()
    if wish.output is None:
        click.echo(path)


@contextmanager
def _target(path: Path | None, *, force: bool) -> Iterator[BinaryIO]:
    """Open what is written: a file appears whole, by a rename, or not at all."""
    if path is None:
        if sys.stdout.isatty():
            raise WrongUsageError("expected a file or a pipe as standard output, got a terminal")
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # who reads has had enough: no fault
            raise
        except OSError as error:
            raise StorageError(f"expected to write to standard output, got: {error}") from error
        return
    part = path.parent / f".{path.name}.{os.getpid()}"
    try:
        if path.exists() and not (force and path.is_file()):
            raise WrongUsageError(
                f"expected a new file, got {path}, which is there: name another, or --force"
            )
        try:
            with part.open("xb") as file:
                yield file
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"expected to write {path}, got: {error}") from error
