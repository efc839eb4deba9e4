"""A backup that is killed leaves nothing that anybody would take for one, and the station never minds."""

import os
import random
import signal
import subprocess
import time

from intake.backup import expect_sound, verify_backup
from intake.backup.shelf import backups
from intake.verify import verify
from tests.intake.conftest import command, environment

SEED = 7_041
KILLS = 2_000 if os.environ.get("PROOF") else 8


def killed_after(seconds, folder, place):
    """Start a backup and kill it; tell whether it was still at work."""
    process = subprocess.Popen(
        command("backup", str(place), "--keep", "3"),
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def finished(folder, place):
    """Make a backup undisturbed, and give the seconds it took."""
    begin = time.monotonic()
    subprocess.run(
        command("backup", str(place)), env=environment(folder), check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - begin


def test_whatever_has_a_backup_s_name_is_one_however_it_was_killed(site, running, tmp_path):
    rng, place = random.Random(SEED), tmp_path / "backups"
    station = running(site.folder)
    station.scan(site.badge)
    takes = finished(site.folder, place)
    (first,) = place.iterdir()
    origin = expect_sound(first).origin
    was_killed = 0
    for kill in range(KILLS):
        assert station.scan(site.parcel())["seq"]
        station.scan("RI-C-EMPTY")
        was_killed += killed_after(rng.uniform(0.3, 1.0) * takes, site.folder, place)
        for shelved in backups(place, origin):
            assert verify_backup(shelved.folder).faults == (), f"kill {kill} of seed {SEED}"
        names = [path for path in place.iterdir() if not path.name.startswith(".")]
        assert len(names) == len(backups(place, origin)) > 0, f"kill {kill} of seed {SEED}"
    assert was_killed
    finished(site.folder, place)
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
    station.close()
    assert verify(site.folder).faults == ()
