"""A folder to be examined, and what a check finds in it."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest

from intake.doctor import Case, examine
from tests.intake.conftest import BEGINNING

_NOBODY = 65_534


def case_of(folder, wall=BEGINNING.wall, **environment):
    """Give a case at the moment the template was founded, unless another is named."""
    return Case.of(folder, wall, environment)


def found(case, check):
    """Give what one check finds."""
    return [finding for finding in examine(case) if finding.check is check]


def words(case, check):
    """Name what one check finds, with how grave it is."""
    return [(finding.state, finding.word) for finding in found(case, check)]


@contextlib.contextmanager
def another_user():
    """Look as a user without rights: to root nothing is forbidden. Gives a place that user can reach."""
    before = os.geteuid()
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        try:
            yield Path(place)
        finally:
            os.seteuid(before)


def become_another():
    """From here on, where this is root, be nobody."""
    if os.geteuid() == 0:
        os.seteuid(_NOBODY)


def damage(path, data):
    """Put other bytes in the place of a file, or nothing."""
    path.unlink()
    if data is not None:
        path.write_bytes(data)


@pytest.fixture
def case(site):
    """A training folder as `intake init` leaves it; the template's mode is the test runner's."""
    site.folder.chmod(0o750)
    return case_of(site.folder)
