"""Software: a SQLite that loses commits is a fault."""

from intake.doctor import Check, State
from intake.doctor.software import judged
from tests.intake.doctor.conftest import found


def test_what_runs_here_is_named(case):
    (finding,) = found(case, Check.SOFTWARE)
    assert finding.state is State.OK
    assert finding.params["library"] in {"pysqlite3", "sqlite3"}


def test_a_library_with_the_reset_bug_is_a_fault():
    assert judged((3, 51, 2), "sqlite3", "3.11.2").word == "sqlite_old"
    assert judged((3, 51, 3), "sqlite3", "3.11.2").state is State.OK
