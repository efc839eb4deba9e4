"""The mix: how often each kind of parcel comes, and how often the worker slips."""

from __future__ import annotations

import msgspec

from intake.simulation.goods import Kind


class Mix(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mix. A kind that is left out does not come."""

    kinds: dict[Kind, float]
    """Weights."""

    slips: float = 0.08
    """How often something goes wrong before or after a proper act."""

    claims: bool = False
    """Whether expected returns are in force."""

    undo: float = 0.0
    """How often an act is taken back."""

    class_cards: float = 0.0
    """How many containers are opened at the desk by a class card; the others by a lead's request."""

    habits: float = 0.0
    """How often a worker scans INTACT before the serial."""

    holding: float = 0.0
    """How often a unit goes into the box at the desk first."""

    look_ups: float = 0.0
    """How often something is looked up before the next act."""

    burns: float = 0.0
    """How often an emergency takes a unit out of a container as well."""

    rounds: bool = False
    """Whether the containers are looked at, and one unit moved, at the end of the day."""

    arrivals: int = 0
    """Parcels put into a cage in the morning."""


EVERYDAY = Mix(
    kinds={
        Kind.ORDINARY: 100,
        Kind.COLOUR_CARD: 6,
        Kind.EXCLUDED_COLOUR: 3,
        Kind.ALL_LOTS: 12,
        Kind.WITHHELD: 4,
        Kind.ABROAD: 4,
        Kind.NOT_LISTED: 14,
        Kind.OTHER_MODEL: 2,
        Kind.LOOK_ALIKE: 4,
        Kind.MISREAD: 4,
        Kind.DAMAGED: 10,
        Kind.SWOLLEN: 4,
        Kind.HOT: 2,
        Kind.HOT_UNOPENED: 1,
        Kind.UNREADABLE: 6,
        Kind.CABLE: 8,
        Kind.MANUAL: 4,
        Kind.BOX: 6,
        Kind.OTHER: 2,
        Kind.TWO_UNITS: 8,
        Kind.LEFT_BEHIND: 3,
        Kind.EMPTY: 3,
        Kind.SHORT: 3,
        Kind.DUPLICATE: 4,
        Kind.UNLABELLED: 6,
        Kind.CHECK_FAILS: 4,
    },
)
"""A day of a recall in full swing: about half of the parcels are ordinary."""

FULL = Mix(
    kinds=EVERYDAY.kinds
    | {
        Kind.OTHER_COLOUR: 2,
        Kind.KEYED: 5,
        Kind.CLAIM_CONFIRMED: 8,
        Kind.MISMATCH: 3,
        Kind.WRONG_MODEL: 3,
        Kind.EXTRA_UNIT: 2,
        Kind.RETURNED: 2,
        Kind.BATTERY_IN_BOX: 2,
        Kind.TWIN: 2,
        Kind.CHECKLIST: 2,
    },
    claims=True,
    undo=0.02,
    class_cards=0.7,
    habits=0.05,
    look_ups=0.05,
    holding=0.03,
    burns=0.4,
    rounds=True,
    arrivals=12,
)
"""Every kind of parcel and every habit, with expected returns in force."""

SEEING = msgspec.structs.replace(FULL, kinds=FULL.kinds | {Kind.PRINTED: 5, Kind.PRINTED_AS_CLAIMED: 3})
"""With a camera that reads serials off print besides, as neither a gun nor a tape can."""

_KEYED = {Kind.KEYED, Kind.CLAIM_CONFIRMED}
_PRINTED = {Kind.PRINTED, Kind.PRINTED_AS_CLAIMED}


def without_keys(mix: Mix) -> Mix:
    """Leave out what a gun alone cannot do."""
    return _without(mix, _KEYED)


def without_print(mix: Mix) -> Mix:
    """Leave out what a camera alone can do."""
    return _without(mix, _PRINTED)


def _without(mix: Mix, left_out: set[Kind]) -> Mix:
    kinds = {kind: weight for kind, weight in mix.kinds.items() if kind not in left_out}
    return msgspec.structs.replace(mix, kinds=kinds)
