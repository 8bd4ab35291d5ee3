"""The option --scenario of the commands that compute times."""

import json

import pandas as pd
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from accessibility.cli import app

FEWER = """
name = "Fewer"
[[drop]]
route = "1"
from = "09:00"
"""


@pytest.fixture
def scenario(tmp_path):
    file = tmp_path / "fewer.toml"
    file.write_text(FEWER, encoding="utf-8")
    return file


def run(arguments):
    return CliRunner().invoke(app, [str(word) for word in arguments])


def test_a_matrix_with_a_scenario(tmp_path, arguments, scenario):
    made = {}
    for name, more in (("without", {}), ("with", {"scenario": scenario})):
        output = tmp_path / f"{name}.parquet"
        done = run(arguments(output, depart="2026-06-15 08:55", **more))
        assert done.exit_code == 0, done.output
        made[name] = pd.read_parquet(output)["travel_time"].fillna(999)
    assert "Scenario Fewer: 13 trips dropped, 0 added and 0 changed by 1 change" in done.stderr
    assert "drop 1: 13 dropped" in done.stderr
    assert (made["with"] >= made["without"]).all()
    assert (made["with"] > made["without"]).any()
    said = json.loads(parquet.read_schema(output).metadata[b"accessibility"])
    assert said["scenario"]["name"] == "Fewer"
    assert said["scenario"]["trips"] == [
        {"change": "drop 1", "dropped": 13, "added": 0, "changed": 0}
    ]


def test_blocks_of_another_scenario_are_not_taken_up(tmp_path, arguments, scenario):
    """The key of finished blocks is the provenance, and the scenario is in it."""
    keys = []
    for factor in (2, 3):
        scenario.write_text(f'[[speed]]\nroute = "r"\nfactor = {factor}\n', encoding="utf-8")
        output = tmp_path / "m.csv"
        assert run(arguments(output, scenario=scenario)).exit_code == 0
        keys.append(json.loads((tmp_path / "m.provenance.json").read_text(encoding="utf-8")))
    assert keys[0]["network"] != keys[1]["network"]
    assert keys[0]["scenario"]["sha256"] != keys[1]["scenario"]["sha256"]


@pytest.mark.parametrize("command", ["isochrones", "itineraries", "nearest"])
def test_other_commands_say_what_it_did(tmp_path, town, scenario, command):
    services = tmp_path / "shops.csv"
    services.write_text("id,lon,lat\n1,-2.99,51.509\n2,-2.999,51.501\n", encoding="utf-8")
    text = f'{FEWER}[[close_service]]\nkind = "shops"\nid = 1\n'
    scenario.write_text(text, encoding="utf-8")
    here, there = "51.5081,-3.0", "51.5081,-2.984"
    output = tmp_path / "out.gpkg"
    words = {
        "isochrones": ["--at", here, "--surface", tmp_path / "out.tif"],
        "itineraries": ["--from", here, "--to", there],
        "nearest": ["--origins", town / "origins.parquet", "--services", services],
    }[command]
    when = ["--depart", "2026-06-15 08:55", "--scenario", scenario, "--output", output]
    words = [command, town / "town.network", *words]
    done = run([*words, *when])
    assert done.exit_code == 0, done.output
    assert "Scenario Fewer: 13 trips dropped" in done.stderr
    assert ("Points are taken as they are given" in done.stderr) == (command != "nearest")
    written = sorted(tmp_path.glob("out.*.provenance.json"))
    assert len(written) == (2 if command == "isochrones" else 1)
    for path in written:
        assert json.loads(path.read_text(encoding="utf-8"))["scenario"]["name"] == "Fewer"
    done = run([*words, *when[:2], *when[4:]])
    assert done.exit_code == 0, done.output
    assert not list(tmp_path.glob("out.*.provenance.json"))


def test_a_faulty_scenario_ends_the_command(tmp_path, arguments, scenario):
    output = tmp_path / "m.csv"
    scenario.write_text('[[drop]]\nroute = "2"\n', encoding="utf-8")
    done = run(arguments(output, scenario=scenario))
    assert done.exit_code == 1
    assert f'{scenario} line 2: drop[1].route "2" is no route of the network.' in done.stderr
    assert not output.exists()


def test_the_scenario_is_not_written_over(tmp_path, arguments):
    file = tmp_path / "m.csv"
    file.write_text(FEWER, encoding="utf-8")
    done = run(arguments(file, scenario=file))
    assert done.exit_code == 2
    assert "is an input and would be overwritten" in done.stderr
    assert file.read_text(encoding="utf-8") == FEWER
