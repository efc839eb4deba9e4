from __future__ import annotations

from pathlib import Path

import pytest

from intake.hub.openapi import contract, printed

STORED = Path(__file__).parents[3] / "docs" / "hub-openapi.json"
OPERATIONS = [operation for path in contract()["paths"].values() for operation in path.values()]


def test_the_stored_contract_is_what_the_code_says():
    assert STORED.read_bytes() == printed(), "intake hub openapi > docs/hub-openapi.json"


@pytest.mark.parametrize("operation", OPERATIONS, ids=[each["operationId"] for each in OPERATIONS])
def test_every_parameter_is_bounded_and_every_problem_described(operation):
    for parameter in operation.get("parameters", ()):
        assert parameter["schema"].keys() & {"pattern", "maximum"}
    signed = operation["security"] != [{}]
    assert {"400", "500", "503", *({"401", "403"} if signed else ())} <= operation["responses"].keys()
    for status, response in operation["responses"].items():
        if status >= "400":
            assert list(response["content"]) == ["application/problem+json"]


def test_what_is_sent_is_taken_with_no_other_field():
    types = contract()["components"]["schemas"]
    for operation in OPERATIONS:
        if "requestBody" in operation:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[
                2
            ]
            assert types[name]["additionalProperties"] is False


def test_what_a_field_and_a_word_mean_is_said_where_the_code_says_it():
    types = contract()["components"]["schemas"]
    assert types["Batch"]["properties"]["prev"]["description"].startswith(
        "Hash of the event before the first"
    )
    assert "`taken`: The unit of this key" in types["HubAnswer"]["description"]


def test_each_group_of_calls_says_what_it_means():
    told = {tag["name"] for tag in contract()["tags"]}
    assert {tag for operation in OPERATIONS for tag in operation["tags"]} == told
