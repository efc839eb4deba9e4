"""A scan: what one pull of a trigger gave us, before anybody asks what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec


class Severity(StrEnum):
    """How an answer is to be taken by the person at the dock, mildest first."""

    OK = "ok"
    NOTE = "note"
    REFUSED = "refused"
    HAZARD = "hazard"
    EMERGENCY = "emergency"


class Symbology(StrEnum):
    """What kind of code was read, where the scanner says so (ISO/IEC 15424 AIM identifier)."""

    UNKNOWN = "unknown"
    CODE_39 = "code_39"
    CODE_128 = "code_128"
    GS1_128 = "gs1_128"
    CODABAR = "codabar"
    CODE_93 = "code_93"
    ITF = "itf"
    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    GS1_DATABAR = "gs1_databar"
    PDF417 = "pdf417"
    DATA_MATRIX = "data_matrix"
    GS1_DATA_MATRIX = "gs1_data_matrix"
    QR = "qr"
    GS1_QR = "gs1_qr"
    AZTEC = "aztec"
    OTHER = "other"


class Fault(StrEnum):
    """Why a frame cannot be a code. A faulty frame is still a scan: it is answered and kept."""

    OVER_LONG = "over_long"
    """More bytes than any code holds arrived without a terminator."""

    CUT_SHORT = "cut_short"
    """The device went away in the middle of a code."""

    GARBLED = "garbled"
    """Bytes no code contains: usually the wrong speed or parity on the line."""

    UNTERMINATED = "unterminated"
    """The next code began before this one had ended: the scanner sends no Enter."""

    LAYOUT = "layout"
    """A mark the computer's keyboard layout has made something else of, nobody can say what."""


class Layout(StrEnum):
    """For which keyboard a keyboard scanner types, and for which the computer takes it."""

    UNKNOWN = "unknown"
    SAME = "same"
    US_ON_JIS = "us_on_jis"
    JIS_ON_US = "jis_on_us"


class Method(StrEnum):
    """By what kind of way a scan came in."""

    PORT = "port"
    HID = "hid"
    CAMERA = "camera"
    KEYBOARD = "keyboard"
    KEYED = "keyed"
    """Typed by a person: no device has read it, so it is read back."""

    TAPE = "tape"
    PIPE = "pipe"


class Moment(NamedTuple):
    """One point in time, by both clocks."""

    wall: int
    """Milliseconds since 1970-01-01 UTC by the wall clock: for people."""

    monotonic: int
    """Nanoseconds by the monotonic clock of this boot: the only one for intervals."""


class Scan(msgspec.Struct, frozen=True):
    """One read, as the device gave it."""

    raw: bytes
    """The bytes of the frame without its terminator, the AIM prefix still in front."""

    text: str
    """`raw` as text, the AIM prefix removed, repaired; bytes that are not UTF-8 become U+FFFD."""

    source: str
    """Which device: stable over unplug and replug, `port:/dev/serial/by-id/...`."""

    wall: int
    """When, in milliseconds since 1970-01-01 UTC by the wall clock."""

    monotonic: int
    """When, in nanoseconds by the monotonic clock: the only one for intervals."""

    method: Method = Method.PORT
    symbology: Symbology = Symbology.UNKNOWN
    fault: Fault | None = None
    repaired: bool = False
    """Whether `text` says what the code holds where keyboard layout, width or Caps Lock changed it."""


class Awaited(msgspec.Struct, frozen=True):
    """What the next code at the desk may be for: a camera looks for nothing else.

    A gun is pulled at one code; a camera sees whatever lies before it. Own labels (commands, badges, bags,
    containers) and products' numbers are always looked for.
    """

    parcel: bool = False
    """A parcel's label may come: Codabar, which invents reads in texture, is looked for now alone."""

    serial: bool = False
    """A unit's serial may come: print is read too."""

    patterns: tuple[str, ...] = ()
    """Regular expressions one of which a serial matches whole, in normal form; empty: any serial will do."""

    photo: str = ""
    """The identifier of the wish for a picture of the unit; empty: none is wanted."""
