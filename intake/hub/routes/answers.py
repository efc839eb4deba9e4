"""Down: what became of a station's replacements."""

from __future__ import annotations

from litestar import Router, get

from intake.hub import answers
from intake.hub.auth import SIGNED, only
from intake.hub.problems import described
from intake.hub.routes.parameters import After, AnswerLimit, Held, StationPath
from intake.hub.tokens import TokenRole
from intake.wire import Answers


@get(
    "/stations/{station:str}/answers",
    operation_id="answers",
    summary="Tell what became of replacements",
    responses=described(),
)
async def told(database: Held, station: StationPath, after: After = 0, limit: AnswerLimit = 1000) -> Answers:
    """Tell what was answered after a number, the oldest first."""
    return await database.run(answers.answers, station, after, limit)


ROUTER = Router(
    "/", guards=[only(TokenRole.STATION)], security=SIGNED, tags=["answers"], route_handlers=[told]
)
