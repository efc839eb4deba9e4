"""Published lists, and files as the first format wrote them."""

import pytest

from intake import sqlite
from intake.reference import AffectedIndex

FIRST_FORMAT = """
CREATE TABLE affected_range (first TEXT, last TEXT, model TEXT, colour TEXT, note TEXT) STRICT;
CREATE TABLE affected_list (campaign TEXT, version TEXT, training INTEGER, published TEXT, ranges INTEGER,
  content TEXT) STRICT;
CREATE TABLE named (id INTEGER PRIMARY KEY, items TEXT) STRICT;
CREATE TABLE segment (length INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  named INTEGER NOT NULL, PRIMARY KEY (length, first)) STRICT, WITHOUT ROWID;
INSERT INTO affected_list VALUES ('zz-1', '1', 0, '2031-02-04', 3, 'abc');
INSERT INTO affected_range VALUES ('A000', 'A1ZZ', 'Y', NULL, 'lot 7'), ('A100', 'A100', 'X', 'red', ''),
  ('B0000', 'B0001', 'X', NULL, '');
INSERT INTO named VALUES (0, '[["Y",null,false]]'), (1, '[["X","red",true],["Y",null,false]]'),
  (2, '[["X",null,false]]');
INSERT INTO segment VALUES (4, 'A000', 'A0ZZ', 0), (4, 'A100', 'A100', 1), (4, 'A101', 'A1ZZ', 0),
  (5, 'B0000', 'B0001', 2);
PRAGMA user_version = 1;
"""


@pytest.fixture
def opened():
    """Open indexes that are closed at the end."""
    indexes = []

    def opening(path):
        indexes.append(AffectedIndex.open(path))
        return indexes[-1]

    yield opening
    for index in indexes:
        index.close()


@pytest.fixture
def first_format(tmp_path):
    """Write a list as releases before shapes did."""
    path = tmp_path / "list-zz-1-1.db"
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.executescript(FIRST_FORMAT)
    connection.close()
    return path
