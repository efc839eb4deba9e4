"""Signing: schemathesis takes for each path a token that may call it (SCHEMATHESIS_HOOKS names this)."""

from __future__ import annotations

import json
import os
import re

import schemathesis

TOKENS = "HUB_TOKENS"
"""The variable with the tokens, by the beginning of the paths they are for."""

KNOWN = {"station": "DOCK-1", "incarnation": "inc-1", "campaign": "recall", "version": "1"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """Call for what is there: any other name that may be one would only ever be forbidden, or not found."""
    for name, known in KNOWN.items():
        given = (case.path_parameters or {}).get(name)
        if isinstance(given, str) and _NAME.fullmatch(given):
            case.path_parameters[name] = known


@schemathesis.auth(refresh_interval=None)  # a token a path, not one for all
class Token:
    def get(self, case, _context):
        tokens = json.loads(os.environ[TOKENS])
        return next(token for beginning, token in tokens.items() if case.path.startswith(beginning))

    def set(self, case, token, _context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
