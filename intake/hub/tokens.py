"""Tokens: who speaks. Only their hashes are kept, so that nobody reads one out of the database."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum

import msgspec

from intake.hub.database import Connection
from intake.hub.times import iso

_BYTES = 32
"""256 bits: no guessing, so a plain SHA-256 keeps it (no salt, no slow hash)."""

_MAKE = "INSERT INTO token (sha256, role, name, station) VALUES (%s, %s, %s, %s)"
_FIND = """
SELECT token.role, token.name, station.site FROM token LEFT JOIN station USING (station)
WHERE sha256 = %s AND revoked_at IS NULL
"""
_REVOKE = """
UPDATE token SET revoked_at = clock_timestamp() WHERE role = %s AND name = %s AND revoked_at IS NULL
"""
_ALL = "SELECT name, made_at, revoked_at FROM token WHERE role = %s ORDER BY name, made_at"


class TokenRole(StrEnum):
    """What a token is good for."""

    STATION = "station"
    SHIPPER = "shipper"
    ADMIN = "admin"


class Holder(msgspec.Struct, frozen=True):
    """Whose a token is."""

    role: TokenRole
    name: str
    """The station's, where it is one's."""

    site: str | None
    """The station's."""


class TokenRow(msgspec.Struct, frozen=True):
    """A token as a person looks at it: everything but the token."""

    name: str
    made_at: str
    revoked_at: str | None


async def make(connection: Connection, role: TokenRole, name: str) -> str:
    """Make a token and give it: this once.

    Raises psycopg.errors.ForeignKeyViolation for a station that is not known.
    """
    secret = secrets.token_urlsafe(_BYTES)
    station = name if role is TokenRole.STATION else None
    await connection.execute(_MAKE, (_hash(secret), role, name, station))
    return secret


async def find(connection: Connection, secret: str) -> Holder | None:
    """Tell whose a token is; None for an unknown and for a revoked one alike.

    It is looked up by its hash, so that no comparison tells anything of it by the time it takes.
    """
    row = await (await connection.execute(_FIND, (_hash(secret),))).fetchone()
    return Holder(TokenRole(row[0]), row[1], row[2]) if row else None


async def revoke(connection: Connection, role: TokenRole, name: str) -> int:
    """Revoke every token of a name, and tell how many that were."""
    return (await connection.execute(_REVOKE, (role, name))).rowcount


async def list_all(connection: Connection, role: TokenRole) -> list[TokenRow]:
    """List the tokens of a role by name, revoked ones included."""
    found = await (await connection.execute(_ALL, (role,))).fetchall()
    return [TokenRow(name, iso(made), iso(revoked) if revoked else None) for name, made, revoked in found]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
