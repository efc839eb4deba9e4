"""Options that say how a sender's table is read: a mapping's file, and what differs from it this time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from intake.cli.kinds import choice
from intake.importing.form import Delimiter, Encoding
from intake.importing.mapping import ColumnMapping, load_mapping

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NAMES = ("mapping", "column", "constant", "ignore", "encoding", "delimiter", "sheet", "skip")


def mapping_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; its function takes their values as `mapping`, a ColumnMapping."""

    @wraps(command)
    def mapped(**values: Any) -> Any:  # noqa: ANN401 (click's values)
        told = {name: values.pop(name) for name in _NAMES}
        return command(**values, mapping=_mapping(**told))

    made: Callable[..., Any] = mapped
    for option in _options():
        made = option(made)
    return made


def _options() -> tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...]:
    several = partial(click.option, multiple=True)
    return (
        click.option("--mapping", type=_FILE, help="A TOML file that says which column is which."),
        several("--column", metavar="OURS=THEIRS", callback=_pairs, help="Our column is this one of theirs."),
        several("--constant", metavar="OURS=VALUE", callback=_pairs, help="Our column is this in every row."),
        several("--ignore", metavar="THEIRS", help="This column is of no use here."),
        click.option("--encoding", type=choice(Encoding), help="Of a CSV file."),
        click.option(
            "--delimiter", type=click.Choice([each.word for each in Delimiter]), help="Of a CSV file."
        ),
        click.option("--sheet", help="The sheet of a workbook that has several."),
        click.option("--skip", type=click.IntRange(0, 1000), help="Rows above the columns' names."),
    )


def _pairs(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    for value in values:
        ours, sign, theirs = value.partition("=")
        if not (sign and ours and theirs) or ours in told:
            raise click.BadParameter(f"expected OURS=THEIRS, each of ours once, got {value!r}")
        told[ours] = theirs
    return told


def _mapping(
    mapping: Path | None,
    column: dict[str, str],
    constant: dict[str, str],
    ignore: tuple[str, ...],
    **form: Any,  # noqa: ANN401 (click's values)
) -> ColumnMapping:
    """Put what the options say in place of what the file says. Raises WrongUsageError."""
    loaded = ColumnMapping() if mapping is None else load_mapping(mapping)
    told = {name: value for name, value in form.items() if value is not None}
    if "encoding" in told:
        told["encoding"] = Encoding(told["encoding"])
    return replace(
        loaded,
        columns={key: value for key, value in loaded.columns.items() if key not in constant} | column,
        constant={key: value for key, value in loaded.constant.items() if key not in column} | constant,
        ignore=(*loaded.ignore, *ignore),
        **told,
    )
