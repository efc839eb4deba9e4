"""Problems: the body of every answer that is no success (RFC 9457, `application/problem+json`)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.wire.log import Position


class ProblemCode(StrEnum):
    """What a program can tell problems apart by."""

    UNAUTHENTICATED = "unauthenticated"
    """401: no token, or none that is known."""

    FORBIDDEN = "forbidden"
    """403: another station's, or not for this role."""

    TRAINING = "training"
    """403: a training folder."""

    MALFORMED = "malformed"
    """400: not what the contract describes."""

    NOT_FOUND = "not_found"
    GAP = "gap"
    """409: events are missing before the first; `position` says where to go on."""

    CONFLICT = "conflict"
    """409: the hub has another event before the first. Two folders use one identity."""

    TOO_LARGE = "too_large"
    """413."""

    BUSY = "busy"
    """429 or 503, with Retry-After."""

    FAILED = "failed"
    """500: a fault of the hub."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong, for a program and for a person."""

    title: str
    status: int
    code: ProblemCode
    detail: str = ""
    position: Position | None = None
    """Where it is a gap or a conflict: how far the hub has come; None where it has nothing."""
