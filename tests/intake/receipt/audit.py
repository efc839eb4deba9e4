"""An auditor: reads a journal from its first event and says which rule of the house it breaks.

It knows the facts alone. It uses neither `apply` nor `step_of` nor `misfit`, so that a fault there cannot
hide itself. Where facts are negated it begins again without them: what is left must be lawful by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from intake import facts
from intake.accessory import AccessoryKind
from intake.condition import Condition, Observation
from intake.correction import UndoReason
from intake.disposition import Closing
from intake.events import Event
from intake.hold import HoldKind
from intake.serial_number import How
from intake.verdict import Reason, Verdict

GRAVITY = [Condition.N, Condition.R, Condition.D, Condition.K1, Condition.K2]
DURING_AN_EMERGENCY = {
    *(facts.ScanRefused, facts.ScanRepeated, facts.RequestRefused, facts.EmergencyClosed),
    *(facts.ContainerOpened, facts.ContainerSealed, facts.ContainerSuspected, facts.RejectBinAdded),
    *(facts.OperatorAdded, facts.OperatorRetired),
}
DOUBTED = {How.PRINTED: Reason.PRINTED, How.CLAIM: Reason.CLAIM_CONFIRMED, How.KEYED: Reason.KEYED}
"""What never clears a unit, and the reason that says so."""

NEVER_UNDONE = (facts.EmergencyRaised, facts.EmergencyClosed, facts.UnitMoved, facts.UnitLost)
SIGNS = 3
"""How many questions the checklist of `tests.intake.receipt.world` has."""


def gravity(seen: str | None) -> int:
    """Say how grave what was seen is; nothing and "intact" are least."""
    return -1 if seen in {None, Observation.INTACT} else GRAVITY.index(Condition(str(seen)))


@dataclass
class Battery:
    """One unit as the facts tell it."""

    parcel: str
    said: facts.UnitIdentified | facts.UnitJudged
    """What was said of it last."""

    serial: str | None
    bag_wanted: bool
    un_number: str | None
    wh: float
    grams: int
    noticed: str | None
    checked: bool
    expected: set[HoldKind]
    classes: list[Condition] = field(default_factory=list)
    holds: list[HoldKind] = field(default_factory=list)
    denied: int = 0
    colour: str | None = None
    bag: str | None = None
    container: str | None = None
    emergency: str | None = None
    replaced: bool = False

    how: How = How.SCANNED
    maker: str | None = None

    @property
    def in_hand(self) -> bool:
        return self.container is None and self.emergency is None


@dataclass
class Opened:
    """One parcel as the facts tell it."""

    fact: facts.ParcelOpened
    loose: int = 0


class Audit:
    """What was found so far. Every rule is an assertion in the method of its fact."""

    def __init__(self, *, again: bool = False) -> None:
        self.again = again
        """A journal read without what was negated: nobody could know then what was undone later."""

        self.open: str | None = None
        self.parcels: dict[str, Opened] = {}
        self.noticed: str | None = None
        self.keyed: str | None = None
        self.cage: str | None = None
        self.batteries: dict[str, Battery] = {}
        self.accessories: dict[str, tuple[str, AccessoryKind, str]] = {}
        self.containers: dict[str, facts.ContainerOpened] = {}
        self.watched: dict[str, str] = {}
        self.sealed: set[str] = set()
        self.bins: set[str] = set()
        self.incident: tuple[str, str | None] | None = None
        self.keys: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()

    def read(self, event: Event) -> None:
        """Take one event."""
        kind = type(event.fact)
        assert self.incident is None or kind in DURING_AN_EMERGENCY, f"{kind.__name__} during an emergency"
        method = getattr(self, f"on_{kind.__name__}", None)
        if method is not None:
            method(event, event.fact)

    def of(self, parcel: str | None) -> list[Battery]:
        return [one for one in self.batteries.values() if one.parcel == parcel]

    def all_in_hand(self, parcel: str | None) -> list[Battery]:
        return [one for one in self.of(parcel) if one.in_hand]

    def lying_in(self, container: str) -> list[Battery]:
        return [one for one in self.batteries.values() if one.container == container]

    # --- parcels ----------------------------------------------------------------------------------------

    def on_ParcelOpened(self, event, fact):  # noqa: N802 (named after the fact)
        assert self.open is None, "two parcels open on one lane"
        assert event.parcel not in self.parcels
        assert not (fact.orphan and fact.claim), "an orphan with a claim"
        self.parcels[event.parcel] = Opened(fact)
        self.open = event.parcel

    def on_ParcelReopened(self, event, _fact):  # noqa: N802
        assert self.open is None, "two parcels open on one lane"
        assert event.parcel in self.parcels
        self.open = event.parcel

    def on_ParcelClosed(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "a parcel closed that was not open"
        assert not self.all_in_hand(event.parcel), "a parcel closed with a battery in hand"
        assert self.noticed is None, "a parcel closed with a battery seen and not taken in"
        assert self.keyed is None, "a parcel closed with a keyed serial not read back"
        assert self.parcels[event.parcel].loose == 0, "a parcel closed with a battery left in a box"
        flagged = [state for parcel, _, state in self.accessories.values() if parcel == event.parcel]
        assert set(flagged) <= {"rejected"}, "a parcel closed with a thing on the table"
        mine, claim = self.of(event.parcel), self.parcels[event.parcel].fact.claim
        assert bool(mine) != (fact.how == Closing.EMPTY), "empty means no unit, other closings at least one"
        count = claim.count if claim else len(mine)
        assert (fact.missing, fact.extra) == (max(count - len(mine), 0), max(len(mine) - count, 0))
        assert not fact.missing or fact.how in {Closing.EMPTY, Closing.SHORT}, "fewer than claimed, unsaid"
        if fact.how is Closing.SHORT:
            assert all(HoldKind.PARTIAL in battery.holds for battery in mine)
        self.open = None

    def on_ParcelArrived(self, _event, fact):  # noqa: N802
        assert fact.cage == self.cage, "a parcel into a cage that is not being filled"

    def on_ArrivalsBegun(self, _event, fact):  # noqa: N802
        assert self.cage is None
        self.cage = fact.cage

    def on_ArrivalsEnded(self, _event, fact):  # noqa: N802
        assert self.cage == fact.cage
        self.cage = None

    # --- batteries --------------------------------------------------------------------------------------

    def on_ConditionNoticed(self, event, fact):  # noqa: N802
        assert event.parcel == self.open
        assert self.noticed is None or gravity(fact.observation) > gravity(self.noticed)
        self.noticed = fact.observation

    def on_SerialKeyed(self, event, fact):  # noqa: N802
        assert (event.parcel, self.keyed) == (self.open, None)
        self.keyed = fact.serial

    def on_KeyedDropped(self, _event, _fact):  # noqa: N802
        assert self.keyed is not None
        self.keyed = None

    def on_UnitIdentified(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "a battery out of a parcel that is not open"
        assert event.unit not in self.batteries
        assert not self.all_in_hand(event.parcel), "two batteries in hand"
        assert (fact.serial is None) == (fact.verdict is None) == (fact.how is How.UNREADABLE)
        assert fact.verdict is not Verdict.INVALID, "an invalid serial made a unit"
        if fact.how in DOUBTED:
            assert fact.verdict is not Verdict.NOT_AFFECTED, "not affected by keys or print"
            assert DOUBTED[fact.how] in fact.reasons
        if fact.how is How.PRINTED:
            assert self.keyed == fact.serial, "a unit by print that nobody has read back"
        parcel = self.parcels[event.parcel]
        if fact.how is How.CLAIM:
            assert parcel.fact.claim is not None
            assert fact.serial in parcel.fact.claim.serials
        self.batteries[event.unit] = Battery(
            event.parcel,
            fact,
            fact.serial,
            fact.bag_wanted,
            fact.un_number,
            fact.wh,
            fact.grams,
            self.noticed,
            fact.checklist_wanted,
            expected=self._claim_holds(event.parcel, fact.serial),
            colour=fact.colour,
            how=fact.how,
            maker=fact.maker,
        )
        parcel.loose = max(parcel.loose - 1, 0)
        self.noticed = self.keyed = None

    def _claim_holds(self, parcel: str, serial: str | None) -> set[HoldKind]:
        opened, units = self.parcels[parcel].fact, len(self.of(parcel))
        if opened.claim is None:
            return {HoldKind.ORPHAN} if opened.orphan else set()
        named = opened.claim.serials
        strange = serial is not None and serial not in named and len(named) == opened.claim.count
        extra = units >= opened.claim.count and serial not in named
        return ({HoldKind.MISMATCH} if strange else set()) | ({HoldKind.EXTRA} if extra else set())

    def on_ModelConfirmed(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.un_number is None, "a picture card overruled what the list said"
        battery.un_number, battery.wh, battery.grams = fact.un_number, fact.wh, fact.grams

    def on_ColourConfirmed(self, event, fact):  # noqa: N802
        assert self.batteries[event.unit].colour is None, "a picture card overruled what the list said"
        self.batteries[event.unit].colour = fact.colour

    def on_UnitJudged(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert fact.because is facts.Because.TOLD
        assert battery.in_hand
        assert battery.serial is not None, "a verdict without a serial"
        if battery.said.verdict is Verdict.AFFECTED:
            assert fact.verdict is not Verdict.NOT_AFFECTED, "a picture card cleared a recalled unit"
        if battery.how in DOUBTED:
            assert fact.verdict is not Verdict.NOT_AFFECTED, "not affected by keys or print"
        if fact.condition is not None:
            assert {*battery.classes, fact.condition} == {Condition.N, Condition.R}, (
                "another class than intact"
            )
            assert (fact.condition is Condition.N) == (fact.verdict is Verdict.NOT_AFFECTED)
            battery.classes = [fact.condition]
        battery.said = fact

    def on_ChecklistBegun(self, event, _fact):  # noqa: N802
        self.batteries[event.unit].checked, self.batteries[event.unit].denied = True, 0

    def on_SignDenied(self, event, _fact):  # noqa: N802
        assert self.batteries[event.unit].checked, "an answer nobody asked for"
        self.batteries[event.unit].denied += 1

    def on_ConditionRecorded(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.in_hand
        spared = battery.said.verdict is Verdict.NOT_AFFECTED
        if fact.observation is Observation.INTACT:
            assert fact.condition is (Condition.N if spared else Condition.R), "class by verdict"
            assert not battery.checked or battery.denied == SIGNS, "intact without the whole checklist"
        else:
            assert fact.condition == fact.observation.value, "class by what was seen"
        grades = [GRAVITY.index(each) for each in (*battery.classes, fact.condition)]
        assert grades == sorted(set(grades)), "a class was eased"
        assert grades[-1] >= gravity(battery.noticed), "what was noticed was forgotten"
        battery.classes.append(fact.condition)

    def on_BagAttached(self, event, fact):  # noqa: N802
        self._use(fact.bag)
        self.batteries[event.unit].bag = fact.bag

    def _use(self, label: str) -> None:
        self.labels[label] += 1
        assert self.labels[label] == 1, "one label on two things"

    def on_UnitContained(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.in_hand, "a battery put away twice"
        if battery.bag_wanted:
            assert battery.bag is not None, "into a container without its licence plate"
        self._put(battery, fact.container, event.at)

    def on_UnitMoved(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.container == fact.before != fact.container, "moved from where it was not"
        self._expect_open(fact.before, event.at)
        battery.container = None
        self._put(battery, fact.container, event.at)

    def _expect_open(self, code: str, at: str) -> None:
        assert code not in self.sealed, "into or out of a sealed container"
        assert self.watched.get(code, "") <= at, "into or out of a container under watch"

    def _put(self, battery: Battery, code: str, at: str) -> None:
        container, held = self.containers[code], self.lying_in(code)
        self._expect_open(code, at)
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
        battery.container = code

    def on_UnitLost(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        assert battery.emergency is None, "lost twice"
        battery.container, battery.emergency = None, fact.outcome
        battery.expected = battery.expected | {HoldKind.EVIDENCE}

    # --- replacements and holds -------------------------------------------------------------------------

    def on_HoldRaised(self, event, fact):  # noqa: N802
        self.batteries[event.unit].holds.append(fact.kind)

    def on_SignSeen(self, event, fact):  # noqa: N802
        assert self.batteries[event.unit].checked, "an answer nobody asked for"
        if fact.sign == "burnt":
            self.batteries[event.unit].expected = self.batteries[event.unit].expected | {HoldKind.EVIDENCE}

    def on_ReplacementQueued(self, event, fact):  # noqa: N802
        battery = self.batteries[event.unit]
        found = battery.said
        assert not battery.in_hand, "a replacement before the battery is safe"
        assert found.verdict is Verdict.AFFECTED, "a replacement for a unit no list names"
        assert battery.serial is not None, "a replacement without a certain serial"
        assert (fact.serial, fact.campaign) == (battery.serial, found.campaign)
        assert fact.key == f"{found.maker}/{battery.serial}"
        going = [one for one in self.of(event.parcel) if one.replaced and not one.holds]
        claim = self.parcels[str(event.parcel)].fact.claim
        assert battery.holds or claim is None or len(going) < claim.count, "more than the claim expects"
        self.keys[fact.key] += 1
        assert self.keys[fact.key] == 1, "two replacements for one physical unit"
        battery.replaced = True

    # --- accessories ------------------------------------------------------------------------------------

    def on_AccessoryFlagged(self, event, fact):  # noqa: N802
        assert event.parcel == self.open
        self.accessories[fact.accessory] = (event.parcel, fact.kind, "flagged")

    def on_BoxFoundEmpty(self, _event, fact):  # noqa: N802
        self._look_into(fact.accessory)

    def on_BatteryFoundInBox(self, event, fact):  # noqa: N802
        self._look_into(fact.accessory)
        self.parcels[event.parcel].loose += 1

    def _look_into(self, accessory: str) -> None:
        parcel, kind, state = self.accessories[accessory]
        assert (kind, state) == (AccessoryKind.BOX, "flagged")
        self.accessories[accessory] = (parcel, kind, "empty")

    def on_AccessoryRejected(self, event, fact):  # noqa: N802
        assert fact.bin in self.bins, "rejected into a bin nobody knows"
        self._put_aside(event.parcel, fact.accessory)

    def on_AccessoryTagged(self, event, fact):  # noqa: N802
        self._use(fact.tag)
        self._put_aside(event.parcel, fact.accessory)

    def _put_aside(self, of: str | None, accessory: str) -> None:
        parcel, kind, state = self.accessories[accessory]
        assert parcel == of
        assert state == ("empty" if kind is AccessoryKind.BOX else "flagged"), "a box nobody opened"
        self.accessories[accessory] = (parcel, kind, "rejected")

    # --- emergencies ------------------------------------------------------------------------------------

    def on_EmergencyRaised(self, event, fact):  # noqa: N802
        assert event.parcel == self.open, "an emergency belongs to the parcel on the table"
        if event.parcel is not None:
            hand = self.all_in_hand(event.parcel)
            # Read again after a false alarm, the battery is as it was before it.
            assert self.again or len(hand) == 1, "an emergency without the battery it is about"
            assert self.again or hand[0].classes[-1] is Condition.K2
        self.incident = (fact.incident, event.parcel)

    def on_EmergencyClosed(self, event, fact):  # noqa: N802
        assert self.incident == (fact.incident, event.parcel)
        assert fact.closed_by
        self.incident = None

    # --- the station ------------------------------------------------------------------------------------

    def on_OperatorSignedOut(self, _event, fact):  # noqa: N802
        if not fact.idle and not self.again:
            assert self.open is None, "left with a parcel open"
            waiting = [code for code, one in self.containers.items() if one.holding and self.lying_in(code)]
            assert not waiting, "left with a battery in a holding box"

    def on_ContainerOpened(self, _event, fact):  # noqa: N802
        assert fact.code not in self.containers
        assert fact.condition is not Condition.K2
        assert fact.condition is not Condition.K1 or fact.limits.units == 1
        self.containers[fact.code] = fact

    def on_ContainerSealed(self, event, fact):  # noqa: N802
        container = self.containers[fact.code]
        self._expect_open(fact.code, event.at)
        assert not container.holding, "a holding box sealed"
        kinds = {(one.classes[-1], one.un_number) for one in self.lying_in(fact.code)}
        assert kinds <= {(container.condition, container.un_number)}, "a mixed container sealed"
        self.sealed.add(fact.code)

    def on_ContainerSuspected(self, _event, fact):  # noqa: N802
        self.watched[fact.code] = fact.until

    def on_RejectBinAdded(self, _event, fact):  # noqa: N802
        self.bins.add(fact.code)

    # --- at any time ------------------------------------------------------------------------------------

    def check(self) -> None:
        """Assert what must hold after every answer."""
        twins: dict[tuple[str | None, str | None], list[Battery]] = {}
        for battery in self.batteries.values():
            twins.setdefault((battery.serial, battery.maker), []).append(battery)
        for battery in self.batteries.values():
            found = battery.said
            assert not battery.in_hand or battery.parcel == self.open, "a battery lost"
            assert not battery.in_hand or self.incident or Condition.K2 not in battery.classes
            if found.verdict in {None, Verdict.UNCERTAIN} and not (battery.in_hand and _asks_card(found)):
                assert HoldKind.UNCERTAIN_SERIAL in battery.holds
            assert battery.expected <= set(battery.holds), "a hold that should stand"
            is_first = battery.serial is None or twins[battery.serial, battery.maker][0] is battery
            assert (HoldKind.DUPLICATE in battery.holds) == (not is_first), "a duplicate not held"
            if battery.container is not None:
                named = battery.colour != "other"  # a colour no card shows: a supervisor says what is owed
                owed = found.verdict is Verdict.AFFECTED and is_first and named
                assert battery.replaced == owed, "an owner owed and not served, or served and not owed"


def _asks_card(said: facts.UnitIdentified | facts.UnitJudged) -> bool:
    return bool(said.reasons) and said.reasons[0] in {Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES}


class Table:
    """Batteries out of parcels whose taking-in was undone: each is to be identified again."""

    def __init__(self) -> None:
        self.lying: Counter[str | None] = Counter()

    def undo(self, counted: list[Event], negations: list[Event]) -> None:
        """Take what is undone: the battery lies there, unless it is none of the parcel's or never was one."""
        by_id = {event.id: event for event in counted}
        for negation in negations:
            assert isinstance(negation.fact, facts.FactNegated)
            undone = by_id[negation.fact.event].fact
            assert (negation.fact.unopened is not None) == isinstance(undone, facts.ParcelOpened)
            is_unit = isinstance(undone, facts.UnitIdentified)
            is_there = is_unit and negation.fact.reason is not UndoReason.WRONG_UNIT
            if taken_back(counted, negation):
                is_there = False
            told = negation.fact.loose or 0
            assert told >= is_there, "an undone battery nobody is told to take in again"
            self.lying[negation.parcel] += is_there
            if isinstance(undone, facts.ParcelOpened):
                del self.lying[negation.parcel]

    def read(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event.fact, facts.UnitIdentified):
            self.lying[event.parcel] = max(self.lying[event.parcel] - 1, 0)
        if isinstance(event.fact, facts.ParcelClosed):
            assert not self.lying[event.parcel], "a parcel closed with an undone battery on the table"


def audit(events: Iterable[Event]) -> Audit:
    """Read a whole journal."""
    found, table, counted = Audit(), Table(), list[Event]()
    for undoing, together in groupby(events, key=lambda event: isinstance(event.fact, facts.FactNegated)):
        group = list(together)
        if undoing:
            table.undo(counted, group)
            counted = without(counted, group)
            found = Audit(again=True)
            for event in counted:
                found.read(event)
            found.check()
            found.again = False
            continue
        for event in group:
            counted.append(event)
            table.read(event)
            found.read(event)
    found.check()
    return found


def taken_back(counted: list[Event], negation: Event) -> bool:
    """Tell whether the lead takes back what an alarm recorded, with the very closing of the emergency."""
    ended = counted[-1]
    return isinstance(ended.fact, facts.EmergencyClosed) and ended.at == negation.at


def without(counted: list[Event], negations: list[Event]) -> list[Event]:
    """Leave out what is negated: facts of the same parcel, none of them behind a bar."""
    by_id = {event.id: place for place, event in enumerate(counted)}
    bars = [place for place, event in enumerate(counted) if isinstance(event.fact, NEVER_UNDONE)]
    gone = set()
    for negation in negations:
        assert isinstance(negation.fact, facts.FactNegated)
        place = by_id[negation.fact.event]
        assert counted[place].parcel == negation.parcel is not None, "negated from another parcel"
        if taken_back(counted, negation):
            assert counted[place].at == counted[bars[-2]].at, "more taken back than the alarm recorded"
        else:
            assert place > max(bars, default=-1), "undone behind an emergency or a move"
        gone.add(place)
    return [event for place, event in enumerate(counted) if place not in gone]
