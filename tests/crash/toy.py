"""A program with the station's storage and nothing else: the simulator is tested on it.

`python toy.py FILE JOURNAL SYNCHRONOUS ROWS` commits ROWS transactions over two tables and prints
each row's number once it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from intake import sqlite

path, journal, synchronous, rows = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
connection = sqlite.connect(Path(path), journal_mode="DELETE", wal_autocheckpoint=100)
connection.execute(f"PRAGMA journal_mode={journal}")
connection.execute(f"PRAGMA synchronous={synchronous}")
for table in ("event", "outbox"):
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (n INTEGER PRIMARY KEY, body TEXT) STRICT")
for n in range(rows):
    connection.execute("BEGIN IMMEDIATE")
    for table in ("event", "outbox"):
        connection.execute(f"INSERT INTO {table} VALUES (?, ?)", (n, "x" * 300))
    connection.execute("COMMIT")
    sys.stdout.write(f"{n}\n")
    sys.stdout.flush()
