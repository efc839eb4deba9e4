"""Photos: those that units have lie in the folder, and another one could be stored there."""

from intake import photos
from intake.doctor import Check, State
from intake.doctor.photos import look
from tests.intake.conftest import jpeg
from tests.intake.doctor.conftest import another_user, become_another, case_of, found, words


def test_a_folder_without_photos_is_fine(case):
    assert words(case, Check.PHOTOS) == [(State.OK, "photos")]


def test_photos_are_counted_and_one_that_is_gone_is_named(site, open_desk):
    desk = open_desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    digest = desk.photograph(jpeg())
    (finding,) = found(case_of(site.folder), Check.PHOTOS)
    assert (finding.word, finding.params) == ("photos", {"count": 1, "megabytes": 1})
    photos.erase(site.folder, digest)
    (finding,) = found(case_of(site.folder), Check.PHOTOS)
    assert (finding.state, finding.word) == (State.WARNING, "photos_missing")
    assert (finding.params["count"], finding.params["first"]) == (1, digest[:12])


def test_a_folder_nothing_can_be_stored_in_is_a_fault(site, open_desk):
    """The journal may still be written: another user's command has made the folder."""
    open_desk(site).close()
    with another_user() as place:
        folder = place / "state"
        site.folder.rename(folder)
        (folder / "photos").mkdir()
        (folder / "photos").chmod(0o555)
        folder.chmod(0o755)
        become_another()
        findings = list(look(case_of(folder)))
    assert [(each.state, each.word) for each in findings] == [(State.FAULT, "photos_closed")]
