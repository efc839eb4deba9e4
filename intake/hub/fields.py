"""Fields: what stands below a type's fields in the code, for the contract.

msgspec tells a type's docstring and its constraints; what a field means is written where the field is, and
nowhere a second time.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from textwrap import dedent
from typing import Any


def describe(schema: dict[str, Any], kind: type) -> None:
    """Add to a type's JSON Schema what its fields, or an enumeration's members, mean."""
    told = _told(kind)
    if issubclass(kind, StrEnum):
        members = (f"`{member.value}`: {told[member.name]}" for member in kind if member.name in told)
        schema["description"] = "\n\n".join([schema.get("description", ""), *members]).strip()
        return
    for name, field in schema.get("properties", {}).items():
        words = (told.get(name, ""), field.get("description", ""))
        if any(words):
            field["description"] = " ".join(filter(None, words))


def _told(kind: type) -> dict[str, str]:
    """Give the text below each assignment of a class, by its name."""
    (tree,) = ast.parse(dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 (the source of a class)
    found = dict[str, str]()
    for statement, after in pairwise(tree.body):
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found |= {name: " ".join(str(after.value.value).split()) for name in _names(statement)}
    return found


def _names(statement: ast.stmt) -> Iterable[str]:
    targets: list[ast.expr] = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    return [target.id for target in targets if isinstance(target, ast.Name)]
