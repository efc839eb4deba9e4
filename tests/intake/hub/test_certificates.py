"""TLS by real sockets: a throwaway authority, the hub's certificate, and callers with and without one."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import hubs

DAY = dt.timedelta(days=1)
POSITIONS = "/v1/stations/DOCK-1/positions"


class Authority:
    """Issues certificates into a folder."""

    def __init__(self, folder, name="authority"):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.path = self._written(name, self._certificate(self.name, self.key, authority=True), self.key)[0]

    def issue(self, name):
        """Issue a certificate, and give its file and its key's."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return self._written(name, self._certificate(subject, key, authority=False), key)

    def _certificate(self, subject, key, *, authority):
        now = dt.datetime.now(dt.UTC)
        local = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        return (
            x509.CertificateBuilder(self.name, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - DAY)
            .not_valid_after(now + DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([local]), critical=False)
            .sign(self.key, hashes.SHA256())
        )

    def _written(self, name, certificate, key):
        paths = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        plain = serialization.NoEncryption()
        paths[1].write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        )
        return paths


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


def calling(hub, authority, token, certificate=None):
    trusted = ssl.create_default_context(cafile=authority.path)
    if certificate is not None:
        trusted.load_cert_chain(*certificate)
    return httpx.Client(base_url=hub.url, verify=trusted, headers=hubs.bearer(token))


@pytest.fixture
def serving(authority):
    certificate, key = authority.issue("hub")
    return {"certificate": certificate, "key": key}


def test_the_hub_speaks_tls_and_its_certificate_is_verified(database, authority, serving, tmp_path):
    token = hubs.station_token(database, "DOCK-1")
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    with hubs.hub_in_thread(database, **serving) as hub:
        with calling(hub, authority, token) as client:
            assert client.get(POSITIONS).status_code == 200
        with calling(hub, Authority(stranger), token) as client, pytest.raises(httpx.ConnectError):
            client.get(POSITIONS)


def test_with_an_authority_a_token_needs_its_holders_certificate(database, authority, serving):
    token = hubs.station_token(database, "DOCK-1")
    with hubs.hub_in_thread(database, **serving, client_authority=authority.path) as hub:
        for certificate, status in (
            (authority.issue("DOCK-1"), 200),
            (authority.issue("DOCK-2"), 403),
            (None, 403),
        ):
            with calling(hub, authority, token, certificate) as client:
                assert client.get(POSITIONS).status_code == status
        with calling(hub, authority, None, authority.issue("DOCK-1")) as client:
            assert client.get(POSITIONS).status_code == 401  # a certificate alone opens nothing
            assert client.get("/v1/health").status_code == 200


def test_a_certificate_of_another_authority_is_none(database, authority, serving, tmp_path):
    token = hubs.station_token(database, "DOCK-1")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    forged = Authority(elsewhere).issue("DOCK-1")
    with (
        hubs.hub_in_thread(database, **serving, client_authority=authority.path) as hub,
        calling(hub, authority, token, forged) as client,
        pytest.raises(httpx.TransportError),
    ):
        client.get(POSITIONS)
