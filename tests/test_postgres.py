"""The PostgreSQL of the tests comes, goes, is killed and comes again, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PATIENCE, served

_HOLDS_ONE = """
import signal, sys
from tests.postgres import Server
server = Server()
server.start()
print(server.folder, flush=True)
signal.pause()
"""


def test_what_is_committed_is_there_after_a_kill_and_a_restart():
    with served() as server:
        url = server.database()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("INSERT INTO site (site) VALUES ('yard')")
            pid, folder = server.pid, server.folder
            server.kill()
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT")
        server.restart()
        server.restart()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT site FROM site").fetchall() == [("yard",)]
        assert server.pid != pid
    assert not folder.exists()


def test_tests_that_are_killed_leave_no_server_and_no_folder():
    holder = subprocess.Popen([sys.executable, "-c", _HOLDS_ONE], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    folder = Path(holder.stdout.readline().strip())
    pid = int((folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    end = time.monotonic() + PATIENCE
    while folder.exists() or Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end, pid
        time.sleep(0.02)
