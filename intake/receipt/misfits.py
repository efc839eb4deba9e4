"""Misfits: what is said of a container that does not take a unit."""

from __future__ import annotations

from intake.container import Container, Misfit, Parcelled
from intake.outcome import Message

_SAID = {
    Misfit.NOT_OPEN: Message.CONTAINER_NOT_OPEN,
    Misfit.WRONG_CLASS: Message.CONTAINER_WRONG_CLASS,
    Misfit.WRONG_UN_NUMBER: Message.CONTAINER_WRONG_UN_NUMBER,
    Misfit.FULL: Message.CONTAINER_FULL,
    Misfit.SUSPECT: Message.CONTAINER_SUSPECT,
    Misfit.TOO_OLD: Message.CONTAINER_TOO_OLD,
    Misfit.HOLDING_LATE: Message.HOLDING_LATE,
    Misfit.ZONE_FULL: Message.ZONE_FULL,
}


def misfit_message(reason: Misfit) -> Message:
    """Give the sentence for a container that does not take a unit."""
    return _SAID[reason]


def misfit_params(unit: Parcelled | None, container: str, fitting: Container | None) -> dict[str, str | int]:
    """Give what a refusal of a container names: it, the right one, and the unit's class and UN number."""
    return {
        "container": container,
        "right": fitting.code if fitting else "",
        "condition": unit.condition if unit else "",
        "un_number": unit.un_number if unit else "",
    }
