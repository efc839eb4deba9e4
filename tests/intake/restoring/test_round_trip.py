"""Back up, work on, sync, lose the disk, restore, work on, sync: nothing is lost, overwritten or doubled."""

import itertools
import shutil

import pytest
from msgspec.structs import replace

from intake import people
from intake.central.fault import CentralError
from intake.facts import HistoryFetched, PayloadErased, PhotoErased, StationRestored
from intake.operator import Role
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Step
from intake.reference import publish
from intake.request import ActivateList, AddOperator, ErasePhoto, ForgetPerson, RetireOperator
from intake.restoring import lost_path
from intake.restoring.history import HistoryError
from intake.scan import Severity
from intake.state_folder import journal_path
from intake.sync.conflict import ConflictError
from tests.central.docks import connect
from tests.intake.conftest import HOSTILE, jpeg, kinds, stored


def photographed(yard, serial):
    """Take in a unit with a picture; the picture's SHA-256."""
    desk = yard.desk()
    desk.open_parcel()
    desk.scan(serial)
    digest = desk.photograph(jpeg(1))
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    desk.close()
    return digest


def asked(yard, *wishes):
    """Ask the station for each, as somebody on the machine."""
    desk = yard.desk()
    for wish in wishes:
        answer = desk.ask(wish).answer
        assert answer.severity is Severity.OK, answer
    desk.close()


def test_with_contact_the_journal_goes_on_where_the_lost_one_ended(yard, works):
    *before_it, last = works.serials
    yard.work(*before_it[:2])
    backup = yard.back_up()
    parcels = 100  # of five scans each; few of their serials are new
    yard.work(*itertools.islice(itertools.cycle(before_it), parcels))
    yard.sync()
    before = yard.sent()
    yard.lose_disk()

    made = yard.restore(backup)
    after = yard.sent()
    assert after[: len(before)] == before
    assert kinds(yard.site.folder)[len(before) :] == [StationRestored.__name__, HistoryFetched.__name__]
    assert made.taken_over.events == len(before) - made.manifest.seq > 100
    assert made.complete

    yard.work(last, before_it[0])
    yard.sync()
    yard.expect_whole()
    assert [*itertools.chain(*yard.log_at_hub().values())] == yard.sent()
    assert yard.at_hub("SELECT count(*) FROM replacement") == [(len(works.serials),)]
    answers = yard.at_hub("SELECT answer, count(*) FROM answer GROUP BY answer ORDER BY answer")
    assert answers == [("acknowledged", len(works.serials))]  # a second unit is held at the desk already


def test_without_contact_nothing_is_overwritten_and_nothing_doubled(yard, works):
    serials = iter(works.serials)
    yard.work(next(serials))
    backup = yard.back_up()
    twice = next(serials)
    yard.work(twice, next(serials))
    yard.sync()
    before = yard.sent()
    lost = yard.lose_disk()

    made = yard.restore(backup, offline=True)
    assert not made.complete
    yard.work(twice, next(serials))
    desk = yard.desk()
    assert desk.rows("SELECT state, holds FROM replacement ORDER BY queued_at")[-2:] == [
        ("held", '["PROVISIONAL"]'),
        ("held", '["PROVISIONAL"]'),
    ]
    desk.close()
    yard.sync()

    at_hub = yard.log_at_hub()
    assert at_hub[stored(lost.folder)[0].incarnation] == before
    assert at_hub[made.incarnation] == yard.sent()[made.manifest.seq :]
    assert (
        lost_path(yard.site.folder, made.manifest.incarnation).read_text("utf-8").splitlines()
        == before[made.manifest.seq :]
    )
    desk = yard.desk()
    assert desk.row("SELECT count(*) FROM incarnation WHERE complete = 0") == (0,)
    states = desk.rows("SELECT answer, holds FROM replacement ORDER BY queued_at")[-2:]
    assert states == [("taken", '["DUPLICATE"]'), ("acknowledged", "[]")]
    desk.close()
    yard.expect_whole()
    assert yard.at_hub("SELECT count(*) FROM replacement") == [(4,)]
    yard.sync()
    yard.expect_whole()


def test_no_contact_is_said_with_the_way_out_and_leaves_an_empty_folder(yard, works):
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.lose_disk()
    yard.url = "http://127.0.0.1:9"
    with pytest.raises(CentralError, match="--offline"):
        yard.restore(backup, minutes=0.0)
    assert not journal_path(yard.site.folder).exists()
    assert yard.restore(backup, offline=True).complete is False


def test_a_backup_newer_than_the_hub_sends_the_rest(yard, works):
    yard.sync()
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.lose_disk()
    made = yard.restore(backup)
    assert (made.complete, made.taken_over.events) == (True, 0)
    yard.work(works.serials[1])
    yard.sync()
    yard.expect_whole()
    assert [*itertools.chain(*yard.log_at_hub().values())] == yard.sent()


def test_one_backup_restored_twice_follows_the_newest_log(yard, works):
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.sync()
    made = []
    for number in (1, 2, 3):
        yard.lose_disk()
        made.append(yard.restore(backup))
        yard.work(works.serials[number])
        yard.sync()
    assert len({each.incarnation for each in made}) == 3
    yard.expect_whole()
    assert yard.seqs == [*range(1, len(yard.seqs) + 1)]
    assert yard.at_hub("SELECT count(*) FROM replacement") == [(4,)]
    assert [*yard.log_at_hub()][1:] == [each.incarnation for each in made]


def test_a_backup_that_the_newest_log_does_not_go_on_from_is_refused(yard, works):
    first = yard.back_up()
    yard.work(works.serials[0])
    yard.sync()
    later = yard.back_up()
    yard.lose_disk()
    yard.restore(first, offline=True)
    yard.work(works.serials[1])
    yard.sync()
    yard.lose_disk()
    with pytest.raises(HistoryError, match="restore a newer backup"):
        yard.restore(later)
    assert not journal_path(yard.site.folder).exists()


def test_a_journal_that_the_hub_knows_otherwise_is_refused(yard, works, tmp_path):
    """Both went on from one beginning, as copies of a disk do; the hub has heard of one."""
    other = works.copy("DOCK-1", tmp_path / "other", first_id=500)
    connect(other, yard.url, yard.token)
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.site, ours = other, yard.site
    yard.work(works.serials[1], works.serials[2])
    yard.sync()
    yard.site = ours
    yard.lose_disk()
    with pytest.raises(HistoryError, match="another journal of this name"):
        yard.restore(backup)
    assert not journal_path(yard.site.folder).exists()


def test_an_old_folder_that_lives_on_is_told(yard, works):
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.sync()
    old = yard.lose_disk()
    yard.restore(backup)
    yard.work(works.serials[1])
    yard.sync()
    new, yard.site = yard.site, old
    yard.work(works.serials[1], works.serials[2])
    with pytest.raises(ConflictError):
        yard.sync()
    yard.site = new
    yard.sync()
    yard.expect_whole()
    assert yard.at_hub("SELECT count(*) FROM replacement WHERE state <> 'withdrawn'") == [(3,)]


def test_what_lay_on_the_lost_disk_alone_is_recorded_as_gone(yard, works):
    backup = yard.back_up()
    desk = yard.desk()
    desk.open_parcel()
    desk.scan(works.serials[0])
    desk.photograph(jpeg(1))
    desk.until(Step.PARCEL_OPEN)
    desk.scan(HOSTILE["person"])
    desk.close()
    yard.sync()
    yard.lose_disk()
    made = yard.restore(backup)
    assert made.taken_over.erased == 2
    assert {PhotoErased.__name__, PayloadErased.__name__} <= {*kinds(yard.site.folder)[made.seq - 4 :]}
    assert yard.contents == set()
    yard.sync()
    yard.expect_whole()


def test_what_was_erased_after_the_backup_does_not_come_back_with_it(yard, works):
    digest = photographed(yard, works.serials[0])
    person, other = OwnLabel(LabelKind.BADGE, 7).code, OwnLabel(LabelKind.BADGE, 8).code
    asked(yard, AddOperator(person, Role.OPERATOR, "Nobody 7", None))
    backup = yard.back_up()
    asked(yard, ErasePhoto(digest, "asked for"), ForgetPerson(person, "has left"))
    asked(yard, AddOperator(other, Role.LEAD, "Nobody 8", "1234"))
    yard.sync()
    yard.lose_disk()
    made = yard.restore(backup)
    assert yard.contents == set()
    assert not {person, other} & people.names(yard.site.folder).keys()
    assert made.taken_over.badges == (other,)
    yard.sync()
    yard.expect_whole()


def test_what_was_erased_in_a_lost_stretch_is_erased_again(yard, works):
    digest = photographed(yard, works.serials[0])
    person, anew = OwnLabel(LabelKind.BADGE, 7).code, OwnLabel(LabelKind.BADGE, 8).code
    for code in (person, anew):
        asked(yard, AddOperator(code, Role.OPERATOR, "Nobody 7", None))
    backup = yard.back_up()
    asked(
        yard,
        ErasePhoto(digest, "asked\u2028for"),
        *(ForgetPerson(code, "has left") for code in (person, anew)),
    )
    yard.sync()
    yard.lose_disk()
    yard.restore(backup, offline=True)
    assert yard.contents == {digest}
    asked(yard, RetireOperator(anew), AddOperator(anew, Role.OPERATOR, "Nobody 8", None))
    yard.sync()
    assert yard.contents == set()
    names = people.names(yard.site.folder)
    assert person not in names
    assert names[anew] == "Nobody 8"
    yard.expect_whole()


def test_a_list_put_in_force_after_the_backup_is_named(yard, works):
    backup = yard.back_up()
    newer = replace(yard.site.listing, version="newer")
    publish(newer, yard.site.folder / "reference")
    asked(yard, ActivateList(yard.site.campaign.id, "newer"))
    yard.sync()
    yard.lose_disk()
    assert yard.restore(backup).lists == (f"{yard.site.campaign.id}@newer",)


def test_a_backup_copied_back_by_hand_overwrites_nothing(yard, works):
    """Without an incarnation of its own it says other things at the same places, and is refused there."""
    yard.work(works.serials[0])
    backup = yard.back_up()
    yard.work(works.serials[1])
    yard.sync()
    before = yard.log_at_hub()
    yard.lose_disk()
    shutil.copytree(backup, yard.site.folder)
    connect(yard.site, yard.url, yard.token)
    yard.work(works.serials[2], works.serials[3])
    with pytest.raises(ConflictError):
        yard.sync()
    assert yard.log_at_hub() == before
