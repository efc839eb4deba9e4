"""The README says what the code does: its tables and its diagram are drawn from it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from docs import draw


def test_the_drawn_parts_are_up_to_date() -> None:
    """`make fix` writes them; a changed step, setting or command shows here."""
    text = draw.README.read_text(encoding="utf-8")
    assert draw.drawn(text) == text
    assert all(f"<!-- {name} -->" in text for name in draw.BLOCKS)


def test_the_first_parcel_goes_as_the_readme_says(tmp_path: Path) -> None:
    """A new user who scans what stands there ends with a unit in its container."""
    text = draw.README.read_text(encoding="utf-8")
    table = text.split("| scan (or type)")[1].split("\n\n")[0]
    scans = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-m", "intake", "station", "--headless"],
        input="\n".join(scans),
        capture_output=True,
        text=True,
        check=True,
        env={"INTAKE_STATE": str(tmp_path / "state"), "INTAKE_LANGUAGE": "en", "LANG": "C.UTF-8"},
    )
    last = done.stdout.splitlines()[-1]
    assert "Replacement queued" in last
    assert len(done.stdout.splitlines()) == len(scans) == 6


def test_every_relative_link_leads_somewhere() -> None:
    """No page and no picture is promised that is not there."""
    text = draw.README.read_text(encoding="utf-8")
    links = [*re.findall(r"\]\((?!http)([^)#]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    assert links
    assert [link for link in links if not (draw.README.parent / link).exists()] == []


def test_every_section_linked_to_is_there() -> None:
    """A link into the page ends at a heading of it."""
    text = draw.README.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
