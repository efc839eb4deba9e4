"""Storage: memory, layers, the network and unflushed disks keep nothing."""

from dataclasses import replace

import pytest

from intake.doctor import Check, State
from intake.doctor.storage import mount_of
from tests.intake.doctor.conftest import found, words

ROOT = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw"


def mounted(case, tmp_path, line):
    """Give the case on a machine with this mount over the folder."""
    machine = tmp_path / "machine"
    (machine / "proc/self").mkdir(parents=True)
    (machine / "proc/self/mountinfo").write_text(f"{ROOT}\n{line}\nnonsense\n")
    return replace(case, machine=machine)


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("xfs", "rw", (State.OK, "storage")),
        ("tmpfs", "rw,size=1024k", (State.WARNING, "storage_memory")),
        ("overlay", "rw,lowerdir=/a", (State.WARNING, "storage_layered")),
        ("nfs4", "rw,vers=4.2", (State.WARNING, "storage_network")),
        ("fuse.sshfs", "rw", (State.WARNING, "storage_network")),
        ("ext4", "rw,nobarrier", (State.WARNING, "storage_unflushed")),
        ("ext4", "ro", (State.FAULT, "storage_read_only")),
    ],
)
def test_what_the_folder_lies_on(case, tmp_path, kind, options, told):
    line = f"40 22 0:33 / {tmp_path} rw,relatime - {kind} source {options}"
    assert words(mounted(case, tmp_path, line), Check.STORAGE) == [told]


def test_the_longest_mount_counts_and_of_equal_ones_the_last():
    lines = [
        ROOT,
        r"40 22 0:33 / /srv/a\040b rw - tmpfs tmpfs rw",
        "41 22 0:34 / /srv/a rw - overlay overlay rw",
        r"42 22 0:35 / /srv/a\040b rw - xfs /dev/sdb rw",
    ]
    mounts = [mount_of(path, lines) for path in ("/srv/a b/state", "/srv/ab")]
    assert [mount and mount.kind for mount in mounts] == ["xfs", "ext4"]
    assert mount_of("/srv", []) is None


def test_this_machine_has_a_mount_for_every_folder(case):
    (finding,) = found(case, Check.STORAGE)
    assert str(case.folder.resolve()).startswith(str(finding.params["place"]))
