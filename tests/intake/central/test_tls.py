"""TLS: a hub is verified before it hears the token, and may ask for the station's own certificate."""

from __future__ import annotations

import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError, FaultKind
from tests.hubs import hub_in_thread, station_token
from tests.intake.hub.test_certificates import Authority


def positions(url, token, ca=None, certificate=None):
    with Central(Credentials.parse(url, token, ca, certificate), "DOCK-1") as central:
        return central.positions().positions


def test_a_hub_is_believed_by_its_certificate_alone(database, tmp_path):
    authority, token = Authority(tmp_path), station_token(database, "DOCK-1")
    certificate, key = authority.issue("hub")
    own = authority.issue("DOCK-1")
    serving = {"certificate": certificate, "key": key, "client_authority": authority.path}
    with hub_in_thread(database, **serving) as hub:
        assert positions(hub.url, token, authority.path, own) == ()
        with pytest.raises(CentralError, match="certificate verify failed") as raised:
            positions(hub.url, token)
        assert (raised.value.kind, raised.value.maybe_done) == (FaultKind.UNREACHABLE, False)
        with pytest.raises(CentralError):
            positions(hub.url, token, authority.path)
