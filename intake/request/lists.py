"""Wishes about affected lists, expected returns and kept payloads."""

from __future__ import annotations

import msgspec

from intake.verdict import Reason, Verdict


class ActivateList(msgspec.Struct, frozen=True, tag="campaigns.activate"):
    """Put a published affected list in force."""

    campaign: str
    version: str
    checksum: str | None = None
    """SHA-256 of its file, where the sender has computed it: a large one takes seconds; the desk waits."""

    rules: str | None = None
    """The campaign as the sender knows it (`follow_up.campaign_named`): refused where the station, which
    reads the campaigns' files when it opens, knows another."""


class ActivateExpected(msgspec.Struct, frozen=True, tag="expected.activate"):
    """Put published expected returns in force."""

    version: str


class ErasePayload(msgspec.Struct, frozen=True, tag="payloads.erase"):
    """Erase the bytes of an unrecognised scan; the log keeps their SHA-256 and stays valid."""

    sha256: str
    reason: str


class Rejudged(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the lists in force say of one unit received before."""

    unit: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    campaign: str | None = None
    model: str | None = None
    colour: str | None = None
    list_version: str | None = None
    rests_on: str = ""
    """What was known of the unit when it was judged (`receipt.anew.basis_of`): where the station knows
    something else by now, it judges the unit again itself."""


class RejudgeUnits(msgspec.Struct, frozen=True, tag="units.rejudge"):
    """Record changed verdicts: one chunk of a run over every unit ever received."""

    lists: str
    """The lists judged by, as `facts.RejudgingEnded` names them: refused when others are in force by now."""

    units: tuple[Rejudged, ...]
    rules: str = ""
    """Campaigns and settings judged by (`follow_up.rules_named`): refused where the station has others."""


class EndRejudging(msgspec.Struct, frozen=True, tag="units.rejudged"):
    """The run has come to its end."""

    lists: str
    units: int
    changed: int
    rules: str = ""


class RematchParcels(msgspec.Struct, frozen=True, tag="parcels.rematch"):
    """Compare parcels with newer claims: one chunk of a run over what claims may change."""

    version: str
    """Of the expected returns: refused when others are in force by now."""

    parcels: tuple[str, ...]
    """Their ids. What is announced for them, the station looks up itself."""


class EndRematching(msgspec.Struct, frozen=True, tag="parcels.rematched"):
    """The run has come to its end."""

    version: str
    parcels: int
