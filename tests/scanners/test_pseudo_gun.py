"""The simulated gun behaves as a gun behind udev's link does."""

import os

import pytest

from scanners.pseudo_gun import PseudoGun


def test_it_is_there_while_plugged_in(tmp_path):
    gun = PseudoGun(tmp_path / "gun")
    with gun:
        gun.plug()
        assert gun.plugged
        assert os.path.realpath(gun.link) == gun.device
    assert not gun.plugged
    assert not os.path.lexists(gun.link)
    gun.unplug()


def test_what_it_sends_waits_unchanged(gun):
    gun.send(bytes(range(256)))
    with gun.link.open("rb", buffering=0) as station:
        assert station.read(256) == bytes(range(256))
    assert gun.unread == 0


@pytest.mark.parametrize(
    "use",
    [lambda gun: gun.device, lambda gun: gun.unread, lambda gun: gun.send(b"A")],
    ids=["device", "unread", "send"],
)
def test_unplugged_it_says_so(tmp_path, use):
    with pytest.raises(OSError, match=r"Expected .*gun to be plugged in, got no device\."):
        use(PseudoGun(tmp_path / "gun"))
