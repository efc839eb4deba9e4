"""Whatever rots in a backup is found."""

import random

import pytest
from msgspec.structs import replace

from intake import sqlite
from intake.backup import UnsoundBackupError, back_up, expect_sound, verify_backup
from intake.backup.copying import stored
from intake.backup.manifest import FILE_NAME, parse, sealed

SEED = 20_261_123


@pytest.fixture
def made(full, place):
    return back_up(full.site.folder, place).folder


def test_one_bit_anywhere_is_found(made):
    rng = random.Random(SEED)
    files = [path for path in sorted(made.rglob("*")) if path.is_file()]
    assert verify_backup(made).faults == ()
    for path in files:
        whole = path.read_bytes()
        at = rng.randrange(len(whole))
        path.chmod(0o644)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        assert verify_backup(made).faults, f"{path.name}, byte {at}, seed {SEED}"
        path.write_bytes(whole[:at])
        assert verify_backup(made).faults, f"{path.name}, cut at {at}, seed {SEED}"
        path.unlink()
        assert verify_backup(made).faults, f"{path.name} is gone"
        path.write_bytes(whole)
    assert verify_backup(made).faults == ()


def test_no_manifest_no_backup(made):
    (made / FILE_NAME).unlink()
    with pytest.raises(UnsoundBackupError, match="it is none, or torn"):
        expect_sound(made)


def resealed(folder, path):
    """Write the manifest anew for a file that somebody has changed, as he could."""
    manifest = parse((folder / FILE_NAME).read_bytes())
    files = tuple(stored(folder, each.path) if each.path == path else each for each in manifest.files)
    (folder / FILE_NAME).write_bytes(sealed(replace(manifest, files=files)))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "expected event"),
        ("UPDATE event SET envelope = replace(envelope, 'dock', 'dick') WHERE seq = 3", "it was changed"),
    ],
)
def test_a_journal_changed_with_its_checksum_is_found_by_its_chain(made, change, match):
    connection = sqlite.connect(made / "journal.db", journal_mode="DELETE")
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    assert connection.execute(change).rowcount == 1
    connection.close()
    resealed(made, "journal.db")
    assert any(match in fault for fault in verify_backup(made).faults)


def test_what_the_journal_names_must_be_there_or_be_said_to_be_missing(made):
    manifest = parse((made / FILE_NAME).read_bytes())
    without = tuple(file for file in manifest.files if not file.path.startswith("photos/"))
    (made / FILE_NAME).write_bytes(sealed(replace(manifest, files=without)))
    assert any("photos/" in fault for fault in verify_backup(made).faults)


def test_looking_writes_nothing(made):
    before = sorted(path.name for path in made.rglob("*"))
    verify_backup(made)
    assert sorted(path.name for path in made.rglob("*")) == before
