"""The chain: stations and central claims systems of every release must find the same hashes."""

from intake.chain import GENESIS, chain


def test_a_hash_is_the_sha_256_of_the_hash_before_and_the_bytes_stored():
    """Known answers, made by `head -c 32 /dev/zero | cat - envelope | sha256sum`."""
    first = chain(GENESIS, b'{"seq":1}')
    assert GENESIS.hex() == "0" * 64
    assert first.hex() == "ff44e121014845ba9f060b9dd529b57e3706d9dcbf47ce18d6a7e50bea6c7e46"
    assert chain(first, b"").hex() == "aa84576c04b0523eab271b5a1a5f94a3cda62623d9e4c7529994d7f7563c9b8d"
