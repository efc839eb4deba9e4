"""TLS: a hub is verified before it hears the token, and may ask for the station's own certificate."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading

import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError, FaultKind
from tests.hubs import hub_in_thread, station_token
from tests.intake.hub.test_certificates import Authority

TOKEN = "a-token-of-this-test-0123456789"


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
        assert (raised.value.kind, raised.value.maybe_done) == (FaultKind.UNTRUSTED, False)
        with pytest.raises(CentralError, match="403"):
            positions(hub.url, token, authority.path)


def test_a_server_that_does_not_believe_our_certificate_is_not_asked_all_night(tmp_path):
    authority = Authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("hub"))
    context.load_verify_locations(authority.path)
    context.verify_mode = ssl.CERT_REQUIRED
    stranger = Authority(tmp_path, "stranger").issue("DOCK-1")

    def shake_hands(listener: socket.socket) -> None:
        with contextlib.suppress(OSError), listener.accept()[0] as accepted:
            context.wrap_socket(accepted, server_side=True)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=shake_hands, args=(listener,))
        thread.start()
        with pytest.raises(CentralError, match="unknown ca") as raised:
            positions(f"https://127.0.0.1:{listener.getsockname()[1]}", TOKEN, authority.path, stranger)
        thread.join(20.0)
    assert (raised.value.kind, raised.value.exit_code) == (FaultKind.UNTRUSTED, 1)
