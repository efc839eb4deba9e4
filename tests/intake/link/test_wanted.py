"""What is asked of the central claims system, by how a unit stands."""

from __future__ import annotations

import itertools
import random

import pytest
from msgspec.structs import replace

from intake.dispatch import ReplacementState
from intake.hold import HoldKind
from intake.link.wanted import Owed, Standing, wanted
from intake.wire import Confirm, FolderKind, HubAnswer, Release, Reserve

OWED = Owed("maker/S1", "campaign", "S1", "Item", "black", ReplacementState.QUEUED, claim="C-1")
TABLE = Standing("u1", "p1", "4810", "maker/S1", on_table=True)
PUT_AWAY = Standing("u1", "p1", "4810", "maker/S1", reserved=3, promised=("maker/S1",), owed=OWED)
PROVISIONAL = (HoldKind.PROVISIONAL,)


def reserve(key: str = "maker/S1") -> Reserve:
    return Reserve(FolderKind.PRODUCTION, "inc", key, "u1")


def release(key: str = "maker/S1") -> Release:
    return Release(FolderKind.PRODUCTION, "inc", key, "u1")


def confirm(epoch: int = 3, *, beyond_claim: bool = False) -> Confirm:
    return Confirm(
        FolderKind.PRODUCTION,
        "inc",
        "maker/S1",
        "u1",
        "p1",
        epoch,
        "campaign",
        "S1",
        "Item",
        "black",
        "4810",
        "C-1",
        beyond_claim,
    )


def owing(**fields) -> Standing:
    return replace(PUT_AWAY, owed=replace(OWED, **fields))


@pytest.mark.parametrize(
    ("standing", "calls"),
    [
        pytest.param(TABLE, [reserve()], id="on the table"),
        pytest.param(replace(TABLE, reserved=3, promised=("maker/S1",)), [], id="reserved"),
        pytest.param(replace(TABLE, key=None), [], id="no replacement will be owed"),
        pytest.param(replace(TABLE, on_table=False), [], id="put away, nothing owed"),
        pytest.param(
            replace(TABLE, key="maker/S2", promised=("maker/S1",)),
            [release(), reserve("maker/S2")],
            id="its serial was corrected: the old key first",
        ),
        pytest.param(
            replace(TABLE, key=None, promised=("maker/S1",)), [release()], id="not affected any more"
        ),
        pytest.param(Standing("u1", "p1", promised=("maker/S1", "maker/S1")), [release()], id="undone"),
        pytest.param(PUT_AWAY, [confirm()], id="put away"),
        pytest.param(replace(PUT_AWAY, reserved=None), [confirm(0)], id="put away, never reserved"),
        pytest.param(replace(PUT_AWAY, key=None), [confirm()], id="put away, and judged anew since"),
        pytest.param(
            replace(owing(state=ReplacementState.HELD), holds=PROVISIONAL),
            [confirm()],
            id="held for the hub's own word",
        ),
        pytest.param(
            replace(owing(state=ReplacementState.HELD), holds=(HoldKind.MISMATCH,)),
            [],
            id="held for a person",
        ),
        pytest.param(
            replace(owing(state=ReplacementState.HELD), holds=(*PROVISIONAL, HoldKind.ORPHAN)),
            [],
            id="held for both",
        ),
        pytest.param(
            owing(state=ReplacementState.DENIED), [release()], id="denied: what was reserved is free"
        ),
        pytest.param(
            replace(owing(answer=HubAnswer.BEYOND_CLAIM), holds=(HoldKind.EXTRA,)), [], id="beyond the claim"
        ),
        pytest.param(
            owing(answer=HubAnswer.BEYOND_CLAIM, beyond_claim=True),
            [confirm(beyond_claim=True)],
            id="beyond the claim, and a supervisor has released it",
        ),
        *(
            pytest.param(owing(answer=answer), [], id=f"answered: {answer}")
            for answer in HubAnswer
            if answer is not HubAnswer.BEYOND_CLAIM
        ),
    ],
)
def test_each_standing_has_its_calls(standing: Standing, calls: list[object]) -> None:
    assert list(wanted(standing, "inc")) == calls


def drawn(chance: random.Random) -> Standing:
    """Draw a unit as it may stand."""
    keys = ["maker/S1", "maker/S2"]
    owed = replace(
        OWED,
        key=chance.choice(keys),
        state=chance.choice([*ReplacementState]),
        answer=chance.choice([None, *HubAnswer]),
        beyond_claim=chance.random() < 0.5,
    )
    return Standing(
        "u1",
        "p1",
        key=chance.choice([None, *keys]),
        on_table=chance.random() < 0.5,
        holds=tuple(chance.sample([*HoldKind], chance.randint(0, 2))),
        reserved=chance.choice([None, 3]),
        promised=tuple(chance.choices(keys, k=chance.randint(0, 3))),
        owed=chance.choice([None, owed]),
    )


def test_whatever_stands_no_key_is_both_wanted_and_given_back() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201 (a failure must be repeatable)
    chance = random.Random(seed)
    for standing in itertools.islice(iter(lambda: drawn(chance), None), 3000):
        calls = wanted(standing, "inc")
        given_back = {call.key for call in calls if isinstance(call, Release)}
        asked = [call for call in calls if not isinstance(call, Release)]
        assert len(asked) <= 1, standing
        assert not given_back & {call.key for call in asked}, standing
        assert given_back <= {*standing.promised}, standing
