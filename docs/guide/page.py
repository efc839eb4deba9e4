"""The guide as HTML: words from the desk's catalogue where they are the same, the rest from `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from docs.guide.barcode import barcode
from intake import safety
from intake.correction import UndoReason
from intake.language import Language
from intake.line import Line
from intake.own_label import Command, parse
from intake.scan import Severity
from intake.wording import Wording
from tui.look import Look
from tui.themes import DARK

FOLDER = Path(__file__).parent
_STEPS = (
    (Line("prompt_scan_parcel"), "3120-0007-9193"),
    (Line("prompt_take_unit_out"), "ATEST1263K00FVU8"),
    (Line("prompt_look_feel_smell"), "RI-C-INTACT"),
    (Line("prompt_scan_bag"), "RI-U-000001-K"),
    (Line("prompt_put_into", {"container": "RI-Q-0001-2"}), "RI-Q-0001-2"),
)
"""Of an ordinary parcel: what the desk asks for, and an example of what is scanned."""

_LABEL = re.compile(r"RI-[A-Z]-\d+-\w")
_WHOLE = r"<span>\g<0></span>"

_CARDS = {
    "condition": ("INTACT", "D", "K1"),
    "extra": ("CABLE", "MANUAL", "BOX", "OTHER"),
    "answer": ("YES", "NO"),
    "serial": ("UNREADABLE", "LOOKUP"),
    "parcel": ("CLOSE", "EMPTY", "SHORT"),
    "again": ("CHECK",),
    "undo": ("UNDO", *(f"REASON-{reason.card}" for reason in UndoReason)),
    "more": ("MOVE", "INSPECT", "PHOTO", "OUT"),
}
"""The cards of each part, by what stands on them."""

_TITLES = ("battery", "answers", "serial", "extras", "parcel", "more")
"""Of parts that stand on the control sheet as well."""

_VERDICTS = {Look.AFFECTED: "AFFECTED", Look.NOT_AFFECTED: "NOT_AFFECTED", Look.UNCERTAIN: "UNCERTAIN"}


def words(language: Language) -> dict[str, Any]:
    """Read what only the guide says."""
    told: dict[str, Any] = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))[language]
    return told


def page(language: Language) -> str:
    """Write the guide in one language."""
    told, wording, texts = words(language), Wording(language), safety.load()[language]
    parts = {
        "language": str(language),
        "colours": _colours(),
        "steps": _steps(wording),
        "any_more": escape(wording.sentence(Line("prompt_anything_else"))),
        "emergency": escape(wording.term("severity", Severity.EMERGENCY)),
        "emergency_lines": _items(texts.emergency),
        "swollen_lines": _items(texts.swollen),
        "K2": _card("K2", wording),
        "undo": escape(wording.command("undo")),
        "looks": "\n".join(_look(look, told, wording) for look in Look if look is not Look.NONE),
        "calls": _items(told["calls"]),
        "typing": _items([*told["typing"], *wording.help("KEYS")[:2]]),
        **{
            f"{part}_cards": "\n".join(_card(name, wording) for name in names)
            for part, names in _CARDS.items()
        },
        **{part: escape(wording.printed(f"group_{part}")) for part in _TITLES},
    }
    plain = {name: escape(text) for name, text in told.items() if isinstance(text, str)}
    return Template((FOLDER / "page.html").read_text("utf-8")).substitute(plain | parts)


def _steps(wording: Wording) -> str:
    lines = []
    for number, (line, example) in enumerate(_STEPS, 1):
        word, sentence = escape(wording.step_word(line)), escape(wording.sentence(line))
        head = f'<span class="number">{number}</span><span class="word">{word}</span>'
        lines.append(f"<li>{head}<code>{example}</code>{_LABEL.sub(_WHOLE, sentence)}</li>")
    return "\n".join(lines)


def _card(name: str, wording: Wording) -> str:
    card = parse(f"RI-C-{name}")
    if not isinstance(card, Command):
        raise TypeError(f"expected the name of a command card, got {name}")
    reason = (card.argument or "").lower().replace("-", "_")
    meaning = wording.term("why", reason) if card.argument else wording.printed(f"card_{name}")
    return f'<div class="card">{barcode(card.code)}<p><b>{name}</b>{escape(meaning)}</p></div>'


def _look(look: Look, told: dict[str, Any], wording: Wording) -> str:
    kind, code = ("verdict", _VERDICTS[look]) if look in _VERDICTS else ("severity", Severity(look))
    mark = f"<code>{escape(look.shape)}</code>{escape(look.symbol)} {escape(wording.term(kind, code))}"
    return f'<tr><td class="look tone-{look}">{mark}</td><td>{escape(told[look])}</td></tr>'


def _colours() -> str:
    tones = DARK.variables
    return "\n".join(
        f".tone-{look} {{ background: {tones[f'tone-{look}']}; color: {tones[f'tone-{look}-text']}; }}"
        for look in Look
    )


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"<li>{escape(text)}</li>" for text in texts)
