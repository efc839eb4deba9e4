"""Outcomes: what the desk answers to a scan or a request. Sentences are made in `intake.wording`."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.hold import HoldKind
from intake.scan import Severity
from intake.verdict import Reason, Verdict


class Message(StrEnum):
    """Every sentence the desk may say; its words stand in `data/locales/<language>.toml`."""

    SIGNED_IN = "signed_in"
    ALREADY_SIGNED_IN = "already_signed_in"
    HANDED_OVER = "handed_over"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FIRST = "sign_in_first"
    BADGE_UNKNOWN = "badge_unknown"
    BADGE_RETIRED = "badge_retired"
    CLOSE_PARCEL_FIRST = "close_parcel_first"
    HOLDING_NOT_EMPTY = "holding_not_empty"
    DESK_LOCKED = "desk_locked"
    DESK_NOT_LOCKED = "desk_not_locked"

    ARRIVALS_BEGUN = "arrivals_begun"
    ARRIVALS_ENDED = "arrivals_ended"
    ARRIVALS_ON = "arrivals_on"
    PARCEL_ARRIVED = "parcel_arrived"
    PARCEL_ARRIVED_AGAIN = "parcel_arrived_again"
    PARCEL_RECEIVED = "parcel_received"

    PARCEL_OPENED = "parcel_opened"
    PARCEL_OPENED_CLAIM = "parcel_opened_claim"
    PARCEL_OPENED_CHECK_FAILS = "parcel_opened_check_fails"
    PARCEL_REOPENED = "parcel_reopened"
    PARCEL_IS_OPEN = "parcel_is_open"
    PARCEL_KNOWN = "parcel_known"
    PARCEL_CLOSED = "parcel_closed"
    PARCEL_EMPTY = "parcel_empty"
    PARCEL_SHORT = "parcel_short"
    PARCEL_SHORT_CLAIM = "parcel_short_claim"
    PARCEL_WITHOUT_UNIT = "parcel_without_unit"
    PARCEL_HAS_UNITS = "parcel_has_units"
    PARCEL_BELOW_CLAIM = "parcel_below_claim"
    BATTERY_OUTSTANDING = "battery_outstanding"
    SCAN_PARCEL_FIRST = "scan_parcel_first"
    BOX_NOT_PARCEL = "box_not_parcel"

    UNIT_AFFECTED = "unit_affected"
    UNIT_NOT_AFFECTED = "unit_not_affected"
    UNIT_UNCERTAIN = "unit_uncertain"
    UNIT_DUPLICATE = "unit_duplicate"
    UNIT_UNREADABLE = "unit_unreadable"
    SERIAL_INVALID = "serial_invalid"
    SERIAL_TAKEN_HERE = "serial_taken_here"
    SERIAL_KEYED = "serial_keyed"
    KEYED_NO_MATCH = "keyed_no_match"
    KEYED_DIFFERS = "keyed_differs"
    KEYED_DROPPED = "keyed_dropped"
    KEY_TAKEN = "key_taken"
    READ_BACK_FIRST = "read_back_first"
    MODEL_CONFIRMED = "model_confirmed"
    MODEL_UNKNOWN = "model_unknown"
    COLOUR_CONFIRMED = "colour_confirmed"
    COLOUR_EXCLUDED = "colour_excluded"
    COLOUR_OTHER = "colour_other"
    COLOUR_UNKNOWN = "colour_unknown"
    SCAN_MODEL_FIRST = "scan_model_first"

    CONDITION_INTACT = "condition_intact"
    CONDITION_DAMAGED = "condition_damaged"
    CONDITION_SWOLLEN = "condition_swollen"
    CONDITION_NOT_MILDER = "condition_not_milder"
    CONDITION_BEFORE_SERIAL = "condition_before_serial"
    SCAN_CONDITION_FIRST = "scan_condition_first"
    CHECKLIST_FIRST = "checklist_first"
    CHECKLIST_BEGUN = "checklist_begun"
    CHECKLIST_NO = "checklist_no"

    BAG_ATTACHED = "bag_attached"
    BAG_USED = "bag_used"
    SCAN_BAG_FIRST = "scan_bag_first"

    CONTAINED = "contained"
    CONTAINED_REPLACEMENT = "contained_replacement"
    CONTAINED_HELD = "contained_held"
    CONTAINER_UNKNOWN = "container_unknown"
    CONTAINER_NOT_OPEN = "container_not_open"
    CONTAINER_WRONG_CLASS = "container_wrong_class"
    CONTAINER_WRONG_UN_NUMBER = "container_wrong_un_number"
    CONTAINER_FULL = "container_full"
    CONTAINER_SUSPECT = "container_suspect"
    CONTAINER_TOO_OLD = "container_too_old"
    HOLDING_LATE = "holding_late"
    ZONE_FULL = "zone_full"
    CLASS_CARD_ALONE = "class_card_alone"
    CLASS_CARD_UNKNOWN = "class_card_unknown"
    CLASS_CARD_WITHOUT_UN = "class_card_without_un"
    CLASS_CARD_DIFFERS = "class_card_differs"
    SCAN_CONTAINER_FIRST = "scan_container_first"
    NOTHING_TO_CONTAIN = "nothing_to_contain"

    MOVE_WHAT = "move_what"
    MOVE_WHERE = "move_where"
    MOVE_UNKNOWN = "move_unknown"
    MOVE_NEEDS_LEAD = "move_needs_lead"
    MOVE_TOO_MANY = "move_too_many"
    MOVED = "moved"
    MOVED_ALL = "moved_all"
    INSPECT_ASKED = "inspect_asked"
    INSPECTED = "inspected"

    UNDO_ASKED = "undo_asked"
    UNDO_NOTHING = "undo_nothing"
    UNDO_NEEDS_LEAD = "undo_needs_lead"
    REASON_ALONE = "reason_alone"
    REASON_UNKNOWN = "reason_unknown"
    UNDONE_PARCEL_OPENED = "undone_parcel_opened"
    UNDONE_REOPENED = "undone_reopened"
    UNDONE_CLOSED = "undone_closed"
    UNDONE_NOTICED = "undone_noticed"
    UNDONE_KEYED = "undone_keyed"
    UNDONE_UNIT = "undone_unit"
    UNDONE_MODEL = "undone_model"
    UNDONE_COLOUR = "undone_colour"
    UNDONE_CONDITION = "undone_condition"
    UNDONE_CHECKLIST = "undone_checklist"
    UNDONE_BAG = "undone_bag"
    UNDONE_CONTAINED = "undone_contained"
    UNDONE_FLAG = "undone_flag"
    UNDONE_BOX = "undone_box"
    UNDONE_REJECTED = "undone_rejected"

    ACCESSORY_FLAGGED = "accessory_flagged"
    BOX_FLAGGED = "box_flagged"
    BOX_EMPTY = "box_empty"
    BATTERY_IN_BOX = "battery_in_box"
    BOX_NOT_CHECKED = "box_not_checked"
    ACCESSORY_REJECTED = "accessory_rejected"
    REJECT_BIN_UNKNOWN = "reject_bin_unknown"
    NOTHING_TO_REJECT = "nothing_to_reject"
    REJECT_FIRST = "reject_first"
    ACCESSORY_TAGGED = "accessory_tagged"
    TAG_USED = "tag_used"

    EMERGENCY_RAISED = "emergency_raised"
    EMERGENCY_ON = "emergency_on"
    EMERGENCY_CLOSED = "emergency_closed"
    EMERGENCY_NONE = "emergency_none"
    EMERGENCY_THING_UNKNOWN = "emergency_thing_unknown"
    LEAD_NOT_VERIFIED = "lead_not_verified"
    PIN_LOCKED = "pin_locked"

    SAME_SCAN = "same_scan"
    NOT_EXPECTED_HERE = "not_expected_here"
    QUESTION_DROPPED = "question_dropped"
    NOT_AN_ANSWER = "not_an_answer"
    UNREADABLE_SCAN = "unreadable_scan"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    NOT_RECORDED = "not_recorded"
    RECORDED_NOT_DONE = "recorded_not_done"
    OUTCOME_UNKNOWN = "outcome_unknown"
    STATION_STOPPED = "station_stopped"

    OPERATOR_ADDED = "operator_added"
    OPERATOR_RETIRED = "operator_retired"
    PERSON_FORGOTTEN = "person_forgotten"
    OPERATOR_KNOWN = "operator_known"
    OPERATOR_UNKNOWN = "operator_unknown"
    NOT_A_LABEL = "not_a_label"
    LIMITS_REFUSED = "limits_refused"
    CONTAINER_NEVER_K2 = "container_never_k2"
    CONTAINER_OPENED = "container_opened"
    CONTAINER_KNOWN = "container_known"
    CONTAINER_SEALED = "container_sealed"
    CONTAINER_HOLDS_WRONG_UNIT = "container_holds_wrong_unit"
    CONTAINER_HOLDING_BOX = "container_holding_box"
    CONTAINER_LOADED = "container_loaded"
    CONTAINER_ACCEPTED = "container_accepted"
    CONTAINER_REFUSED = "container_refused"
    CONTAINER_EVIDENCE = "container_evidence"
    CONTAINER_NOT_RELEASED = "container_not_released"
    CONTAINER_WATCHED = "container_watched"
    CONTAINER_STILL_WATCHED = "container_still_watched"
    CONTAINER_CLEARED = "container_cleared"
    CONTAINER_STATE = "container_state"
    NOT_ALLOWED = "not_allowed"
    EXPECTED_ACTIVATED = "expected_activated"
    EXPECTED_REFUSED = "expected_refused"
    REJECT_BIN_ADDED = "reject_bin_added"
    REJECT_BIN_KNOWN = "reject_bin_known"
    LIST_ACTIVATED = "list_activated"
    LIST_REFUSED = "list_refused"
    PAYLOAD_ERASED = "payload_erased"
    PAYLOAD_UNKNOWN = "payload_unknown"
    REQUEST_CONFLICT = "request_conflict"
    REQUEST_UNREADABLE = "request_unreadable"


Params = dict[str, str | int]
"""Values a sentence names. A value that is a code (a condition, a colour) is worded by the catalogue."""


class Line(msgspec.Struct, frozen=True):
    """One sentence to be worded: its id and what it names."""

    message: str
    params: Params = {}


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the desk says to one scan or request, recorded with the facts it led to."""

    message: Message
    severity: Severity
    params: Params = {}
    verdict: Verdict | None = None
    reasons: tuple[Reason, ...] = ()
    unit: str | None = None
    holds: tuple[HoldKind, ...] = ()
    container: str | None = None

    @property
    def line(self) -> Line:
        """The answer's sentence."""
        return Line(self.message, self.params)


class Recorded(msgspec.Struct, frozen=True):
    """One fact, as an outcome names it."""

    id: str
    kind: str


class Outcome(msgspec.Struct, frozen=True):
    """An answer that may be shown: the facts behind it are durable, or it says that they are not."""

    seq: int | None
    """Position of its first fact in the journal; None when nothing could be recorded."""

    scan: str | None
    """The scanned text, or None for a request."""

    step: str
    """The step the desk stands at now (`intake.receipt.Step`)."""

    answer: Answer
    prompt: Line
    """What to do next."""

    events: tuple[Recorded, ...] = ()
    """The facts recorded, in order."""

    at: int = 0
    """When it was recorded, in milliseconds since 1970-01-01 UTC."""

    operator: str | None = None
    """Badge of who stands at the desk."""

    parcel: str | None = None
    """Label of the open parcel."""

    units: int = 0
    """How many units have come out of it."""

    keys: int = 0
    """So many keyed characters complete an entry by themselves; 0: only Enter does."""


class Standing(msgspec.Struct, frozen=True):
    """What a station stands at when it opens."""

    training: bool
    station: str
    now: Outcome
    """Step, prompt and open parcel; its answer is that of the last scan, if there was one."""

    recent: tuple[Outcome, ...]
    """The last recorded scans with their answers, newest first."""
