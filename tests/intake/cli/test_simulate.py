"""`intake simulate` as a person at a shell meets it."""

from __future__ import annotations

import csv
import json
import subprocess

from intake.founding import found
from intake.simulation.said import Said
from scanners import tape
from scanners.tape import TapeObject, TapeScan
from tests.intake.conftest import command, environment


def lines_of(text):
    """Give a tape's acts as lines for a headless station: its times left out."""
    items = tape.parse(text)
    return [item.json.encode() if isinstance(item, TapeObject) else item.raw for item in items]


def test_a_tape_with_the_answers_to_each_of_its_acts(intake, tmp_path):
    files = {name: tmp_path / name for name in ("tape", "expected", "claims")}
    options = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    ran = intake(tmp_path, "simulate", "--seed", "3", "--parcels", "25", *options)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    expected = [json.loads(line) for line in files["expected"].read_text().splitlines()]
    items = tape.parse(files["tape"].read_text())
    assert len(items) == len(expected)
    scans = [item for item in items if isinstance(item, TapeScan)]
    assert [scan.raw.decode() for scan in scans] == [row["text"] for row in expected if row["act"] == "scan"]
    assert {row["message"] for row in expected} <= set(Said)
    rows = list(csv.DictReader(files["claims"].read_text().splitlines()))
    assert rows
    assert {row["claim"] for row in rows} == {f"C-{row['kit']}" for row in rows}


def test_a_tape_is_answered_by_the_program_as_foretold(intake, tmp_path):
    """Requests, keys and scans, through standard input and out again; the same code twice is left out."""
    mix = tmp_path / "mix.json"
    kinds = {"ordinary": 3, "keyed": 2, "claim-confirmed": 2, "swollen (K1)": 2, "hot (K2)": 1}
    mix.write_text(json.dumps({"kinds": kinds, "slips": 0, "claims": True}))
    files = {name: tmp_path / f"{name}.csv" for name in ("tape", "expected", "claims")}
    options = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    made = intake(tmp_path, "simulate", "--mix", str(mix), "--seed", "5", "--parcels", "12", *options)
    assert (made.code, made.err) == (0, "")
    state = tmp_path / "state"
    found(state, training=True, station="simulated")
    imported = intake(state, "expected", "import", str(files["claims"]), "--version", "day-5")
    assert imported.code == 0, imported.err
    done = subprocess.run(
        command("station", "--headless"),
        input=b"\n".join([*lines_of(files["tape"].read_text()), b""]),
        capture_output=True,
        env=environment(state, INTAKE_REPEAT_WINDOW_MS="0"),
        timeout=60,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    expected = [json.loads(line) for line in files["expected"].read_text().splitlines()]
    assert [(row["message_id"], row["step"]) for row in answers] == [
        (row["message"], row["step"]) for row in expected
    ]


def test_without_options_the_tape_is_printed_and_the_same_each_time(intake, tmp_path):
    once = intake(tmp_path, "simulate", "--parcels", "3")
    assert once.out == intake(tmp_path, "simulate", "--parcels", "3").out
    assert len(tape.parse(once.out)) > 15


def test_played_it_says_so_in_one_line(intake, tmp_path):
    ran = intake(tmp_path, "simulate", "--play", "--seed", "2", "--parcels", "10")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("seed 2: 10 parcels, ")
    assert ran.out.endswith("acts, 0 differences, 0 faults of verify and balance\n")


def test_the_report_begins_with_scans_and_keys(intake, tmp_path):
    ran = intake(tmp_path, "simulate", "--report", "--parcels", "5")
    page, _, _ = ran.out.partition("The day of seed")
    lines = {line[:26].strip(): line[26:].split() for line in page.splitlines()}
    assert lines["ordinary"] == ["5", "0", "0", "4"]
    assert lines["claim-confirmed"] == ["4", "6", "0", "3"]
    assert lines["read off print"] == ["5", "6", "0", "4"]
    assert lines["claim-confirmed by print"] == ["5", "0", "0", "4"]


def test_a_production_folder_is_left_alone(intake, tmp_path):
    state = tmp_path / "state"
    found(state, training=False, station="real")
    for option in (["--desk"], ["--port", str(tmp_path / "gun")]):
        ran = intake(state, "simulate", *option)
        assert ran.code == 2
        assert "expected a training folder, got production" in ran.err
        assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "gun").exists()


def test_a_used_training_folder_is_left_alone(intake, tmp_path):
    state = tmp_path / "state"
    found(state, training=True, station="simulated")
    intake(state, "station", "--headless", stdin=b"RI-O-0001-T\nA312000079193B\n")
    ran = intake(state, "simulate", "--desk")
    assert ran.code == 2
    assert "expected a folder without parcels, got 1" in ran.err


def test_a_mix_that_is_none_is_refused_in_one_sentence(intake, tmp_path):
    mix = tmp_path / "mix.json"
    mix.write_text('{"kinds": {"orchids": 1}}')
    ran = intake(tmp_path, "simulate", "--mix", str(mix))
    assert ran.code == 2
    assert "orchids" in ran.err
    assert len(ran.err.splitlines()) == 1
