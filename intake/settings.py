"""Settings: one TOML file with a version; every key has a default and a sentence.

`INTAKE_<KEY>` in the environment goes before the file; several values stand there between commas, tables as
JSON. An unknown key is an error that names the nearest.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import tomllib
from collections.abc import Collection, Mapping
from enum import Enum, StrEnum
from math import inf
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec
from msgspec import Meta

from intake.container import Limits, Room
from intake.equipment import Camera, Scanner
from intake.errors import WrongUsageError
from intake.language import Language
from intake.receipt.known import Policy
from intake.scan import Layout
from intake.state_folder import VARIABLE

VERSION = 1


class ThemeName(StrEnum):
    """Looks of the screens."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high-contrast"
    SIXTEEN_COLOURS = "16-colour"


class SoundPolicy(StrEnum):
    """Which answers are heard."""

    ALL = "all"
    BAD = "bad"
    NONE = "none"


class PreviewStyle(StrEnum):
    """How the terminal shows what a camera sees."""

    AUTO = "auto"
    BLOCKS = "blocks"
    KITTY = "kitty"
    SIXEL = "sixel"
    OFF = "off"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of one station."""

    version: Annotated[int, Meta(ge=1, le=VERSION, description="Version of this file's form.")] = VERSION
    language: Annotated[Language, Meta(description="Language of the desk: ja or en.")] = Language.JA
    theme: Annotated[
        ThemeName, Meta(description="Colours: dark, light, high-contrast, or 16-colour for a plain console.")
    ] = ThemeName.DARK
    campaigns: Annotated[
        tuple[str, ...],
        Meta(
            description="Campaigns this site judges by; empty: all. A serial that only the list of another "
            "one names is UNCERTAIN, but that list's models and parts of serials are not looked at."
        ),
    ] = ()
    bag_labels: Annotated[bool, Meta(description="Ask for a bag label (RI-U-…) for every unit.")] = True
    repeat_window_ms: Annotated[
        int, Meta(ge=0, le=10_000, description="Same code, same scanner, within this time: one scan.")
    ] = 1500
    list_max_age_days: Annotated[
        int,
        Meta(
            ge=0,
            description="A list that no activate confirmed for so long never says NOT_AFFECTED; 0: no limit.",
        ),
    ] = 7
    expected_retention_days: Annotated[
        int, Meta(ge=0, description="Days after which expected returns not in force are erased; 0: never.")
    ] = 90
    photo_retention_days: Annotated[
        int,
        Meta(
            ge=0,
            le=36_500,
            description="Days after which pictures are erased, not of units held as evidence; 0: never.",
        ),
    ] = 0
    checklist_every: Annotated[
        int, Meta(ge=0, description="Every so many units one answers the whole checklist; 0: none has to.")
    ] = 20
    idle_lock_minutes: Annotated[
        float, Meta(ge=0, description="Minutes without a scan after which the desk locks; 0: never.")
    ] = 15.0
    pin_attempts: Annotated[
        int, Meta(ge=1, le=100, description="Wrong PINs in a row after which a badge is locked.")
    ] = 5
    pin_lock_minutes: Annotated[
        float, Meta(ge=0, description="Minutes a badge stays locked after too many wrong PINs.")
    ] = 15.0
    disk_floor_mb: Annotated[
        int, Meta(ge=0, description="With less free disk than this, no new parcel is opened.")
    ] = 64
    container_units: Annotated[int, Meta(ge=1, le=100_000, description="Units a container holds.")] = 50
    container_wh: Annotated[float, Meta(gt=0, le=10_000_000, description="Watt-hours a container holds.")] = (
        2000.0
    )
    container_kg: Annotated[float, Meta(gt=0, le=100_000, description="Gross kilograms of a container.")] = (
        30.0
    )
    container_max_age_days: Annotated[
        int, Meta(ge=0, description="Days after its first unit when a container takes no more; 0: no limit.")
    ] = 330
    holding_minutes: Annotated[
        float, Meta(ge=0, description="Minutes units may wait in a holding box of the desk; 0: no limit.")
    ] = 60.0
    zone_units: Annotated[int, Meta(ge=0, description="Units one zone holds; 0: no limit.")] = 0
    zone_wh: Annotated[float, Meta(ge=0, description="Watt-hours one zone holds; 0: no limit.")] = 0.0
    inspection_hours: Annotated[
        float, Meta(ge=0, description="Hours after which a container is due for a round; 0: never.")
    ] = 24.0
    suspect_hours: Annotated[
        float, Meta(gt=0, le=10_000, description="Hours a container stays under watch after an emergency.")
    ] = 24.0
    scanners: Annotated[
        tuple[Scanner, ...],
        Meta(description="Scanners of this station, each a [[scanners]] of its own; empty: search."),
    ] = ()
    cameras: Annotated[
        tuple[Camera, ...],
        Meta(description="Cameras of this station, each a [[cameras]] of its own; empty: none is opened."),
    ] = ()
    preview: Annotated[
        PreviewStyle,
        Meta(description="What a camera sees, on the screen: auto, blocks, kitty, sixel or off."),
    ] = PreviewStyle.AUTO
    port: Annotated[
        str,
        Meta(description="Serial port of the only scanner, where no [[scanners]] is; empty: search."),
    ] = ""
    baud: Annotated[int, Meta(ge=300, description="Speed of the serial port; USB-CDC ignores it.")] = 115_200
    framing: Annotated[
        str, Meta(description="End of a scan: auto, cr, lf, crlf, tab, etx, gap or stx-etx.")
    ] = "auto"
    keyboard_layout: Annotated[
        Layout, Meta(description="Keyboard scanner's: unknown, same, us_on_jis, jis_on_us (intake keyboard).")
    ] = Layout.UNKNOWN
    hub_url: Annotated[
        str, Meta(description="Address of the central claims system: https://…; empty: there is none.")
    ] = ""
    hub_ca: Annotated[
        str, Meta(description="File of certificates its server is verified by; empty: the system's own.")
    ] = ""
    link: Annotated[
        bool, Meta(description="Ask the central claims system while a unit is handled (intake link).")
    ] = False
    sync_minutes: Annotated[
        float, Meta(gt=0, le=1440, description="Minutes after which a night's intake sync gives up.")
    ] = 240.0
    # All: an operator who hears nothing cannot tell a scan that was taken from one that was not read.
    sound: Annotated[SoundPolicy, Meta(description="What is heard: all answers, only bad ones, none.")] = (
        SoundPolicy.ALL
    )

    @property
    def policy(self) -> Policy:
        """What of the settings decisions depend on."""
        return Policy(
            bag_labels=self.bag_labels,
            repeat_window=self.repeat_window_ms * 1_000_000,
            limits=Limits(
                self.container_units,
                self.container_wh,
                round(self.container_kg * 1000),
                self.container_max_age_days * _DAY,
            ),
            checklist_every=self.checklist_every,
            holding_ms=round(self.holding_minutes * _MINUTE),
            zone=Room(self.zone_units or inf, self.zone_wh or inf),
        )

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that name these settings in every event."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]


FILE_NAME = "settings.toml"
_PREFIX = "INTAKE_"
_ALIKE = 0.8
"""As like as a name one letter off, from six letters on (`difflib`)."""

_MINUTE = 60_000
_DAY = 86_400_000
"""Milliseconds."""

_FIELDS = {entry.name: entry for entry in msgspec.structs.fields(Settings)}
_EQUIPMENT = {
    name: [entry.name for entry in msgspec.structs.fields(kind)]
    for name, kind in (("scanners", Scanner), ("cameras", Camera))
}
"""The settings that are tables, and the keys of each."""

_SEVERAL = {name for name, field in _FIELDS.items() if isinstance(field.default, tuple)} - _EQUIPMENT.keys()
"""Settings of several values, each a word."""


def load(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of a state folder. Raises WrongUsageError naming key, expected and got."""
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsageError(f"{path}: expected TOML settings, got: {error}") from error
    for name in environment:
        _check_variable(name)
    _check_known(values, _FIELDS, str(path))
    given = values | _from_environment(environment)
    for name, keys in _EQUIPMENT.items():
        for table in _tables(name, given.get(name, [])):
            _check_known(table, keys, f"[[{name}]]")
    return _convert(given)


def _tables(name: str, given: object) -> list[dict[str, Any]]:
    """Give the tables of a kind of device; most who write none have forgotten a pair of brackets."""
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        raise WrongUsageError(f"expected each {name[:-1]} as a [[{name}]] of its own, got {given!r}")
    return given


def _check_known(given: Mapping[str, Any], known: Collection[str], where: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, 1, 0.0)[0]
            raise WrongUsageError(f"{where}: expected a known setting, got {key!r}; the nearest is {near!r}")


def _check_variable(name: str) -> None:
    """Refuse a variable that is a setting's mistyped; others of our prefix are other programs' business."""
    key = name.removeprefix(_PREFIX).lower()
    if not name.startswith(_PREFIX) or key in _FIELDS or name == VARIABLE:
        return
    for near in difflib.get_close_matches(key, _FIELDS, 1, _ALIKE):
        variable = f"{_PREFIX}{near.upper()}"
        raise WrongUsageError(
            f"environment: expected a known setting, got {name!r}; the nearest is {variable!r}"
        )


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    named = {key: environment.get(f"{_PREFIX}{key.upper()}") for key in _FIELDS}
    return {key: _in_variable(key, value) for key, value in named.items() if value is not None}


def _in_variable(key: str, value: str) -> Any:  # noqa: ANN401 (what msgspec is to convert)
    if key in _SEVERAL:
        return [each.strip() for each in value.split(",") if each.strip()]
    if key not in _EQUIPMENT:
        return value
    try:
        return msgspec.json.decode(value or "[]")
    except msgspec.DecodeError as error:
        told = f"expected {_PREFIX}{key.upper()} to be a JSON array of tables, got: {error}"
        raise WrongUsageError(told) from error


def _convert(values: dict[str, Any]) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        told = f"settings: {error}{_choices(str(error))}; correct {FILE_NAME} or the INTAKE_… variable"
        raise WrongUsageError(told) from error


def _choices(error: str) -> str:
    """Name what may stand there, where only a few words may."""
    kind = next((field.type for name, field in _FIELDS.items() if f"$.{name}" in error), None)
    choices = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return f" (expected {', '.join(choices)})" if isinstance(choices, type(Enum)) else ""
