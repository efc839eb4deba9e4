"""Proofs: a checksum or a signature that comes beside a file, held against it.

A checksum tells that a file arrived whole; a signature tells who wrote it. Signatures are minisign's
(https://jedisct1.github.io/minisign/): Ed25519 over the BLAKE2b-512 digest of the file. The keys a site
trusts lie in its state folder, `keys/*.pub`; a key that comes with the file proves nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from pathlib import Path
from typing import NamedTuple

from intake.errors import IntakeError

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})(?: [ *](?P<name>.+))?", re.IGNORECASE)
"""A line of sha256sum(1), or a digest alone."""

_TAGGED = re.compile(r"SHA256 \((?P<name>.+)\) ?= ?(?P<digest>[0-9a-f]{64})", re.IGNORECASE)
"""The same with --tag, as BSD writes it."""

_PREHASHED = b"ED"
_KEY_BYTES, _SIGNATURE_BYTES, _ID_BYTES = 32, 64, 8
_LARGEST = 64 << 10
"""Bytes of a signature or of a list of checksums."""


class ProofError(IntakeError):
    """A file that is not what its checksum or signature says, or has none that can be checked."""


class _Key(NamedTuple):
    id: bytes
    key: bytes


class _Signature(NamedTuple):
    id: bytes
    of_file: bytes
    comment: bytes
    of_comment: bytes


def check_sum(file: Path, sums: Path) -> str:
    """Hold a file against its line in a list of SHA-256 checksums, or against a bare one; give it.

    Raises ProofError when it differs or is not there.
    """
    wanted = _wanted_sum(file.name, sums)
    got = _digest(file, "sha256").hex()
    if not hmac.compare_digest(got, wanted):
        raise ProofError(f"{file.name}: expected SHA-256 {wanted[:16]}…, got {got[:16]}…: fetch it again")
    return got


def _wanted_sum(name: str, sums: Path) -> str:
    lines = _read(sums).decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    found = [
        match for line in lines if (match := _TAGGED.fullmatch(line.strip()) or _LINE.fullmatch(line.strip()))
    ]
    named = {match["digest"].lower() for match in found if _last(match["name"]) == name}
    bare = {match["digest"].lower() for match in found if match["name"] is None}
    chosen = named or (bare if len(found) == 1 else set())
    if len(chosen) != 1:
        got = "several" if chosen else "none"
        raise ProofError(f"{sums.name}: expected one SHA-256 for {name}, got {got}")
    return chosen.pop()


def _last(name: str | None) -> str | None:
    return None if name is None else name.replace("\\", "/").rpartition("/")[2]


def check_signature(file: Path, signature: Path, keys: Path) -> str:
    """Hold a file against its signature by a key of the folder `keys`; give the trusted comment.

    Raises ProofError when no key there made it, or the file is another by now.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (only for signed files)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 (the same)

    made = _signature(signature)
    trusted = [found for path in sorted(keys.glob("*.pub")) if (found := _key(path)).id == made.id]
    if not trusted:
        number = made.id[::-1].hex().upper()
        raise ProofError(
            f"{signature.name}: expected a signature by a key in {keys}, got one by key {number}"
        )
    digest = _digest(file, "blake2b")
    for each in trusted:
        key = Ed25519PublicKey.from_public_bytes(each.key)
        try:
            key.verify(made.of_file, digest)
            key.verify(made.of_comment, made.of_file + made.comment)
        except InvalidSignature:
            continue
        return made.comment.decode("utf-8", "replace")
    raise ProofError(
        f"{file.name}: expected the file that {signature.name} signs, got another: fetch it again"
    )


def _key(path: Path) -> _Key:
    lines = _read(path).splitlines()
    data = _decoded(path, lines[1] if len(lines) > 1 else b"", 2 + _ID_BYTES + _KEY_BYTES)
    if data[:2] != b"Ed":
        raise ProofError(f"{path.name}: expected a public key of minisign, got another")
    return _Key(data[2 : 2 + _ID_BYTES], data[2 + _ID_BYTES :])


def _signature(path: Path) -> _Signature:
    lines = _read(path).splitlines()
    prefix = b"trusted comment: "
    if len(lines) < 4 or not lines[2].startswith(prefix):  # noqa: PLR2004 (minisign writes four lines)
        raise ProofError(f"{path.name}: expected a signature of minisign (four lines), got another file")
    data = _decoded(path, lines[1], 2 + _ID_BYTES + _SIGNATURE_BYTES)
    if data[:2] != _PREHASHED:
        raise ProofError(f"{path.name}: expected a signature over the file's digest, got one made with -l")
    of_comment = _decoded(path, lines[3], _SIGNATURE_BYTES)
    return _Signature(
        data[2 : 2 + _ID_BYTES], data[2 + _ID_BYTES :], lines[2].removeprefix(prefix), of_comment
    )


def _decoded(path: Path, text: bytes, length: int) -> bytes:
    try:
        data = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        data = b""
    if len(data) != length:
        raise ProofError(f"{path.name}: expected {length} bytes in Base64, got {len(data)}")
    return data


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ProofError(f"{path.name}: expected a file that can be read, got: {error}") from error
    if len(data) > _LARGEST:
        raise ProofError(f"{path.name}: expected at most {_LARGEST} bytes, got more")
    return data


def _digest(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, name).digest()
    except OSError as error:
        raise ProofError(f"{path.name}: expected a file that can be read, got: {error}") from error
