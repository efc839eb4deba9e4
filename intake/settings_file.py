"""The settings' file, written: a person's comments stay, and it is replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from intake.content import flush_folder
from intake.equipment import Camera, Scanner
from intake.errors import StorageError
from intake.settings import FILE_NAME, load

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_SCANNERS = "scanners"
_TABLES: Mapping[type[Scanner | Camera], str] = {Scanner: _SCANNERS, Camera: "cameras"}


def assign(folder: Path, device: Scanner | Camera, node: str = "") -> None:
    """Write a scanner or a camera into the settings, in the place of the one with the same device.

    It is the same by its name or by the `node` it has at the moment. With the first scanner the older key
    `port` becomes one too, unless it is this one: beside them it counts no more, its gun would fall silent.

    Raises:
        WrongUsageError: What stands there cannot be read as settings, or could not with this in it.
        StorageError: It cannot be written.

    """
    own = {_node(device.device), node}
    table = _TABLES[type(device)]

    def alter(document: TOMLDocument) -> None:
        if not document.get(table):
            document.pop(table, None)
            if table == _SCANNERS:
                _carry_over(document, own)
        _put(document, device, own)

    _write(folder, alter)


def change(folder: Path, values: Mapping[str, str | int | bool]) -> None:
    """Write single settings. Raises as `assign`."""
    _write(folder, lambda document: document.update(values))


def written(device: Scanner | Camera) -> str:
    """Give the table of a device as it stands in the file: what is not as by default."""
    from tomlkit import document  # noqa: PLC0415 (30 ms, for the set-up alone)

    blank = document()
    _put(blank, device, {device.device})
    return blank.as_string().strip()


def _carry_over(document: TOMLDocument, own: set[str]) -> None:
    """Make a scanner of `port`, its comment kept, unless its device is one of `own`."""
    port: Any = document.pop("port", None)
    if port and _node(port) not in own:
        line = {name: document[name] for name in ("framing", "baud") if name in document}
        _put(document, msgspec.convert({"device": port, **line}, Scanner), {port}, port.trivia.comment)


def _node(device: str) -> str:
    return str(Path(device).resolve()) if device.startswith("/") else device


def _put(document: TOMLDocument, device: Scanner | Camera, own: set[str], comment: str = "") -> None:
    from tomlkit import aot  # noqa: PLC0415 (as above)

    values = msgspec.structs.asdict(device)
    defaults = {field.name: field.default for field in msgspec.structs.fields(device)}
    told = {name: value for name, value in values.items() if value != defaults[name]}
    tables: Any = document.setdefault(_TABLES[type(device)], aot())
    places = [place for place, each in enumerate(tables) if _node(each["device"]) in own]
    if not places:
        tables.append(told)
        if comment:
            tables[-1]["device"].comment(comment)
        return
    for double in reversed(places[1:]):  # with one device twice a station does not start
        del tables[double]
    found = tables[places[0]]
    for name in values.keys() & found.keys() - told.keys():
        del found[name]
    found.update(told)


def _write(folder: Path, alter: Callable[[TOMLDocument], None]) -> None:
    from tomlkit import document, parse  # noqa: PLC0415 (as above)

    load(folder, {})  # what is no settings is a person's to mend, and keeps what they wrote
    path = (folder / FILE_NAME).resolve()  # a link stays one
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        altered = parse(text) if text else document()
        alter(altered)
        _replace(path, altered.as_string())
    except OSError as error:
        raise StorageError(f"expected writable settings at {path}, got: {error}") from error


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place, once it was read back as settings."""
    with tempfile.TemporaryDirectory(prefix=".settings-", dir=path.parent) as aside:
        draft = Path(aside) / FILE_NAME
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        load(draft.parent, {})
        _as_before(draft, path if path.exists() else path.parent)
        draft.replace(path)
    flush_folder(path.parent)


def _as_before(draft: Path, model: Path) -> None:
    """Give it to whom the file, or the folder, belongs: the station may not be who sets it up."""
    if model.is_file():
        shutil.copymode(model, draft)
    owner = model.stat()
    if (owner.st_uid, owner.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
        os.chown(draft, owner.st_uid, owner.st_gid)
