"""Files on their way in: changed while they are proved, hostile by name, read and written at once."""

import gc
import hashlib
import os
import subprocess

import pytest
from click.testing import CliRunner

from intake.cli.campaigns import campaigns
from tests.intake import lists
from tests.intake.conftest import PATIENCE, Ran, command, environment

ROWS = 3000
"""Of a list that is longer than `FEW_BYTES` when it is published, but not in its file."""

FEW_BYTES = 200 << 10


def said(ran: Ran, code: int) -> str:
    """Give everything a command has said."""
    assert ran.code == code, ran
    return ran.out + ran.err


@pytest.fixture
def maker(site, tmp_path):
    """Give the maker's file of a newer list."""
    path = tmp_path / "maker.csv"
    path.write_text(lists.csv(site.listing).replace(site.listing.version, "new-1"), encoding="utf-8")
    return path


@pytest.fixture
def importing(site):
    """Give the words that import a file."""
    return lambda path, *options: (
        *("campaigns", "import", str(path), "--campaign", site.campaign.id),
        *options,
    )


@pytest.fixture
def returns(tmp_path):
    """Give the words that import a claims system's file."""
    path = tmp_path / "returns.csv"
    path.write_text("claim,kit\nC-1,KIT-1\n", encoding="utf-8")
    return path, ("expected", "import", str(path), "--version", "1")


def names_in(site):
    return sorted(path.name for path in (site.folder / "reference").iterdir())


def exchanged_while_proved(site, path, other, words):
    """Run an import that waits for its checksums; exchange the file meanwhile."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums = path.with_name("SHA256SUMS")
    os.mkfifo(sums)
    with subprocess.Popen(
        command(*words, "--checksum", str(sums)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(site.folder),
        text=True,
    ) as process:
        with sums.open("w", encoding="ascii") as pipe:  # waits until it is read
            path.write_text(other, encoding="utf-8")
            pipe.write(f"{digest}  {path.name}\n")
        out, err = process.communicate(timeout=PATIENCE)
    return Ran(process.returncode, out, err)


def test_a_list_exchanged_while_it_is_proved_is_not_read(site, maker, importing):
    other = "".join(maker.read_text("utf-8").splitlines(keepends=True)[:10])
    ran = exchanged_while_proved(site, maker, other, importing(maker))
    assert f"{len(site.listing.rows)} rows" in said(ran, 0)


def test_returns_exchanged_while_they_are_proved_are_not_read(site, returns):
    path, words = returns
    other = "claim,kit\nC-2,KIT-2\nC-3,KIT-3\n"
    assert "1 rows read" in said(exchanged_while_proved(site, path, other, words), 0)


@pytest.mark.parametrize("linked", [False, True])
def test_the_faults_are_not_written_into_a_file_that_is_read(
    site, maker, importing, intake, tmp_path, linked
):
    mapping = tmp_path / "maker.toml"
    mapping.write_text("skip = 0\n", encoding="utf-8")
    for read in (maker, mapping):
        faults = tmp_path / f"{read.name}.faults" if linked else read
        if linked:
            faults.symlink_to(read)
        before, there = read.read_bytes(), names_in(site)
        words = importing(maker, "--mapping", str(mapping), "--faults", str(faults))
        assert f"--faults: expected a file of its own, got {read.name}" in said(
            intake(site.folder, *words), 2
        )
        assert (read.read_bytes(), names_in(site)) == (before, there)


def test_the_faults_are_not_written_over_the_returns_either(site, returns, intake):
    path, words = returns
    before = path.read_bytes()
    assert "expected a file of its own" in said(intake(site.folder, *words, "--faults", str(path)), 2)
    assert path.read_bytes() == before


def test_a_broken_list_is_told_and_hides_no_other(site, maker, importing, intake):
    said(intake(site.folder, *importing(maker)), 0)
    broken = site.folder / "reference" / f"list-{site.campaign.id}-broken-1.db"
    broken.write_bytes(b"")
    (row,) = [
        row
        for row in intake(site.folder, "campaigns", "list", "--json").rows
        if row["campaign"] == site.campaign.id
    ]
    assert row["ready"] == ["new-1"]
    ran = intake(site.folder, "campaigns", "show", site.campaign.id, "--lists", "--json")
    told = {row["version"]: row["fault"] for row in ran.rows}
    assert ran.code == 0
    assert "expected a published list" in told.pop("broken-1")
    assert told == {site.listing.version: None, "new-1": None}
    shown = said(intake(site.folder, "campaigns", "show", site.campaign.id, "--lists"), 0)
    assert "broken-1" in shown
    ran = intake(site.folder, "campaigns", "diff", site.campaign.id, "x")
    assert f"({', '.join(told)}), got 'x'" in ran.err


def test_a_files_name_moves_no_cursor(site, importing, intake, tmp_path):
    path = tmp_path / "e\x1b[31mv\nil.pdf"
    path.write_bytes(b"%PDF-1.7")
    ran = intake(site.folder, *importing(path))
    assert "e␛[31mv␊il.pdf: expected CSV" in said(ran, 1)
    assert (ran.err.count("\n"), "\x1b" in ran.err) == (1, False)


def long_list(site):
    """Give a file of many rows, as short as can be."""
    row = site.listing.rows[0]
    first = lists.bounds(row)[0]
    letters = sorted(set(site.campaign.serial.alphabet) & set("0123456789"))
    count = len(letters)
    tails = (
        f"{letters[n // count**3 % count]}{letters[n // count**2 % count]}{letters[n // count % count]}"
        f"{letters[n % count]}"
        for n in range(ROWS)
    )
    return "first\n" + "".join(f"{first[:-4]}{tail}\n" for tail in tails)


def test_a_disk_too_small_for_a_list_is_told_in_a_sentence(site, importing, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(long_list(site), encoding="utf-8")
    assert path.stat().st_size < FEW_BYTES
    there = names_in(site)
    told = ("--version", "long-1", "--published", "2025-03-01", "--training")
    words = importing(path, *told, "--constant", f"model={site.listing.rows[0].model}")
    limited = ["prlimit", f"--fsize={FEW_BYTES}", "--", *command(*words)]
    done = subprocess.run(limited, env=environment(site.folder), capture_output=True, text=True, check=False)
    assert "expected room on the disk and leave to write in" in said(
        Ran(done.returncode, done.stdout, done.stderr), 3
    )
    assert "Traceback" not in done.stderr
    assert names_in(site) == there
    said_then = subprocess.run(
        command(*words), env=environment(site.folder), capture_output=True, check=False
    )
    assert said_then.returncode == 0


@pytest.mark.parametrize("ending", ["", "x,,no such model,,\n"])
def test_an_import_leaves_the_collector_of_garbage_as_it_was(site, maker, importing, monkeypatch, ending):
    monkeypatch.setenv("INTAKE_STATE", str(site.folder))
    with maker.open("a", encoding="utf-8") as file:
        file.write(ending)
    assert gc.isenabled()
    assert CliRunner().invoke(campaigns, importing(maker)[1:]).exit_code == bool(ending)
    assert gc.isenabled()
