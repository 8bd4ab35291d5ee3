"""Layers that are mapped: what they are recognised as, joins, choices, and what is refused."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from accessibility.errors import InputError, UsageError
from accessibility.maps.layers import Kind, choose, read_layer
from accessibility.maps.routes import draw_routes
from accessibility.maps.sources import attribution_of
from accessibility.maps.surfaces import bands_of_surface, surface_name


@pytest.mark.parametrize(
    ("fixture", "column", "kind"),
    [
        ("isochrones", None, Kind.ISOCHRONES),
        ("isochrones", "minutes", Kind.ISOCHRONES),
        ("isochrones", "area", Kind.AREAS),
        ("areas", "people", Kind.AREAS),
        ("legs", None, Kind.ROUTES),
        ("origin", None, Kind.POINTS),
        ("surface", None, Kind.SURFACE),
        ("package", None, Kind.ISOCHRONES),
    ],
)
def test_a_layer_is_recognised_by_what_it_holds(fixture, column, kind, request):
    layer = request.getfixturevalue(fixture)
    if column == "area":
        layer = layer.assign(area=1)
    assert read_layer(layer, column=column).kind is kind


def test_origins_beside_isochrones_come_along(package, isochrones, tmp_path):
    assert read_layer(package).origins.ids.to_pylist() == ["Station"]
    assert read_layer(f"{package}|layername=isochrones").origins is None
    path = tmp_path / "iso.geojson"
    isochrones.to_file(path)
    assert read_layer(path).origins is None


def test_any_reference_system_becomes_wgs84(isochrones):
    placed = read_layer(isochrones.to_crs(27700)).table
    assert placed.crs == 4326
    assert placed.total_bounds == pytest.approx(isochrones.total_bounds, abs=1e-7)


def test_isochrones_without_area_are_passed_over_but_areas_without_are_refused(isochrones, areas):
    empty = isochrones.geometry.where(isochrones["minutes"] > 15, shapely.Polygon())
    assert len(read_layer(isochrones.set_geometry(empty)).table) == 3
    holes = areas.set_geometry(areas.geometry.where(areas.index != 2, None))
    with pytest.raises(InputError, match="layer row 3: has no geometry"):
        read_layer(holes, column="people")


def test_values_are_joined_by_the_only_common_column_or_by_key(areas, tmp_path):
    values = pd.DataFrame({"code": areas["code"][::-1], "score": range(len(areas))})
    table = read_layer(areas, column="score", values=values).table
    assert table["score"].tolist() == list(range(len(areas)))[::-1]
    path = tmp_path / "values.csv"
    values.rename(columns={"code": "area"}).to_csv(path, index=False)
    table = read_layer(areas, column="score", values=path, key="code=area").table
    assert table["score"].tolist() == list(range(len(areas)))[::-1]
    fewer = read_layer(areas, column="score", values=values[values["score"] > 3]).table
    assert fewer["score"].isna().sum() == 4


def test_joined_columns_replace_those_of_the_layer(areas):
    values = pd.DataFrame({"code": areas["code"], "people": 7})
    table = read_layer(areas, column="people", values=values, key="code").table
    assert set(table["people"]) == {7}


@pytest.mark.parametrize(
    ("values", "key", "error", "message"),
    [
        ({"x": [1]}, None, UsageError, "have no column in common"),
        ({"code": ["a"], "name": ["b"]}, None, UsageError, "have code, name in common"),
        ({"code": ["a"], "score": [1]}, None, InputError, "code has no value that stands in code"),
        ({"code": ["a"]}, "id", InputError, "there is no column id; columns are code, name"),
        ({"code": ["a"]}, "code=id", InputError, "values: there is no column id"),
        (
            {"code": ["X00000001"] * 2, "score": [1, 2]},
            None,
            InputError,
            'values row 2: code "X00000001" stands in an earlier row',
        ),
    ],
)
def test_values_that_cannot_be_joined_are_refused(areas, values, key, error, message):
    with pytest.raises(error, match=message):
        read_layer(areas, column="people", values=pd.DataFrame(values), key=key)


def test_columns_can_be_chosen_by_numbers_text_and_moments(series):
    layer = read_layer(series)
    assert len(choose(layer, {"t_start": "2025-05-13T08:30"}).table) == 4
    assert len(choose(layer, {"minutes": "15", "mode": "transit"}).table) == 6
    assert choose(layer, {}) is layer
    with pytest.raises(InputError, match="there is no column colour"):
        choose(layer, {"colour": "red"})


def test_mixed_shapes_and_unknown_lines_are_refused(isochrones, origin, legs):
    with pytest.raises(InputError, match="points, lines and areas mixed"):
        read_layer(pd.concat([isochrones, origin]))
    with pytest.raises(InputError, match="is of lines but has no column mode"):
        read_layer(legs.drop(columns="mode"))
    with pytest.raises(InputError, match='layer row 2: mode "sledge" is not known; there is walk'):
        draw_routes(read_layer(legs.assign(mode=["walk", "sledge", "walk"])))


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"none\.gpkg: there is no such file"):
        read_layer(tmp_path / "none.gpkg")
    with pytest.raises(InputError, match=r"none\.tif: there is no such file"):
        read_layer(tmp_path / "none.tif")
    table = tmp_path / "table.csv"
    table.write_text("id,lon,lat\n1,-3,51\n")
    with pytest.raises(InputError, match=r"table\.csv: has no geometry"):
        read_layer(table)
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"no raster")
    with pytest.raises(InputError, match=r"broken\.tif cannot be read"):
        bands_of_surface(broken, (15, 30))


def write_raster(path, minutes, *, crs=27700, names=()):
    layers = np.atleast_3d(np.asarray(minutes, np.float32).T).T
    count, height, width = layers.shape
    where = from_origin(330000, 200000, 100, 100)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=height,
        width=width,
        count=count,
        dtype="float32",
        crs=crs,
        transform=where,
        nodata=np.nan,
    ) as raster:
        raster.write(layers)
        for number, name in enumerate(names, 1):
            raster.set_band_description(number, name)
    return path


def test_surfaces_become_bands_whose_edges_are_those_of_cells(tmp_path):
    path = write_raster(tmp_path / "s.tif", [[5, 15, 20], [np.nan, 70, 30]])
    bands = bands_of_surface(path, (15, 30))
    assert [(band.low, band.high) for band in bands] == [(0, 15), (15, 30), (30, np.inf)]
    cells = gpd.GeoSeries([band.geometry for band in bands], crs=4326).to_crs(27700).area / 1e4
    assert cells.tolist() == pytest.approx([2, 2, 1], rel=1e-4)
    assert bands_of_surface(path, (15, 30), ended=True)[-1].high == 70


def test_a_raster_of_several_bands_asks_which(tmp_path):
    path = write_raster(tmp_path / "s.tif", [[[5.0, 6]], [[20, 30]]], names=("early", "late"))
    with pytest.raises(UsageError, match=r"holds 2 bands \(1: early; 2: late\).*band=1"):
        bands_of_surface(path, (15, 30))
    for chosen in ("2", "late"):
        layer = choose(read_layer(path), {"band": chosen})
        assert surface_name(path, layer.band) == "late"
        assert bands_of_surface(path, (15, 30), layer.band)[0].geometry.is_empty
    with pytest.raises(UsageError, match="has no band 3"):
        bands_of_surface(path, (15,), "3")
    with pytest.raises(UsageError, match="choose its band"):
        choose(read_layer(path), {"percentile": 50})


def test_surfaces_that_cannot_be_mapped_are_refused(tmp_path):
    with pytest.raises(InputError, match="holds no travel time"):
        bands_of_surface(write_raster(tmp_path / "none.tif", [[np.nan]]), (15,))
    with pytest.raises(InputError, match="coordinate reference system"):
        bands_of_surface(write_raster(tmp_path / "nowhere.tif", [[5]], crs=None), (15,))
    with pytest.raises(UsageError, match="surface, which has no column"):
        read_layer(tmp_path / "none.tif", column="minutes")


def test_sources_name_operators_without_their_legal_form(network, monkeypatch):
    from accessibility.maps import sources

    def groups(names, trips):
        class Groups:
            agency = names
            of_trip = np.repeat(np.arange(len(names)), trips)

            def __len__(self):
                return len(names)

        return lambda _timetable: Groups()

    monkeypatch.setattr(sources, "groups_of", groups(["Red Ltd", "Blue PLC", "Red"], [2, 5, 4]))
    assert attribution_of(network).endswith("Timetables: Red and Blue")
    many = [f"Line {number} Limited" for number in range(6)]
    monkeypatch.setattr(sources, "groups_of", groups(many, [6, 5, 4, 3, 2, 1]))
    assert attribution_of(network).endswith("Line 0, Line 1, Line 2 and 3 others")
    monkeypatch.setattr(sources, "groups_of", groups([], []))
    assert attribution_of(network) == "© OpenStreetMap contributors"
    assert attribution_of(None) == "© OpenStreetMap contributors"
