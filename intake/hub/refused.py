"""Refused: what the hub does not do, and the problem it answers with instead."""

from __future__ import annotations

from intake.wire import Position, Problem, ProblemCode

STATUS = {
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.TRAINING: 403,
    ProblemCode.MALFORMED: 400,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.GAP: 409,
    ProblemCode.CONFLICT: 409,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.BUSY: 503,
    ProblemCode.FAILED: 500,
}
"""Of HTTP (RFC 9110), by problem."""

TITLE = {
    ProblemCode.UNAUTHENTICATED: "Who is asking?",
    ProblemCode.FORBIDDEN: "Not yours",
    ProblemCode.TRAINING: "A training folder",
    ProblemCode.MALFORMED: "Not what the contract describes",
    ProblemCode.NOT_FOUND: "Not found",
    ProblemCode.GAP: "Events are missing before these",
    ProblemCode.CONFLICT: "Another history stands here",
    ProblemCode.TOO_LARGE: "Too large",
    ProblemCode.BUSY: "Busy",
    ProblemCode.FAILED: "A fault of the hub",
}


class Refused(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """Nothing was changed; `problem` says why."""

    def __init__(self, code: ProblemCode, detail: str, position: Position | None = None) -> None:
        super().__init__(detail)
        self.problem = Problem(TITLE[code], STATUS[code], code, detail, position)
