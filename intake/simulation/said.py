"""What the desk says: message ids, steps, severities and holds as the specification names them."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What the desk waits for."""

    SIGNED_OUT = "SIGNED_OUT"
    IDLE = "IDLE"
    PARCEL_OPEN = "PARCEL_OPEN"
    UNIT = "UNIT"
    CONDITION = "CONDITION"
    BAG = "BAG"
    CONTAINER = "CONTAINER"
    REJECT = "REJECT"
    EMERGENCY = "EMERGENCY"


class Level(StrEnum):
    """How an answer is to be taken."""

    OK = "ok"
    NOTE = "note"
    REFUSED = "refused"
    HAZARD = "hazard"
    EMERGENCY = "emergency"


class Verdict(StrEnum):
    """What the list says of a serial."""

    AFFECTED = "AFFECTED"
    NOT_AFFECTED = "NOT_AFFECTED"
    UNCERTAIN = "UNCERTAIN"
    INVALID = "INVALID"


class Held(StrEnum):
    """Why a replacement waits for a supervisor."""

    DUPLICATE = "DUPLICATE"
    MISMATCH = "MISMATCH"
    ORPHAN = "ORPHAN"
    PARTIAL = "PARTIAL"
    EXTRA = "EXTRA"
    EXCLUDED_COLOUR = "EXCLUDED_COLOUR"
    OTHER_CAMPAIGN = "OTHER_CAMPAIGN"
    WRONG_MODEL = "WRONG_MODEL"
    UNCERTAIN_SERIAL = "UNCERTAIN_SERIAL"
    EVIDENCE = "EVIDENCE"


class Said(StrEnum):
    """Every answer a simulated day can meet."""

    SIGNED_IN = "signed_in"
    ALREADY_SIGNED_IN = "already_signed_in"
    HANDED_OVER = "handed_over"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FIRST = "sign_in_first"
    DESK_LOCKED = "desk_locked"
    CLOSE_PARCEL_FIRST = "close_parcel_first"

    PARCEL_OPENED = "parcel_opened"
    PARCEL_OPENED_CHECK_FAILS = "parcel_opened_check_fails"
    PARCEL_OPENED_CLAIM = "parcel_opened_claim"
    PARCEL_REOPENED = "parcel_reopened"
    PARCEL_IS_OPEN = "parcel_is_open"
    PARCEL_KNOWN = "parcel_known"
    PARCEL_CLOSED = "parcel_closed"
    PARCEL_EMPTY = "parcel_empty"
    PARCEL_SHORT = "parcel_short"
    PARCEL_SHORT_CLAIM = "parcel_short_claim"
    PARCEL_BELOW_CLAIM = "parcel_below_claim"
    PARCEL_WITHOUT_UNIT = "parcel_without_unit"
    PARCEL_HAS_UNITS = "parcel_has_units"
    SCAN_PARCEL_FIRST = "scan_parcel_first"
    BOX_NOT_PARCEL = "box_not_parcel"

    UNIT_AFFECTED = "unit_affected"
    UNIT_NOT_AFFECTED = "unit_not_affected"
    UNIT_UNCERTAIN = "unit_uncertain"
    UNIT_DUPLICATE = "unit_duplicate"
    UNIT_UNREADABLE = "unit_unreadable"
    UNIT_MODEL_DECIDES = "unit_model_decides"
    SERIAL_INVALID = "serial_invalid"
    SERIAL_TAKEN_HERE = "serial_taken_here"
    SERIAL_KEYED = "serial_keyed"
    KEY_TAKEN = "key_taken"
    KEYED_DROPPED = "keyed_dropped"
    KEYED_NO_MATCH = "keyed_no_match"
    KEYED_DIFFERS = "keyed_differs"
    READ_BACK_FIRST = "read_back_first"
    SERIAL_PRINTED = "serial_printed"
    PRINT_NEEDS_KEYS = "print_needs_keys"
    MODEL_CONFIRMED = "model_confirmed"
    MODEL_UNKNOWN = "model_unknown"
    COLOUR_CONFIRMED = "colour_confirmed"
    COLOUR_EXCLUDED = "colour_excluded"
    COLOUR_UNKNOWN = "colour_unknown"
    COLOUR_OTHER = "colour_other"
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
    CONTAINER_NEW = "container_new"
    CONTAINER_NOT_IN_USE = "container_not_in_use"
    CONTAINER_NOT_OPEN = "container_not_open"
    MOVE_CLOSED = "move_closed"
    CONTAINER_WRONG_CLASS = "container_wrong_class"
    CONTAINER_WRONG_UN_NUMBER = "container_wrong_un_number"
    CONTAINER_FULL = "container_full"
    CONTAINER_SUSPECT = "container_suspect"
    HOLDING_NOT_EMPTY = "holding_not_empty"
    CONTAINER_OPENED = "container_opened"
    CONTAINER_SEALED = "container_sealed"
    CLASS_CARD_WITHOUT_UN = "class_card_without_un"
    CLASS_CARD_DIFFERS = "class_card_differs"
    CLASS_CARD_ALONE = "class_card_alone"
    SCAN_CONTAINER_FIRST = "scan_container_first"
    NOTHING_TO_CONTAIN = "nothing_to_contain"

    ACCESSORY_FLAGGED = "accessory_flagged"
    BOX_FLAGGED = "box_flagged"
    BOX_EMPTY = "box_empty"
    BOX_NOT_CHECKED = "box_not_checked"
    BATTERY_IN_BOX = "battery_in_box"
    BATTERY_OUTSTANDING = "battery_outstanding"
    ACCESSORY_REJECTED = "accessory_rejected"
    ACCESSORY_TAGGED = "accessory_tagged"
    TAG_USED = "tag_used"
    REJECT_BIN_UNKNOWN = "reject_bin_unknown"
    NOTHING_TO_REJECT = "nothing_to_reject"
    REJECT_FIRST = "reject_first"

    UNDO_ASKED = "undo_asked"
    UNDO_NOTHING = "undo_nothing"
    UNDO_NEEDS_LEAD = "undo_needs_lead"
    REASON_ALONE = "reason_alone"
    UNDONE_PARCEL_OPENED = "undone_parcel_opened"
    UNDONE_NOTICED = "undone_noticed"
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
    UNDONE_CLOSED = "undone_closed"
    UNDONE_REOPENED = "undone_reopened"
    UNDONE_MOVED = "undone_moved"
    UNDONE_KEYED = "undone_keyed"

    MOVE_WHAT = "move_what"
    MOVE_WHERE = "move_where"
    MOVE_UNKNOWN = "move_unknown"
    MOVE_NEEDS_LEAD = "move_needs_lead"
    MOVED = "moved"
    MOVED_ALL = "moved_all"
    MOVE_TOO_MANY = "move_too_many"
    INSPECT_ASKED = "inspect_asked"
    INSPECTED = "inspected"

    LOOK_UP_ASKED = "look_up_asked"
    LOOKED_UP_AFFECTED = "looked_up_affected"
    LOOKED_UP_NOT_AFFECTED = "looked_up_not_affected"
    LOOKED_UP_UNCERTAIN = "looked_up_uncertain"
    LOOKED_UP_INVALID = "looked_up_invalid"
    LOOKED_UP_BEFORE = "looked_up_before"
    LOOKED_UP_BAG = "looked_up_bag"
    LOOKED_UP_CONTAINER = "looked_up_container"
    LOOKED_UP_PARCEL = "looked_up_parcel"
    LOOKED_UP_NOTHING = "looked_up_nothing"
    QUESTION_DROPPED = "question_dropped"

    ARRIVALS_BEGUN = "arrivals_begun"
    ARRIVALS_ON = "arrivals_on"
    ARRIVALS_ENDED = "arrivals_ended"
    PARCEL_ARRIVED = "parcel_arrived"
    PARCEL_ARRIVED_AGAIN = "parcel_arrived_again"
    PARCEL_RECEIVED = "parcel_received"

    EMERGENCY_RAISED = "emergency_raised"
    EMERGENCY_ON = "emergency_on"
    EMERGENCY_CLOSED = "emergency_closed"
    LEAD_NOT_VERIFIED = "lead_not_verified"

    SAME_SCAN = "same_scan"
    NOT_EXPECTED_HERE = "not_expected_here"
    NOT_AN_ANSWER = "not_an_answer"
    UNREADABLE_SCAN = "unreadable_scan"

    @property
    def level(self) -> Level:
        """How the answer is to be taken, where nothing else is said: what is not listed is a refusal."""
        return _LEVELS.get(self, Level.REFUSED)


_OK = (
    "signed_in handed_over signed_out parcel_opened parcel_opened_claim parcel_reopened parcel_closed "
    "unit_affected model_confirmed colour_confirmed condition_intact checklist_no bag_attached contained "
    "contained_replacement container_opened container_sealed box_empty accessory_rejected accessory_tagged "
    "moved moved_all inspected arrivals_begun arrivals_ended parcel_arrived"
)
_NOTE = (
    "already_signed_in parcel_opened_check_fails parcel_is_open parcel_empty parcel_short "
    "parcel_short_claim unit_not_affected unit_uncertain unit_duplicate unit_unreadable "
    "unit_model_decides serial_keyed serial_printed key_taken keyed_dropped colour_excluded colour_other "
    "checklist_begun contained_held accessory_flagged box_flagged battery_in_box undo_asked move_what "
    "move_where inspect_asked parcel_arrived_again emergency_closed same_scan desk_locked look_up_asked "
    "question_dropped"
)
_LEVELS = {
    **{Said(name): Level.OK for name in _OK.split()},
    **{Said(name): Level.NOTE for name in _NOTE.split()},
    **{said: Level.NOTE for said in Said if said.startswith(("undone_", "looked_up_"))},
    Said.CONDITION_DAMAGED: Level.HAZARD,
    Said.CONDITION_SWOLLEN: Level.HAZARD,
    Said.EMERGENCY_RAISED: Level.EMERGENCY,
    Said.EMERGENCY_ON: Level.EMERGENCY,
}
