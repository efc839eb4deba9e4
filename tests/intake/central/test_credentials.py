"""Credentials: where secrets are looked for, and what is refused without being repeated."""

from __future__ import annotations

import ssl

import pytest

from intake.central.credentials import Credentials
from intake.errors import WrongUsageError
from intake.settings import Settings

TOKEN = "a-token-of-this-test-0123456789"
HUB = Settings(hub_url="https://claims.example.com:8443/")


def put(folder, name="hub-token", text=f"{TOKEN}\n", mode=0o600):
    path = folder / name
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_token_in_the_state_folder_is_taken(tmp_path):
    put(tmp_path)
    found = Credentials.of(tmp_path, HUB, {})
    assert (found.url, found.token, found.certificate) == ("https://claims.example.com:8443", TOKEN, None)


def test_systemds_credentials_go_first_whoever_may_read_them(tmp_path):
    given, state = tmp_path / "given", tmp_path / "state"
    given.mkdir()
    state.mkdir()
    put(given, mode=0o440)
    put(state, text="another-token-0123456789")
    assert Credentials.of(state, HUB, {"CREDENTIALS_DIRECTORY": str(given)}).token == TOKEN


def test_a_token_that_others_can_read_is_refused(tmp_path):
    put(tmp_path, mode=0o640)
    with pytest.raises(WrongUsageError, match="chmod 600"):
        Credentials.of(tmp_path, HUB, {})


@pytest.mark.parametrize("text", ["", "short", f"{TOKEN} {TOKEN}", f"{TOKEN}\nX: y", "é" * 20, "x" * 201])
def test_what_is_no_token_is_refused_and_not_repeated(tmp_path, text):
    put(tmp_path, text=text)
    with pytest.raises(WrongUsageError) as raised:
        Credentials.of(tmp_path, HUB, {})
    assert not text or text not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_token_never_shows(tmp_path):
    put(tmp_path)
    assert TOKEN not in repr(Credentials.of(tmp_path, HUB, {}))


def test_without_an_address_or_a_token_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(WrongUsageError, match="set hub_url"):
        Credentials.of(tmp_path, Settings(), {})
    with pytest.raises(WrongUsageError, match="LoadCredential=hub-token"):
        Credentials.of(tmp_path, HUB, {})


@pytest.mark.parametrize(
    "url",
    [
        *("http://claims.example.com", "http://127.0.0.1.example.com", "ftp://localhost", "localhost:8443"),
        *("https://", "https://a:b@claims.example.com", "https://claims.example.com/?a=b", "https://x#y"),
        *("https://claims.example.com:x", "https://claims.example.com:0", "https://[::1", "https://a b"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(url):
    with pytest.raises(WrongUsageError, match="https://claims"):
        Credentials.parse(url, TOKEN)


@pytest.mark.parametrize(
    "url",
    ["https://claims.example.com/site", "http://127.0.0.1:8443", "http://localhost:1", "http://[::1]:9"],
)
def test_an_address_that_is_safe_is_taken(url):
    assert Credentials.parse(url, TOKEN).url == url


def test_a_certificate_without_its_key_is_refused(tmp_path):
    put(tmp_path)
    put(tmp_path, "hub-cert", "x")
    with pytest.raises(WrongUsageError, match="hub-key"):
        Credentials.of(tmp_path, HUB, {})


def test_files_that_are_no_certificates_are_refused_by_name(tmp_path):
    put(tmp_path)
    put(tmp_path, "hub-cert", "x")
    put(tmp_path, "hub-key", "x")
    with pytest.raises(WrongUsageError, match="hub-cert"):
        Credentials.of(tmp_path, HUB, {}).context()
    missing = Credentials.parse("https://claims.example.com", TOKEN, tmp_path / "no-such-ca")
    with pytest.raises(WrongUsageError, match="no-such-ca"):
        missing.context()


def test_a_server_is_always_verified(tmp_path):
    context = Credentials.parse("https://claims.example.com", TOKEN).context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
