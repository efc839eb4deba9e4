"""`intake print` writes a whole file or none, and never over another unasked."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.print import print_group
from intake.errors import StorageError, WrongUsageError
from intake.founding import found
from intake.operator import Role
from intake.own_label import LabelKind, OwnLabel
from intake.printing.faces import FontError
from intake.request import AddOperator
from tests.intake.printing.seen import THERMAL, codes, opened, words


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, and a state folder that nobody has made."""
    monkeypatch.setenv("INTAKE_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(print_group, words)


def test_it_prints_on_a_fresh_machine_and_names_the_file(folder: Path):
    done = run("test-card")
    assert done.exit_code == 0
    assert done.stdout == "test-card.pdf\n"
    assert [path.name for path in folder.iterdir()] == ["test-card.pdf"]


def test_a_file_that_is_there_stays_unless_it_is_said(folder: Path):
    (folder / "a.pdf").write_text("mine")
    done = run("test-card", "--output", "a.pdf")
    assert isinstance(done.exception, WrongUsageError)
    assert "name another, or --force" in str(done.exception)
    assert (folder / "a.pdf").read_text() == "mine"
    with (folder / "a.pdf").open() as at_the_printer:
        assert run("test-card", "--output", "a.pdf", "--force").exit_code == 0
        assert at_the_printer.read() == "mine"
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_no_file_is_never_replaced():
    for place in ("/dev/null", "", "/"):
        done = run("test-card", "--output", place, "--force")
        assert isinstance(done.exception, WrongUsageError) or done.exit_code == WrongUsageError.exit_code


def test_a_hyphen_is_standard_output(folder: Path):
    done = run("rolls", "--kind", "bag", "--from", "1", "--count", "2", "--output", "-")
    with opened(done.stdout_bytes) as document:
        assert codes(document) == {"RI-U-000001-K": 1, "RI-U-000002-I": 1}
    assert done.stderr == "Next: --from 3\n"
    assert list(folder.iterdir()) == []


def test_no_pdf_is_thrown_at_a_terminal():
    near, far = os.openpty()
    with (
        os.fdopen(near, "rb"),
        os.fdopen(far, "w") as terminal,
        redirect_stdout(terminal),
        pytest.raises(WrongUsageError, match="expected a file or a pipe as standard output, got a terminal"),
    ):
        print_group(["test-card", "--output", "-"], standalone_mode=False)


def test_a_full_disk_behind_a_hyphen_is_told():
    with Path("/dev/full").open("w") as full, redirect_stdout(full), Path(os.devnull).open("w") as drain:
        with pytest.raises(StorageError, match=r"expected to write to standard output, got: .*No space"):
            print_group(["test-card", "--output", "-"], standalone_mode=False)
        os.dup2(drain.fileno(), full.fileno())  # where what is left goes when it is closed


def test_a_fault_leaves_nothing_behind(folder: Path):
    done = run("rolls", "--kind", "bag", "--from", "1", "--count", "2", "--size", "30x20")
    assert "expected room for a bar code" in str(done.exception)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["none/a.pdf", "file/a.pdf", f"{'a' * 255}.pdf", f"{'a' * 250}.pdf"])
def test_a_place_where_nothing_can_be_written_is_told(folder: Path, name: str):
    (folder / "file").touch()
    done = run("test-card", "--output", name)
    assert isinstance(done.exception, StorageError)
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_rolls_go_on_where_the_last_ended():
    assert run("rolls", "--kind", "bin", "--from", "90", "--count", "5").stderr == "Next: --from 95\n"
    assert (
        run("rolls", "--kind", "bin", "--from", "95", "--count", "5").stderr == "That was the last number.\n"
    )


def test_the_language_is_the_station_s_or_the_one_asked_for(folder: Path):
    (folder / "state").mkdir()
    (folder / "state" / "settings.toml").write_text('language = "en"\n')
    assert run("control-sheet", "--output", "en.pdf").exit_code == 0
    assert run("control-sheet", "--output", "ja.pdf", "--language", "ja").exit_code == 0
    with opened((folder / "en.pdf").read_bytes()) as document:
        assert "nothingtosee,feelorsmell" in words(document)
    with opened((folder / "ja.pdf").read_bytes()) as document:
        assert "異常なし" in words(document)


def test_only_the_campaigns_of_the_site_have_cards(folder: Path):
    (folder / "state").mkdir()
    (folder / "state" / "settings.toml").write_text('campaigns = ["jp-2025-06-26"]\n')
    run("control-sheet", "--output", "a.pdf", "--language", "en")
    with opened((folder / "a.pdf").read_bytes()) as document:
        shown = codes(document, THERMAL)
    assert "RI-C-MODEL-A1642" in shown
    assert "RI-C-MODEL-A3117" not in shown


def test_a_font_that_is_none_is_told_and_english_needs_none(folder: Path):
    (folder / "a.ttf").write_text("a letter")
    font = ("--font", "a.ttf", "--language")
    assert isinstance(run("test-card", *font, "ja").exception, FontError)
    assert run("test-card", *font, "en").exit_code == 0


def test_badges_are_those_of_the_state_folder(site, monkeypatch: pytest.MonkeyPatch, folder: Path):
    monkeypatch.setenv("INTAKE_STATE", str(site.folder))
    assert run("badges", "--output", "all.pdf").exit_code == 0
    assert run("badges", site.badge, "--output", "one.pdf").exit_code == 0
    with opened((folder / "one.pdf").read_bytes()) as one, opened((folder / "all.pdf").read_bytes()) as every:
        assert codes(one, THERMAL) == Counter([site.badge])
        assert codes(one, THERMAL) <= codes(every, THERMAL)


def test_a_name_left_to_be_written_by_hand_is_told(site, open_desk, monkeypatch: pytest.MonkeyPatch):
    new = OwnLabel(LabelKind.BADGE, 77).code
    open_desk(site).ask(AddOperator(new, Role.OPERATOR, "Kenji \U0001f477", None))
    monkeypatch.setenv("INTAKE_STATE", str(site.folder))
    done = run("badges")
    assert done.exit_code == 0
    assert done.stderr.endswith(f"with --font: {new}\n")


def test_a_production_folder_without_badges_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found(tmp_path / "empty", training=False, station="dock-9")
    monkeypatch.setenv("INTAKE_STATE", str(tmp_path / "empty"))
    assert "expected badges in use, got none" in str(run("badges").exception)
