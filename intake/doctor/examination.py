"""The examination: every check by itself, so that one that breaks off hides nothing of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from intake.doctor import (
    backups,
    badges,
    central,
    clock,
    containers,
    decoders,
    disk,
    emergency,
    expected,
    folder,
    fonts,
    groups,
    journal,
    lists,
    lock,
    modems,
    photos,
    settings,
    software,
    storage,
    synchronised,
    syncing,
    terminal,
    zone,
)
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, warning
from intake.doctor.record import NoRecordError

Look = Callable[[Case], Iterable[Finding]]

CHECKS: tuple[tuple[Check, Look], ...] = (
    (Check.SOFTWARE, software.look),
    (Check.SETTINGS, settings.look),
    (Check.FOLDER, folder.look),
    (Check.LOCK, lock.look),
    (Check.DISK, disk.look),
    (Check.STORAGE, storage.look),
    (Check.JOURNAL, journal.look),
    (Check.CLOCK, clock.look),
    (Check.SYNCHRONISED, synchronised.look),
    (Check.ZONE, zone.look),
    (Check.LISTS, lists.look),
    (Check.EXPECTED, expected.look),
    (Check.BADGES, badges.look),
    (Check.CONTAINERS, containers.look),
    (Check.EMERGENCY, emergency.look),
    (Check.CENTRAL, central.look),
    (Check.SYNC, syncing.look),
    (Check.LINK, syncing.look_at_link),
    (Check.BACKUPS, backups.look),
    (Check.GROUPS, groups.look),
    (Check.MODEM_MANAGER, modems.look),
    (Check.TERMINAL, terminal.look),
    (Check.FONTS, fonts.look),
    (Check.PHOTOS, photos.look),
    (Check.DECODERS, decoders.look),
)
"""The order in which they are told: what others rest on comes first."""


def examine(case: Case) -> Iterator[Finding]:
    """Look at everything but scanners, cameras and the sound, a check at a time. Raises nothing."""
    for check, look in CHECKS:
        yield from alone(check, look, case)


def alone(check: Check, look: Look, case: Case) -> Iterator[Finding]:
    """Give what one check finds; one that breaks off is a fault with its reason."""
    try:
        yield from look(case)
    except NoRecordError:
        yield warning(check, "not_looked_at")
    except Exception as error:  # noqa: BLE001 (whatever it was is told, and the other checks go on)
        # What a closed folder keeps from every check is told once, by the folder's own.
        if isinstance(error, PermissionError) and folder.closed_place(case.folder):
            yield warning(check, "not_looked_at")
        else:
            yield fault(check, "broke_off", reason=str(error) or type(error).__name__)
