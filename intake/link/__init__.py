"""Link: the live talk with the central claims system, in a process of its own.

It follows the journal and reserves a unit's key while the unit lies on the desk, has its replacement
confirmed when it is put away, and carries emergencies between the desks of a site. The station has no network
and never waits: every answer comes as a request by its door.
"""

from __future__ import annotations

from intake.link.running import client, expect_link, once, run

__all__ = ["client", "expect_link", "once", "run"]
