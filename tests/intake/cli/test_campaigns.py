"""`intake campaigns`: lists are imported beside the desk, compared, and put in force."""

import csv
import hashlib
import json
import os
import subprocess
from contextlib import closing

import pytest
from msgspec.structs import replace

from intake.cli.campaigns import imported
from intake.cli.fault_log import FaultLog
from intake.importing.listing import Wanted, import_list
from intake.importing.mapping import ColumnMapping
from intake.importing.table import open_table
from tests.intake import lists
from tests.intake.conftest import PATIENCE, Desk, Ran, command, environment, kinds, list_file, logged


def said(ran: Ran, code: int) -> str:
    """Give everything a command has said."""
    assert ran.code == code, ran
    return ran.out + ran.err


def newer(site, **changes):
    """Give the site's list without its first row, and with a new name."""
    rows = [replace(row, note=f"now {row.note}") for row in site.listing.rows[1:]]
    told = {"version": "new-1", "published": "2025-03-01", "rows": tuple(rows)}
    return replace(site.listing, **(told | changes))


def written(site, tmp_path, listing=None, more=""):
    path = tmp_path / "maker.csv"
    path.write_text(lists.csv(listing or newer(site)) + more, encoding="utf-8")
    return path


def importing(site, path, *options):
    return ["campaigns", "import", str(path), "--campaign", site.campaign.id, *options]


def reference(site):
    return sorted(path.name for path in (site.folder / "reference").iterdir())


def test_a_list_is_imported_and_put_in_force_by_name(site, intake, tmp_path):
    before = kinds(site.folder)
    ran = intake(site.folder, *importing(site, written(site, tmp_path)))
    assert "List new-1" in said(ran, 0)
    assert "59 rows, read as utf-8" in ran.out
    assert "59 rows added" not in ran.out  # notes are none of the comparison's business
    assert "0 rows added, 1 removed" in ran.out
    assert kinds(site.folder) == before
    rows = intake(site.folder, "campaigns", "show", site.campaign.id, "--lists", "--json").rows
    assert [(row["version"], row["in_force"], row["rows"]) for row in rows] == [
        (site.listing.version, True, 60),
        ("new-1", False, 59),
    ]
    assert rows[1]["source"] == "maker.csv"
    said(intake(site.folder, "campaigns", "activate", site.campaign.id, "new-1"), 0)
    (row,) = [
        row
        for row in intake(site.folder, "campaigns", "list", "--json").rows
        if row["campaign"] == site.campaign.id
    ]
    assert (row["list_version"], row["ready"]) == ("new-1", [site.listing.version])


def test_the_fact_holds_the_checksum_the_command_has_computed(site, intake, tmp_path):
    said(intake(site.folder, *importing(site, written(site, tmp_path), "--activate")), 0)
    digest = hashlib.sha256(list_file(site, version="new-1").read_bytes()).hexdigest()
    assert digest.encode() in logged(site.folder)


def test_the_same_file_again_is_there_already(site, intake, tmp_path):
    path = written(site, tmp_path)
    said(intake(site.folder, *importing(site, path)), 0)
    before = reference(site)
    assert "is there already" in said(intake(site.folder, *importing(site, path)), 0)
    written(site, tmp_path, newer(site, rows=site.listing.rows[2:]))
    assert "give the new list a new version" in said(intake(site.folder, *importing(site, path)), 3)
    assert reference(site) == before


def test_every_fault_is_told_and_nothing_is_imported(site, intake, tmp_path):
    faults = "".join(f"{number},,NO SUCH MODEL,,=1+1\r\n" for number in range(25))
    path, out = written(site, tmp_path, more=faults), tmp_path / "faults.csv"
    before = reference(site)
    ran = intake(site.folder, *importing(site, path, "--faults", str(out)))
    assert "row 64: model: expected one of" in said(ran, 1)
    assert ran.err.count("\nrow ") == 19
    assert "there are more: --faults FILE writes all of them" in ran.err
    assert "25 faults (model 25), 59 good rows" in ran.err
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows] == [str(64 + number) for number in range(25)]
    assert {(row["column"], row["kind"]) for row in rows} == {("model", "model")}
    assert reference(site) == before


def test_as_json_there_is_one_object_for_each_fault_and_one_for_the_whole(site, intake, tmp_path):
    path = written(site, tmp_path, more="x,,y,,\r\n")
    ran = intake(site.folder, *importing(site, path, "--json"))
    fault, whole = ran.rows
    assert (ran.code, ran.err) == (1, "")
    assert list(fault) == ["row", "column", "kind", "expected", "got"]
    assert (whole["imported"], whole["rows"], whole["faults_by_kind"]) == (False, 59, {"model": 1})
    ran = intake(site.folder, *importing(site, written(site, tmp_path), "--json"))
    (whole,) = ran.rows
    assert (whole["imported"], whole["faults"], whole["encoding"]) == (True, 0, "utf-8")
    assert {row["model"] for row in whole["models"]} <= {model.name for model in site.campaign.models}
    assert all(row["announced"] and row["covered"] and row["percent"] is not None for row in whole["models"])
    total = whole["against"][-1]
    assert (total["model"], total["older"], total["rows_added"], total["rows_removed"]) == (
        "all",
        site.listing.version,
        0,
        1,
    )


def test_the_good_part_is_imported_on_request_and_every_verdict_says_so(site, intake, tmp_path):
    listing = newer(site, version="new-1-part")
    path = written(site, tmp_path, listing, "x,,y,,\r\n")
    said(intake(site.folder, *importing(site, path)), 2)
    said(intake(site.folder, *importing(site, path, "--good-part", "--activate")), 0)
    serial = lists.bounds(listing.rows[0])[0]
    (judged,) = intake(site.folder, "check", serial, "--json").rows
    assert judged["list_version"] == "new-1-part"
    assert "partial_list" in judged["reasons"]
    told = intake(site.folder, "check", site.unnamed(), "--explain", "--json").rows[0]
    assert (told["verdict"], told["reasons"][0]) == ("UNCERTAIN", "partial_list")
    assert "Faulty rows were left out of it: it clears no serial." in told["explain"]
    (listed,) = [
        row
        for row in intake(site.folder, "campaigns", "list", "--json").rows
        if row["campaign"] == site.campaign.id
    ]
    assert listed["partial"] is True
    shown = intake(site.folder, "campaigns", "show", site.campaign.id, "--lists", "--json").rows
    assert {row["version"]: row["partial"] for row in shown} == {
        site.listing.version: False,
        "new-1-part": True,
    }


def test_what_no_serial_counts_is_told_by_rows(site, intake, tmp_path):
    """A list that comes to name every unit of a model covers no serial that could be counted."""
    model, path = site.campaign.models[0].name, tmp_path / "maker.csv"
    path.write_text(
        f"# version: new-1\n# published: 2025-03-01\n# training: yes\nmodel,all_units\n{model},yes\n",
        encoding="utf-8",
    )
    ran = intake(site.folder, *importing(site, path))
    removed = sum(row.model == model for row in site.listing.rows)
    (told,) = [line for line in said(ran, 0).splitlines() if line.startswith(f"{model} against")]
    assert f": 1 rows added, {removed} removed; 1 ranges added" in told
    assert "serials newly covered: not countable, no longer covered: " in told
    assert not told.endswith("not countable")
    rows = diff(site, intake, "new-1", "--json").rows
    assert {row["model"]: row["rows_added"] for row in rows} == {
        **{each.name: 0 for each in site.campaign.models},
        model: 1,
        "all": 1,
    }


def test_a_list_from_the_future_is_refused(site, intake, tmp_path):
    """A mistyped year would make every right list after it the older one."""
    path = written(site, tmp_path, newer(site, published="9025-03-01"))
    before = reference(site)
    assert "got 9025-03-01" in said(intake(site.folder, *importing(site, path)), 2)
    assert reference(site) == before


def test_a_training_list_is_refused_in_a_production_folder(site, intake, tmp_path):
    folder = tmp_path / "production"
    said(intake(folder, "init", "--production"), 0)
    (known, *_) = intake(folder, "campaigns", "list", "--json").rows
    path = written(site, tmp_path, newer(site, training=True))
    ran = intake(folder, "campaigns", "import", str(path), "--campaign", known["campaign"])
    assert "training: expected a list for production" in said(ran, 2)


def test_an_older_list_is_put_in_force_only_when_that_is_said(site, intake, tmp_path):
    older = newer(site, version="old-1", published="2024-01-01")
    said(intake(site.folder, *importing(site, written(site, tmp_path, older))), 0)
    activating = ["campaigns", "activate", site.campaign.id, "old-1"]
    before = kinds(site.folder)
    ran = intake(site.folder, *activating)
    assert f"expected a list published on {site.listing.published}" in said(ran, 1)
    assert "--older" in ran.err
    assert kinds(site.folder) == before
    said(intake(site.folder, *activating, "--older"), 0)
    assert kinds(site.folder)[-1] == "ListActivated"


def test_a_file_is_held_against_its_checksum_before_it_is_read(site, intake, tmp_path):
    path, sums = written(site, tmp_path), tmp_path / "SHA256SUMS"
    sums.write_text(f"{'0' * 64}  maker.csv\n", encoding="utf-8")
    before = reference(site)
    assert "expected SHA-256" in said(intake(site.folder, *importing(site, path, "--checksum", str(sums))), 1)
    assert reference(site) == before
    sums.write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  maker.csv\n", encoding="utf-8")
    said(intake(site.folder, *importing(site, path, "--checksum", str(sums))), 0)


def test_a_signature_needs_a_key_of_the_state_folder(site, intake, tmp_path):
    path, signature = written(site, tmp_path), tmp_path / "maker.csv.minisig"
    signature.write_text("no signature\n", encoding="utf-8")
    ran = intake(site.folder, *importing(site, path, "--signature", str(signature)))
    assert "expected a signature of minisign" in said(ran, 1)
    assert "new-1" not in "".join(reference(site))


def test_a_makers_own_names_are_mapped(site, intake, tmp_path):
    row = site.listing.rows[0]
    first, last = lists.bounds(row)
    path = tmp_path / "maker.csv"
    path.write_text(f"対象一覧\n開始;終了;備考\n{first};{last};x\n", encoding="cp932")
    mapping = tmp_path / "maker.toml"
    lines = ('delimiter = "semicolon"', "skip = 1", 'ignore = ["備考"]', "[columns]", 'first = "開始"')
    mapping.write_text("\n".join((*lines, "[constant]", f'model = "{row.model}"')), encoding="utf-8")
    options = ["--version", "new-1", "--published", "2025-03-01", "--training", "--mapping", str(mapping)]
    refused = intake(site.folder, *importing(site, path, *options))
    assert "say what each is by --column" in said(refused, 1)
    ran = intake(site.folder, *importing(site, path, *options, "--column", "last=終了", "--json"))
    (whole,) = ran.rows
    assert (ran.code, whole["rows"], whole["encoding"], whole["training"]) == (0, 1, "shift-jis", True)


@pytest.mark.parametrize(
    "options",
    [
        ["--column", "first"],
        ["--column", "first=a", "--column", "first=b"],
        ["--version", "no name", "--published", "2025-03-01"],
    ],
)
def test_options_that_cannot_be_are_wrong_usage(site, intake, tmp_path, options):
    path = tmp_path / "maker.csv"
    path.write_text("first,model\nA,B\n", encoding="utf-8")
    ran = intake(site.folder, *importing(site, path, *options))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_an_unknown_campaign_or_folder_is_named(site, intake, tmp_path):
    path = written(site, tmp_path)
    ran = intake(site.folder, "campaigns", "import", str(path), "--campaign", "none")
    assert "expected one of the campaigns" in said(ran, 2)
    said(intake(tmp_path / "none", *importing(site, path)), 3)


def test_hostile_cells_reach_neither_the_terminal_nor_a_spreadsheet(site, intake, tmp_path):
    path, out = tmp_path / "maker.csv", tmp_path / "faults.csv"
    text = lists.csv(newer(site)) + '\x1b[2J[/foo],,"=cmd()",,\r\n=1+1,,[bold]x,,\r\n'
    path.write_text(text, encoding="utf-8")
    ran = intake(site.folder, *importing(site, path, "--faults", str(out)))
    assert "\x1b" not in said(ran, 1)
    assert "\x1b" not in out.read_text("utf-8")
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_long_lists_are_compared_on_request_alone(site, tmp_path, monkeypatch, capsys):
    path = written(site, tmp_path)
    with closing(open_table(path)) as table:
        wanted = Wanted(site.campaign, {}, path.name)
        result = import_list(table, ColumnMapping(), wanted, site.folder / "reference", print, lambda _: None)
    monkeypatch.setattr(imported, "COMPARED", 118)
    imported.tell(result, FaultLog(), site.campaign, site.folder, is_json=False)
    said_then = capsys.readouterr().out
    assert f"What changes: intake campaigns diff {site.campaign.id} {site.listing.version} new-1" in said_then
    assert "All models" not in said_then


def test_a_person_who_watches_sees_how_far_it_is(site, tmp_path):
    path = written(site, tmp_path)
    screen, there = os.openpty()
    with subprocess.Popen(
        command(*importing(site, path)),
        stdout=subprocess.PIPE,
        stderr=there,
        env=environment(site.folder, TERM="xterm"),
    ) as process:
        os.close(there)
        out, _ = process.communicate(timeout=PATIENCE)
    seen = os.read(screen, 65_536).decode()
    os.close(screen)
    assert (process.returncode, "new-1" in out.decode()) == (0, True)
    assert "Reading" in seen
    assert "%" in seen


# --- diff ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two_lists(site, intake, tmp_path):
    """A site with the list in force and another that lies ready."""
    said(intake(site.folder, *importing(site, written(site, tmp_path))), 0)
    return site


def diff(site, intake, *options):
    return intake(site.folder, "campaigns", "diff", site.campaign.id, *options)


def test_two_lists_are_compared_by_model_range_and_unit(two_lists, intake):
    site, removed = two_lists, two_lists.listing.rows[0]
    first, last = lists.bounds(removed)
    desk = Desk(site)
    desk.receive(first)
    desk.close()
    before = kinds(site.folder)
    by_model, whole = diff(site, intake, "new-1", "--json").rows
    assert (by_model["model"], by_model["ranges_added"]) == (removed.model, 0)
    assert by_model["serials_removed"] == whole["serials_removed"]
    assert (whole["rows_added"], whole["rows_removed"]) == (0, 1)
    ranges = diff(site, intake, "new-1", "--ranges", "--json").rows
    assert all(first <= row["first"] <= row["last"] <= last and row["change"] == "removed" for row in ranges)
    (unit,) = diff(site, intake, "new-1", "--units", "--json").rows
    assert (unit["serial"], unit["verdict"], unit["would_be"]) == (first, "AFFECTED", "NOT_AFFECTED")
    assert unit["bag"]
    assert unit["container"]
    assert kinds(site.folder) == before


def test_a_list_differs_in_nothing_from_itself_and_in_reverse_from_another(two_lists, intake):
    site, version = two_lists, two_lists.listing.version
    (whole,) = diff(site, intake, version, version, "--json").rows
    assert not any(value for key, value in whole.items() if key not in {"older", "newer", "model"})
    there = diff(site, intake, version, "new-1", "--json").rows[-1]
    back = diff(site, intake, "new-1", version, "--json").rows[-1]
    assert (there["serials_removed"], there["serials_added"]) == (
        back["serials_added"],
        back["serials_removed"],
    )
    assert "ranges_removed" in said(diff(site, intake, "new-1"), 0)


def test_a_list_that_is_not_there_is_named_with_those_that_are(two_lists, intake):
    assert f"({two_lists.listing.version}, new-1), got 'none'" in said(diff(two_lists, intake, "none"), 2)
    said(diff(two_lists, intake, "a", "b", "c"), 2)


def test_without_a_list_in_force_two_are_named(tmp_path, intake, site):
    folder = tmp_path / "production"
    said(intake(folder, "init", "--production"), 0)
    campaign = json.loads(intake(folder, "campaigns", "list", "--json").out.splitlines()[0])["campaign"]
    assert "no list of" in said(intake(folder, "campaigns", "diff", campaign, "new-1"), 2)


def test_a_desk_goes_on_while_a_list_is_imported_and_switches_between_two_scans(
    site, intake, running, tmp_path
):
    station = running(site.folder)
    serial = lists.bounds(site.listing.rows[0])[0]
    station.scan(site.badge)
    station.scan(site.parcel())
    said(intake(site.folder, *importing(site, written(site, tmp_path))), 0)
    assert station.scan(serial)["verdict"] == "AFFECTED"
    ran = intake(site.folder, "campaigns", "activate", site.campaign.id, "new-1")
    # The desk is told what becomes of the unit in hand, the engineer that the list is in force.
    assert said(ran, 0) == f"List new-1 of {site.campaign.id} is in force.\n"
    code, _, err = station.close()
    assert (code, err.count("Traceback")) == (0, 0)
    assert "ListActivated" in kinds(site.folder)
