"""Health: whether the database is reached."""

from __future__ import annotations

from intake.hub.database import Connection


async def look(connection: Connection) -> None:
    """Do nothing but reach the database. Raises what reaching it raises."""
    await connection.execute("SELECT")
