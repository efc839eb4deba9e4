"""Themes: the four looks of every screen. A colour and its text are a pair; tests compute the contrast.

Colours of the 16-colour theme are the terminal's own, so that a plain console shows them; they were chosen to
be readable with the VGA palette of the Linux console, with xterm's, and with muted ones people choose.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

_DARK_TONES = {
    "tone-none": "#1d2730",
    "tone-none-text": "#e8eef2",
    "tone-ok": "#0b5d1e",
    "tone-ok-text": "#ffffff",
    "tone-note": "#1f4f80",
    "tone-note-text": "#ffffff",
    "tone-affected": "#ff9a3c",
    "tone-affected-text": "#000000",
    "tone-not-affected": "#f4f7f9",
    "tone-not-affected-text": "#000000",
    "tone-uncertain": "#ffd400",
    "tone-uncertain-text": "#000000",
    "tone-refused": "#5b2a86",
    "tone-refused-text": "#ffffff",
    "tone-hazard": "#b83200",
    "tone-hazard-text": "#ffffff",
    "tone-emergency": "#b00020",
    "tone-emergency-text": "#ffffff",
}
_LINES_ON_DARK = {
    "line-ok": "#7fe39a",
    "line-note": "#9fd0ff",
    "line-refused": "#d9b3ff",
    "line-hazard": "#ffa25c",
    "line-emergency": "#ff8a9b",
    "next-word": "#8fd3ff",
    "next-text": "#ffffff",
    "faint": "#a9b6c0",
    "band": "#ffd400",
    "band-text": "#000000",
}

DARK = Theme(
    name="dark",
    primary="#8fd3ff",
    secondary="#a9b6c0",
    accent="#8fd3ff",
    success="#7fe39a",
    warning="#ffd400",
    error="#ff8a9b",
    foreground="#e8eef2",
    background="#101418",
    surface="#101418",
    panel="#1d2730",
    dark=True,
    variables=_DARK_TONES | _LINES_ON_DARK,
)

LIGHT = Theme(
    name="light",
    primary="#00466b",
    secondary="#46525c",
    accent="#00466b",
    success="#0b5d1e",
    warning="#6b4a00",
    error="#a00018",
    foreground="#101418",
    background="#ffffff",
    surface="#ffffff",
    panel="#e3e9ee",
    dark=False,
    variables=_DARK_TONES
    | {
        "tone-none": "#e3e9ee",
        "tone-none-text": "#101418",
        # White on white would be no field at all.
        "tone-not-affected": "#101418",
        "tone-not-affected-text": "#ffffff",
        "line-ok": "#0b5d1e",
        "line-note": "#1f4f80",
        "line-refused": "#5b2a86",
        "line-hazard": "#9c2a00",
        "line-emergency": "#a00018",
        "next-word": "#00466b",
        "next-text": "#101418",
        "faint": "#46525c",
        "band": "#ffd400",
        "band-text": "#000000",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#ffff00",
    success="#00ff66",
    warning="#ffff00",
    error="#ff9a9a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables=_DARK_TONES
    | {
        "tone-none": "#000000",
        "tone-none-text": "#ffffff",
        "tone-ok": "#003d10",
        "tone-note": "#00305e",
        "tone-not-affected": "#ffffff",
        "tone-refused": "#3b0066",
        "tone-hazard": "#7a2000",
        "tone-emergency": "#8f0018",
        "line-ok": "#00ff66",
        "line-note": "#ffffff",
        "line-refused": "#e6ccff",
        "line-hazard": "#ffb066",
        "line-emergency": "#ff9a9a",
        "next-word": "#ffff00",
        "next-text": "#ffffff",
        "faint": "#ffffff",
        "band": "#ffff00",
        "band-text": "#000000",
    },
)

SIXTEEN = Theme(
    name="16-colour",
    primary="ansi_bright_white",
    secondary="ansi_white",
    accent="ansi_bright_white",
    success="ansi_white",
    warning="ansi_bright_white",
    error="ansi_bright_white",
    foreground="ansi_bright_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    dark=True,
    ansi=True,
    # Textual's own style sheets name some more colours once a theme is of the terminal's own.
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | {
        "tone-none": "ansi_black",
        "tone-none-text": "ansi_bright_white",
        "tone-ok": "ansi_green",
        "tone-ok-text": "ansi_black",
        "tone-note": "ansi_cyan",
        "tone-note-text": "ansi_black",
        "tone-affected": "ansi_blue",
        "tone-affected-text": "ansi_bright_white",
        "tone-not-affected": "ansi_black",
        "tone-not-affected-text": "ansi_bright_white",
        "tone-uncertain": "ansi_white",
        "tone-uncertain-text": "ansi_black",
        "tone-refused": "ansi_red",
        "tone-refused-text": "ansi_bright_white",
        "tone-hazard": "ansi_red",
        "tone-hazard-text": "ansi_bright_white",
        "tone-emergency": "ansi_red",
        "tone-emergency-text": "ansi_bright_white",
        "line-ok": "ansi_white",
        "line-note": "ansi_white",
        "line-refused": "ansi_bright_white",
        "line-hazard": "ansi_bright_white",
        "line-emergency": "ansi_bright_white",
        "next-word": "ansi_bright_white",
        "next-text": "ansi_bright_white",
        "faint": "ansi_white",
        "band": "ansi_white",
        "band-text": "ansi_black",
    },
)

THEMES = (DARK, LIGHT, HIGH_CONTRAST, SIXTEEN)
"""In the order in which the key goes through them."""

FALLBACK = DARK.variables
"""What style sheets are read with before a theme is chosen."""
