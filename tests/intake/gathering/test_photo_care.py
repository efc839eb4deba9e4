"""Photo care: what nobody scans at is used to erase pictures nobody has kept, and those too old."""

import pytest

from intake import photos
from intake.outcome import Message
from intake.receipt import Step
from intake.request import OfferPhoto
from intake.settings import Settings
from intake.verify import verify
from tests.intake.conftest import Desk, jpeg, kinds

DAY = 86_400.0


@pytest.fixture
def keeping(state):
    """Open a desk that keeps pictures for thirty days."""
    opened = Desk(state, Settings(photo_retention_days=30))
    opened.open_parcel()
    yield opened
    opened.close()


def look(desk):
    """Let a minute go by, and use an idle moment."""
    desk.site.clock.pass_by(61)
    desk.station.tend()


def offer(desk, number=0):
    desk.scan("RI-C-PHOTO")
    digest = photos.keep(desk.site.folder, jpeg(number))
    desk.ask(OfferPhoto(desk.station.receipt.question.about, digest))
    return digest


class TestWhatNoUnitHas:
    def test_a_picture_nobody_kept_is_erased(self, keeping, state):
        keeping.scan(state.affected())
        offer(keeping)
        keeping.scan("RI-C-NO")
        look(keeping)
        assert photos.digests(state.folder) == []

    def test_one_that_is_shown_stays_and_the_one_before_goes(self, keeping, state):
        keeping.scan(state.affected())
        offer(keeping, 1)
        shown = offer(keeping, 2)
        look(keeping)
        assert photos.digests(state.folder) == [shown]
        assert keeping.scan("RI-C-YES").answer.message is Message.PHOTO_KEPT

    def test_while_one_is_awaited_nothing_is_erased(self, keeping, state):
        """It is stored before it is offered."""
        keeping.scan(state.affected())
        keeping.scan("RI-C-PHOTO")
        digest = photos.keep(state.folder, jpeg())
        look(keeping)
        assert photos.digests(state.folder) == [digest]

    def test_what_was_left_by_a_station_that_ended_goes_at_the_first_idle_moment(self, desk, state):
        photos.keep(state.folder, jpeg())
        (state.folder / "photos" / "abc.new").write_bytes(b"half")
        desk.restart()
        desk.station.tend()
        assert list((state.folder / "photos").iterdir()) == []

    def test_the_folder_is_listed_once_a_minute(self, desk, state):
        look(desk)
        photos.keep(state.folder, jpeg())
        desk.station.tend()
        assert len(photos.digests(state.folder)) == 1
        look(desk)
        assert photos.digests(state.folder) == []

    def test_a_folder_that_cannot_be_read_hinders_nobody(self, desk, state):
        (state.folder / "photos").write_text("no folder")
        look(desk)
        assert desk.scan(state.parcel()).answer.message


class TestWhatIsTooOld:
    def test_it_is_erased_with_a_fact(self, keeping, state):
        keeping.scan(state.affected())
        digest = keeping.photograph(jpeg())
        state.clock.pass_by(29 * DAY)
        look(keeping)
        assert photos.digests(state.folder) == [digest]
        state.clock.pass_by(1 * DAY)
        look(keeping)
        assert photos.digests(state.folder) == []
        assert "PhotoErased" in kinds(state.folder)
        assert verify(state.folder).faults == ()

    def test_evidence_stays_until_its_hold_is_resolved(self, keeping, state):
        keeping.scan(state.affected())
        digest = keeping.photograph(jpeg())
        keeping.scan("RI-C-K2")
        keeping.go_on()
        state.clock.pass_by(99 * DAY)
        look(keeping)
        assert photos.digests(state.folder) == [digest]

    def test_one_that_another_unit_has_got_since_stays_until_that_is_old_too(self, keeping, state):
        keeping.scan(state.affected())
        digest = keeping.photograph(jpeg())
        state.clock.pass_by(29 * DAY)
        keeping.until(Step.PARCEL_OPEN)
        keeping.scan(state.unnamed())
        assert keeping.photograph(jpeg()) == digest
        state.clock.pass_by(2 * DAY)
        look(keeping)
        assert photos.digests(state.folder) == [digest]
        state.clock.pass_by(29 * DAY)
        look(keeping)
        assert photos.digests(state.folder) == []

    def test_a_few_at_once_so_that_no_scan_waits_long(self, keeping, state):
        keeping.scan(state.affected())
        for number in range(7):
            keeping.photograph(jpeg(number))
        state.clock.pass_by(31 * DAY)
        look(keeping)
        assert len(photos.digests(state.folder)) == 2
        look(keeping)
        assert photos.digests(state.folder) == []

    def test_without_a_limit_nothing_is(self, desk, state):
        desk.open_parcel()
        desk.scan(state.affected())
        digest = desk.photograph(jpeg())
        state.clock.pass_by(9999 * DAY)
        look(desk)
        assert photos.digests(state.folder) == [digest]
