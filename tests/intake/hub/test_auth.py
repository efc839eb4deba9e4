"""Who may call what: every route, from the contract, with every kind of token that is not for it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest

from intake.hub import tokens
from intake.hub.openapi import contract
from intake.hub.tokens import TokenRole
from tests import hubs
from tests.intake.hub.batches import log_of

PLACES = {"{station}": "DOCK-1", "{incarnation}": "inc-1", "{campaign}": "recall", "{version}": "1"}
OPEN = ("/v1/health", "/v1/openapi.json")


def operations():
    """Every operation that wants a token: method, path, the role it is for."""
    for path, methods in contract()["paths"].items():
        if path not in OPEN:
            for method in methods:
                yield pytest.param(method.upper(), filled(path), role_of(path), id=f"{method} {path}")


def filled(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace(name, value)
    return path


def role_of(path: str) -> TokenRole:
    if path.startswith("/v1/dispatch"):
        return TokenRole.SHIPPER
    return TokenRole.ADMIN if path in {"/v1/metrics", "/v1/compensations"} else TokenRole.STATION


@dataclass
class Hub:
    """One hub for all of these: nothing they may not do changes it."""

    url: str
    database: str
    tokens: dict[TokenRole, str]


@pytest.fixture(scope="module")
def hub(postgres):
    database = postgres.database()
    with hubs.hub_in_thread(database) as running:
        tokens = {
            TokenRole.STATION: hubs.station_token(database, "DOCK-1"),
            TokenRole.SHIPPER: hubs.shipper_token(database),
            TokenRole.ADMIN: hubs.admin_token(database),
        }
        yield Hub(running.url, database, tokens)
    postgres.drop(database)


@pytest.fixture(scope="module")
def client(hub):
    with httpx.Client(base_url=hub.url) as client:
        yield client


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(("method", "path", "role"), list(operations()))
class TestEveryRoute:
    @pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer \xe9"])
    def test_nobody_unknown_gets_anything(self, client, method, path, role, given):
        headers = {} if given is None else {"authorization": given.encode("latin-1")}
        answer = client.request(method, path, headers=headers)
        assert refused(answer) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_a_token_of_another_role_is_refused(self, client, hub, method, path, role):
        for other in set(TokenRole) - {role}:
            answer = client.request(method, path, headers=hubs.bearer(hub.tokens[other]))
            assert refused(answer) == (403, "forbidden")

    def test_the_right_one_is_let_in(self, client, hub, method, path, role):
        answer = client.request(method, path, headers=hubs.bearer(hub.tokens[role]))
        assert answer.status_code not in (401, 403)


@pytest.mark.parametrize("path", ["positions", "answers", "rejected", "incarnations/inc-1/events"])
def test_another_stations_log_is_refused_whether_there_is_one_or_not(client, hub, path):
    hubs.station_token(hub.database, "DOCK-2")
    told = {
        refused(client.get(f"/v1/stations/{name}/{path}", headers=hubs.bearer(hub.tokens[TokenRole.STATION])))
        for name in ("DOCK-2", "DOCK-3", "dock-1", "DOCK-1%20")
    }
    assert told == {(403, "forbidden")}


def test_a_revoked_token_is_answered_as_an_unknown_one_at_once(client, hub):
    token = hubs.station_token(hub.database, "DOCK-4")
    wanted = "/v1/stations/DOCK-4/positions"
    assert client.get(wanted, headers=hubs.bearer(token)).status_code == 200
    hubs.as_owner(hub.database, tokens.revoke, TokenRole.STATION, "DOCK-4")
    revoked, unknown = (client.get(wanted, headers=hubs.bearer(each)) for each in (token, "never made"))
    assert (revoked.status_code, revoked.content) == (unknown.status_code, unknown.content)
    assert revoked.status_code == 401


def test_nothing_of_a_body_is_looked_at_before_the_caller_is_known(client):
    answer = client.post(log_of(1).path, content=b"no JSON", headers={"content-type": "text/html"})
    assert refused(answer) == (401, "unauthenticated")
