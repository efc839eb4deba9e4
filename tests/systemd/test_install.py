"""`make install`: everything lands where systemd and udev look, users and folders are as units need them."""

import os
import pwd
import stat
import subprocess

import pytest

from tests.systemd.units import HOUSE, PLACE, SERVICES, Unit


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    # Run by `make test`, this make has another's variables.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(["make", "-s", "install", f"DESTDIR={folder}"], cwd=HOUSE, env=clean, check=True)
    return folder


def test_every_file_lands_where_it_is_looked_for(root):
    found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    units = {
        f"etc/systemd/system/{path.name}" for kind in ("service", "timer") for path in PLACE.glob(f"*.{kind}")
    }
    rules = {f"etc/udev/rules.d/{path.name}" for path in PLACE.glob("*.rules")}
    others = {f"etc/{kind}.d/returns-intake.conf" for kind in ("sysusers", "tmpfiles")}
    assert found >= units | rules | others


@pytest.mark.parametrize(
    ("checkout", "python", "said"),
    [
        ("/home/somebody/intake", "/usr/bin/python3", "/home/somebody/intake: clone into /opt"),
        ("/opt/returns-intake", "/home/somebody/python3", "/home/somebody/python3: rm -r .venv, then make"),
    ],
)
def test_what_no_service_sees_is_not_installed(tmp_path, checkout, python, said):
    """Were it tried all the same, a program of this name would stand in its way."""
    (tmp_path / "install").write_text("#!/bin/sh\nexit 9\n", "ascii")
    (tmp_path / "install").chmod(0o755)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(python)
    makefile = (HOUSE / "Makefile").read_text("utf-8").replace("$(CURDIR)", checkout)
    (tmp_path / "Makefile").write_text(makefile, "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "-s", "install", "DESTDIR="],
        cwd=tmp_path,
        env=clean | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"Services do not see {said}" in done.stderr


def test_the_units_name_the_checkout_they_came_from(root):
    unit = Unit.read(root / "etc/systemd/system/intake-sync.service")
    assert unit.command() == [f"{HOUSE}/.venv/bin/intake", "sync"]


def test_users_are_made_in_the_groups_of_the_devices(root):
    done = subprocess.run(
        ["systemd-sysusers", f"--root={root}", "returns-intake.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    users = {line.split(":")[0] for line in (root / "etc/passwd").read_text("utf-8").splitlines()}
    groups = {
        name: members.split(",")
        for name, _, _, members in (
            line.split(":") for line in (root / "etc/group").read_text("utf-8").splitlines()
        )
    }
    assert {unit.first("User") for unit in map(Unit.read, SERVICES)} == users == {"intake", "intake-hub"}
    station = Unit.read(PLACE / "intake-station.service")
    assert all("intake" in groups[name] for name in station.first("SupplementaryGroups").split())


def test_folders_are_the_stations_own(root, tmp_path):
    """systemd-tmpfiles takes owners from this machine, which knows none of them: here they are ours."""
    own = pwd.getpwuid(os.geteuid()).pw_name
    rules = (PLACE / "tmpfiles.d/returns-intake.conf").read_text("utf-8")
    adopted = tmp_path / "adopted.conf"
    adopted.write_text(
        rules.replace(" intake intake ", f" {own} - ").replace(" root root ", f" {own} - "), "utf-8"
    )
    done = subprocess.run(
        ["systemd-tmpfiles", f"--root={tmp_path}", "--create", str(adopted)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    modes = {
        path: stat.S_IMODE((tmp_path / path).stat().st_mode)
        for path in ("var/lib/intake", "var/backups/intake")
    }
    assert set(modes.values()) == {0o750}
    assert rules.count(" intake intake ") == len(modes)
