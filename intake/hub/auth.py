"""Auth: who calls, known before anything of a body is read.

Each call but the health and the contract carries `Authorization: Bearer TOKEN`: 256 random bits, of which the
database holds the SHA-256 alone, so that its index may find one without telling how much of it was right. An
unknown token and a revoked one get the same answer. Guesses need no limit of their own: there are 2^256.

Where the hub is started with `--client-ca`, each call needs a certificate as well, issued by that authority
to the very name the token is for. A certificate alone opens nothing: it cannot be revoked at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from intake.hub import tokens
from intake.hub.certificates import common_name
from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.hub.tokens import Holder, TokenRole
from intake.wire import FolderKind, ProblemCode

TOKEN = "token"  # noqa: S105 (a scheme's name)
CERTIFICATE = "certificate"
SIGNED: list[dict[str, list[str]]] = [{TOKEN: []}, {TOKEN: [], CERTIFICATE: []}]
"""What a call needs, as the contract says it: a token, and a certificate where the hub asks for one."""

OPEN: list[dict[str, list[str]]] = [{}]
"""What nobody has to sign in for."""

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]


def only(role: TokenRole) -> Guard:
    """Make the guard of routes for one role: it leaves the holder as the request's `auth`."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        holder = await _holder(connection)
        station = connection.path_params.get("station", holder.name)
        if holder.role != role or not _same(station, holder.name):
            raise Refused(ProblemCode.FORBIDDEN, "another's, or not for this role")
        connection.scope["auth"] = holder

    return guard


async def _holder(connection: Connection) -> Holder:
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Refused(ProblemCode.UNAUTHENTICATED, "expected a token that is known here")
    database: Database = connection.app.state.database
    holder = await database.run(tokens.find, secret)
    if holder is None:
        raise Refused(ProblemCode.UNAUTHENTICATED, "expected a token that is known here")
    if connection.app.state.certificates and not _same(common_name(connection.scope) or "", holder.name):
        raise Refused(ProblemCode.FORBIDDEN, "expected a certificate issued to this token's holder")
    return holder


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def expect_production(kind: FolderKind) -> None:
    """Raise Refused where a training folder speaks, before anything of it is looked at."""
    if kind is not FolderKind.PRODUCTION:
        raise Refused(ProblemCode.TRAINING, "a training folder is never sent")
