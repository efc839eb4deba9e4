from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.importing import proof
from intake.importing.proof import ProofError, check_signature, check_sum

CONTENT = b"first,model\nA1,M1\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(CONTENT)
    return path


class Maker:
    """Signs as minisign does: https://jedisct1.github.io/minisign/#signature-format."""

    def __init__(self, number=b"\x01\x02\x03\x04\x05\x06\x07\x08", seed=1):
        self.number = number
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    def public(self, folder, name="maker.pub", kind=b"Ed"):
        folder.mkdir(exist_ok=True)
        data = base64.b64encode(kind + self.number + self.key.public_key().public_bytes_raw()).decode()
        (folder / name).write_text(f"untrusted comment: minisign public key\n{data}\n", encoding="utf-8")

    def sign(self, path, content=CONTENT, *, kind=b"ED", comment="timestamp:1 file:list.csv"):
        of_file = self.key.sign(hashlib.blake2b(content).digest())
        of_comment = self.key.sign(of_file + comment.encode())
        lines = (
            "untrusted comment: anything",
            base64.b64encode(kind + self.number + of_file).decode(),
            f"trusted comment: {comment}",
            base64.b64encode(of_comment).decode(),
        )
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def test_the_published_example_of_minisign_is_valid(tmp_path):
    """The key and the signature of the bytes `test`, as rust-minisign-verify prints them."""
    (tmp_path / "keys").mkdir()
    key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    (tmp_path / "keys" / "a.pub").write_text(f"untrusted comment: x\n{key}\n", encoding="utf-8")
    (tmp_path / "test").write_bytes(b"test")
    signature = tmp_path / "test.minisig"
    signature.write_text(
        "untrusted comment: signature from minisign secret key\n"
        "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n"
        "trusted comment: timestamp:1633700835\tfile:test\tprehashed\n"
        "wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n",
        encoding="utf-8",
    )
    assert check_signature(tmp_path / "test", signature, tmp_path / "keys").startswith("timestamp:1633700835")


def test_a_signature_by_a_trusted_key_is_valid(file, tmp_path):
    Maker(b"another!", seed=3).public(tmp_path / "keys", "a.pub")
    Maker(seed=2).public(tmp_path / "keys", "b.pub")
    Maker().public(tmp_path / "keys", "c.pub")
    assert (
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "keys") == "timestamp:1 file:list.csv"
    )


def test_a_changed_file_is_refused(file, tmp_path):
    Maker().public(tmp_path / "keys")
    signature = Maker().sign(tmp_path / "s")
    file.write_bytes(CONTENT + b"A2,M1\n")
    with pytest.raises(ProofError, match="expected the file that s signs, got another"):
        check_signature(file, signature, tmp_path / "keys")


def test_a_changed_trusted_comment_is_refused(file, tmp_path):
    Maker().public(tmp_path / "keys")
    signature = Maker().sign(tmp_path / "s")
    signature.write_text(signature.read_text("utf-8").replace("list.csv", "other.csv"), encoding="utf-8")
    with pytest.raises(ProofError):
        check_signature(file, signature, tmp_path / "keys")


def test_a_key_that_the_site_does_not_trust_is_named(file, tmp_path):
    Maker(b"another!").public(tmp_path / "keys")
    with pytest.raises(ProofError, match="got one by key 0807060504030201"):
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "keys")
    with pytest.raises(ProofError):
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "no-such-folder")


def test_another_key_under_the_same_number_proves_nothing(file, tmp_path):
    Maker(seed=2).public(tmp_path / "keys")
    with pytest.raises(ProofError):
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "keys")


@pytest.mark.parametrize(
    "text",
    ["", "one line", "a\nb\nc\nd", "a\n????\ntrusted comment: c\nd", "a\nQQ==\ntrusted comment: c\nQQ=="],
)
def test_what_is_no_signature_is_refused(file, tmp_path, text):
    (tmp_path / "s").write_text(text, encoding="utf-8")
    with pytest.raises(ProofError, match="s: expected"):
        check_signature(file, tmp_path / "s", tmp_path / "keys")


def test_a_signature_over_the_whole_file_is_refused_with_what_to_do(file, tmp_path):
    Maker().public(tmp_path / "keys")
    with pytest.raises(ProofError, match="got one made with -l"):
        check_signature(file, Maker().sign(tmp_path / "s", kind=b"Ed"), tmp_path / "keys")


def test_a_broken_key_of_the_site_is_named(file, tmp_path):
    Maker().public(tmp_path / "keys", kind=b"XX")
    with pytest.raises(ProofError, match=r"maker\.pub: expected a public key of minisign"):
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "keys")
    (tmp_path / "keys" / "maker.pub").write_text("no key", encoding="utf-8")
    with pytest.raises(ProofError, match=r"maker\.pub: expected 42 bytes"):
        check_signature(file, Maker().sign(tmp_path / "s"), tmp_path / "keys")


DIGEST = hashlib.sha256(CONTENT).hexdigest()
OTHER = "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        DIGEST,
        f"{DIGEST.upper()}\n",
        f"\ufeff{DIGEST}  list.csv\r\n",
        f"{OTHER}  other.csv\n{DIGEST} *out/list.csv\n",
        f"SHA256 (list.csv) = {DIGEST}\n{OTHER}\n",
        f"# made by hand\n{DIGEST}  ..\\list.csv\n",
    ],
)
def test_a_right_checksum_is_found_in_its_list(file, tmp_path, text):
    (tmp_path / "SHA256SUMS").write_text(text, encoding="utf-8")
    assert check_sum(file, tmp_path / "SHA256SUMS") == DIGEST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OTHER, "list.csv: expected SHA-256 0000000000000000…, got"),
        (f"{OTHER}  list.csv\n", "list.csv: expected SHA-256 0000000000000000…, got"),
        ("", "SHA256SUMS: expected one SHA-256 for list.csv, got none"),
        (f"{DIGEST}  other.csv\n", "got none"),
        (f"{DIGEST}\n{OTHER}\n", "got none"),
        (f"{DIGEST}  list.csv\n{OTHER}  list.csv\n", "got several"),
        (DIGEST[:-1], "got none"),
    ],
)
def test_a_wrong_or_missing_checksum_is_refused(file, tmp_path, text, said):
    (tmp_path / "SHA256SUMS").write_text(text, encoding="utf-8")
    with pytest.raises(ProofError) as refused:
        check_sum(file, tmp_path / "SHA256SUMS")
    assert said in str(refused.value)


def test_files_that_cannot_be_read_are_named(file, tmp_path, monkeypatch):
    with pytest.raises(ProofError, match="none: expected a file that can be read"):
        check_sum(file, tmp_path / "none")
    (tmp_path / "sums").write_text(DIGEST, encoding="utf-8")
    with pytest.raises(ProofError, match=r"gone\.csv: expected a file that can be read"):
        check_sum(tmp_path / "gone.csv", tmp_path / "sums")
    monkeypatch.setattr(proof, "_LARGEST", 10)
    with pytest.raises(ProofError, match="expected at most 10 bytes"):
        check_sum(file, tmp_path / "sums")
