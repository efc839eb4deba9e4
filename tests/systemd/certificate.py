"""A certificate for this machine that signs itself, as a hub at `localhost` may have for a test."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def self_signed(days=10):
    """Give a certificate and its key, both as PEM; it began a day ago."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = x509.CertificateBuilder().issuer_name(name).subject_name(name).public_key(key.public_key())
    lasting = made.not_valid_before(begin).not_valid_after(begin + timedelta(days=days + 1))
    named = lasting.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = named.serial_number(x509.random_serial_number()).sign(key, None)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return signed.public_bytes(Encoding.PEM).decode(), secret.decode()
