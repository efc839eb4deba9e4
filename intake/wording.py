"""Wording: sentences from message catalogues. No other module holds a sentence the desk says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from intake.catalogue import checklist, data_folder
from intake.language import Language, shown_on
from intake.line import Line, Params
from intake.outcome import Outcome
from intake.own_label import LabelKind
from intake.printable import printable
from intake.scan import Severity
from intake.scene import Pending
from intake.verdict import Verdict

_SECTIONS = (
    "age",
    "camera",
    "commands",
    "doctor",
    "explain",
    "help",
    "lead",
    "lead_values",
    "near",
    "pending",
    "printing",
    "setup",
)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400

_NAME = 28
"""Characters of a scanner's name on its light."""

_LISTED = frozenset({"campaigns", "services"})
"""Values that name several; a screen cuts them where its row ends."""

_VALUE, _LIST = 40, 400
"""Characters of a value, and of one that names several."""

_OTHERS_KEY = re.compile(r"F2 \w+ *")
"""The key of the other language, in that language, as it stands among the keys of every screen."""


@cache  # it ships with the program, and is asked for at every press of the language's key
def _catalogue(language: Language, *, is_alone: bool) -> dict[str, Any]:
    text = (data_folder() / "locales" / f"{language}.toml").read_text(encoding="utf-8")
    catalogue: dict[str, Any] = tomllib.loads(_OTHERS_KEY.sub("", text) if is_alone else text)
    catalogue["terms"]["sign"] = {sign.name: getattr(sign, language) for sign in checklist().signs}
    return catalogue


class Wording:
    """One language's catalogue."""

    def __init__(self, language: Language, *, is_alone: bool = False) -> None:
        """Load it from `data/locales/`; alone, its screens offer no other language."""
        catalogue = _catalogue(language, is_alone=is_alone)
        self.language = language
        self.is_alone = is_alone
        self._sentences: Mapping[str, str] = catalogue["sentences"]
        self._screen: Mapping[str, str] = catalogue["screen"]
        self._lights: Mapping[str, str] = catalogue["lights"]
        self._large: Mapping[str, str] = catalogue["large"]
        self._sections: dict[str, Mapping[str, str]] = {name: catalogue[name] for name in _SECTIONS}
        self._review: Mapping[str, str] = catalogue["review"]
        self._terms: Mapping[str, Mapping[str, str]] = catalogue["terms"]

    @classmethod
    def shown_on(cls, terminal: str, wanted: Language) -> Wording:
        """Give the catalogue of the language wanted; English alone where TERM names what shows no other."""
        languages = shown_on(terminal)
        return cls(wanted if wanted in languages else Language.EN, is_alone=len(languages) == 1)

    def sentence(self, line: Line) -> str:
        """Word an answer or a prompt. Scanned text in it is made printable."""
        values = _Values({name: self._value(name, value) for name, value in line.params.items()})
        return self._template(line).format_map(values).strip()

    def _template(self, line: Line) -> str:
        """An answer that names a serial which may be meant has a sentence with room for it."""
        plain = self._sentences[line.message]
        return self._sections["near"].get(line.message, plain) if line.params.get("near") else plain

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
        return printable(str(value), _LIST if name in _LISTED else _VALUE)

    def term(self, kind: str, value: str) -> str:
        """Word a code: a verdict, a condition, a hold."""
        return self._terms[kind].get(value, value)

    def screen(self, name: str, **values: str | int) -> str:
        """Word a fixed part of a screen."""
        return self._screen[name].format_map(values)

    def headline(self, outcome: Outcome) -> str:
        """Give the one large word of an answer: its own, its verdict's, or that of how grave it is."""
        answer = outcome.answer
        if outcome.scene.emergency_since is not None:
            return self._large["emergency"]
        is_refused = answer.severity is Severity.REFUSED
        if outcome.scene.is_swollen and not is_refused:
            return self._large["condition_swollen"]
        if answer.message in self._large:
            return self._large[answer.message].format_map(_Values(_shortened(answer.params)))
        # A verdict is the answer, unless a scan about the unit was refused: then that is.
        if answer.verdict is None or (is_refused and answer.verdict is not Verdict.INVALID):
            return self.term("severity", answer.severity)
        return self.term("verdict", answer.verdict)

    def step_word(self, prompt: Line) -> str:
        """Give the one large word of what to do next."""
        return self._large[prompt.message].format_map(_Values(_shortened(prompt.params)))

    def help(self, name: str) -> list[str]:
        """Give a help text's lines: of a step the title first."""
        return self._sections["help"][name].strip().splitlines()

    def command(self, name: str) -> str:
        """Word a command of the desk."""
        return self._sections["commands"][name]

    def pending(self, pending: Pending) -> str:
        """Word something that is still to be done."""
        values = {"count": str(pending.count), "place": pending.place}
        return self._sections["pending"][pending.kind].format_map(values)

    def camera(self, name: str) -> str:
        """Word a hint to the person before a camera; its large word as `<hint>_large`."""
        return self._sections["camera"][name]

    def explain(self, name: str, **values: str | int) -> str:
        """Word a step of the reasoning behind a verdict."""
        return self._sections["explain"][name].format_map(values)

    def doctor(self, name: str, **values: str | int) -> str:
        """Word what a check of the station found, or what is to be done about it."""
        return self._sections["doctor"][name].format_map(values)

    def setup(self, name: str, **values: str | int) -> str:
        """Word a part of the set-up wizard."""
        return self._sections["setup"][name].format_map(values).rstrip()

    def printed(self, name: str, **values: str | int) -> str:
        """Word a part of what is printed on paper."""
        return self._sections["printing"][name].format_map(values)

    def lead(self, name: str) -> str:
        """Word a fixed part of the lead's card."""
        return self._sections["lead"][name]

    def lead_value(self, field: str, value: str) -> str:
        """Word what a row of the lead's card says; a label stays as it is."""
        terms = self._terms.get({"reason": "why"}.get(field, field), {})
        own = self._sections["lead_values"]
        if field == LabelKind.CONTAINER:
            return own[field]
        return terms.get(value) or self._terms["outcome"].get(value) or own.get(value, value)

    def colour(self, name: str | None) -> str:
        """Word the colour of a casing; a name of the site's own stays as it is."""
        return self.term("colour", name) if name else ""

    def review(self, name: str, **values: str | int) -> str:
        """Word a fixed part of the supervisor's screens."""
        return self._review[name].format_map(values).rstrip()

    def age(self, seconds: float) -> str:
        """Word how long ago something was: in minutes, from an hour on in hours, from two days on in days."""
        told = self._sections["age"]
        if seconds < _HOUR:
            return told["minutes"].format(count=int(max(seconds, 0) // _MINUTE))
        if seconds < 2 * _DAY:
            return told["hours"].format(count=int(seconds // _HOUR))
        return told["days"].format(count=int(seconds // _DAY))

    def light(self, state: str, source: str, detail: str, name: str = "") -> str:
        """Word a scanner's light, by its name; without one the last part of where it is stands for it.

        What is true of a port may not be of a gun that types: nobody keeps its keys from the terminal.
        """
        shown = printable(name or _place(source), _NAME)
        told = self._lights.get(f"{state}_{source.partition(':')[0]}") or self._lights[state]
        return told.format_map({"source": shown, "detail": printable(detail, 60)})


class _Values(dict[str, str]):
    """A value that was forgotten must not leave the operator without an answer."""

    def __missing__(self, name: str) -> str:
        """Leave a gap that can be seen; the tests find every such sentence."""
        return "?"


def _shortened(params: Params) -> dict[str, str]:
    """Write labels of containers as they are called at the dock: `Q-0012` for `RI-Q-0012-T`."""
    return {name: _short(str(value)) for name, value in params.items()}


def _short(value: str) -> str:
    found = _NUMBERED.fullmatch(value)
    return found[1] if found else printable(value, 16)


def _place(source: str) -> str:
    """Give the last part of where a scanner is; of a long one its end, which holds model and number."""
    place = (source.partition(":")[2] or source).rsplit("/", 1)[-1]
    return place if len(place) <= _NAME else f"…{place[1 - _NAME :]}"


_NUMBERED = re.compile(r"RI-([A-Z]-[0-9]+)-[0-9A-Z]")


def _local(at: str) -> str:
    """Write a stored time as the clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
