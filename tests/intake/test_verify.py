"""Verify finds every change, and names the event; what it alone cannot see is said where it is tested."""

import contextlib
import hashlib
import re
import shutil

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import schema, sqlite
from intake.errors import StorageError
from intake.rebuilding import rebuilt_beside
from intake.state_folder import journal_path
from intake.verify import verify
from intake.view_columns import VIEWS
from tests.intake.conftest import HOSTILE, edit, list_file, stored

PLENTY = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def day(state, open_desk):
    """A folder with two parcels, an emergency and an unrecognised scan in its journal; no station runs."""
    desk = open_desk(state)
    desk.receive()
    desk.open_parcel()
    desk.scan(state.misread())
    desk.scan(HOSTILE["person"])
    desk.scan("RI-C-K2")
    desk.go_on()
    desk.close()
    assert verify(state.folder).faults == ()
    return state


def where(folder):
    return {fault.where for fault in verify(folder).faults}


@pytest.fixture
def again(day, tmp_path):
    """Puts the day's folder back as it was, for the next example."""
    kept = tmp_path / "kept.db"
    shutil.copy(journal_path(day.folder), kept)

    def put_back():
        for end in ("-wal", "-shm"):
            (day.folder / f"journal.db{end}").unlink(missing_ok=True)
        shutil.copy(kept, journal_path(day.folder))
        return day.folder

    return put_back


@PLENTY
@given(seq=st.integers(1, 30), column=st.sampled_from(["id", "prev", "hash"]), data=st.data())
def test_a_changed_byte_of_a_stored_column_is_found_and_its_event_named(again, seq, column, data):
    folder = again()
    (event,) = [one for one in _rows(folder) if one["seq"] == seq]
    value = event[column].encode() if column == "id" else event[column]
    at = data.draw(st.integers(0, len(value) - 1))
    new = bytes([data.draw(st.sampled_from([b for b in range(33, 127) if b != value[at]]))])
    changed = value[:at] + new + value[at + 1 :]
    edit(
        folder,
        (
            f"UPDATE event SET {column} = ? WHERE seq = ?",
            (changed.decode() if column == "id" else changed, seq),
        ),
    )
    assert f"event {seq}" in where(folder)


@PLENTY
@given(seq=st.integers(1, 30), at=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_changed_byte_of_an_envelope_is_found_and_its_event_named(again, seq, at, byte):
    """In the file itself, so that bytes that are no JSON and no UTF-8 are tried as well."""
    folder = again()
    envelope = next(one["envelope"] for one in _rows(folder) if one["seq"] == seq).encode()
    path = journal_path(folder)
    whole = path.read_bytes()
    assert envelope in whole
    place = int(at * len(envelope))
    new = byte if envelope[place] != byte else byte ^ 1
    changed = envelope[:place] + bytes([new]) + envelope[place + 1 :]
    # Everywhere: a page may hold a dead copy as well.
    path.write_bytes(whole.replace(envelope, changed))
    assert f"event {seq}" in where(folder)


@pytest.mark.parametrize("new", [0, -5, 1000])
def test_an_event_put_elsewhere_in_the_order_is_found(day, new):
    edit(day.folder, ("UPDATE event SET seq = ? WHERE seq = 7", (new,)))
    assert where(day.folder) & {f"event {new}", "event 8"}


def test_an_event_taken_out_of_the_middle_is_found(day):
    edit(day.folder, ("DELETE FROM event WHERE seq = 7", ()))
    found = [str(fault) for fault in verify(day.folder).faults]
    assert any("event 8: expected event 7 here, got 8" in fault for fault in found)


def test_two_events_that_change_places_are_found(day):
    edit(
        day.folder,
        ("UPDATE event SET seq = -1 WHERE seq = 7", ()),
        ("UPDATE event SET seq = 7 WHERE seq = 8", ()),
        ("UPDATE event SET seq = 8 WHERE seq = -1", ()),
    )
    assert {"event 7", "event 8"} <= where(day.folder)


def test_an_event_written_anew_with_a_right_hash_breaks_the_next(day):
    """Whoever can hash can make one event right again, but then the one after it follows another hash."""
    row = next(one for one in _rows(day.folder) if one["seq"] == 9)
    forged = row["envelope"].replace('"at":"2027', '"at":"2028')
    digest = hashlib.sha256(row["prev"] + forged.encode()).digest()
    edit(day.folder, ("UPDATE event SET envelope = ?, hash = ? WHERE seq = 9", (forged, digest)))
    assert "event 10" in where(day.folder)


def test_a_tail_cut_off_is_found_by_a_head_kept_elsewhere(day):
    """Verify alone cannot see it.

    Who holds the file can cut off the last events, put the views right and the guards back: what is left
    is a whole journal of an earlier hour. The same holds for a journal forged anew from some event on to
    its very end. Only the head that was anchored off the station (the hub's, a printed one, a backup's
    manifest) tells: its hash is in no event of such a journal.
    """
    anchored = verify(day.folder)
    last = anchored.events - 6
    connection = sqlite.connect(journal_path(day.folder), readonly=True)
    shorter = sqlite.connect(day.folder.parent / "shorter.db")
    connection.backup(shorter)
    connection.close()
    for name in schema.GUARDS:
        shorter.execute(f"DROP TRIGGER {name}")
    shorter.execute("DELETE FROM event WHERE seq > ?", (last,))
    views = rebuilt_beside(shorter, day.folder.parent / "views.db")
    statements: list[tuple[str, tuple[object, ...]]] = [("DELETE FROM event WHERE seq > ?", (last,))]
    for table, columns in VIEWS.items():
        marks = ", ".join("?" * len(columns))
        statements.append((f"DELETE FROM [{table}]", ()))
        rows = views.execute(f"SELECT * FROM [{table}]").fetchall()
        statements += [(f"INSERT INTO [{table}] VALUES ({marks})", tuple(row)) for row in rows]
    views.close()
    shorter.close()
    edit(day.folder, *statements)
    now = verify(day.folder)
    assert now.faults == ()
    assert now.head != anchored.head
    assert anchored.head not in {row["hash"].hex() for row in _rows(day.folder)}


def test_a_changed_view_is_found_and_named(day):
    for table, change in (
        ("unit", "condition = 'N'"),
        ("replacement", "colour = 'gold'"),
        ("container", "limit_units = 9"),
        ("lane", "operator = 'x'"),
        ("operator", "role = 'lead'"),
    ):
        connection = sqlite.connect(journal_path(day.folder))
        kept = connection.execute(f"SELECT * FROM [{table}] ORDER BY 1 LIMIT 1").fetchone()
        key = next(iter(VIEWS[table]))
        connection.execute(f"UPDATE [{table}] SET {change} WHERE {key} = ?", (kept[0],))
        assert where(day.folder) == {f"view {table}"}
        connection.execute(f"REPLACE INTO [{table}] VALUES ({', '.join('?' * len(kept))})", kept)
        connection.close()
    assert where(day.folder) == set()


@pytest.mark.parametrize("table", VIEWS)
def test_a_row_too_many_and_a_row_too_few_are_found(day, table):
    connection = sqlite.connect(journal_path(day.folder))
    columns = VIEWS[table]
    extra = ["~" if kind is str else 1 for kind in columns.values()]
    connection.execute(f"INSERT INTO [{table}] VALUES ({', '.join('?' * len(extra))})", extra)
    assert f"view {table}" in where(day.folder)
    connection.execute(f"DELETE FROM [{table}]")
    had = table in {"bin", "container", "incident", "lane", "list_in_force", "operator", "parcel", "unit"}
    assert where(day.folder) >= ({f"view {table}"} if had else set())
    connection.close()


def test_views_that_are_gone_or_another_releases_are_one_fault_that_says_what_to_do(day):
    connection = sqlite.connect(journal_path(day.folder))
    connection.execute("DROP TABLE unit")
    connection.execute("ALTER TABLE photo DROP COLUMN kept_by")
    connection.close()
    (fault,) = verify(day.folder).faults
    assert "unit, photo; start intake station once" in str(fault)


def test_a_list_that_was_changed_or_lost_is_found(day):
    path = list_file(day)
    good = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    named = f"list {day.listing.version} of {day.campaign.id}"
    assert named in where(day.folder)
    path.unlink()
    assert named in where(day.folder)


def test_a_payload_that_was_changed_or_lost_is_found(day):
    digest = hashlib.sha256(HOSTILE["person"]).hexdigest()
    path = day.folder / "payloads" / digest
    path.write_bytes(b"other")
    assert where(day.folder) == {f"payload {digest[:12]}…"}
    path.unlink()
    assert where(day.folder) == {f"payload {digest[:12]}…"}


def test_an_index_that_says_otherwise_than_its_table_is_found(day):
    """Parcels are found by an index over the log: one that leaves out an event hides it from the fold."""
    path = journal_path(day.folder)
    parcel = next(one.parcel for one in stored(day.folder) if one.parcel)
    connection = sqlite.connect(path, readonly=True)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'event_parcel'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    whole = bytearray(path.read_bytes())
    at = whole.index(parcel.encode(), (page - 1) * size, page * size)
    whole[at + len(parcel) - 1] ^= 1
    path.write_bytes(whole)
    assert verify(day.folder).faults != ()


@pytest.mark.parametrize("stored_as", [None, 7, "[]"])
@pytest.mark.parametrize("column", ["prev", "hash", "envelope"])
def test_a_column_that_a_changed_record_header_makes_nothing_or_of_another_kind_is_told(
    day, column, stored_as
):
    """The table allows none of them; a byte of a record that says so all the same asks no table."""
    loose = "replace(replace(sql, 'NOT NULL', ''), 'STRICT', '')"
    edit(
        day.folder,
        ("PRAGMA writable_schema = ON", ()),
        (f"UPDATE sqlite_schema SET sql = {loose} WHERE name = 'event'", ()),
        ("PRAGMA writable_schema = RESET", ()),
        (f"UPDATE event SET {column} = ? WHERE seq = 7", (stored_as,)),
    )
    assert "event 7" in where(day.folder)


@PLENTY
@given(st.lists(st.tuples(st.floats(0, 0.99999), st.integers(0, 255)), min_size=1, max_size=4))
def test_whatever_happens_to_the_file_verify_says_so_in_words_or_finds_nothing(again, damage):
    """Never a traceback: damage is a fault or an error in words, unless it hit nothing that is used."""
    folder = again()
    path = journal_path(folder)
    whole = bytearray(path.read_bytes())
    for place, byte in damage:
        whole[int(place * len(whole))] = byte
    path.write_bytes(whole)
    with contextlib.suppress(StorageError):
        verify(folder)


def test_a_page_of_zeros_is_told_in_words_wherever_it_lies(again):
    path = journal_path(again())
    whole = path.read_bytes()
    for start in range(4096, len(whole), 4096):
        path.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        with contextlib.suppress(StorageError):
            assert verify(path.parent).faults != (), start
        again()


def test_verify_says_how_many_events_there_are_and_what_the_head_is(day):
    found, rows = verify(day.folder), _rows(day.folder)
    assert (found.events, found.head) == (len(rows), rows[-1]["hash"].hex())


def test_verify_reads_while_a_station_writes(state, open_desk):
    desk = open_desk(state)
    desk.open_parcel()
    assert verify(state.folder).faults == ()
    desk.scan(state.affected())
    assert verify(state.folder).faults == ()


def test_verify_of_no_state_folder_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="run intake init first"):
        verify(tmp_path)


def _rows(folder):
    connection = sqlite.connect(journal_path(folder), readonly=True)
    connection.row_factory = sqlite.Row
    try:
        return [dict(row) for row in connection.execute("SELECT * FROM event ORDER BY seq")]
    finally:
        connection.close()


def test_an_envelope_says_nothing_twice_and_everything_once(day):
    """What is searched by is computed from the envelope: the columns cannot disagree with it."""
    for row in _rows(day.folder):
        envelope = msgspec.json.decode(row["envelope"])
        assert (row["seq"], row["id"]) == (envelope["seq"], envelope["id"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", envelope["at"])
