"""The hub as a process: one, several, restarted under load, ended while somebody waits."""

from __future__ import annotations

import gzip
import signal
import socket
import threading
from pathlib import Path

import httpx
import msgspec
import pytest

from intake.hub.serving import Serving, ServingError, serve
from tests import hubs
from tests.intake.hub.batches import log_of
from tests.intake.hub.test_certificates import Authority


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "hub.example"])  # noqa: S104 (refused)
def test_nothing_but_this_machine_is_served_without_tls(host):
    with pytest.raises(ValueError, match="--tls-cert"):
        Serving("postgresql://", host=host)
    Serving("postgresql://", host=host, certificate=Path("c"), key=Path("k"))


@pytest.mark.parametrize(
    "how", [{"certificate": Path("c")}, {"key": Path("k")}, {"client_authority": Path("a")}]
)
def test_a_certificate_comes_with_its_key(how):
    with pytest.raises(ValueError, match="expected --tls-cert and --tls-key"):
        Serving("postgresql://", **how)


def test_files_that_hold_no_certificates_are_told_before_it_listens(tmp_path):
    authority = Authority(tmp_path)
    (certificate, key), (_, other) = authority.issue("hub"), authority.issue("other")
    with pytest.raises(ServingError, match=r"hub.pem, .*other.key, got: .*MISMATCH"):
        serve(Serving("postgresql://", certificate=certificate, key=other))
    with pytest.raises(ServingError, match="expected certificates"):
        serve(Serving("postgresql://", certificate=certificate, key=key, client_authority=key))
    with pytest.raises(ServingError, match="No such file"):
        serve(Serving("postgresql://", certificate=tmp_path / "none.pem", key=key))


def test_a_port_that_is_taken_is_told():
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(ServingError, match="expected to listen"),
    ):
        serve(Serving("postgresql://", port=taken.getsockname()[1]))


def send(client, log, first, last):
    body = gzip.compress(msgspec.json.encode(log.batch(first, last)))
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    return client.post(log.path, content=body, headers=headers)


@pytest.mark.parametrize("options", [(), ("--workers", "2")])
def test_a_hub_that_is_ended_under_load_answers_who_is_at_work_and_loses_nothing(database, options):
    token = hubs.station_token(database, "DOCK-1")
    log, port, taken = log_of(200), hubs.free_port(), 0
    some = threading.Event()

    def go_on():
        nonlocal taken
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=hubs.bearer(token), timeout=30
        ) as client:
            while taken < 200:
                try:
                    answer = send(client, log, taken + 1, taken + 2)
                except httpx.TransportError:
                    continue  # it is being restarted: the same again
                if answer.status_code == 200:
                    taken += 2
                    some.set()

    station = threading.Thread(target=go_on)
    with hubs.hub_process(database, *options, port=port) as hub:
        station.start()
        assert some.wait(hubs.PATIENCE)
        hub.process.send_signal(signal.SIGTERM)
        assert hub.process.wait(hubs.PATIENCE) == 0
    with hubs.hub_process(database, *options, port=port) as hub:
        station.join(hubs.PATIENCE)
        with httpx.Client(base_url=hub.url, headers=hubs.bearer(token)) as client:
            (position,) = client.get("/v1/stations/DOCK-1/positions").json()["positions"]
        assert (position["seq"], position["hash"]) == (200, log.hashes[200])


def test_who_waits_does_not_hold_up_the_end(database):
    token = hubs.station_token(database, "DOCK-1")
    with hubs.hub_process(database) as hub:
        waiting = httpx.Client(base_url=hub.url, headers=hubs.bearer(token), timeout=hubs.PATIENCE)
        answers = []
        station = threading.Thread(target=lambda: answers.append(waiting.get("/v1/emergencies?wait=60")))
        station.start()
        hubs.until(lambda: "hub_waiting 1" in metrics(hub, database))
        hub.process.send_signal(signal.SIGTERM)
        assert hub.process.wait(hubs.PATIENCE) == 0
        station.join()
        assert answers[0].json() == {"emergencies": [], "last": 0}


def metrics(hub, database):
    headers = hubs.bearer(hubs.admin_token(database))
    return httpx.get(f"{hub.url}/v1/metrics", headers=headers).text.replace(".0\n", "\n")
