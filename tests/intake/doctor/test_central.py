"""The central claims system: what can be said of it from here, without a hub and with one that answers."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from intake.doctor import Check, State
from intake.doctor.central import Seen, judged, judged_days
from intake.founding import found as found_folder
from intake.surroundings import milliseconds, now
from tests.hubs import hub_in_thread, station_token
from tests.intake.doctor.conftest import case_of, found, words
from tests.systemd.certificate import self_signed

NOON = milliseconds("2026-11-23T12:00:00.000Z")
TOKEN = "t" * 43


class _Hub(BaseHTTPRequestHandler):
    """Answers as a hub does that is well and lets this dock in; nothing listens here but for that."""

    def do_GET(self):
        self.send_response(200 if self.path in {"/v1/health", "/v1/stations/dock-9/positions"} else 404)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def hub():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Dock:
    """A production folder on a machine of its own."""

    def __init__(self, machine):
        self.machine = machine
        self.folder = machine / "dock"
        found_folder(self.folder, training=False, station="dock-9")

    def case(self, settings):
        (self.folder / "settings.toml").write_text(settings, encoding="utf-8")
        return replace(case_of(self.folder, now().wall), machine=self.machine)

    def give_token(self, mode=0o600, secret=TOKEN):
        token = self.folder / "hub-token"
        token.write_text(secret, encoding="utf-8")
        token.chmod(mode)


@pytest.fixture
def dock(tmp_path):
    return Dock(tmp_path)


def test_a_training_folder_has_none_and_a_dock_without_one_is_warned(case, dock):
    assert words(case, Check.CENTRAL) == [(State.OK, "central_training")]
    assert words(dock.case(""), Check.CENTRAL) == [(State.WARNING, "central_none")]


def test_a_hub_that_answers_is_told(dock, hub):
    dock.give_token()
    assert words(dock.case(f'hub_url = "{hub}"\n'), Check.CENTRAL) == [(State.OK, "central")]


def test_a_token_is_tried_and_which_of_token_name_and_address_is_wrong_is_told(dock, database):
    own, other = (station_token(database, name) for name in ("dock-9", "dock-8"))
    with hub_in_thread(database) as running:
        for secret, path, told in (
            (own, "", (State.OK, "central")),
            (TOKEN, "", (State.FAULT, "central_token_unknown")),
            (other, "", (State.FAULT, "central_token_other")),
            (own, "/v1", (State.WARNING, "central_another")),
        ):
            dock.give_token(secret=secret)
            assert words(dock.case(f'hub_url = "{running.url}{path}"\n'), Check.CENTRAL) == [told]


def test_a_hub_that_is_away_is_a_warning_for_the_desk_works_on(dock):
    dock.give_token()
    (finding,) = found(dock.case('hub_url = "http://127.0.0.1:9"\n'), Check.CENTRAL)
    assert (finding.state, finding.word) == (State.WARNING, "central_unreachable")


@pytest.mark.parametrize(
    ("url", "mode", "said"),
    [
        ("http://127.0.0.1:9", None, "hub-token"),
        ("http://127.0.0.1:9", 0o644, "chmod 600"),
        ("http://claims.example.com", 0o600, "https"),
    ],
)
def test_what_keeps_a_station_from_asking_is_a_fault(dock, url, mode, said):
    if mode is not None:
        dock.give_token(mode)
    (finding,) = found(dock.case(f'hub_url = "{url}"\n'), Check.CENTRAL)
    assert (finding.state, finding.word) == (State.FAULT, "central_wrong")
    assert said in str(finding.params["reason"])
    assert TOKEN not in str(finding.params)


def test_a_token_only_the_service_has_is_proved_by_a_sync_alone(dock, hub):
    units = dock.machine / "etc/systemd/system"
    units.mkdir(parents=True)
    (units / "intake-sync.service").touch()
    case = dock.case(f'hub_url = "{hub}"\n')
    expected = [(State.WARNING, "central_token_unseen"), (State.OK, "central")]
    assert words(case, Check.CENTRAL) == expected
    (dock.folder / "sync.json").write_text(
        '{"last_try": "2026-11-23T02:00:00.000Z", "last_success": "2026-11-23T02:00:00.000Z"}', "utf-8"
    )
    assert words(case, Check.CENTRAL) == expected[1:]


def test_certificates_that_end_are_told_before(dock, hub):
    assert list(judged_days("ca", 31)) == []
    assert [each.word for each in judged_days("ca", 29)] == ["central_certificate"]
    assert [each.word for each in judged_days("ca", -1)] == ["central_certificate_over"]


def test_the_days_are_those_of_the_certificates_themselves(dock, hub):
    dock.give_token()
    case = dock.case(f'hub_url = "{hub}"\nhub_ca = "{authority(dock.machine, days=10)}"\n')
    soon, well = found(case, Check.CENTRAL)
    assert (soon.word, well.word) == ("central_certificate", "central")
    assert soon.params["days"] in {9, 10}
    later = replace(case, wall=case.wall + 11 * 86_400_000)
    assert words(later, Check.CENTRAL)[0] == (State.FAULT, "central_certificate_over")


def authority(folder, days):
    """Write a certificate that signs itself."""
    path = folder / "ca.pem"
    path.write_text(self_signed(days)[0], encoding="ascii")
    return path


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (Seen(200, "Mon, 23 Nov 2026 12:00:30 GMT"), "central"),
        (Seen(200, "Mon, 23 Nov 2026 11:55:00 GMT"), "central_skew"),
        (Seen(200, None), "central"),
        (Seen(503, "Mon, 23 Nov 2026 12:00:30 GMT"), "central_unwell"),
        (Seen(429, None), "central_unwell"),
        (Seen(302, None), "central_another"),
    ],
)
def test_what_a_hub_answers(seen, word):
    assert judged("https://claims.example.com", "dock-9", seen, NOON).word == word
