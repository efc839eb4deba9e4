"""The receipt: the taking-in of one parcel. Decide gives facts, apply folds them; both are pure."""

from intake.receipt.apply import apply, fold, fold_parcel, resume, touched
from intake.receipt.decide import awaited, decide
from intake.receipt.decision import Decision, Situation
from intake.receipt.known import Earlier, Known, LastScan, Policy
from intake.receipt.prompt import Prompt, prompt
from intake.receipt.state import Accessory, Hold, Parcel, Receipt, Replacement, Unit
from intake.receipt.step import TRANSITIONS, Step, step_of

__all__ = [
    "TRANSITIONS",
    "Accessory",
    "Decision",
    "Earlier",
    "Hold",
    "Known",
    "LastScan",
    "Parcel",
    "Policy",
    "Prompt",
    "Receipt",
    "Replacement",
    "Situation",
    "Step",
    "Unit",
    "apply",
    "awaited",
    "decide",
    "fold",
    "fold_parcel",
    "prompt",
    "resume",
    "step_of",
    "touched",
]
