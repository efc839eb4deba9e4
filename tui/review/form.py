"""The form of a card: fields one under another, filled by keys alone.

A gun that types a badge and Enter fills a field and goes on to the next. Its Enter may also send what stands
in the last one: therefore nothing acts at the station without a PIN, which no label can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.printable import cell_count, printable
from tui.cells import fit
from tui.widgets.lines import Lines, Styled


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in."""

    name: str
    label: str
    hidden: bool = False
    """A PIN: only how many characters it has is shown."""

    choices: tuple[tuple[str, str], ...] = ()
    """Values to choose from, each with its word; none: text is typed."""

    needed: bool = False
    """Nothing is sent without it."""

    longest: int = 80
    value: str = ""


class Form:
    """What is filled in so far, and which field is next."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        """Begin with the fields' own values."""
        self.fields = fields
        self.values = {field.name: field.value or _first(field) for field in fields}
        self.at = 0

    def put(self, fields: tuple[Field, ...]) -> None:
        """Ask for other things as well; what is filled in stays."""
        self.fields = fields
        for field in fields:
            self.values.setdefault(field.name, field.value or _first(field))

    @property
    def field(self) -> Field:
        """The field the keys go to."""
        return self.fields[self.at]

    @property
    def is_last(self) -> bool:
        """Whether Enter sends the form."""
        return self.at == len(self.fields) - 1

    @property
    def lacking(self) -> Field | None:
        """The first needed field that is empty."""
        empty = (field for field in self.fields if field.needed and not self.values[field.name].strip())
        return next(empty, None)

    def go(self, steps: int) -> None:
        """Go to another field, as far as there is one."""
        self.at = max(min(self.at + steps, len(self.fields) - 1), 0)

    def go_to(self, name: str) -> None:
        """Go to a field by its name."""
        self.at = next(place for place, field in enumerate(self.fields) if field.name == name)

    def type(self, text: str) -> None:
        """Put characters at the end of the field."""
        field = self.field
        if not field.choices and text.isprintable():
            self.values[field.name] = (self.values[field.name] + text)[: field.longest]

    def take_back(self) -> None:
        """Take the last character back."""
        if not self.field.choices:
            self.values[self.field.name] = self.values[self.field.name][:-1]

    def empty(self, name: str) -> None:
        """Make a field empty."""
        self.values[name] = ""

    def choose(self, steps: int) -> None:
        """Take another of the choices, round and round."""
        codes = [code for code, _ in self.field.choices]
        if codes:
            place = codes.index(self.values[self.field.name])
            self.values[self.field.name] = codes[(place + steps) % len(codes)]


def _first(field: Field) -> str:
    return field.choices[0][0] if field.choices else ""


def _chosen(field: Field, value: str) -> str:
    """Word the choice alone, and which of how many it is."""
    place = [code for code, _ in field.choices].index(value)
    return f"[{field.choices[place][1]}]  {place + 1}/{len(field.choices)}"


class FormLines(Lines):
    """Draws a form."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"form--field", "form--current"}
    blank = "form--field"

    def draw(self, form: Form) -> None:
        """Show every field with what it holds."""
        width = max(cell_count(field.label) for field in form.fields)
        self.styles.height = len(form.fields)
        self.show([self._line(form, field, width) for field in form.fields])

    def _line(self, form: Form, field: Field, width: int) -> Styled:
        is_current = field is form.field
        value = self._value(field, form.values[field.name], is_current=is_current)
        room = max(self.size.width - width - 6, 8)
        if field.choices and cell_count(value) > room:
            value = _chosen(field, form.values[field.name])
        # The end of a long text is what is being typed.
        while cell_count(value) > room:
            value = f"…{value[2:]}"
        mark = ">" if is_current else " "
        return f" {mark} {fit(field.label, width)}  {value}", f"form--{'current' if is_current else 'field'}"

    @staticmethod
    def _value(field: Field, value: str, *, is_current: bool) -> str:
        if field.choices:
            words = (f"[{word}]" if code == value else f" {word} " for code, word in field.choices)
            return " ".join(words)
        shown = "*" * len(value) if field.hidden else printable(value, field.longest)
        return f"{shown}_" if is_current else shown
