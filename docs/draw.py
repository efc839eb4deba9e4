"""Draw what the README takes from the code: `python -m docs.draw` writes it, the tests compare.

Each block stands between `<!-- name -->` and `<!-- /name -->`.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from string import Formatter

import click
import msgspec

from intake.catalogue import checklist
from intake.cli import intake as command
from intake.equipment import Camera, Scanner
from intake.language import Language
from intake.operator import PERMITTED, Role
from intake.outcome import Line
from intake.receipt import TRANSITIONS, Step
from intake.receipt.undoing import TABLE
from intake.settings import Settings
from intake.wording import Wording

README = Path(__file__).parent.parent / "README.md"


def steps() -> str:
    """Draw the steps and how they follow one another."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for step in Step:
        after = sorted(TRANSITIONS[step] - {step, Step.EMERGENCY}, key=list(Step).index)
        lines += [f"    {step} --> {following}" for following in after]
    lines.append("    note right of EMERGENCY: reached from every step, left by a lead's badge and PIN only")
    return "\n".join([*lines, "```"])


def settings() -> str:
    """List every setting with its default and its sentence."""
    return _keys(Settings)


def scanner() -> str:
    """List the keys of an assigned scanner."""
    return _keys(Scanner)


def camera() -> str:
    """List the keys of an assigned camera."""
    return _keys(Camera)


def _keys(table: type[msgspec.Struct]) -> str:
    lines = ["| key | default | meaning |", "| --- | --- | --- |"]
    for field in msgspec.structs.fields(table):
        described = msgspec.inspect.type_info(field.type)
        text = (getattr(described, "extra_json_schema", None) or {}).get("description", "")
        default = "" if field.required else f"`{msgspec.json.encode(field.default).decode()}`"
        lines.append(f"| `{field.encode_name}` | {default} | {text} |")
    return "\n".join(lines)


def commands() -> str:
    """List every command with its first sentence."""
    lines = ["| command | does |", "| --- | --- |"]
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is None:
            raise LookupError(f"expected a command {name}, got none")
        inner = found.list_commands(context) if isinstance(found, click.Group) else []
        words = " ".join(["intake", name, *(["\\|".join(inner)] if inner else [])])
        lines.append(f"| `{words}` | {found.get_short_help_str(200)} |")
    return "\n".join(lines)


def roles() -> str:
    """Say who may do what."""
    lines = [f"| | {' | '.join(Role)} |", f"| --- |{' --- |' * len(Role)}"]
    for task, permitted in PERMITTED.items():
        cells = " | ".join("yes" if role in permitted else "" for role in Role)
        lines.append(f"| {task.replace('_', ' ')} | {cells} |")
    return "\n".join(lines)


def undoing() -> str:
    """Say what may be undone, by whom, and where the thing goes back to."""
    wording = Wording(Language.EN)
    lines = ["| act | by | the desk says |", "| --- | --- | --- |"]
    for kind, row in TABLE.items():
        names = {name: f"…{name}…" for _, name, _, _ in Formatter().parse(wording.raw(row.said)) if name}
        said = wording.sentence(Line(row.said, dict(names)))
        who = "the lead" if row.needs_lead else "who stands at the desk"
        lines.append(f"| {wording.term('act', kind.__name__)} | {who} | {said} |")
    return "\n".join(lines)


def signs() -> str:
    """List the checklist."""
    lines = ["| question | a yes makes it |", "| --- | --- |"]
    lines += [f"| {sign.en} | {sign.condition} |" for sign in checklist().signs]
    return "\n".join(lines)


BLOCKS = {
    "steps": steps,
    "signs": signs,
    "undoing": undoing,
    "roles": roles,
    "settings": settings,
    "scanner": scanner,
    "camera": camera,
    "commands": commands,
}


def _filled(block: str, match: re.Match[str]) -> str:
    return f"{match[1]}{block}\n{match[2]}"


def drawn(text: str) -> str:
    """Give a text with every block as the code has it now."""
    for name, draw in BLOCKS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        # A block may hold backslashes, which a template would take for its own.
        text = pattern.sub(partial(_filled, draw()), text)
    return text


if __name__ == "__main__":
    README.write_text(drawn(README.read_text(encoding="utf-8")), encoding="utf-8")
