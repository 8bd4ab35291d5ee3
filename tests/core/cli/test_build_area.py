"""Networks of an area on the command line: what is given wrongly ends in one sentence."""

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from accessibility import cli
from accessibility.network.network import Network

INSIDE = "-2.995,51.505,-2.99,51.51"


def build(town, output, *more):
    words = ["network", "build", "--osm", town / "town.osm.pbf", "--gtfs", town / "bus.zip"]
    words += ["--output", output, *more]
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_a_box_and_a_layer(town, tmp_path):
    done = build(town, tmp_path / "n", "--area", INSIDE, "--buffer", "400")
    assert done.exit_code == 0, done.output
    assert f"Cut to the area {INSIDE} and 400 m around it" in done.stdout
    assert "ways clipped" in done.stdout
    square = shapely.box(*map(float, INSIDE.split(",")))
    gpd.GeoSeries([square], crs=4326).to_crs(27700).to_file(tmp_path / "area.gpkg")
    done = build(town, tmp_path / "m", f"--area={tmp_path / 'area.gpkg'}", "--buffer", "400")
    assert done.exit_code == 0, done.output
    one, other = (Network.open(tmp_path / name) for name in "nm")
    assert one.streets.edge_way.tolist() == other.streets.edge_way.tolist()
    assert one.key != other.key


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (["--area", "gone.gpkg"], 1, "gone.gpkg: there is no such file"),
        (["--area", "-2.99,51.505,-2.995,51.51"], 2, "west -2.99 is not west of east -2.995"),
        (["--area", "51.505,-2.995,51.51,-2.99"], 1, "longitude comes first"),
        (["--area", "1,51,2,52"], 1, "its streets cover longitude -3.000 to -2.982"),
        (["--area", "1,2,3"], 2, "give four numbers"),
        (["--area", INSIDE, "--buffer", "-5"], 2, "Error: --buffer: "),
        (["--area", INSIDE, "--buffer", "1e9"], 2, "Error: --buffer: "),
    ],
)
def test_areas_that_cannot_be_meant(town, tmp_path, monkeypatch, more, code, says):
    monkeypatch.chdir(tmp_path)
    done = build(town, tmp_path / "n", *more)
    assert done.exit_code == code, done.output
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
