"""Origins nearer to the edge of the data than to their service."""

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.edges import Edges, extent_notes
from accessibility.places.points import Points

BOX = (-3.2, 51.5, -3.0, 51.7)


def points(*places):
    lon, lat = np.array(places, float).T
    return Points(pa.array([f"p{row}" for row in range(len(lon))]), lon, lat)


def network_of(extent=BOX, area=None):
    return SimpleNamespace(area=area, health=SimpleNamespace(street_extent=extent), path="n")


def test_the_edge_is_that_of_the_streets_or_of_the_area():
    # In the middle, 700 m from the eastern edge, and outside.
    origins = points((-3.1, 51.6), (-3.01, 51.6), (-2.9, 51.6))
    services = points((-3.1, 51.61), (-3.015, 51.6), (-3.05, 51.6))
    near = np.array(["p0", "p1", "p1"], object)
    assert Edges(network_of(), origins).beyond(services, near).tolist() == [
        False, False, True,
    ]  # fmt: skip
    far = np.array(["p0", "p2", None], object)
    assert Edges(network_of(), origins).beyond(services, far).tolist() == [
        False, True, True,
    ]  # fmt: skip
    area = SimpleNamespace(zone=shapely.box(-3.105, 51.5, -3.0, 51.7))
    cut = Edges(network_of(area=area), origins)
    assert cut.beyond(services, near).tolist() == [True, False, True]


def test_without_any_service_found_the_nearest_as_the_crow_flies_counts():
    origins = points((-3.1, 51.6), (-3.01, 51.6))
    services = points((-3.1, 51.601))
    nobody = np.array([None, None], object)
    assert Edges(network_of(), origins).beyond(services, nobody).tolist() == [False, True]


@pytest.mark.parametrize(
    ("extent", "said"),
    [
        ((-4, 51, -2, 52.5), []),
        (BOX, ["they do for 0 of 2, and 1 lie partly or wholly outside them"]),
    ],
)
def test_how_far_streets_reach_beyond_the_areas(extent, said):
    shapes = [shapely.box(-3.15, 51.55, -3.14, 51.56), shapely.box(-3.01, 51.6, -2.99, 51.61)]
    table = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=shapes, crs=4326)
    read = SimpleNamespace(network=network_of(extent), areas=SimpleNamespace(table=table))
    notes = extent_notes(load_recipe("minimal"), read)
    assert len(notes) == len(said)
    assert all(text in note for text, note in zip(said, notes, strict=True))


def test_the_study_area_may_be_smaller_than_the_areas(tmp_path):
    shapes = [shapely.box(-3.15, 51.55, -3.14, 51.56), shapely.box(-1, 51.6, -0.9, 51.61)]
    table = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=shapes, crs=4326)
    table.iloc[:1].to_file(tmp_path / "study.gpkg")
    recipe = load_recipe("minimal")
    study = {"study_area": str(tmp_path / "study.gpkg"), "buffer_km": 1.0}
    recipe = recipe.model_copy(update={"extent": recipe.extent.model_copy(update=study)})
    read = SimpleNamespace(network=network_of(), areas=SimpleNamespace(table=table))
    assert extent_notes(recipe, read) == []
