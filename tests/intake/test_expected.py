"""Expected returns: a CSV without people becomes an immutable file; the desk knows what a parcel holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import sqlite
from intake.claim import Claim, ClaimedUnit
from intake.errors import StorageError
from intake.expected import (
    ExpectedError,
    ExpectedReturns,
    ExpectedRow,
    ensure_published,
    expected_path,
    parse_csv,
    publish,
)
from intake.hold import HoldKind
from intake.outcome import Message
from intake.receipt import Step
from intake.request import ActivateExpected
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Reason, Verdict
from intake.verify import verify
from tests.intake.conftest import logged

HEADER = "claim,kit,serial,model,colour,count\n"
ROW = ExpectedRow("481000000011", "C-1", None, "A1263", None, 1)


def holds(desk):
    return {kind for (kind,) in desk.rows("SELECT reason FROM hold WHERE resolved_at IS NULL")}


class TestReading:
    """Every faulty row is named, and nothing of a faulty file is taken."""

    @pytest.mark.parametrize(
        ("row", "found"),
        [
            ("C-1,4810-0000-0011,,,,", ("481000000011", "C-1", None, None, None, 1)),
            ("C-1,A481000000011B,,,,2", ("481000000011", "C-1", None, None, None, 2)),
            (" C-1 ,ri-p-000123-b,,A1263, black ,", ("RI-P-000123-B", "C-1", None, "A1263", "black", 1)),
            ("C-1,KIT-7,SN: abcd 1234 efgh,,,1", ("KIT-7", "C-1", "ABCD1234EFGH", None, None, 1)),
            ("C-1,KIT-7,ＡＢＣＤ１２３４,,,", ("KIT-7", "C-1", "ABCD1234", None, None, 1)),
        ],
    )
    def test_a_row_is_read_as_a_scan_of_it_reads(self, row, found):
        assert parse_csv(HEADER + row) == [ExpectedRow(*found)]

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            (",KIT-7,,,,", "expected a claim and a kit number"),
            ("C-1,,,,,", "expected a claim and a kit number"),
            ("C-1,KIT-7,x,,,", "expected a serial"),
            ("C-1,KIT-7,'; DROP,,,", "expected a serial"),
            ("C-1,KIT-7,ABCD1234,,,2", "expected a count"),
            ("C-1,KIT-7,,,,0", "expected a count"),
            ("C-1,KIT-7,,,,101", "expected a count"),
            ("C-1,KIT-7,,,,-1", "expected a count"),
            ("C-1,KIT-7,,,,1.5", "expected a count"),
            ("C-1,KIT-7,,,,２", "expected a count"),
            ("C-1,KIT-7,,,," + "9" * 5000, "expected a count"),
            ("C-1,KIT-7,,,,1,more", "expected as many values as columns"),
            ("C-1,KIT-7,ABCD1234,,,\nC-1,KIT-7,ABCD1234,,,", "expected each serial once"),
        ],
    )
    def test_a_faulty_row_is_named_by_its_line(self, row, fault):
        with pytest.raises(ExpectedError, match=fault) as raised:
            parse_csv(f"{HEADER}C-0,KIT-0,,,,\n{row}\n")
        assert str(raised.value).startswith(f"line {row.count(chr(10)) + 3}: ")

    def test_many_faults_are_counted(self):
        with pytest.raises(ExpectedError, match=r"and 5 more$"):
            parse_csv(HEADER + "x,,,,,\n" * 15)

    @pytest.mark.parametrize(
        "name",
        ["name", "Customer Name", "氏名", "address", "E-Mail", "phone", "郵便番号", "電話", "birthday"],
    )
    def test_a_column_about_a_person_is_refused_by_its_name(self, name):
        with pytest.raises(ExpectedError, match="no personal data"):
            parse_csv(f"claim,kit,{name}\nC-1,KIT-7,x\n")

    @pytest.mark.parametrize("header", ["", "claim", "kit", "claim,kit,remark", "claim,kit,kit", "a;b"])
    def test_other_columns_are_refused(self, header):
        with pytest.raises(ExpectedError, match="expected the columns"):
            parse_csv(f"{header}\n")

    def test_order_case_and_a_byte_order_mark_do_not_matter(self):
        assert parse_csv("\ufeffKit, CLAIM\nKIT-7,C-1\n") == [
            ExpectedRow("KIT-7", "C-1", None, None, None, 1)
        ]

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text):
        for whole in (text, HEADER + text):
            try:
                rows = parse_csv(whole)
            except ExpectedError:
                continue
            assert all(row.units >= 1 and row.claim and row.label for row in rows)


class TestPublishing:
    """A version is written once, whole, and never again."""

    def test_what_is_published_is_found_by_label(self, tmp_path):
        rows = [ROW, ExpectedRow(ROW.label, "C-1", "ABCD1234", None, None, 1), ROW._replace(claim="C-2")]
        found = ExpectedReturns.open(publish(rows, "1", tmp_path))
        units = (ClaimedUnit(None, "A1263"), ClaimedUnit("ABCD1234"))
        assert found.claim(ROW.label) == Claim("C-1", units)
        assert found.claim("nobody") is None
        assert found.rows() == rows
        found.close()

    def test_a_version_is_taken_once(self, tmp_path):
        path = publish([ROW], "1", tmp_path)
        before = path.read_bytes()
        with pytest.raises(ExpectedError, match="published already"):
            publish([], "1", tmp_path)
        assert path.read_bytes() == before
        assert path.stat().st_mode & 0o222 == 0

    def test_an_import_cut_off_before_its_activation_is_repeated(self, tmp_path):
        ensure_published([ROW], "1", tmp_path)
        ensure_published([ROW], "1", tmp_path)
        with pytest.raises(ExpectedError, match="published already"):
            ensure_published([ROW, ROW], "1", tmp_path)

    @pytest.mark.parametrize("version", ["", "../x", "a/b", ".hidden", "x" * 62, "a b", "日"])
    def test_a_version_that_is_no_files_name_is_refused(self, tmp_path, version):
        for write in (publish, ensure_published):
            with pytest.raises(ExpectedError, match="expected a version"):
                write([ROW], version, tmp_path)
        assert expected_path(tmp_path, version) is None
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0"])
    def test_any_other_file_is_refused(self, tmp_path, content):
        path = tmp_path / "expected-1.db"
        path.write_bytes(content)
        with pytest.raises(StorageError, match="expected"):
            ExpectedReturns.open(path)

    def test_another_format_is_refused(self, tmp_path):
        path = publish([ROW], "1", tmp_path)
        path.chmod(0o644)
        connection = sqlite.connect(path, journal_mode="DELETE")
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(StorageError, match="of format 1, got 99"):
            ExpectedReturns.open(path)


class TestInForce:
    """What the desk does with a claim."""

    def test_they_decide_from_the_next_parcel_on_and_after_a_restart(self, desk, state):
        label = state.parcel()
        wish = state.expect(ExpectedRow(label, "C-1", None, None, None, 2))
        assert desk.ask(wish).answer.message is Message.EXPECTED_ACTIVATED
        desk.restart()
        desk.until(Step.IDLE)
        answer = desk.scan(label).answer
        assert answer.message is Message.PARCEL_OPENED_CLAIM
        assert (answer.params["claim"], answer.params["units"]) == ("C-1", 2)
        desk.scan(state.affected())
        desk.until(Step.PARCEL_OPEN)
        assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_BELOW_CLAIM
        assert desk.scan("RI-C-SHORT").answer.message is Message.PARCEL_SHORT_CLAIM
        assert desk.row("SELECT claim, expected, missing, extra FROM parcel") == ("C-1", 2, 1, 0)
        assert holds(desk) == {HoldKind.PARTIAL}
        assert verify(state.folder).faults == ()

    def test_orphan_mismatch_and_extra_are_told_apart(self, desk, state):
        label, claimed, other = state.parcel(), state.affected(), state.unnamed()
        desk.ask(state.expect(ExpectedRow(label, "C-1", claimed, None, None, 1)))
        desk.open_parcel()
        desk.scan(state.affected())
        desk.until(Step.PARCEL_OPEN)
        assert holds(desk) == {HoldKind.ORPHAN}
        desk.scan(label)
        desk.scan(other)
        desk.until(Step.PARCEL_OPEN)
        assert HoldKind.MISMATCH in holds(desk)
        assert desk.rows("SELECT detail FROM hold WHERE reason = 'MISMATCH'") == [(claimed,)]
        desk.scan(claimed)
        desk.until(Step.PARCEL_OPEN)
        assert HoldKind.EXTRA in holds(desk)
        desk.scan("RI-C-CLOSE")
        assert verify(state.folder).faults == ()

    def test_six_characters_confirm_the_claims_serial(self, desk, state):
        label, serial = state.parcel(), state.affected()
        desk.ask(state.expect(ExpectedRow(label, "C-1", serial, None, None, 1)))
        desk.until(Step.IDLE)
        desk.scan(label)
        outcome = desk.key(serial[-6:])
        assert outcome.answer.verdict is Verdict.AFFECTED
        assert Reason.CLAIM_CONFIRMED in outcome.answer.reasons
        assert desk.row("SELECT serial, how FROM unit") == (serial, "claim")

    def test_six_characters_never_say_not_affected(self, desk, state):
        label, serial = state.parcel(), state.unnamed()
        desk.ask(state.expect(ExpectedRow(label, "C-1", serial, None, None, 1)))
        desk.until(Step.IDLE)
        desk.scan(label)
        assert desk.key(serial[-6:]).answer.verdict is Verdict.UNCERTAIN

    def test_versions_not_there_or_broken_are_refused_and_the_desk_goes_on(self, desk, state):
        (state.folder / "reference" / "expected-broken.db").write_bytes(b"half")
        for version in ("never", "broken", "../journal", ""):
            assert desk.ask(ActivateExpected(version)).answer.message is Message.EXPECTED_REFUSED
        assert desk.receive()
        assert holds(desk) == set()

    def test_a_missing_file_stops_the_station_with_a_sentence(self, site, open_desk):
        desk = open_desk(site)
        desk.ask(site.expect(ROW))
        desk.close()
        (site.folder / "reference" / "expected-1.db").unlink()
        with pytest.raises(StorageError, match="copy it back from the backup or import"):
            Station(site.folder, Settings())
        publish([ROW], "1", site.folder / "reference")
        desk.station = desk._open()  # noqa: SLF001 (the desk is closed again at the end)

    def test_another_version_takes_the_place_of_the_one_before(self, desk, state):
        first, second = state.parcel(), state.parcel()
        desk.ask(state.expect(ExpectedRow(first, "C-1", None, None, None, 1), version="1"))
        desk.ask(state.expect(ExpectedRow(second, "C-2", None, None, None, 1), version="2"))
        assert desk.rows("SELECT version FROM expected_in_force") == [("2",)]
        desk.until(Step.IDLE)
        assert desk.scan(first).answer.message is Message.PARCEL_OPENED

    def test_claims_of_parcels_that_never_came_stay_out_of_the_log(self, desk, state):
        serial = state.unnamed()
        desk.ask(state.expect(ExpectedRow(state.parcel(), "SECRET-CLAIM", serial, None, None, 1)))
        desk.receive()
        desk.close()
        assert b"SECRET-CLAIM" not in logged(state.folder)
        assert serial.encode() not in logged(state.folder)
        desk.station = desk._open()  # noqa: SLF001 (the desk is closed again at the end)
