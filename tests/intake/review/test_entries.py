"""Entries: the whole log by positions, newest first, each act with its answer."""

import pytest

from intake.language import Language
from intake.review.entries import Log
from intake.wording import Wording
from tests.intake.conftest import HOSTILE, edit, stored


@pytest.mark.parametrize("limit", [1, 7, 10_000])
def test_the_pages_are_the_whole_log_newest_first(days, connection, limit):
    log = Log(connection)
    pages = [log.page(first, limit) for first in range(0, log.count(), limit)]
    entries = [entry for page in pages for entry in page]
    envelopes = stored(days.folder)[::-1]
    assert [entry.seq for entry in entries] == [one.seq for one in envelopes]
    assert [(entry.kind, entry.at, entry.operator, entry.unit) for entry in entries] == [
        (one.kind, one.at, one.operator, one.unit) for one in envelopes
    ]
    assert [entry.said is not None for entry in entries] == [one.answer is not None for one in envelopes]
    assert all(entry.leads or entry.said is None for entry in entries)


def test_an_entry_says_what_was_scanned_where_and_by_whom(days, connection):
    entries = Log(connection).page(0, 10_000)
    labels = [entry for entry in entries if entry.text == days.label]
    assert {entry.kind for entry in labels} == {"ParcelOpened"}
    assert {entry.operator for entry in labels} == {days.badge}
    assert {entry.label for entry in entries if entry.parcel == labels[0].parcel} == {days.label}
    assert {entry.by for entry in entries if entry.kind == "ContainerSealed"} == {"the test"}
    assert not {entry.text for entry in entries} & {
        text.decode(errors="replace") for text in HOSTILE.values()
    }


@pytest.mark.parametrize("language", Language)
def test_every_answer_can_be_worded_also_one_of_another_release(days, connection, language):
    wording = Wording(language)
    said = [entry.said for entry in Log(connection).page(0, 10_000) if entry.said]
    assert all(wording.sentence_of(each.stored) for each in said)


def test_an_answer_and_a_kind_this_release_does_not_have_are_shown_all_the_same(site, open_desk):
    desk = open_desk(site)
    desk.receive()
    desk.close()
    swap = "UPDATE event SET envelope = replace(envelope, ?, ?)"
    edit(site.folder, (swap, ('"message":"parcel_opened"', '"message":"gone_since"')))
    edit(site.folder, (swap, ('"kind":"BagAttached"', '"kind":"FromTheFuture"')))
    entries = Log(open_desk(site).station.journal.connection).page(0, 10_000)
    assert "gone_since" in {entry.said.message for entry in entries if entry.said}
    assert "FromTheFuture" in {entry.kind for entry in entries}


def test_positions_beyond_the_log_are_empty(connection):
    log = Log(connection)
    assert log.page(log.count(), 60) == []
    assert len(log.page(log.count() - 2, 60)) == 2


def test_positions_count_from_the_newest_known_until_it_is_counted_anew(site, open_desk):
    desk = open_desk(site)
    log = Log(desk.station.journal.connection)
    (newest,) = log.page(0, 1)
    desk.scan(site.badge)
    assert log.page(0, 1) == [newest]
    assert log.count() == newest.seq + 1
    assert log.page(1, 1) == [newest]
