"""udev rules, read strictly: udev itself passes over a line it does not understand."""

import re
from itertools import pairwise
from pathlib import Path

PLACE = Path(__file__).parents[2] / "systemd"
PART = re.compile(r'([A-Z]+(?:\{[\w/]+\})?)(==|!=|\+=|:=|=)"([^"]*)"')
MATCHES = {"ACTION", "SUBSYSTEM", "ATTR", "ATTRS", "ENV", "TEST"}
SETS = {"GROUP", "MODE", "SYMLINK", "ENV", "ATTR", "GOTO", "LABEL", "IMPORT"}


def rule_lines(file):
    """The lines that are no comments."""
    return [
        line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]


def parts(line):
    """Key, operator and value of each part of a rule."""
    assert re.fullmatch(f"{PART.pattern}(, {PART.pattern})*", line), f"udev does not understand {line}"
    return PART.findall(line)


def strangers(line):
    """The keys of a rule that udev does not know, or that cannot be used so."""
    named = [(key.partition("{")[0], does) for key, does, _ in parts(line)]
    return [key for key, does in named if key not in (MATCHES if does in {"==", "!="} else SETS)]


def unexplained(file):
    """The rules without a comment above them."""
    lines = file.read_text(encoding="utf-8").splitlines()
    said = ("#", "LABEL")
    pairs = pairwise(lines)
    return [
        line for above, line in pairs if line and not above.startswith("# ") and not line.startswith(said)
    ]
