"""Anchoring: the log says itself how far somebody else has it, so that nobody can shorten it unseen."""

from __future__ import annotations

from intake.request import AnchorHead
from intake.sync.bringing import bring
from intake.sync.conflict import expect_same
from intake.sync.night import Night


def anchor(night: Night) -> None:
    """Record the other side's head hash, where it says more than the last anchor.

    The anchor is an event itself: it is sent the next night, and asks for no other. Raises ConflictError
    where the hash is not ours.
    """
    position = night.report.position
    if position is None:
        return
    expect_same(night.outbox, position)
    anchored = night.outbox.anchored(position.incarnation)
    if anchored is None or position.seq > anchored + 1:
        bring(night, [AnchorHead(position.incarnation, position.seq, position.hash)])
