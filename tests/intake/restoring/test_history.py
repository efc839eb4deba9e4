"""What a journal lacks of its station's newest log."""

import itertools

import msgspec
import pytest

from intake.chain import GENESIS, chain
from intake.events import Envelope
from intake.facts import ScanRepeated, StationRestored
from intake.restoring.history import Begun, HistoryError, Stretch, beyond, rows
from intake.wire import History, Position

A, B, C = "aaa", "bbb", "ccc"


def at(incarnation, seq, first=1, before=None):
    return Position(incarnation, seq, f"{seq:064x}", first, before)


def own(*incarnations):
    """Give (incarnation, first) as a journal's own."""
    befores = (None, *(incarnation for incarnation, _ in incarnations))
    return tuple(
        Begun(name, first, before, complete=True)
        for (name, first), before in zip(incarnations, befores, strict=False)
    )


def hash_of(seq):
    return f"{seq:064x}"


FIRST = own((A, 1))
SECOND = own((A, 1), (B, 6))


@pytest.mark.parametrize(
    ("positions", "journal", "seq", "lacks"),
    [
        pytest.param([], FIRST, 5, (), id="the hub has nothing"),
        pytest.param([at(A, 3)], FIRST, 5, (), id="the backup is newer"),
        pytest.param([at(A, 5)], FIRST, 5, (), id="both end together"),
        pytest.param([at(A, 9)], FIRST, 5, (Stretch(A, 5, 9, hash_of(9)),), id="the hub has more"),
        pytest.param(
            [at(A, 9), at(B, 12, 8, A)],
            FIRST,
            5,
            (Stretch(A, 5, 7), Stretch(B, 7, 12, hash_of(12))),
            id="it was restored since, and what was lost then stays lost",
        ),
        pytest.param(
            [at(A, 9), at(B, 12, 6, A)],
            FIRST,
            5,
            (Stretch(B, 5, 12, hash_of(12)),),
            id="restored right there",
        ),
        pytest.param(
            [at(A, 5), at(B, 9, 6, A), at(C, 12, 10, B)],
            FIRST,
            5,
            (Stretch(B, 5, 9), Stretch(C, 9, 12, hash_of(12))),
            id="restored twice since",
        ),
        pytest.param(
            [at(A, 9), at(B, 12, 6, A)],
            SECOND,
            8,
            (Stretch(B, 8, 12, hash_of(12)),),
            id="a restored one's backup",
        ),
        pytest.param([at(A, 9)], SECOND, 8, (), id="the hub has not heard of its restoring"),
    ],
)
def test_it_is_found_along_the_newest_log(positions, journal, seq, lacks):
    assert beyond(positions, journal, seq) == lacks


@pytest.mark.parametrize(
    ("positions", "journal", "seq", "match"),
    [
        pytest.param([at(A, 9), at(B, 12, 5, A)], FIRST, 8, "newer backup", id="it ends behind the restore"),
        pytest.param([at(A, 9), at(C, 12, 6, A)], SECOND, 8, "newer backup", id="two restored from one"),
        pytest.param([at(C, 9)], FIRST, 5, "nothing in common", id="another station's"),
    ],
)
def test_a_log_that_does_not_go_on_from_it_is_refused(positions, journal, seq, match):
    with pytest.raises(HistoryError, match=match):
        beyond(positions, journal, seq)


def envelope(seq, fact=None):
    body = fact or ScanRepeated()
    made = Envelope(
        seq, f"id-{seq}", 1, type(body).__name__, "", 0, "", "DOCK-1", A, "", "", msgspec.Raw(b"{}"), seq
    )
    return msgspec.json.encode(
        msgspec.structs.replace(made, body=msgspec.Raw(msgspec.json.encode(body)))
    ).decode()


LOG = [envelope(seq) for seq in range(1, 8)]
HEADS = [GENESIS, *itertools.accumulate((each.encode() for each in LOG), chain, initial=GENESIS)][1:]


def asked(events=tuple(LOG), most=3, first=None):
    """Answer as a hub that has so many events."""
    return lambda incarnation, after: History(
        incarnation, after + 1 if first is None else first, tuple(events[after : after + most])
    )


def fetch(ask, after=2, until=7, last=""):
    return [row for part in rows(ask, Stretch(A, after, until, last), HEADS[after]) for row in part]


def test_events_come_byte_for_byte_and_chained():
    found = fetch(asked(), last=HEADS[7].hex())
    assert [row[4] for row in found] == LOG[2:]
    assert [(row[0], row[2], row[3]) for row in found] == [
        (seq, HEADS[seq - 1], HEADS[seq]) for seq in range(3, 8)
    ]


def test_no_more_is_taken_than_belongs_to_the_newest_log():
    assert [row[0] for row in fetch(asked(most=5), until=4)] == [3, 4]


@pytest.mark.parametrize(
    ("ask", "last", "match"),
    [
        pytest.param(asked(LOG[:5]), "", "expected event 6", id="it ends too soon"),
        pytest.param(asked(first=9), "", "expected event 3", id="another place"),
        pytest.param(asked(), "f" * 64, "another event", id="another head"),
        pytest.param(asked([*LOG[:4], "{}", *LOG[5:]]), "", "update intake", id="no event"),
        pytest.param(
            asked([*LOG[:4], envelope(5).replace("ScanRepeated", "FromTomorrow")]),
            "",
            "update intake",
            id="newer",
        ),
        pytest.param(
            asked([*LOG[:4], envelope(5, StationRestored(B, A, 4, "0" * 64))]),
            "",
            "another event",
            id="forged",
        ),
    ],
)
def test_what_is_not_the_station_s_log_is_refused(ask, last, match):
    with pytest.raises(HistoryError, match=match):
        fetch(ask, last=last)
