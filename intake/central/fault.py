"""Faults of a call to the central claims system: what happened, and whether the request may have arrived."""

from __future__ import annotations

from enum import StrEnum

from intake.errors import IntakeError
from intake.wire import Problem


class FaultKind(StrEnum):
    """What a caller can tell apart."""

    UNREACHABLE = "unreachable"
    BUSY = "busy"
    """It answered that it cannot now (429, 5xx)."""

    REFUSED = "refused"
    """It answered that it will not: 401 and 403 always, another 4xx as the contract has it."""

    UNTRUSTED = "untrusted"
    """Its certificate, or ours there, does not verify: nothing was said to it."""

    MALFORMED = "malformed"
    """What answered is cut off, or speaks another contract."""


LASTING = frozenset({FaultKind.REFUSED, FaultKind.UNTRUSTED})
"""What no second try mends, but a person."""


class CentralError(IntakeError):
    """A call that failed."""

    exit_code = 4

    def __init__(
        self,
        kind: FaultKind,
        sentence: str,
        *,
        problem: Problem | None = None,
        retry_after: float | None = None,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.problem = problem
        """What a refusal said, where it said it as the contract does."""

        self.retry_after = retry_after
        """Seconds it asked to wait."""

        self.maybe_done = maybe_done
        """The request may have arrived: only the same request again tells."""

        if kind in LASTING:
            self.exit_code = IntakeError.exit_code
