"""Options of travellers and moments that cannot be meant: one message, in the command's words."""

import shutil
import zipfile

import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from tests.core.small_town import FEED


def run(words):
    return CliRunner().invoke(app, words)


CAR = "--mode car"
NO_CAR = (
    "has no effect, because neither the mode, nor one of access, egress or direct modes, is car"
)
NO_DURATION = 'is no duration: give minutes (20) or "1h30m", "20min", "1000s"'

FAULTS = {
    # speeds
    "--walk-speed -1": '--walk-speed: "-1.0" does not fit',
    "--walk-speed 1e9": '--walk-speed: "1000000000.0" does not fit',
    "--walk-speed nan": "--walk-speed",
    "--access-modes cycle --cycle-speed 0": '--cycle-speed: "0.0" does not fit',
    "--access-modes cycle --cycle-speed 900": "less than or equal to 60",
    f"{CAR} --car-speeds residential=-30": '--car-speeds: residential: "-30" is out of range',
    f"{CAR} --car-speeds residential=3000": "from 1 to 250 km/h",
    f"{CAR} --car-speeds residential=nan": '--car-speeds: residential: "nan"',
    f"{CAR} --car-speeds residential=fast": '"fast" is not a speed in km/h',
    f"{CAR} --car-speeds residental=30": '--car-speeds: there is no road class "residental": did',
    f"{CAR} --car-speeds residential": '--car-speeds: "residential" has no value',
    f"{CAR} --car-speeds service=9,service=8": '--car-speeds: "service" is named twice',
    f"{CAR} --car-speeds ,": '--car-speeds: "," names nothing',
    # factors of time
    f"{CAR} --car-time-factors path=1/1/1": '--car-time-factors: there is no road class "path"',
    f"{CAR} --car-time-factors primary=1.2": "--car-time-factors: primary: ",
    f"{CAR} --car-time-factors primary=1/0/1": "factors go from 0.1 to 20",
    f"{CAR} --car-time-factors primary=1/-1/1": "factors go from 0.1 to 20",
    f"{CAR} --car-time-factors primary=1/inf/1": "factors go from 0.1 to 20",
    f"{CAR} --car-time-factors primary=1/a/1": '--car-time-factors: primary: "a" is not a factor',
    f"{CAR} --car-time-factors ,": '--car-time-factors: "," names nothing',
    # times
    "--max-time 0": '--max-time: "0" is out of range: from 1 second to 1440 minutes',
    "--max-time -5": f'--max-time: "-5" {NO_DURATION}',
    "--max-walk-time 1e6": "--max-walk-time",
    "--max-transfer-time 121": '--max-transfer-time: "121" is out of range',
    "--boarding-slack 0": '--boarding-slack: "0" is out of range',
    "--access-modes car --max-car-time -1": f'--max-car-time: "-1" {NO_DURATION}',
    "--egress-modes cycle --max-cycle-time soon": f'--max-cycle-time: "soon" {NO_DURATION}',
    "--max-access-time bus=-8": f'--max-access-time: bus: "-8" {NO_DURATION}',
    "--max-access-time coach=8": '--max-access-time: there is no vehicle "coach"',
    "--max-egress-time bus": '--max-egress-time: "bus" has no value: write bus=VALUE',
    "--window 30s": '--window: "30s" is no whole number of minutes',
    "--window 25h": '--window: "25h" is no whole number of minutes up to 24 hours',
    # words and counts
    "--mode fly": "--mode: \"fly\" does not fit: input should be 'transit'",
    "--transit-modes bux": '--transit-modes: "bux" is unknown. Known: tram',
    "--access-modes ,": "--access-modes: names nothing. Known: walk, cycle, car",
    "--direct-modes none": '--direct-modes: "none" is unknown',
    "--measure fast": '--measure: "fast" does not fit',
    f"{CAR} --driving-side middle": '--driving-side: "middle" does not fit',
    "--wheelchair --wheelchair-unknown maybe": '--wheelchair-unknown: "maybe" does not fit',
    "--max-rides 0": '--max-rides: "0" does not fit',
    "--frequency-draws 0": '--frequency-draws: "0" does not fit',
    "--frequency-draws 101": '--frequency-draws: "101" does not fit',
    "--frequency-seed -1": '--frequency-seed: "-1" does not fit',
    "--snap-radius 1601": '--snap-radius: "1601.0" does not fit',
    "--window 1h --percentiles 0": "--percentiles: they are whole numbers from 1 to 100; 0 is none",
    # contradictions
    "--cycle-speed 14": "--cycle-speed: has no effect",
    "--max-cycle-time 20": "--max-cycle-time: has no effect",
    "--car-speeds residential=30": f"--car-speeds: {NO_CAR}",
    "--car-time-factors primary=1/1/1": f"--car-time-factors: {NO_CAR}",
    "--mode walk --driving-side left": f"--driving-side: {NO_CAR}",
    "--no-junction-delays": f"--no-junction-delays: {NO_CAR}",
    "--mode cycle --wheelchair": "--wheelchair: cannot be combined with cycling",
    "--wheelchair --egress-modes cycle": "--wheelchair: cannot be combined with cycling",
    f"{CAR} --wheelchair": "--wheelchair: has no effect",
    "--wheelchair-unknown refuse": "--wheelchair-unknown: has no effect",
    "--mode walk --max-rides 2": '--max-rides: is for mode "transit"; the mode is "walk"',
    "--mode walk --full-coverage": '--full-coverage: is for mode "transit"',
    f"{CAR} --access-modes car": '--access-modes: is for mode "transit"',
    "--transit-modes rail --max-access-time bus=8": "the way to bus, which --transit-modes leaves",
    "--percentiles 50": "--percentiles: they need a window of moments",
    "--mode cycle --percentiles 50": '--percentiles: mode "cycle" takes the same time',
    f'{CAR} --depart "2026-06-15 09:00"': '--mode: "car" takes the same time at every moment',
    '--depart "2026-06-15 08:00"': "The moment 2026-06-15 08:00 is given twice",
    '--arrive "2026-06-15 25:00"': '--arrive: "2026-06-15 25:00" is no local date and time',
    '--arrive "2026-03-29 01:30"': "2026-03-29 01:30 does not exist in Europe/London",
}


def words_of(line):
    """The words of a line, those in quotes together."""
    parts = line.split('"')
    return [
        word
        for number, part in enumerate(parts)
        for word in ([part] if number % 2 else part.split())
    ]


@pytest.mark.parametrize(("line", "message"), FAULTS.items(), ids=FAULTS.keys())
def test_one_message_names_the_option_and_nothing_is_written(tmp_path, arguments, line, message):
    done = run([*arguments(tmp_path / "m.parquet"), *words_of(line)])
    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--mode transit", '--depart "2023-06-13 08:00" or --arrive "2023-06-13 09:00"'),
        ("--mode walk --window 1h", "--window needs the moment that it belongs to"),
        ("--mode car --measure journey", "--measure needs the moment that it belongs to"),
        (
            f"{CAR} --car-time-factors primary=1.4/1.1/1.3",
            "--car-time-factors: they depend on the time of day. Give a moment, such as --depart",
        ),
    ],
)
def test_options_that_need_a_moment(tmp_path, arguments, line, message):
    words = arguments(tmp_path / "m.parquet")
    at = words.index("--depart")
    done = run([*words[:at], *words[at + 2 :], *words_of(line)])
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def deadline(arguments, output, moment, *more):
    words = arguments(output)
    at = words.index("--depart")
    return run([*words[:at], "--arrive", moment, *words[at + 2 :], *more])


def test_a_deadline_before_the_first_service_day_is_refused(tmp_path, arguments):
    done = deadline(arguments, tmp_path / "m.parquet", "2025-12-31 23:59")
    assert done.exit_code == 1
    assert done.stderr == (
        "Error: 2025-12-31 23:59 is outside the timetables. Valid dates: bus 2026-01-01 to "
        "2026-12-31. The nearest date with full service is Thursday 2026-01-01.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("moment", "begin", "further"),
    [
        ("2026-01-01 05:30", "2026-01-01 03:30", "."),
        ("2026-01-01 01:00", "2025-12-31 23:00", "; 1 of 2 days lie beyond all timetables, "),
    ],
)
def test_before_the_first_vehicle_people_walk_and_are_told_once(
    tmp_path, arguments, moment, begin, further
):
    output = tmp_path / "m.csv"
    done = deadline(arguments, output, moment)
    assert done.exit_code == 0, done.output
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("Warning: ")]
    said = f"Warning: no_service: no vehicle departs from {begin} to {moment}{further}"
    assert told.startswith(said)
    assert pd.read_csv(output)["travel_time"].max() <= 20


def test_full_coverage_is_named_as_on_the_command_line(tmp_path, town):
    """With a second feed of another year."""
    folder = tmp_path / "two"
    folder.mkdir()
    shutil.copy(town / "bus.zip", folder / "bus.zip")
    with zipfile.ZipFile(folder / "old.zip", "w") as feed:
        for name, text in FEED.items():
            feed.writestr(name, text.replace("20260101,20261231", "20250101,20251231"))
    words = ["network", "build", "--osm", str(town / "town.osm.pbf"), "--output", str(folder / "n")]
    for name in ("bus.zip", "old.zip"):
        words += ["--gtfs", str(folder / name)]
    assert run(words).exit_code == 0
    points = str(town / "origins.parquet")
    asked = ["matrix", str(folder / "n"), "--origins", points, "--destinations", points]
    asked += ["--output", str(folder / "m.csv"), "--arrive", "2026-06-15 09:00"]
    done = run([*asked, "--full-coverage"])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: 2026-06-15 09:00 is outside the timetable of old.")
    assert "Choose a date that all feeds cover, or leave out --full-coverage." in done.stderr
    assert not (folder / "m.csv").exists()
    done = run(asked)
    assert done.exit_code == 0, done.output
    assert "2026-06-15 09:00 is outside the timetable of old: its trips are missing" in done.stderr
