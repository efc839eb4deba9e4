"""The desk as the specification has it: what it must answer to a code, a key or a request."""

from __future__ import annotations

from collections.abc import Callable

from intake.simulation import (
    arriving,
    asking,
    cards,
    extras,
    grading,
    looking,
    naming,
    opening,
    placing,
    signing,
)
from intake.simulation.account import Account, Ask, Reply
from intake.simulation.act import Expected
from intake.simulation.alarm import raised
from intake.simulation.code import Code, CodeKind
from intake.simulation.said import Level, Said, Step

Way = Callable[[Account, Code], Reply]

REPEAT_MS = 1500
"""The same code again within this time is one pull of the trigger."""

_FLAGS: dict[str, Way] = dict.fromkeys(("CABLE", "MANUAL", "BOX", "OTHER", CodeKind.JAN), extras.flag)
_GRAVER: dict[str, Way] = dict.fromkeys(("D", "K1"), grading.of_the_unit)
_QUESTIONS: dict[str, Way] = {"UNDO": asking.undo, "REASON": asking.reason, "LOOKUP": looking.begin}
_OPENING: dict[str, Way] = {"CLASS": placing.open_by_card, CodeKind.CONTAINER: placing.contain}
_ROUNDS: dict[str, Way] = {"MOVE": asking.move, "INSPECT": asking.inspect}

WAYS: dict[Step, dict[str, Way]] = {
    Step.SIGNED_OUT: {},
    Step.IDLE: {
        **_QUESTIONS,
        **_ROUNDS,
        CodeKind.PARCEL: opening.at_idle,
        **_OPENING,
        CodeKind.CAGE: arriving.begin,
        "OUT": signing.out,
        "YES": opening.reopen,
    },
    Step.PARCEL_OPEN: {
        **_QUESTIONS,
        **_ROUNDS,
        **_FLAGS,
        **_GRAVER,
        CodeKind.PARCEL: opening.at_parcel,
        CodeKind.SERIAL: naming.scanned,
        CodeKind.PRINT: naming.printed,
        **_OPENING,
        "INTACT": grading.of_the_unit,
        "UNREADABLE": naming.unreadable,
        "CLOSE": opening.close,
        "SHORT": opening.close,
        "EMPTY": opening.empty,
        "OUT": signing.out,
        "YES": naming.second_unit,
    },
    Step.UNIT: {**_QUESTIONS, **_FLAGS, **_GRAVER, "MODEL": cards.model, "COLOUR": cards.colour},
    Step.CONDITION: {
        **_QUESTIONS,
        **_FLAGS,
        **_GRAVER,
        "INTACT": grading.of_the_unit,
        "CHECK": grading.begin_checklist,
        "YES": grading.answer,
        "NO": grading.answer,
    },
    Step.BAG: {**_QUESTIONS, **_FLAGS, **_GRAVER, CodeKind.BAG: grading.bag},
    Step.CONTAINER: {**_QUESTIONS, **_FLAGS, **_GRAVER, **_OPENING},
    Step.REJECT: {
        **_QUESTIONS,
        **_FLAGS,
        **_GRAVER,
        "YES": extras.box_opened,
        "NO": extras.box_opened,
        CodeKind.REJECT_BIN: extras.reject,
        CodeKind.RETURNABLE: extras.give_back,
    },
}
"""What each step takes: cards by their word, other codes by what carries them."""

_OTHERWISE = {
    Step.SIGNED_OUT: Said.SIGN_IN_FIRST,
    Step.IDLE: Said.SCAN_PARCEL_FIRST,
    Step.PARCEL_OPEN: Said.NOT_EXPECTED_HERE,
    Step.UNIT: Said.SCAN_MODEL_FIRST,
    Step.CONDITION: Said.SCAN_CONDITION_FIRST,
    Step.BAG: Said.SCAN_BAG_FIRST,
    Step.CONTAINER: Said.SCAN_CONTAINER_FIRST,
}

_MISFITS = {
    Said.CONTAINER_UNKNOWN,
    Said.CONTAINER_NOT_OPEN,
    Said.CONTAINER_WRONG_CLASS,
    Said.CONTAINER_WRONG_UN_NUMBER,
    Said.CONTAINER_FULL,
    Said.CONTAINER_SUSPECT,
}
_STAYS = {
    Ask.OPEN_CONTAINER: {
        *(Said.CLASS_CARD_WITHOUT_UN, Said.CLASS_CARD_DIFFERS, Said.CONTAINER_UNKNOWN, Said.CONTAINER_NEW),
    },
    Ask.MOVE_WHAT: {
        *(Said.MOVE_WHAT, Said.MOVE_UNKNOWN, Said.MOVE_NEEDS_LEAD, Said.MOVE_CLOSED, Said.UNREADABLE_SCAN),
    },
    Ask.MOVE_WHERE: _MISFITS | {Said.MOVE_WHERE, Said.MOVE_UNKNOWN, Said.MOVE_TOO_MANY},
    Ask.INSPECT: {Said.INSPECT_ASKED, Said.INSPECTED, Said.CONTAINER_NOT_IN_USE},
    Ask.REOPEN: {Said.PARCEL_KNOWN},
    Ask.UNDO: {Said.UNDO_ASKED},
    Ask.SECOND_UNIT: {Said.SERIAL_TAKEN_HERE},
    Ask.LOOK_UP: {Said.LOOK_UP_ASKED, Said.UNREADABLE_SCAN},
}
"""The answers after which a question is (still) open; after any other it is dropped."""


def _is_crate(code: Code) -> bool:
    return code.kind is CodeKind.CONTAINER


def _never(_code: Code) -> bool:
    return False


_ANSWERS: dict[Ask, tuple[Callable[[Code], bool], Way]] = {
    Ask.INSPECT: (_is_crate, asking.inspected),
    Ask.MOVE_WHAT: (asking.is_movable, asking.moved_what),
    Ask.MOVE_WHERE: (_is_crate, asking.moved_where),
    Ask.LOOK_UP: (looking.is_thing, looking.looked_up),
}
"""What answers a question, besides the cards a step takes anyway."""

_ENDING = frozenset(
    {
        Said.DESK_LOCKED,
        Said.EMERGENCY_CLOSED,
        Said.MOVED,
        *(said for said in Said if said.startswith("undone_")),
    }
)
"""Answers to requests about the desk itself: the operator's turn is over."""


class Desk:
    """One desk with its account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._last: tuple[str, int] | None = None
        self._entry = ""

    @property
    def step(self) -> Step:
        """What the desk waits for."""
        return self.account.step

    def scan(self, code: Code, at: int) -> Expected:
        """Say what a code must be answered at this time, in milliseconds."""
        last, self._last = self._last, (code.text, at)
        if last is not None and last[0] == code.text and at - last[1] < REPEAT_MS:
            level = Level.EMERGENCY if self.account.alarm else None
            return self.expected(Reply(Said.SAME_SCAN, level=level))
        self._entry = ""
        return self._settled(self._answer(code))

    def _settled(self, reply: Reply) -> Expected:
        question = self.account.question
        if question is not None and reply.said not in _STAYS[question.ask]:
            self.account.question = None
        return self.expected(reply)

    def requested(self, reply: Reply) -> Expected:
        """Say what a request must be answered; one about the desk itself ends what was being asked."""
        if reply.said in _ENDING:
            self.account.question = None
        return self.expected(reply)

    def expected(self, reply: Reply) -> Expected:
        """Put a reply into the words an outcome has."""
        piece, level = reply.about, reply.level or reply.said.level
        if piece is None:
            return Expected(self.step, level, reply.said, reply.verdict, is_of_unit=reply.verdict is not None)
        holds = tuple(piece.holds)
        return Expected(self.step, level, reply.said, piece.verdict, holds, piece.place, is_of_unit=True)

    def _answer(self, code: Code) -> Reply:
        account = self.account
        if account.alarm:
            return Reply(Said.EMERGENCY_ON)
        if code.kind is CodeKind.NOISE:
            return Reply(Said.UNREADABLE_SCAN)
        if (way := _everywhere(code)) is not None:
            return way(account, code)
        if account.cage is not None and self.step is Step.IDLE:
            return arriving.taken(account, code)
        return (self._asked(code) or self._way(code))(account, code)

    def _asked(self, code: Code) -> Way | None:
        """Give the way of a code that answers the open question; NO drops any."""
        question = self.account.question
        if question is None:
            return None
        if (code.kind, code.name) == (CodeKind.CARD, "NO"):
            return asking.dropped
        is_answer, way = _ANSWERS.get(question.ask, (_never, asking.dropped))
        return way if is_answer(code) else None

    def _way(self, code: Code) -> Way:
        step = self.step
        is_answer = code.kind in {CodeKind.SERIAL, CodeKind.PRINT} or code.name in {"YES", "NO"}
        if is_answer and step is Step.UNIT and self.account.open_case().read_back is not None:
            return naming.read_back
        key = code.name if code.kind is CodeKind.CARD else code.kind
        way = WAYS[step].get(key)
        if way is not None:
            return way
        if code.kind is CodeKind.FOREIGN_JAN and step not in {Step.SIGNED_OUT, Step.IDLE}:
            return lambda _account, _code: Reply(Said.NOT_EXPECTED_HERE)
        if step is Step.REJECT:
            return extras.waiting
        if step is Step.UNIT and self.account.open_case().read_back is not None:
            return naming.read_back_first
        return _refusing(code, step)

    def key(self, key: str) -> Expected:
        """Say what a key must be answered: an entry ends by enter, or by itself once it is whole."""
        if key != "enter":
            self._entry += key
        if key != "enter" and not self._is_whole(self._entry):
            return self.expected(Reply(Said.KEY_TAKEN))
        text, self._entry = self._entry, ""
        self._last = None
        return self._settled(naming.keyed(self.account, text))

    def _is_whole(self, text: str) -> bool:
        """Tell what needs no Enter: an awaited serial's last six, or a serial where all have one length."""
        case = self.account.open_case()
        if case.read_back is not None:
            return text == case.read_back[-naming.SIX :]
        endings = {serial[-naming.SIX :] for serial in case.awaited}
        lengths = self.account.register.lengths
        return text in endings or (len(lengths) == 1 and len(text) in lengths)


def _everywhere(code: Code) -> Way | None:
    if code.kind is CodeKind.BADGE:
        return signing.badge
    return raised if (code.kind, code.name) == (CodeKind.CARD, "K2") else None


def _refusing(code: Code, step: Step) -> Way:
    """Give the refusal of a step; cards that answer a question say that nothing was asked."""
    is_box = code.kind in {CodeKind.JAN, CodeKind.FOREIGN_JAN}
    said = Said.BOX_NOT_PARCEL if step is Step.IDLE and is_box else _OTHERWISE[step]
    if step is Step.PARCEL_OPEN and code.kind is CodeKind.REJECT_BIN:
        said = Said.NOTHING_TO_REJECT
    if step is Step.CONDITION:
        return grading.not_taken
    return lambda _account, _code: Reply(said)
