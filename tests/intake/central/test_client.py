"""The client on a real socket: what it sends, and what it makes of every kind of answer."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import socket
import time
from datetime import UTC, datetime

import msgspec
import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.exchange import retry_after
from intake.central.fault import CentralError, FaultKind
from intake.errors import WrongUsageError
from intake.wire import (
    Batch,
    BatchAnswer,
    FolderKind,
    ItemAnswer,
    ItemStatus,
    Position,
    Positions,
    Problem,
    ProblemCode,
    PublishedExpected,
)
from tests.intake.central.answering import Answering, http
from tests.intake.central.trickling import Trickling

TOKEN = "a-token-of-this-test-0123456789"
NOW = "2026-01-01T00:00:00.000Z"
POSITIONS = Positions("DOCK-1", (Position("i", 3, "0" * 64, 1),))
GOOD = http(200, msgspec.json.encode(POSITIONS))


def call(answer: bytes, method: str = "positions", *arguments, timeout: float = 20.0):
    with Answering([answer]) as server, central(server.url, timeout=timeout) as client:
        return getattr(client, method)(*arguments)


def central(url: str, station: str = "DOCK-1", **how) -> Central:
    return Central(Credentials.parse(url, TOKEN), station, **how)


def fault(answer: bytes, *arguments, **how) -> CentralError:
    with pytest.raises(CentralError) as raised:
        call(answer, *arguments, **how)
    return raised.value


def test_a_question_carries_the_token_and_nothing_of_the_machine():
    with Answering([GOOD]) as server, central(server.url, "ドック 1/2") as client:
        assert client.positions() == POSITIONS
    asked = server.asked[0]
    assert asked.line.startswith("GET /v1/stations/%E3%83%89%E3%83%83%E3%82%AF%201%2F2/positions ")
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert set(asked.headers) <= {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
        "authorization",
    }


def test_no_variable_of_the_environment_leads_the_token_elsewhere(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert call(GOOD) == POSITIONS


def test_a_batch_is_packed_and_the_same_again_is_the_same_bytes():
    batch = Batch(FolderKind.PRODUCTION, NOW, 1, "0" * 64, ("{}" * 1000,))
    said = BatchAnswer(NOW, 0, (ItemAnswer(1, ItemStatus.CREATED),), POSITIONS.positions[0])
    with Answering([http(200, msgspec.json.encode(said))] * 2) as server, central(server.url) as client:
        assert client.send("i", batch) == client.send("i", batch) == said
    first, second = server.asked
    assert first.line.startswith("POST /v1/stations/DOCK-1/incarnations/i/events ")
    assert (first.headers["content-encoding"], first.headers["content-type"]) == ("gzip", "application/json")
    assert msgspec.json.decode(gzip.decompress(first.body), type=Batch) == batch
    assert first.body == second.body


def test_nobody_at_the_address_means_that_nothing_arrived():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with central(url) as client, pytest.raises(CentralError) as raised:
        client.positions()
    assert (raised.value.kind, raised.value.maybe_done) == (FaultKind.UNREACHABLE, False)
    assert raised.value.exit_code == 4


@pytest.mark.parametrize("cut", [0, 1, 10, len(GOOD) - 1])
def test_an_answer_that_is_cut_off_leaves_the_outcome_open(cut):
    found = fault(GOOD[:cut])
    assert (found.kind, found.maybe_done) == (FaultKind.UNREACHABLE, True)


def test_every_cut_of_a_packed_answer_without_a_length_is_noticed():
    packed = gzip.compress(msgspec.json.encode(POSITIONS))
    head = b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n"
    for cut in range(len(packed)):
        found = fault(head + packed[:cut])
        assert (found.kind, found.maybe_done) == (FaultKind.MALFORMED, True)
    assert call(head + packed) == POSITIONS


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"<html>", b"\xff", b'{"station": 5, "positions": []}'])
def test_an_answer_of_another_contract_is_told_as_such(body):
    found = fault(http(200, body))
    assert (found.kind, found.maybe_done) == (FaultKind.MALFORMED, True)


def test_a_packed_answer_is_unpacked_and_one_that_bursts_is_refused():
    packed = gzip.compress(GOOD.partition(b"\r\n\r\n")[2])
    assert call(http(200, packed, "Content-Encoding: gzip")) == POSITIONS
    bomb = gzip.compress(bytes(64 << 20), 9)
    assert fault(http(200, bomb, "Content-Encoding: gzip")).kind is FaultKind.MALFORMED
    assert fault(http(200, b"no gzip", "Content-Encoding: gzip")).kind is FaultKind.MALFORMED


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status):
    with Answering([GOOD]) as other:
        found = fault(http(status, b"", f"Location: {other.url}/v1/stations/DOCK-1/positions"))
    assert (found.kind, other.asked) == (FaultKind.MALFORMED, [])


@pytest.mark.parametrize(("status", "maybe_done"), [(429, False), (500, True), (502, True), (503, True)])
def test_one_that_cannot_now_is_busy_and_says_when_to_come(status, maybe_done):
    found = fault(http(status, b"later", "Retry-After: 17"))
    assert (found.kind, found.retry_after, found.maybe_done) == (FaultKind.BUSY, 17.0, maybe_done)
    assert found.exit_code == 4


def test_a_refusal_says_what_the_other_side_said():
    problem = Problem("Events are missing", 409, ProblemCode.GAP, "from 4 on", POSITIONS.positions[0])
    found = fault(http(409, msgspec.json.encode(problem), "Content-Type: application/problem+json"))
    assert (found.kind, found.problem, found.exit_code) == (FaultKind.REFUSED, problem, 1)
    assert "Events are missing: from 4 on" in str(found)


def test_a_page_that_is_not_found_is_somebody_elses():
    found = fault(http(404, b"<html>nothing here</html>"))
    assert (found.kind, "look at hub_url" in str(found)) == (FaultKind.MALFORMED, True)


@pytest.mark.parametrize("status", [401, 403])
def test_who_locks_us_out_is_believed_even_before_the_hub(status):
    found = fault(http(status, b"<html>who are you</html>"))
    assert (found.kind, found.problem, found.exit_code) == (FaultKind.REFUSED, None, 1)


def test_a_date_to_come_again_is_read_by_the_clock_it_is_of():
    later = "Retry-After: Sun, 01 Jan 2040 00:02:00 GMT", "Date: Sun, 01 Jan 2040 00:00:00 GMT"
    assert fault(http(503, b"later", *later)).retry_after == 120.0


@pytest.mark.parametrize("url", ["https://a..b", f"https://{'a' * 64}.example", "https://☃.net"])
def test_a_host_that_cannot_be_is_told_before_anybody_is_asked(url):
    with pytest.raises(WrongUsageError, match="hub_url"):
        central(url)


def test_no_expected_returns_is_an_answer():
    assert call(http(204), "expected") is None


def body_of(data: bytes, answer: bytes) -> bytes:
    published = PublishedExpected("v", hashlib.sha256(data).hexdigest(), len(data), 1, NOW)
    into = io.BytesIO()
    call(answer, "expected_lines", published, into)
    return into.getvalue()


def test_a_body_comes_whole_by_its_checksum():
    data = random.Random(1).randbytes(300_000)
    assert body_of(data, http(200, data)) == data
    assert body_of(data, http(200, gzip.compress(data, 1), "Content-Encoding: gzip")) == data


@pytest.mark.parametrize("got", [b"other!", b"longer than it said", b"cut"])
def test_a_body_that_is_another_is_refused(got):
    with pytest.raises(CentralError):
        body_of(b"lines\n", http(200, got))


def test_a_call_to_one_that_never_answers_ends():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with central(url, timeout=0.05) as client, pytest.raises(CentralError) as raised:
            client.positions()
    assert (raised.value.kind, raised.value.maybe_done) == (FaultKind.UNREACHABLE, True)


def test_a_call_to_one_that_trickles_ends():
    with (
        Trickling(b"HTTP/1.1 200 X\r\n") as server,
        central(server.url, timeout=0.1) as client,
        pytest.raises(CentralError),
    ):
        client.positions()
    assert not server.is_done


def test_a_download_has_the_time_until_the_end_and_no_more():
    published = PublishedExpected("v1", hashlib.sha256(b"").hexdigest(), 10_000_000, 1, NOW)
    head = http(200, b"")[:-4].replace(b"Length: 0", b"Length: 10000000") + b"\r\n\r\n"
    with (
        Trickling(head) as server,
        central(server.url, timeout=0.1, until=time.monotonic() + 0.3) as client,
        pytest.raises(CentralError),
    ):
        client.expected_lines(published, io.BytesIO())
    assert not server.is_done


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Thursday, 01-Jan-26 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 23:59:59 GMT", 0.0),
        ("99999999999", 86_400.0),
        ("Thu, 01 Jan 2099 00:00:00 GMT", 86_400.0),
        *((nonsense, None) for nonsense in ("", "soon", "-1", "1.5", "１２", "Thu, 99 Foo 2026")),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after(value, datetime(2026, 1, 1, tzinfo=UTC)) == seconds
