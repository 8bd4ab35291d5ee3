"""A user's first day, in a QGIS with a window, with the plugin from its zip."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.desktop

DRIVE = Path(__file__).with_name("drive.py")
LONGEST_S = 300


@pytest.fixture(scope="module")
def start(plugins_folder, tmp_path_factory):
    """Start QGIS in a fresh profile with the plugin, let it be driven, return what was found."""

    def started(steps, settings, **order):
        folder = tmp_path_factory.mktemp(steps)
        profile = folder / "profiles" / "profiles" / "default"
        (profile / "python").mkdir(parents=True)
        # Unpacked where it always is, so that what was compiled for it is found again.
        (profile / "python" / "plugins").symlink_to(plugins_folder)
        write_settings(profile / "QGIS" / "QGIS3.ini", settings)
        (folder / "order.json").write_text(
            json.dumps({"folder": str(folder), "steps": steps, **order})
        )
        home = folder / "home"
        home.mkdir()
        variables = {
            **os.environ,
            "ACCESS_TO_SERVICES_DRIVE": str(folder / "order.json"),
            "ACCESS_TO_SERVICES_HOME": str(home / "access-to-services"),
            "QT_QPA_PLATFORM": "xcb",
        }
        variables.pop("QGIS_CUSTOM_CONFIG_PATH", None)
        command = [
            "qgis.bin",
            "--nologo",
            "--noversioncheck",
            "--profiles-path",
            folder / "profiles",
        ]
        command += ["--profile", "default", "--code", DRIVE]
        with (folder / "qgis.log").open("w") as log:
            subprocess.run(
                command, env=variables, stdout=log, stderr=log, timeout=LONGEST_S, check=False
            )
        found = folder / "found.json"
        assert found.exists(), (folder / "qgis.log").read_text()[-3000:]
        keep_pictures(folder)
        return json.loads(found.read_text())

    return started


def write_settings(file, settings):
    file.parent.mkdir(parents=True)
    lines = ["[PythonPlugins]", "access_to_services=true", "[plugins]"]
    lines += [f"access_to_services\\{key}={value}" for key, value in settings.items()]
    lines += [
        "[locale]",
        "overrideFlag=true",
        "userLocale=en_GB",
        "[app]",
        "projections\\unknownCrsBehavior=NoAction",
    ]
    file.write_text("\n".join(lines) + "\n")


def keep_pictures(folder):
    """Where somebody asks for the pictures, they are kept there in 256 colours: smaller."""
    wanted = os.environ.get("PICTURES_OF_QGIS")
    if not wanted:
        return
    # Maximum coverage keeps rare colours, k-means then moves the common ones to where they were.
    colours = {"method": Image.Quantize.MAXCOVERAGE, "kmeans": 3, "dither": Image.Dither.NONE}
    for picture in folder.glob("*.png"):
        with Image.open(picture) as whole:
            few = whole.convert("RGB").quantize(256, **colours)
        few.save(Path(wanted) / f"qgis-{picture.name}", optimize=True)


def test_without_an_environment_the_panel_says_what_to_press(start):
    found = start("first_start", {})
    assert "fault" not in found, found
    assert found["page"] == 0


def test_a_first_day(start, environment_python, newport_network, newport, tmp_path):
    recent = json.dumps(json.dumps([str(newport_network)]))
    found = start(
        "first_day",
        {"environment\\python": environment_python, "network\\recent": recent},
        streets=str(newport / "osm-2023-06-13.osm.pbf"),
        project=str(tmp_path / "day.qgz"),
    )
    assert "fault" not in found, found
    assert found["bands"] == 4
    assert found["seen_while_dragging"] >= 3
    assert found["kept"]
    folder = str(tmp_path / "access_to_services")
    assert all(source.startswith(folder) for _, source in found["kept"])
    assert found["left_behind"] == {}
