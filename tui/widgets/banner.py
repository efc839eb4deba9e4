"""The banner: troubles and notes, each with what to do; it is there only while there is one."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import cell_count, printable
from intake.scene import Scene
from intake.wording import Wording
from tui.alarm import alarms
from tui.cells import fit, wrap
from tui.widgets.lines import Lines, Styled

_MOST = 2
"""Rows it takes at most: what is gravest comes first."""

_TROUBLE, _NOTE = " [ !! ] ", " [ i  ] "


class Banner(Lines):
    """One row for each trouble, and one for the oldest note not read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--alarm", "banner--trouble", "banner--note"}
    blank = "banner--trouble"
    cuts_note = False
    """Whether the note is longer than its row, or has none."""

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show the gravest trouble, or an alarm in as many rows as it takes, and the oldest note."""
        scene = outcome.scene
        rows = (self._alarm(scene, wording) or self._trouble(scene, wording))[:_MOST]
        if scene.note is not None:
            text = printable(scene.note.text, 200)
            by = printable(scene.note.by, 14) or wording.screen("nobody")
            told = f"{_NOTE}{wording.screen('note', count=scene.notes, by=by, text=text)}"
            self.cuts_note = len(rows) == _MOST or cell_count(told) > self.app.size.width
            rows = [*rows, (told, "banner--note")][:_MOST]
        self.display = bool(rows)
        if self.styles.height is None or self.styles.height.value != len(rows):
            self.styles.height = max(len(rows), 1)
        self.show(rows)

    def _alarm(self, scene: Scene, wording: Wording) -> list[Styled]:
        others = len(scene.troubles) - 1
        for line in alarms(scene)[:1]:
            text = f"{wording.sentence(line)} {_more(others, wording)}".rstrip()
            broken = wrap(text, self.app.size.width - len(_TROUBLE), _MOST)
            leads = (_TROUBLE, " " * len(_TROUBLE))
            return [(lead + row, "banner--alarm") for lead, row in zip(leads, broken, strict=False)]
        return []

    def _trouble(self, scene: Scene, wording: Wording) -> list[Styled]:
        """Whatever the sentence names is cut before the count of the others is."""
        more = f" {_more(len(scene.troubles) - 1, wording)}".rstrip()
        room = self.app.size.width - len(_TROUBLE) - cell_count(more)
        told = (fit(wording.sentence(line), room).rstrip() for line in scene.troubles[:1])
        return [(f"{_TROUBLE}{text}{more}", "banner--trouble") for text in told]


def _more(count: int, wording: Wording) -> str:
    return wording.screen("more_troubles", count=count) if count > 0 else ""
