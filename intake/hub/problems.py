"""Problems: how the hub says no, in `application/problem+json` (RFC 9457), whatever went wrong."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import psycopg
import psycopg_pool
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import ResponseSpec
from litestar.types import ExceptionHandlersMap, Receive, Scope, Send

from intake.hub.refused import STATUS, TITLE, Refused
from intake.wire import PREFIX, Problem, ProblemCode

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 2
"""Seconds after which an overloaded hub, or one without its database, is worth asking again."""

_UNSUPPORTED = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
_CODE_OF = {
    HTTPStatus.NOT_FOUND: ProblemCode.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemCode.TOO_LARGE,
}
"""Of what the framework refuses by itself; the rest of its refusals is malformed."""

_HEADERS = {
    ProblemCode.UNAUTHENTICATED: {"www-authenticate": "Bearer"},
    ProblemCode.BUSY: {"retry-after": str(RETRY_AFTER)},
}
_MOST_DETAIL = 400
"""Characters."""

_LOG = logging.getLogger(__name__)


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    return Response(
        problem,
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**_HEADERS.get(problem.code, {}), **(headers or {})},
    )


def _refused(_request: Request[Any, Any, Any], error: Refused) -> Response[Problem]:
    return _answer(error.problem)


def _not_understood(_request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what the framework refused: no route, another method, parameters that are none."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _failed(_request, error)
    code = _CODE_OF.get(HTTPStatus(error.status_code), ProblemCode.MALFORMED)
    problem = Problem(TITLE[code], error.status_code, code, _detail(error)[:_MOST_DETAIL])
    return _answer(problem, error.headers)


def _detail(error: HTTPException) -> str:
    # The framework's own sentence quotes the address as it came; which parameter is wrong says more.
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        told = (f"{each.get('key', '')}: {each['message']}" for each in error.extra if isinstance(each, dict))
        return "; ".join(told)
    if error.status_code == HTTPStatus.NOT_FOUND:  # no route's own word, which is `Refused`
        return f"Every path here begins with {PREFIX}, once: a station's hub_url ends before it."
    return error.detail


def _malformed(_request: Request[Any, Any, Any], error: msgspec.DecodeError) -> Response[Problem]:
    return _answer(Refused(ProblemCode.MALFORMED, str(error)[:_MOST_DETAIL]).problem)


def _busy(_request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer while the database is away, or in no time: nothing was recorded, or nobody knows."""
    _LOG.warning("the database does not answer: %s", type(error).__name__)
    return _answer(Refused(ProblemCode.BUSY, "").problem)


def _failed(_request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer a fault of the hub: what it is stands in its log and nowhere else."""
    _LOG.error("a request ended in a fault of the hub", exc_info=error)
    return _answer(Refused(ProblemCode.FAILED, "").problem)


ANSWERS: ExceptionHandlersMap = {
    Refused: _refused,
    HTTPException: _not_understood,
    msgspec.DecodeError: _malformed,  # and what it is the base of: JSON of other types
    psycopg.OperationalError: _busy,
    psycopg_pool.PoolTimeout: _busy,
    Exception: _failed,
}
"""What is answered when a route, or the way to it, raises."""


async def busy_answer(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer, as an ASGI application of its own, that there is too much to do."""
    problem = Refused(ProblemCode.BUSY, "").problem
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"retry-after", str(RETRY_AFTER).encode())]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": msgspec.json.encode(problem), "more_body": False})


_EVERY = (ProblemCode.MALFORMED, ProblemCode.BUSY, ProblemCode.FAILED)
_SIGNED = (ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN)


def described(*codes: ProblemCode, signed: bool = True, body: bool = False) -> dict[int, ResponseSpec]:
    """Describe the problems a route may answer with, for the contract, beside those of every such route."""
    told = [(STATUS[code], TITLE[code]) for code in (*_EVERY, *(_SIGNED if signed else ()), *codes)]
    if body:
        told += [(STATUS[ProblemCode.TOO_LARGE], TITLE[ProblemCode.TOO_LARGE]), (_UNSUPPORTED, "Not JSON")]
    titles: dict[int, list[str]] = {}
    for status, title in sorted(told):
        titles.setdefault(status, []).append(title)
    return {status: _spec("; ".join(each)) for status, each in titles.items()}


def _spec(description: str) -> ResponseSpec:
    return ResponseSpec(Problem, description=description, media_type=MEDIA_TYPE, generate_examples=False)
