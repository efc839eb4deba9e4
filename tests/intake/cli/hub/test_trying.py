"""`intake hub try` says what is typed next, for a shell to take as it stands."""

from __future__ import annotations

import os
import subprocess

from intake.cli.hub.trying import to_type


def test_a_shell_takes_each_line_as_it_stands(tmp_path):
    token = tmp_path / "a folder" / "DOCK-1.token"
    token.parent.mkdir()
    token.write_text("secret\n")
    database = "postgresql://postgres:@/postgres?host=/somewhere/it's"
    state = tmp_path / "state"
    state.mkdir()
    lines = [line for line in to_type("DOCK-1", token, 8443, database) if line.startswith("  ")]
    script = "\n".join(["intake() { :; }", *lines, 'printf %s "$INTAKE_HUB_DATABASE"'])
    environment = {**os.environ, "INTAKE_STATE": str(state)}
    told = subprocess.run(["/bin/sh", "-euc", script], env=environment, capture_output=True, check=True)
    assert told.stdout.decode() == database
    assert (state / "hub-token").read_text() == "secret\n"
    assert (state / "settings.toml").read_text() == 'hub_url = "http://127.0.0.1:8443"\n'
