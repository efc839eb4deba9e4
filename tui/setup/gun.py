"""The gun that is set up, and what it has shown so far. Pure: a pull in, another gun out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake.equipment import Scanner
from intake.printable import printable
from intake.scan import Layout
from scanners.assignment import Assignment, Kind, feedbacks
from scanners.key_trial import told_by_keys, typed
from scanners.keymap import calibration, narrow
from scanners.plugged import Plugged
from scanners.test_card import CARD, CardCode, CodeName
from scanners.trial import Findings, Match, judge, settled

_LONGEST_NAME = 20
"""Characters a light has room for (`settings.Scanner.name`)."""

_CODES = {code.name: code for code in CARD}

GUESSES: Mapping[str, tuple[str, ...]] = {
    "Honeywell": ("honeywell_ack", "honeywell"),
    "Hand Held Products": ("honeywell_ack", "honeywell"),
    "Zebra": ("zebra_bel", "zebra_ssi"),
    "Datalogic": ("datalogic",),
    "Denso": ("denso",),
}
"""Drivers of a maker's guns; the first is what a gun is answered by until a person has chosen."""


@dataclass(frozen=True, slots=True)
class Gun:
    """One gun."""

    assignment: Assignment | None
    """Where it is and how it is understood so far; None: it types at this terminal."""

    maker: str = ""
    product: str = ""
    found: Mapping[CodeName, Findings] = field(default_factory=dict)
    last: Findings | None = None
    layout: Layout = Layout.UNKNOWN
    """Of a gun that types at this terminal: which keyboards meet."""

    heard: bool | None = None
    """Whether its tones were heard; None: not tried."""

    drivers: tuple[str, ...] = ("none",)
    """How it can be told good from bad, the likeliest first."""

    @classmethod
    def of(cls, plugged: Plugged) -> Gun:
        """Take what is plugged in, as its maker delivers it."""
        ways = drivers(plugged)
        assignment = Assignment(plugged.path, plugged.kind, _name(plugged), usb=plugged.usb, feedback=ways[0])
        return cls(assignment, plugged.maker, plugged.product, drivers=ways)

    @property
    def has_ears(self) -> bool:
        """Whether it can be told good from bad at all."""
        return self.drivers != ("none",)

    @property
    def is_typing(self) -> bool:
        """Whether it is a keyboard."""
        return self.assignment is None or self.assignment.kind is Kind.KEYBOARD

    def pulled(self, asked: CodeName, pull: bytes) -> Gun:
        """Take a pull: of the code that was asked for, or of another one of the card."""
        gun = self._judged(_CODES[asked], pull)
        if gun.last is not None and gun.last.other is not None:
            gun = self._judged(_CODES[gun.last.other], pull)
        return gun

    def _judged(self, code: CardCode, pull: bytes) -> Gun:
        assignment, sent, layout = self.assignment, pull, self.layout
        if assignment is None:
            text = narrow(pull.decode("utf-8", "replace"))  # an input method may stand in between
            told, sent = calibration(text), text.encode()
            layout = told.layout if told else layout
        elif assignment.kind is Kind.KEYBOARD:
            assignment = told_by_keys(assignment, code, pull)
            sent = typed(assignment, pull)
        findings = judge(code, sent, is_typed=self.is_typing)
        found = self.found if findings.other else {**self.found, code.name: findings}
        if assignment is not None and not is_decoded(assignment):
            assignment = settled(assignment, found)
        return replace(self, assignment=assignment, found=found, last=findings, layout=layout)

    def set_to(self, *, baud: int | None = None, feedback: str | None = None) -> Gun:
        """Take another speed or another way of being answered."""
        if self.assignment is None:
            return self
        changed = replace(
            self.assignment,
            baud=baud or self.assignment.baud,
            feedback=feedback or self.assignment.feedback,
        )
        return replace(self, assignment=changed)

    def with_tones(self, *, heard: bool | None) -> Gun:
        """Take what a person says of its tones."""
        return replace(self, heard=heard)

    @property
    def scanner(self) -> Scanner | None:
        """What the settings will say of it; None: it types at this terminal."""
        if self.assignment is None:
            return None
        told = self.assignment
        return Scanner(
            device=told.device,
            kind=told.kind.value,
            name=told.name,
            usb=told.usb,
            framing=told.framing,
            baud=told.baud,
            layout=told.layout.value if told.layout else "",
            control=told.control.value,
            feedback=told.feedback,
        )

    @property
    def untried(self) -> tuple[CodeName, ...]:
        """Codes of the card that never came whole."""
        return tuple(name for name in CodeName if not (name in self.found and self.found[name].is_whole))


def recognised(gun: Gun) -> bool:
    """Tell whether the last pull shows that this is the gun: any code of the card, but for its marks."""
    return gun.last is not None and gun.last.match in {
        Match.WHOLE,
        Match.NO_GS,
        Match.OTHER_GS,
        Match.CASE,
        Match.LAYOUT,
        Match.TWICE,
    }


def is_decoded(assignment: Assignment) -> bool:
    """Tell whether the device gives packets or reports, which say themselves where a code ends."""
    return assignment.kind is Kind.POS or assignment.feedback == "zebra_ssi"


def drivers(plugged: Plugged) -> tuple[str, ...]:
    """Give the drivers by name, the likeliest first: those of the maker, or the beeps a device describes."""
    if plugged.kind is Kind.POS:
        return ("hid_pos", "none") if plugged.has_beeps else ("none",)
    own = GUESSES.get(plugged.maker, ("none",)) if plugged.kind is Kind.PORT else ()
    return (*own, *(name for name in feedbacks(plugged.kind) if name not in own))


def _name(plugged: Plugged) -> str:
    """Call it as it calls itself, as far as a light has room."""
    told = printable(plugged.product or plugged.maker, _LONGEST_NAME + 1)
    return told[:_LONGEST_NAME].strip()
