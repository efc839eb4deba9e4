"""The receipt: the taking-in of one parcel. Decide gives facts, apply folds them; both are pure."""

from intake.receipt.apply import KEEPING, Changed, apply, fold, settle, touched
from intake.receipt.awaiting import awaiting, serial_patterns
from intake.receipt.certifying import Case
from intake.receipt.decide import awaited, decide
from intake.receipt.decision import Decision, Situation
from intake.receipt.history import fold_parcel
from intake.receipt.keyed import endings_awaited, length_awaited, serial_in_question
from intake.receipt.known import Act, Cage, Earlier, Known, LastScan, Placed, Policy
from intake.receipt.prompt import Prompt, prompt
from intake.receipt.scene import scene_of
from intake.receipt.state import Accessory, Hold, Parcel, Photo, Receipt, Unit
from intake.receipt.step import TRANSITIONS, Step, step_of
from intake.receipt.told import told_by_card

__all__ = [
    "KEEPING",
    "TRANSITIONS",
    "Accessory",
    "Act",
    "Cage",
    "Case",
    "Changed",
    "Decision",
    "Earlier",
    "Hold",
    "Known",
    "LastScan",
    "Parcel",
    "Photo",
    "Placed",
    "Policy",
    "Prompt",
    "Receipt",
    "Situation",
    "Step",
    "Unit",
    "apply",
    "awaited",
    "awaiting",
    "decide",
    "endings_awaited",
    "fold",
    "fold_parcel",
    "length_awaited",
    "prompt",
    "scene_of",
    "serial_in_question",
    "serial_patterns",
    "settle",
    "step_of",
    "told_by_card",
    "touched",
]
