"""Parameters: what stands in paths and queries, with the bounds the contract tells of.

The framework reads a query leniently (1e3 is a number, the second of two wins, an unknown name is nothing):
`expect_exact_query` refuses what the contract does not describe before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl

from litestar import Request
from litestar.di import NamedDependency
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.params import Parameter
from msgspec import Meta

from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.hub.waiting import MOST_SECONDS
from intake.wire import ProblemCode
from intake.wire.log import MOST_EVENTS
from intake.wire.words import Id, StationName

MOST_ANSWERS = 1000
MOST_NUMBER = 2**53

_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")


def _pattern(word: Any) -> str:  # noqa: ANN401 (an Annotated type is no type)
    return next(each.pattern for each in get_args(word) if isinstance(each, Meta) and each.pattern)


Held = NamedDependency[Database]
"""What the hub holds: a route's way to it."""

StationPath = Annotated[str, Parameter(pattern=_pattern(StationName), description="The station's name.")]
IncarnationPath = Annotated[str, Parameter(pattern=_pattern(Id), description="The incarnation of its log.")]
CampaignPath = Annotated[
    str, Parameter(pattern=_pattern(StationName), description="The campaign's identifier.")
]
VersionPath = Annotated[str, Parameter(pattern=_pattern(StationName), description="The version.")]
After = Annotated[int, Parameter(ge=0, le=MOST_NUMBER, description="Only what comes after this number.")]
EventLimit = Annotated[int, Parameter(ge=1, le=MOST_EVENTS, description="How many at most.")]
AnswerLimit = Annotated[int, Parameter(ge=1, le=MOST_ANSWERS, description="How many at most.")]
Wait = Annotated[
    int,
    Parameter(ge=0, le=MOST_SECONDS, description="How many seconds to wait for one, where there is none."),
]


async def expect_exact_query(request: Request[Any, Any, Any]) -> None:
    """Raise Refused unless each parameter of the query is known, a whole number, and there once."""
    known = _query_names(request.route_handler)
    given = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    names = [name for name, _ in given]
    for name, value in given:
        if name not in known:
            raise Refused(ProblemCode.MALFORMED, f"expected {_listed(known)}, got {name[:40]!a}")
        if names.count(name) > 1 or not _NUMBER.fullmatch(value):
            raise Refused(ProblemCode.MALFORMED, f"expected {name} once, a whole number")


def _query_names(handler: HTTPRouteHandler) -> set[str]:
    return set(handler.parsed_fn_signature.parameters) & {"after", "limit", "wait"}


def _listed(names: Iterable[str]) -> str:
    return " or ".join(sorted(names)) or "no parameter"
