"""`intake expected`: imported whole and put in force, listed, erased, and compared with what came before."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess

import pytest

from intake.expected import ExpectedRow
from intake.receipt import Step
from intake.verify import verify
from tests.intake.conftest import Desk, command, environment, kinds

HEADER = "claim,kit,serial,model,colour,count\n"


def answered(ran, code):
    """Expect an exit code and one stream that speaks; what it says."""
    assert ran.code == code, (ran.out, ran.err)
    return ran.out + ran.err


@pytest.fixture
def file(tmp_path):
    """Writes a file of claims."""

    def write(content: str | bytes, name="returns.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


class TestImport:
    def test_they_are_imported_whole_and_put_in_force(self, site, intake, file):
        label = site.parcel()
        path = file(f"\ufeff{HEADER}C-1,{label[:4]}-{label[4:8]}-{label[8:]},,,,2\n")
        importing = ["expected", "import", path, "--version", "2031-1"]
        for _ in range(2):
            assert "2031-1" in answered(intake(site.folder, *importing), 0)
        desk = Desk(site)
        desk.until(Step.IDLE)
        assert desk.scan(label).answer.params["claim"] == "C-1"
        desk.close()
        answered(intake(site.folder, "expected", "activate", "never"), 1)
        file(f"{HEADER}C-2,KIT-2,,,,\n")
        assert "published already" in answered(intake(site.folder, *importing), 1)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"claim,kit,name\nC-1,KIT-1,Yamada\n", "no personal data, got the column 'name'"),
            (f"{HEADER}C-1,KIT-1,,,,\n,KIT-2,,,,\n".encode(), "row 3: claim: expected 1 to 40"),
            (b"\x00\x01", "expected"),
        ],
    )
    def test_a_faulty_file_leaves_nothing(self, site, intake, file, content, said):
        before = sorted((site.folder / "reference").iterdir()), kinds(site.folder)
        ran = intake(site.folder, "expected", "import", file(content), "--version", "1")
        assert said in answered(ran, 1)
        assert (sorted((site.folder / "reference").iterdir()), kinds(site.folder)) == before

    def test_every_fault_is_told_on_the_screen_in_a_file_and_to_programs(self, site, intake, file, tmp_path):
        path = file(HEADER + "".join(f"C-{n},KIT-{n},,,,{n}\n" for n in range(98, 130)))
        told = tmp_path / "faults.csv"
        importing = ["expected", "import", path, "--version", "1", "--faults", str(told)]
        said = answered(intake(site.folder, *importing), 1)
        assert "row 5: count: expected a whole number from 1 to 100, got '101'" in said
        assert "29 faults (row 29)" in said
        assert said.count("expected a whole number") == 20
        lines = told.read_text("utf-8-sig").splitlines()
        assert (lines[0], len(lines)) == ("row,column,kind,expected,got", 30)
        ran = intake(site.folder, *importing[:-2], "--json")
        assert [json.loads(line)["row"] for line in ran.out.splitlines()] == list(range(5, 34))
        assert "expected a file that can be written" in answered(
            intake(site.folder, *importing[:-1], str(tmp_path / "no" / "faults.csv")), 3
        )

    def test_a_claims_systems_own_form_is_mapped(self, site, intake, file):
        path = file("備考;受付番号;追跡番号\n急;C-1;KIT-1\n".encode("cp932"))
        importing = ["expected", "import", path, "--version", "1", "--delimiter", "semicolon"]
        assert "--ignore" in answered(intake(site.folder, *importing), 1)
        mapped = ["--column", "claim=受付番号", "--column", "kit=追跡番号", "--ignore", "備考"]
        answered(intake(site.folder, *importing, *mapped), 0)

    def test_what_is_not_what_its_checksum_says_is_refused(self, site, intake, file, tmp_path):
        path = file(f"{HEADER}C-1,KIT-1,,,,\n")
        sums = tmp_path / "SHA256SUMS"
        importing = ["expected", "import", path, "--version", "1", "--checksum", str(sums)]
        sums.write_text(f"{'0' * 64}  returns.csv\n", "utf-8")
        assert "expected SHA-256" in answered(intake(site.folder, *importing), 1)
        digest = hashlib.sha256((tmp_path / "returns.csv").read_bytes()).hexdigest()
        sums.write_text(f"{digest}  returns.csv\n", "utf-8")
        answered(intake(site.folder, *importing), 0)

    def test_without_a_state_folder_nothing_is_written(self, tmp_path, intake, file):
        path = file(f"{HEADER}C-1,KIT-1,,,,\n")
        answered(intake(tmp_path / "state", "expected", "import", path, "--version", "1"), 3)
        assert not (tmp_path / "state").exists()


def test_versions_are_listed_and_erased_but_never_the_one_in_force(site, intake):
    desk = Desk(site)
    for version in ("1", "2"):
        desk.ask(site.expect(ExpectedRow("KIT-7", "C-1", None, None, None, 1), version=version))
    desk.close()
    rows = intake(site.folder, "expected", "list", "--json").rows
    assert [(row["version"], row["rows"], row["in_force"]) for row in rows] == [
        ("1", 1, False),
        ("2", 1, True),
    ]
    assert "not in force" in answered(intake(site.folder, "expected", "erase", "2"), 1)
    answered(intake(site.folder, "expected", "erase", "1"), 0)
    answered(intake(site.folder, "expected", "erase", "1"), 1)
    assert verify(site.folder).faults == ()


@pytest.fixture
def held(site):
    """Thirty parcels nobody had announced, and returns in force that announce them all."""
    desk = Desk(site)
    nobody = ExpectedRow("481999999999", "C-0", None, None, None, 1)
    desk.ask(site.expect(nobody, version="1"))
    serials = {desk.receive(serial): serial for serial in dict.fromkeys(site.unnamed() for _ in range(30))}
    rows = [ExpectedRow(label, f"C-{label}", serial, None, None, 1) for label, serial in serials.items()]
    desk.ask(site.expect(*rows, version="2"))
    desk.close()
    site.orphans = len(serials)
    return site


def expect_rematched(site):
    """Expect every orphan matched once, and a sound journal."""
    assert kinds(site.folder).count("ClaimMatched") == site.orphans
    assert verify(site.folder).faults == ()


class TestRematch:
    def test_it_compares_all_with_no_station_about(self, held, intake):
        said = answered(intake(held.folder, "expected", "rematch"), 0)
        assert f"{held.orphans} parcel(s) changed" in said
        expect_rematched(held)
        assert "0 parcel(s) changed" in answered(intake(held.folder, "expected", "rematch"), 0)
        assert kinds(held.folder).count("RematchingEnded") == 2

    def test_it_compares_all_beside_a_running_station(self, held, intake, running):
        station = running(held.folder)
        answered(intake(held.folder, "expected", "rematch", "--beside"), 0)
        assert station.scan("RI-C-IN")["message"]
        station.close()
        expect_rematched(held)

    def test_beside_none_it_ends(self, held, intake):
        assert answered(intake(held.folder, "expected", "rematch", "--beside"), 3)
        assert "ClaimMatched" not in kinds(held.folder)

    def test_without_expected_returns_it_says_so(self, site, intake):
        assert "import them first" in answered(intake(site.folder, "expected", "rematch"), 1)

    def test_killed_at_any_moment_it_is_begun_again(self, held, intake, running):
        station = running(held.folder)
        arguments = command("expected", "rematch", "--beside")
        for events in (1, 2):
            process = subprocess.Popen(arguments, env=environment(held.folder), stdout=subprocess.DEVNULL)
            before = len(kinds(held.folder))
            while process.poll() is None and len(kinds(held.folder)) < before + events:
                pass
            process.send_signal(signal.SIGKILL)
            process.wait()
        answered(intake(held.folder, "expected", "rematch", "--beside"), 0)
        station.close()
        expect_rematched(held)
