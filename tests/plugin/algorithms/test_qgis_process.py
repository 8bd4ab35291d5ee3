"""The toolbox without any window: `qgis_process` gives the numbers of the command line."""

import json
import os
import subprocess

import pytest
from qgis.core import QgsVectorLayer

from tests.plugin.toolbox import DAY, SAMPLE, TIME, rows, save

PROGRAM = "qgis_process.bin"  # the script around it is broken in Debian's QGIS 3.22


@pytest.fixture
def process(plugins_folder, environment_python, tmp_path):
    """Run QGIS's own program with a profile in which the plugin is enabled."""
    profile = tmp_path / "profile"
    settings = profile / "profiles" / "default" / "QGIS"
    settings.mkdir(parents=True)
    (settings / "QGIS3.ini").write_text(
        f"[plugins]\naccess_to_services\\environment\\python={environment_python}\n"
    )
    variables = {
        **os.environ,
        "QGIS_PLUGINPATH": str(plugins_folder),
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QT_QPA_PLATFORM": "offscreen",
    }

    def run(*arguments):
        command = [PROGRAM, *map(str, arguments)]
        return subprocess.run(
            command,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            cwd=tmp_path,
        )

    enabled = run("plugins", "enable", "access_to_services")
    assert enabled.returncode == 0, enabled.stdout + enabled.stderr
    return run


def test_isochrones_are_those_of_the_command_line(
    process, toolbox, sample_network, three, tmp_path
):
    saved = save(three, tmp_path / "three.gpkg")
    toolbox.command(
        "isochrones", sample_network, "--origins", saved, "--depart", f"{DAY} {TIME}",
        "--minutes", "15,30", "--output", tmp_path / "theirs.gpkg",
    )  # fmt: skip
    done = process(
        "run", "access_to_services:isochrones", "--json", "--", f"NETWORK={sample_network}",
        f"ORIGINS={saved}", "ORIGINS_ID=id", f"DATE={DAY}", f"TIME={TIME}:00", "MINUTES=15,30",
        f"OUTPUT={tmp_path / 'ours.gpkg'}",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["results"]["OUTPUT"] == str(tmp_path / "ours.gpkg")
    ours = rows(QgsVectorLayer(str(tmp_path / "ours.gpkg"), "ours", "ogr"))
    theirs = rows(QgsVectorLayer(str(tmp_path / "theirs.gpkg"), "theirs", "ogr"))
    assert [({k: row[k] for k in theirs[0][0]}, shape) for row, shape in ours] == theirs


def test_a_matrix_is_that_of_the_command_line(process, toolbox, sample_network, tmp_path):
    services = SAMPLE / "services.geojson"
    toolbox.command(
        "matrix", sample_network, "--origins", services, "--destinations", services,
        "--depart", f"{DAY} {TIME}", "--window", 15, "--output", tmp_path / "theirs.csv",
    )  # fmt: skip
    done = process(
        "run", "access_to_services:traveltimematrix", "--", f"NETWORK={sample_network}",
        f"ORIGINS={services}", "ORIGINS_ID=id", f"DESTINATIONS={services}", "DESTINATIONS_ID=id",
        f"DATE={DAY}", f"TIME={TIME}:00", "WINDOW=15", "OUTPUT=ours.csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()


def test_a_contradiction_is_told_and_nothing_runs(process, sample_network, tmp_path):
    done = process(
        "run", "access_to_services:isochrones", "--", f"NETWORK={sample_network}",
        f"ORIGINS={SAMPLE / 'services.geojson'}", "PERCENTILE=75",
        f"OUTPUT={tmp_path / 'ours.gpkg'}",
    )  # fmt: skip
    assert done.returncode != 0
    assert "A percentile needs a window." in done.stdout + done.stderr
    assert not (tmp_path / "ours.gpkg").exists()


def test_the_help_lists_the_parameters(process):
    done = process("help", "access_to_services:isochrones")
    assert done.returncode == 0
    for name in ("NETWORK", "ORIGINS", "MINUTES", "MAX_TIME", "UNSNAPPED"):
        assert name in done.stdout
