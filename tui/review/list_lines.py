"""Which lists decide, how old each is, and how far units were judged anew: lines of the day's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.follow_up import Task
from intake.review.lists import FollowUp, ListRow
from intake.wording import Wording
from tui.review.times import age, shown

_TASKS = {Task.REJUDGING: "follow_up_rejudging", Task.REMATCHING: "follow_up_rematching"}


def list_lines(lists: Sequence[ListRow], now: float, wording: Wording) -> Iterator[str]:
    """Name the list of each campaign with its age. `now` in seconds since 1970-01-01 UTC."""
    width = max((len(each.campaign) for each in lists), default=0)
    for each in lists:
        told = [each.campaign.ljust(width), each.version or wording.review("no_list")]
        told += [age(each.since, now, wording)] if each.since else []
        is_marked = each.version is not None and "training" in each.version
        told += [wording.review("list_training")] if each.training and not is_marked else []
        yield "  ".join(told)


def follow_up_lines(follow_ups: Sequence[FollowUp], wording: Wording) -> Iterator[str]:
    """Say how far units were judged anew, and parcels compared with newer claims."""
    for each in follow_ups:
        word = wording.review(_TASKS[each.task])
        if each.ended_at is None:
            yield wording.review("follow_up_due", what=word, at=shown(each.since, 0))
            continue
        counts = [wording.review("follow_up_units", count=f"{each.units:,}")] if each.units else []
        counts.append(wording.review("follow_up_changed", count=f"{each.changed or 0:,}"))
        yield f"{word} {shown(each.ended_at, 0)}"
        yield f"  {', '.join(counts)}"
