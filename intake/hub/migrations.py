"""Migrations: bring a database to this release's schema, step by step, and never back.

Each step is a file of `schema/`, run once in a transaction of its own and recorded with its SHA-256. Several
hub processes may start at once: an advisory lock lets one of them do it.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import NamedTuple

import psycopg
from psycopg import sql

SERVES = "intake_hub"
"""The role in which the hub serves; its owner's is used for migrations alone."""

_LOCK = 0x52494E54
"""`RINT`: whose advisory lock it is. Any number does that nobody else uses in this database."""

_RECORD = """
CREATE TABLE IF NOT EXISTS migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  run_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'intake_hub') THEN
    CREATE ROLE intake_hub NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- a hub of another database was quicker
END $$
"""
_MEMBER = """
DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT intake_hub TO %I', current_user);
  END IF;
END $$
"""
"""Who made a role may not yet act in it (PostgreSQL 16, CREATEROLE)."""


class MigrationError(Exception):
    """The database is not one this release can serve from."""


class Step(NamedTuple):
    """One file of `schema/`."""

    number: int
    name: str
    statements: bytes

    @property
    def sha256(self) -> str:
        """Of its bytes: a step that has run is never edited."""
        return hashlib.sha256(self.statements).hexdigest()


def steps() -> list[Step]:
    """Give every step of this release, in order."""
    found = [each for each in files("intake.hub").joinpath("schema").iterdir() if each.name.endswith(".sql")]
    return sorted(Step(int(each.name[:4]), each.name, each.read_bytes()) for each in found)


def migrate(url: str) -> int:
    """Run the steps a database lacks, as its owner; gives how many that were.

    Raises MigrationError for a database a newer release has changed, or of other steps than these, and
    psycopg.Error where it cannot be reached or the owner may not do it.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_RECORD)
        missing = steps()[len(_checked(connection)) :]
        if missing:
            _prepare(connection)
        for step in missing:
            _run(connection, step)
        return len(missing)


def _checked(connection: psycopg.Connection) -> list[int]:
    """Give the numbers of the steps that have run: the first ones of this release's."""
    known = steps()
    found = connection.execute("SELECT number, name, sha256 FROM migration ORDER BY number").fetchall()
    if len(found) > len(known):
        raise MigrationError(
            f"expected a database of this release or an older one, got step {found[-1][1]}: update"
        )
    for step, (number, name, sha256) in zip(known, found, strict=False):
        if (step.number, step.sha256) != (number, sha256):
            raise MigrationError(
                f"expected step {step.name} with SHA-256 {step.sha256}, got {name} with {sha256}"
            )
    return [number for number, _, _ in found]


def _prepare(connection: psycopg.Connection) -> None:
    """Make the role that serves, and leave everybody else in this database nothing to make."""
    (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    connection.execute(_ROLE)
    connection.execute(_MEMBER)
    connection.execute(
        sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
    )
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _run(connection: psycopg.Connection, step: Step) -> None:
    with connection.transaction():
        connection.execute(step.statements)
        connection.execute(
            "INSERT INTO migration (number, name, sha256) VALUES (%s, %s, %s)",
            (step.number, step.name, step.sha256),
        )
