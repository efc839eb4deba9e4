"""OpenAPI: the contract, drawn from the code that serves it.

Paths, parameters and answers come out of the routes; what the framework would say of the types is replaced by
what msgspec, which reads them, says itself: it alone knows that no other field is taken.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, Reference, SecurityScheme, Tag

from intake import wire
from intake.hub import fields, routes
from intake.hub.auth import CERTIFICATE, TOKEN
from intake.hub.problems import RETRY_AFTER
from intake.hub.semantics import GROUPS

TITLE = "Returns intake: central claims system"
VERSION = "1.0.0"
"""Of the contract, not of the program: it changes when a station would notice."""

_DESCRIPTION = (
    "What stations send to the central claims system and get from it. intake hub serves it; any other system "
    "may: what calls mean is said of each group. Times are ISO 8601 UTC with milliseconds. Bodies of "
    "requests may be compressed (Content-Encoding: gzip). What is sent has no other members than described; "
    "what comes may have more, which are passed over. Any call but a lease may be repeated as it was sent "
    "and has its effect once. After a 429 or 503, Retry-After says when."
)

_HEADERS = {
    "401": {"WWW-Authenticate": {"description": "Bearer.", "schema": {"type": "string"}}},
    "503": {
        "Retry-After": {
            "description": "After how many seconds to ask again.",
            "schema": {"type": "string", "pattern": "^[0-9]+$", "examples": [str(RETRY_AFTER)]},
        }
    },
}


def _config() -> OpenAPIConfig:
    """Say what no route says."""
    schemes: dict[str, SecurityScheme | Reference] = {
        TOKEN: SecurityScheme(
            type="http", scheme="bearer", description="A token of a station, a shipper or an administrator."
        ),
        CERTIFICATE: SecurityScheme(
            type="mutualTLS", description="Issued to the token's holder, where the hub asks for certificates."
        ),
    }
    return OpenAPIConfig(
        title=TITLE,
        version=VERSION,
        description=_DESCRIPTION,
        use_handler_docstrings=True,
        components=Components(security_schemes=schemes),
        tags=[Tag(name, told) for name, told in GROUPS.items()],
    )


@cache
def contract() -> dict[str, Any]:
    """Draw the contract as an OpenAPI 3.1 document."""
    # An application that is never served: the one that is has none of the framework's pages about itself.
    drawn = Litestar([routes.ROUTER], openapi_config=_config(), logging_config=None)
    document: dict[str, Any] = drawn.openapi_schema.to_schema()
    document["components"]["schemas"] = _types()
    # The framework holds a path's methods in a set, which has another order in every process.
    document["paths"] = {path: dict(sorted(each.items())) for path, each in sorted(document["paths"].items())}
    for path in document["paths"].values():
        for operation in path.values():
            _complete(operation)
    return document


def printed() -> bytes:
    """Give the contract's text: the same bytes for the same code."""
    return msgspec.json.format(msgspec.json.encode(contract(), order="deterministic"), indent=2) + b"\n"


def _types() -> dict[str, Any]:
    named = [getattr(wire, name) for name in wire.__all__]
    structs = [each for each in named if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    _, schemas = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    for each in named:
        if isinstance(each, type) and issubclass(each, msgspec.Struct | StrEnum):
            fields.describe(schemas[each.__name__], each)
    return schemas


def _complete(operation: dict[str, Any]) -> None:
    """Say what the framework leaves out: headers of problems, and bounds as the whole numbers they are."""
    for status, response in operation["responses"].items():
        if status in _HEADERS:
            response["headers"] = _HEADERS[status]
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        schema |= {name: int(schema[name]) for name in ("minimum", "maximum") if name in schema}
