"""Each device once, by the name that stays with it longest."""

from scanners.plugged import PluggedPort, find_ports


def link(path, target):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def test_a_device_is_listed_once_by_its_best_name(tmp_path):
    for name in ("ttyACM0", "ttyACM1", "ttyUSB0", "rfcomm0", "ttyS0", "tty1"):
        (tmp_path / name).touch()
    by_id, by_path = tmp_path / "serial/by-id/usb-Gun_0001-if00", tmp_path / "serial/by-path/pci-0:2:1.0"
    link(by_id, "../../ttyACM1")
    link(tmp_path / "serial/by-path/pci-0:1:1.0", "../../ttyACM1")
    link(by_path, "../../ttyACM0")
    link(tmp_path / "serial/by-id/usb-Gone-if00", "../../ttyACM9")
    assert find_ports(tmp_path) == [
        PluggedPort(str(by_id), str(tmp_path / "ttyACM1")),
        PluggedPort(str(by_path), str(tmp_path / "ttyACM0")),
        PluggedPort(str(tmp_path / "ttyUSB0"), str(tmp_path / "ttyUSB0")),
        PluggedPort(str(tmp_path / "rfcomm0"), str(tmp_path / "rfcomm0")),
    ]


def test_nothing_plugged_in_is_no_error(tmp_path):
    assert find_ports(tmp_path / "nowhere") == []
