"""An auditor: reads a journal from its first event and says which rule of the house it breaks.

It knows the facts alone. It uses neither `apply` nor `step_of` nor `misfit`, so that a fault there cannot
hide itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from intake import facts
from intake.accessory import AccessoryKind
from intake.condition import Condition, Observation
from intake.events import Event
from intake.hold import HoldKind
from intake.verdict import Verdict

GRAVITY = [Condition.N, Condition.R, Condition.D, Condition.K1, Condition.K2]


@dataclass
class Battery:
    """One unit as the facts tell it."""

    parcel: str
    identified: facts.UnitIdentified
    un_number: str | None
    wh: float
    grams: int
    noticed: str | None
    classes: list[Condition] = field(default_factory=list)
    holds: list[HoldKind] = field(default_factory=list)
    bag: str | None = None
    container: str | None = None
    emergency: str | None = None
    replaced: bool = False

    @property
    def in_hand(self) -> bool:
        return self.container is None and self.emergency is None


class Audit:
    """What was found so far. Every rule is an assertion in the method of its fact."""

    def __init__(self) -> None:
        self.open: str | None = None
        self.known_parcels: set[str] = set()
        self.noticed: str | None = None
        self.batteries: dict[str, Battery] = {}
        self.accessories: dict[str, tuple[str, AccessoryKind, str]] = {}
        self.containers: dict[str, facts.ContainerOpened] = {}
        self.sealed: set[str] = set()
        self.bins: set[str] = set()
        self.incident: tuple[str, str | None] | None = None
        self.keys: Counter[str] = Counter()
        self.bags: Counter[str] = Counter()

    def read(self, event: Event) -> None:
        """Take one event."""
        kind = type(event.fact)
        if self.incident is not None:
            may_follow = {
                *(facts.ScanRefused, facts.ScanRepeated, facts.RequestRefused, facts.EmergencyClosed),
                *(facts.ContainerOpened, facts.ContainerSealed, facts.OperatorAdded, facts.OperatorRetired),
                facts.RejectBinAdded,
            }
            assert kind in may_follow, f"{kind.__name__} during an emergency"
        method = getattr(self, f"on_{kind.__name__}", None)
        if method is not None:
            method(event, event.fact)

    def all_in_hand(self, parcel: str | None) -> list[Battery]:
        return [one for one in self.batteries.values() if one.parcel == parcel and one.in_hand]

    # --- parcels ----------------------------------------------------------------------------------------

    def on_ParcelOpened(self, event, _fact):  # noqa: N802 (named after the fact)
        assert self.open is None, "two parcels open on one lane"
        assert event.parcel not in self.known_parcels
        self.known_parcels.add(event.parcel)
        self.open = event.parcel

    def on_ParcelReopened(self, event, _fact):  # noqa: N802
        assert self.open is None, "two parcels open on one lane"
        assert event.parcel in self.known_parcels
        self.open = event.parcel

    def on_ParcelClosed(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "a parcel closed that was not open"
        assert not self.all_in_hand(event.parcel), "a parcel closed with a battery in hand"
        assert self.noticed is None, "a parcel closed with a damaged battery seen and not taken in"
        flagged = [state for parcel, _, state in self.accessories.values() if parcel == event.parcel]
        assert set(flagged) <= {"rejected"}, "a parcel closed with a thing on the table"
        mine = [one for one in self.batteries.values() if one.parcel == event.parcel]
        assert bool(mine) != (fact.how == "empty"), "empty means no unit, every other closing at least one"
        self.open = None

    # --- batteries --------------------------------------------------------------------------------------

    def on_ConditionNoticed(self, event, fact):  # noqa: N802
        assert event.parcel == self.open
        if self.noticed is not None:
            assert GRAVITY.index(Condition(fact.observation)) > GRAVITY.index(Condition(self.noticed))
        self.noticed = fact.observation

    def on_UnitIdentified(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "a battery out of a parcel that is not open"
        assert event.unit not in self.batteries
        assert not self.all_in_hand(event.parcel), "two batteries in hand"
        assert (fact.serial is None) == (fact.verdict is None)
        assert fact.verdict is not Verdict.INVALID, "an invalid serial made a unit"
        seen = self.noticed
        self.batteries[event.unit] = Battery(event.parcel, fact, fact.un_number, fact.wh, fact.grams, seen)
        self.noticed = None

    def on_ModelConfirmed(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.un_number is None, "a picture card overruled what the list said"
        battery.un_number, battery.wh, battery.grams = fact.un_number, fact.wh, fact.grams

    def on_ConditionRecorded(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.in_hand
        spared = battery.identified.verdict is Verdict.NOT_AFFECTED
        if fact.observation is Observation.INTACT:
            assert fact.condition is (Condition.N if spared else Condition.R), "class by verdict"
        else:
            assert fact.condition == fact.observation.value, "class by what was seen"
        grades = [GRAVITY.index(each) for each in (*battery.classes, fact.condition)]
        assert grades == sorted(set(grades)), "a class was eased"
        if battery.noticed is not None:
            assert grades[-1] >= GRAVITY.index(Condition(battery.noticed)), "what was noticed was forgotten"
        battery.classes.append(fact.condition)

    def on_BagAttached(self, event, fact):  # noqa: N802
        self.bags[fact.bag] += 1
        assert self.bags[fact.bag] == 1, "one bag label on two batteries"
        self.batteries[event.unit].bag = fact.bag

    def on_UnitContained(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.in_hand, "a battery put away twice"
        container = self.containers[fact.container]
        held = [one for one in self.batteries.values() if one.container == fact.container]
        assert fact.container not in self.sealed, "into a sealed container"
        assert battery.classes, "into a container without a class"
        assert battery.classes[-1] is container.condition, "into a container of another class"
        assert container.condition is not Condition.K2, "K2 into a container"
        assert battery.un_number == container.un_number, "into a container of another UN number"
        assert len(held) + 1 <= container.limits.units, "into a full container"
        assert sum(one.wh for one in held) + battery.wh <= container.limits.wh, "too many watt-hours"
        gross = container.tare + sum(one.grams for one in held) + battery.grams
        assert gross <= container.limits.grams, "too heavy"
        assert {one.classes[-1] for one in held} <= {container.condition}, "classes mixed"
        assert container.condition is not Condition.K1 or not held, "a critical battery not alone"
        if battery.identified.bag_wanted:
            assert battery.bag is not None, "into a container without its licence plate"
        battery.container = fact.container

    # --- replacements and holds -------------------------------------------------------------------------

    def on_HoldRaised(self, event, fact):  # noqa: N802
        self.batteries[event.unit].holds.append(fact.kind)

    def on_ReplacementQueued(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        found = battery.identified
        assert not battery.in_hand, "a replacement before the battery is safe"
        assert found.verdict is Verdict.AFFECTED, "a replacement for a unit no list names"
        assert found.serial is not None, "a replacement without a certain serial"
        assert (fact.serial, fact.campaign) == (found.serial, found.campaign)
        assert fact.key == f"{found.maker}/{found.serial}"
        self.keys[fact.key] += 1
        assert self.keys[fact.key] == 1, "two replacements for one physical unit"
        battery.replaced = True

    # --- accessories ------------------------------------------------------------------------------------

    def on_AccessoryFlagged(self, event, fact):  # noqa: N802
        assert event.parcel == self.open
        self.accessories[fact.accessory] = (event.parcel, fact.kind, "flagged")

    def on_BoxFoundEmpty(self, _event, fact):  # noqa: N802
        parcel, kind, state = self.accessories[fact.accessory]
        assert (kind, state) == (AccessoryKind.BOX, "flagged")
        self.accessories[fact.accessory] = (parcel, kind, "empty")

    def on_AccessoryRejected(self, event, fact):  # noqa: N802
        parcel, kind, state = self.accessories[fact.accessory]
        assert parcel == event.parcel
        assert fact.bin in self.bins, "rejected into a bin nobody knows"
        assert state == ("empty" if kind is AccessoryKind.BOX else "flagged"), "a box nobody opened"
        self.accessories[fact.accessory] = (parcel, kind, "rejected")

    # --- emergencies ------------------------------------------------------------------------------------

    def on_EmergencyRaised(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "an emergency belongs to the parcel on the table"
        if event.parcel is not None:
            hand = self.all_in_hand(event.parcel)
            assert len(hand) == 1, "an emergency without the battery it is about"
            assert hand[0].classes[-1] is Condition.K2
        self.incident = (fact.incident, event.parcel)

    def on_EmergencyClosed(self, event, fact):  # noqa: N802
        assert self.incident == (fact.incident, event.parcel)
        assert fact.closed_by
        for battery in self.all_in_hand(event.parcel):
            battery.emergency = fact.outcome
        self.incident = None

    # --- the station ------------------------------------------------------------------------------------

    def on_ContainerOpened(self, _event, fact):  # noqa: N802
        assert fact.code not in self.containers
        self.containers[fact.code] = fact

    def on_ContainerSealed(self, _event, fact):  # noqa: N802
        self.sealed.add(fact.code)

    def on_RejectBinAdded(self, _event, fact):  # noqa: N802
        self.bins.add(fact.code)

    # --- at any time ------------------------------------------------------------------------------------

    def check(self) -> None:
        """Assert what must hold after every answer."""
        for battery in self.batteries.values():
            found = battery.identified
            assert not battery.in_hand or battery.parcel == self.open, "a battery lost"
            if found.verdict in {None, Verdict.UNCERTAIN}:
                assert HoldKind.UNCERTAIN_SERIAL in battery.holds
            twins = [
                one
                for one in self.batteries.values()
                if found.serial is not None
                and (one.identified.serial, one.identified.maker) == (found.serial, found.maker)
            ]
            is_first = not twins or twins[0] is battery
            assert (HoldKind.DUPLICATE in battery.holds) == (not is_first), "a duplicate not held"
            if battery.container is not None:
                owed = found.verdict is Verdict.AFFECTED and is_first
                assert battery.replaced == owed, "an owner owed and not served, or served and not owed"


def audit(events) -> Audit:
    """Read a whole journal."""
    found = Audit()
    for event in events:
        found.read(event)
    found.check()
    return found
