"""Wording: sentences from message catalogues. No other module holds a sentence the desk says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from intake.catalogue import checklist, data_folder
from intake.outcome import Line
from intake.printable import printable
from intake.settings import Language


class Wording:
    """One language's catalogue."""

    def __init__(self, language: Language) -> None:
        """Load it from `data/locales/`."""
        path = data_folder() / "locales" / f"{language}.toml"
        catalogue: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.language = language
        self._sentences: Mapping[str, str] = catalogue["sentences"]
        self._screen: Mapping[str, str] = catalogue["screen"]
        self._lights: Mapping[str, str] = catalogue["lights"]
        self._terms: dict[str, Mapping[str, str]] = catalogue["terms"]
        self._terms["sign"] = {sign.name: getattr(sign, language) for sign in checklist().signs}

    def sentence(self, line: Line) -> str:
        """Word an answer or a prompt. Scanned text in it is made printable."""
        values = _Values({name: self._value(name, value) for name, value in line.params.items()})
        return self._sentences[line.message].format_map(values).strip()

    def raw(self, message: str) -> str:
        """Give a sentence as the catalogue has it, its placeholders unfilled."""
        return self._sentences[message]

    def sentence_of(self, answer: Mapping[str, Any]) -> str:
        """Word an answer as it stands in the journal; an id this release no longer has stays as it is."""
        if answer["message"] not in self._sentences:
            return str(answer["message"])
        return self.sentence(Line(answer["message"], answer.get("params", {})))

    def _value(self, name: str, value: str | int) -> str:
        term = self._terms.get(name, {}).get(str(value))
        if term is not None:
            return term
        if name == "at":
            return _local(str(value))
        return printable(str(value), 40)

    def term(self, kind: str, value: str) -> str:
        """Word a code: a verdict, a condition, a hold."""
        return self._terms[kind].get(value, value)

    def screen(self, name: str, **values: str | int) -> str:
        """Word a fixed part of a screen."""
        return self._screen[name].format_map(values)

    def light(self, state: str, source: str, detail: str) -> str:
        """Word a scanner's light; of a path its last part is shown."""
        name = printable(source.rsplit("/", 1)[-1], 40)
        return self._lights[state].format_map({"source": name, "detail": printable(detail, 60)})


class _Values(dict[str, str]):
    """A value that was forgotten must not leave the operator without an answer."""

    def __missing__(self, name: str) -> str:
        """Leave a gap that can be seen; the tests find every such sentence."""
        return "?"


def _local(at: str) -> str:
    """Write a stored time as the clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def catalogues() -> list[Path]:
    """List the shipped catalogues."""
    return sorted((data_folder() / "locales").glob("*.toml"))
