"""ModemManager: only one that runs without our rule is told."""

from dataclasses import replace

from intake.doctor import Check, State
from intake.doctor.modems import RULES
from tests.intake.doctor.conftest import words


def test_it_runs_without_the_rule_then_with_it(case, tmp_path):
    machine = tmp_path / "machine"
    (machine / "proc/77").mkdir(parents=True)
    (machine / "proc/77/comm").write_text("ModemMan\n")
    there = replace(case, machine=machine)
    assert words(there, Check.MODEM_MANAGER) == [(State.OK, "modem_manager_none")]
    (machine / "proc/77/comm").write_text("ModemManager\n")
    assert words(there, Check.MODEM_MANAGER) == [(State.WARNING, "modem_manager")]
    rules = machine / "etc/udev/rules.d" / RULES
    rules.parent.mkdir(parents=True)
    rules.touch()
    assert words(there, Check.MODEM_MANAGER) == [(State.OK, "modem_manager_told")]
