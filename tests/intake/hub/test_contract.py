"""schemathesis against the running hub: all that the contract says, and much that it forbids.

`PROOF=1` asks a hundred times as much; `SEED=n` asks something else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.hub import published, taking
from tests import hubs
from tests.intake.hub import signing
from tests.intake.hub.batches import log_of
from tests.intake.hub.routes.test_published import CLAIM, ROW

PROOF = bool(os.environ.get("PROOF"))
EXAMPLES = 500 if PROOF else 5
SEED = os.environ.get("SEED", "1")


@pytest.mark.timeout(3600 if PROOF else 120)
def test_the_hub_does_what_its_contract_says(database, tmp_path):
    station = hubs.station_token(database, "DOCK-1")
    hubs.as_owner(database, published.publish_list, "recall", "1", "2026-01-01", "a" * 64, ROW)
    hubs.as_owner(database, published.publish_expected, "1", CLAIM)
    hubs.as_owner(database, taking.take, "DOCK-1", "inc-1", log_of(3).batch())
    tokens = {
        "/v1/dispatch": hubs.shipper_token(database),
        "/v1/metrics": hubs.admin_token(database),
        "/v1/compensations": hubs.admin_token(database, "centre"),
        "/v1": station,
    }
    with hubs.hub_in_thread(database) as hub:
        hub.app.waiting.longest = 0.01  # a minute for each question that asks for it is not what is looked at
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", f"{hub.url}/v1/openapi.json"),
                *("--checks", "all", "--max-examples", str(EXAMPLES), "--seed", SEED, "--no-color"),
                *("--generation-database", "none"),
            ],
            env={
                **os.environ,
                "SCHEMATHESIS_HOOKS": "tests.intake.hub.signing",
                signing.TOKENS: json.dumps(tokens),
                "PYTHONPATH": str(Path(__file__).parents[3]),
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, f"SEED={SEED}\n{done.stdout[-8000:]}{done.stderr[-2000:]}"
