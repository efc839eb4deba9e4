"""The devices of one lane: a keeper for each scanner and camera of its own, a light for each that is not."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanners.camera.keeper import CameraKeeper
from scanners.feedback import tone_of
from scanners.identity import ROOTS, UsbIdentity
from scanners.keeper import Keeper
from scanners.lamp import Lamp
from scanners.light import LightState
from scanners.outbox import Outbox
from scanners.plugged import find_all
from scanners.roster import Roster, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from intake.scan import Awaited, Moment, Scan, Severity
    from scanners.assignment import Assignment
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.messages import Photo, Preview
    from scanners.identity import Roots
    from scanners.light import Light
    from scanners.plugged import Plugged

LOOKS_EVERY: Final = 1.0
"""Seconds between two looks at what is plugged in. It needs no netlink, which a service may be denied
(hardware.md 1.4)."""

_LOOKS_WITHIN: Final = 0.1
"""Seconds within which a look has ended, and its lights are shown, unless the machine is ill."""

_SECOND: Final = 1_000_000_000

_SEARCH: Final = "search"
"""The source of the light that says why nobody can look."""


class Devices:
    """All scanners one lane takes scans from, and answers.

    `on_scan` and `on_light` are called from threads of the devices, as `Keeper` does; `on_preview` and
    `on_photo` as `CameraKeeper` does.
    """

    def __init__(  # noqa: PLR0913 - a lane, and who is told what
        self,
        assignments: Sequence[Assignment],
        *,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        now: Callable[[], Moment],
        search: Assignment | None = None,
        cameras: Sequence[CameraAssignment] = (),
        on_preview: Callable[[Preview], object] | None = None,
        on_photo: Callable[[Photo], object] | None = None,
        roots: Roots = ROOTS,
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            assignments: The lane's own scanners; their sources differ.
            on_scan: Takes each scan.
            on_light: Takes each light; one that is STOPPED has gone out for good.
            now: The clock of scans and lights.
            search: As what a port that is found is taken, its device aside; None: none is.
            cameras: The lane's own cameras; their sources differ.
            on_preview: Takes what the first of them sees, where `show` asks for it; must return at once.
            on_photo: Takes each still picture that was asked for.
            roots: Where the machine shows its devices.
            looks_every: Seconds between two looks at what is plugged in.

        """
        self._looks_every = looks_every
        self._on_scan = on_scan
        self._on_light = on_light
        self._now = now
        self._roots = roots
        self._roster = Roster(search)
        self._watches = bool(assignments) or search is not None
        self._assigned = {assignment.source: assignment for assignment in assignments}
        self._keepers = {source: self._keeper(assignment) for source, assignment in self._assigned.items()}
        self._cameras = [
            CameraKeeper(
                camera, on_scan=on_scan, on_light=on_light, now=now, on_preview=on_preview, on_photo=on_photo
            )
            for camera in cameras
        ]
        self._lights: Outbox[Light] = Outbox("lights of strangers", on_light)
        self._strangers: dict[str, Lamp] = {}
        self._search_lamp = Lamp(_SEARCH, "", self._lights.put, now)
        self._trouble = ""
        self._lost = 0
        self._counting = threading.Lock()
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._run, name="devices", daemon=True)

    def start(self) -> None:
        """Begin to keep the lane's scanners, and to watch what else is plugged in."""
        for keeper in self._keepers.values():
            keeper.start()
        for camera in self._cameras:
            camera.start()
        if self._watches:
            self._lights.start()
            self._watch.start()

    def answer(self, scan: Scan, severity: Severity) -> None:
        """Tell the gun what became of its scan; never waits. What comes from no gun is nothing to it."""
        if (keeper := self._keepers.get(scan.source)) is not None:
            keeper.answer(scan, tone_of(severity))
        for camera in self._cameras:
            camera.answer(scan)

    def await_(self, awaited: Awaited) -> None:
        """Tell the cameras what the desk waits for now; never waits."""
        for camera in self._cameras:
            camera.await_(awaited)

    def show(self, width: int, height: int, each_second: int) -> None:
        """Ask the first camera for previews no larger than so many pixels; 0 a second: none. Never waits."""
        for camera in self._cameras[:1]:
            camera.show(width, height, each_second)

    @property
    def has_camera_ready(self) -> bool:
        """Whether any camera gives pictures."""
        return any(camera.is_ready for camera in self._cameras)

    def stop(self) -> int:
        """Let go of everything, within 0.3 s.

        Returns:
            How many scans that were read were not taken by the receiver; usually 0.

        """
        self._stopping.set()
        if self._watch.is_alive():
            self._watch.join(_LOOKS_WITHIN)
        self._lights.close()
        keepers = [*self._keepers.values(), *self._cameras]
        stops = [threading.Thread(target=self._let_go, args=(keeper,)) for keeper in keepers]
        for stop in stops:
            stop.start()
        for stop in stops:
            stop.join()
        self._lights.join(_LOOKS_WITHIN)
        return self._lost

    def _let_go(self, keeper: Keeper | CameraKeeper) -> None:
        left = keeper.stop()
        with self._counting:
            self._lost += left

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._try_to_look()
            self._stopping.wait(self._looks_every)
        for lamp in self._strangers.values():
            lamp.show(LightState.STOPPED)

    def _try_to_look(self) -> None:
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence finds no gun any more
            self._show_hindrance(repr(error))
        else:
            self._show_hindrance("")

    def _show_hindrance(self, trouble: str) -> None:
        """Say once why nobody can look, and once that it is over."""
        if trouble != self._trouble:
            self._trouble = trouble
            self._search_lamp.show(LightState.FAILED if trouble else LightState.STOPPED, trouble)

    def _look(self) -> None:
        plugged = find_all(self._roots)
        changes = self._roster.look(plugged, self._own(plugged), self._now().monotonic / _SECOND)
        for assignment in changes.found:
            self._add(assignment)
        for source in changes.forgotten:
            self._let_go(self._keepers.pop(source))
        for stranger in changes.strangers:
            self._light(stranger)
        for source in changes.pulled:
            self._strangers.pop(source).show(LightState.STOPPED)

    def _own(self, plugged: Sequence[Plugged]) -> dict[str, frozenset[str]]:
        """The nodes of each keeper, those left out whose name leads only to what another one has open."""
        open_now = {source: keeper.node for source, keeper in self._keepers.items() if keeper.node}
        own = {source: frozenset({node}) for source, node in open_now.items()}
        for source in self._keepers.keys() - own.keys():
            nodes = _nodes_of(self._assigned[source], plugged)
            if not nodes or not nodes.issubset(open_now.values()):
                own[source] = nodes
        return own

    def _add(self, assignment: Assignment) -> None:
        self._assigned[assignment.source] = assignment
        self._keepers[assignment.source] = keeper = self._keeper(assignment)
        keeper.start()

    def _light(self, stranger: Plugged) -> None:
        source = source_of(stranger)
        self._strangers[source] = Lamp(source, stranger.product, self._lights.put, self._now)
        self._strangers[source].show(LightState.UNASSIGNED)

    def _keeper(self, assignment: Assignment) -> Keeper:
        return Keeper(
            assignment,
            on_scan=self._on_scan,
            on_light=self._on_light,
            now=self._now,
            roots=self._roots,
            is_ours=self._has_open,
        )

    def _has_open(self, node: str) -> bool:
        """Whether a scanner of the lane has it open. From any thread."""
        return node in [keeper.node for keeper in tuple(self._keepers.values())]


def _nodes_of(assignment: Assignment, plugged: Sequence[Plugged]) -> frozenset[str]:
    """What is behind the name at the moment: nothing, a node, or equal guns."""
    if assignment.is_by_identity:
        wanted = UsbIdentity.parse(assignment.device)
        there = (one for one in plugged if one.kind is assignment.kind)
        return frozenset(one.device for one in there if one.identity and one.identity.is_meant_by(wanted))
    node = str(Path(assignment.device).resolve())
    return frozenset(one.device for one in plugged if one.device == node)
