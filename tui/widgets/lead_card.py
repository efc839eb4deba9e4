"""The lead's card: badge, PIN, and what they are asked for, over the desk and over the emergency card."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.scan import Severity
from intake.wording import Wording
from tui.cells import fit, wrap
from tui.lead_form import Claim, Field, LeadForm, LeadWish, Stage
from tui.widgets.lines import Lines, Styled

_LABEL_CELLS = 26


class LeadCard(Lines):
    """Holds the form that is being filled in."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lead-card--title",
        "lead-card--emergency",
        "lead-card--text",
        "lead-card--chosen",
        "lead-card--told",
    }
    blank = "lead-card--text"

    def __init__(self) -> None:
        """Begin closed."""
        super().__init__()
        self.form: LeadForm | None = None
        """Read by scanner threads too: a frozen value, put here whole."""
        self.typed = ""
        """What is typed and not yet ended."""
        self._told = ""

    def open(self, form: LeadForm, wording: Wording) -> None:
        """Show a form to be filled in."""
        self._set(form, wording)

    def close(self) -> None:
        """Take the form away; what was filled in is forgotten."""
        self.form, self.typed, self._told, self.display = None, "", "", False

    def is_for(self, *, emergency: bool) -> bool:
        """Tell whether an open form is for what is on now: nothing may cover a red card that has come up."""
        return self.form is None or self.form.emergency == emergency

    def offer(self, text: str, wording: Wording, *, typed: bool, by_hand: bool = False) -> bool:
        """Take a scanned or typed text that is meant for the form; tell whether it is not the station's."""
        if self.form is None:
            return False
        claim = self.form.claim(text, typed=typed, by_hand=by_hand)
        if claim is Claim.NOBODY:
            self.say(wording.lead(f"not_{self.form.stage}"), wording)
        elif claim is Claim.FORM:
            self._set(self.form.fill(text, typed=typed, by_hand=by_hand), wording)
        return claim is not Claim.STATION

    def say(self, sentence: str, wording: Wording) -> None:
        """Say something until the form is changed."""
        if self.form is not None:
            self._told = sentence
            self.tell(wording)

    def steer(self, key: str, wording: Wording) -> None:
        """Take an arrow: up and down go to a row, left and right change it."""
        if self.form is not None and key in {"up", "down"}:
            self._set(self.form.move(-1 if key == "up" else 1), wording)
        elif self.form is not None:
            self._set(self.form.change(-1 if key == "left" else 1), wording)

    def wish(self, wording: Wording) -> LeadWish | None:
        """Give what is asked for, once: the PIN is forgotten with it. Say so where something is missing."""
        wish = self.form.wish() if self.form else None
        if wish is None or self.form is None:
            self.say(wording.lead("missing"), wording)
        else:
            self._set(self.form.refused(), wording)
        return wish

    def answer(self, outcome: Outcome, wording: Wording) -> None:
        """Close when the wish was granted; else say why not, and ask for the PIN again."""
        if self.form is None or outcome.answer.severity is not Severity.REFUSED:
            self.close()
            return
        self._set(self.form.refused(), wording)
        self.say(wording.sentence(outcome.answer.line), wording)

    def _set(self, form: LeadForm, wording: Wording) -> None:
        self.form, self._told = form, ""
        self.tell(wording)

    def tell(self, wording: Wording) -> None:
        """Draw the form, if there is one."""
        form = self.form
        self.display = form is not None
        if form is None:
            return
        title = wording.lead("emergency" if form.emergency else "title")
        head = "lead-card--emergency" if form.emergency else "lead-card--title"
        rows: list[Styled] = [("", head), (f"  {title}", head), ("", head)]
        rows += _form(form, wording) if form.stage is Stage.FORM else _asked(form, self.typed, wording)
        told = wrap(self._told, max(self.size.width - 4, 20), 2) if self._told else []
        rows += [("", "lead-card--text"), *((f"  {line}", "lead-card--told") for line in told)]
        self.show([*rows, (f"  {wording.lead(f'keys_{form.stage}')}", "lead-card--text")])


def _asked(form: LeadForm, typed: str, wording: Wording) -> list[Styled]:
    shown = "*" * len(typed) if form.stage is Stage.PIN else printable(typed, 24)
    lines = [f"{wording.lead('badge')} {form.badge}"] if form.badge else []
    lines += [f"{wording.lead(f'ask_{form.stage}')} {shown}"]
    return [(f"  {line}", "lead-card--chosen") for line in lines]


def _form(form: LeadForm, wording: Wording) -> list[Styled]:
    rows = [(_field(form, field, wording)) for field in form.fields]
    rows += [_row(thing.label, wording.lead_value(thing.kind, thing.ended)) for thing in form.things]
    styled = [
        (row, "lead-card--chosen" if place == form.row else "lead-card--text")
        for place, row in enumerate(rows)
    ]
    if Field.REASON not in form.fields:
        return styled
    return [*styled, (_row(wording.lead("act"), _act(form, wording)), "lead-card--text")]


def _act(form: LeadForm, wording: Wording) -> str:
    """Say what would be undone, and to what it was done."""
    if form.act is None:
        return wording.lead("no_act")
    about = printable(wording.term("accessory", form.act.about), 24)
    return f"{wording.term('act', form.act.kind)} {about}".rstrip()


def _field(form: LeadForm, field: Field, wording: Wording) -> str:
    value = form.value(field)
    return _row(wording.lead(field), wording.lead_value(field, value) if value else wording.lead("scan_it"))


def _row(label: str, value: str) -> str:
    return f"  {fit(label, _LABEL_CELLS)} {value}"
