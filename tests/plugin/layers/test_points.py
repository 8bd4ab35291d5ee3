"""What of a layer is asked about: points, parts of points, areas; and what is told of the rest."""

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeatureSource

from tests.plugin.toolbox import Heard, points


@pytest.fixture
def read(plugin):
    from access_to_services.plugin.layers.points import read_places

    def read_layer(layer, id_field=""):
        context, heard = QgsProcessingContext(), Heard()
        source = QgsProcessingFeatureSource(layer, context)
        return read_places(source, id_field, "Origins", context, heard), heard

    return read_layer


def test_points_are_taken_as_degrees_with_the_number_of_the_feature(read):
    places, heard = read(points([("a", "Point(-3.3 51.7)"), ("b", "Point(-3.29 51.71)")]))
    assert places.points == [[1, -3.3, 51.7], [2, -3.29, 51.71]]
    assert places.attributes == {1: ["a"], 2: ["b"]}
    assert not heard.warnings


def test_heights_are_fine(read):
    places, _ = read(points([("a", "PointZ(-3.3 51.7 120)")], kind="PointZ"), "name")
    assert places.points == [["a", -3.3, 51.7]]


def test_other_systems_are_transformed(read):
    places, _ = read(points([("a", "Point(332206 187827)")], crs="EPSG:27700"), "name")
    ((name, lon, lat),) = places.points
    assert name == "a"
    assert (lon, lat) == (pytest.approx(-2.98, abs=0.01), pytest.approx(51.58, abs=0.01))
    assert places.where["a"].x() == 332206


def test_a_multipoint_of_one_part_is_a_point(read):
    places, _ = read(points([("a", "MultiPoint(-3.3 51.7)")], kind="MultiPoint"), "name")
    assert places.points == [["a", -3.3, 51.7]]


def test_each_of_several_parts_is_a_point_with_the_fields_of_the_feature(read):
    fields = "field=number:integer&field=name:string"
    layer = points(
        [((7, "one"), "MultiPoint(-3.3 51.7)"), ((8, "two"), "MultiPoint(-3.2 51.6, -3.1 51.5)")],
        kind="MultiPoint", fields=fields,
    )  # fmt: skip
    places, _ = read(layer, "number")
    assert places.points == [["7", -3.3, 51.7], ["8-1", -3.2, 51.6], ["8-2", -3.1, 51.5]]
    assert places.attributes["8-2"] == [8, "two"]


def test_an_area_is_a_point_inside_it_and_that_is_said(read):
    horseshoe = "Polygon((0 0, 3 0, 3 3, 2 3, 2 1, 1 1, 1 3, 0 3, 0 0))"
    layer = points([("a", horseshoe)], kind="Polygon")
    places, heard = read(layer, "name")
    assert layer.getFeature(1).geometry().contains(places.where["a"])
    assert heard.infos == ["Origins: areas are represented by a point on their surface (1)."]


def test_features_without_geometry_are_counted_and_named(read):
    places, heard = read(points([("a", "Point(-3.3 51.7)"), ("b", None), ("c", None)]), "name")
    assert [name for name, _, _ in places.points] == ["a"]
    assert heard.warnings == ["Origins: features without geometry are left out (2): b, c"]


def test_of_many_features_without_geometry_the_first_are_named(read):
    layer = points([("x", "Point(-3.3 51.7)"), *((f"f{n}", None) for n in range(30))])
    _, heard = read(layer, "name")
    assert "left out (30): " in heard.warnings[0]
    assert heard.warnings[0].endswith("f19, …")


def test_decimal_identifiers_that_are_whole_numbers_are_whole_numbers(read):
    layer = points([((3.0,), "Point(-3.3 51.7)")], fields="field=code:double")
    places, _ = read(layer, "code")
    assert places.points[0][0] == 3
    assert isinstance(places.points[0][0], int)
