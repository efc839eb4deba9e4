"""Words of the wire: what fields of many messages are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

_END = r"$(?!\n)"
"""Of a pattern. To Python alone, a plain `$` is also before a newline at the end."""

Sha256 = Annotated[
    str, Meta(pattern="^[0-9a-f]{64}" + _END, description="SHA-256 in lower-case hexadecimal.")
]
StationName = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,39}" + _END,
        description="A station's name.",
        examples=["DOCK-1"],
    ),
]
Id = Annotated[
    str, Meta(pattern="^[0-9a-zA-Z._-]{1,80}" + _END, description="An identifier a station made: UUIDv7.")
]
Text = Annotated[
    str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*" + _END, description="Printable text.")
]
Said = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=r"^[^\x00-\x20\x7f][^\x00-\x1f\x7f]*" + _END,
        description="Printable text that is not empty and begins with no space.",
    ),
]
Key = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]+" + _END,
        description="Maker and normal serial: unique for ever per physical unit (intake.dispatch).",
    ),
]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Time = Annotated[
    str,
    Meta(
        pattern="^20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
        r"|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3])(:[0-5][0-9]){2}\.[0-9]{3}Z" + _END,
        description="ISO 8601 UTC with milliseconds.",
    ),
]


class FolderKind(StrEnum):
    """What kind of state folder speaks. A hub takes nothing of a training folder."""

    PRODUCTION = "production"
    TRAINING = "training"


class Health(msgspec.Struct, frozen=True):
    """Says that a hub is up and reaches its database. Nothing else: nobody has to sign in for it."""

    status: str = "ok"
