"""The styles that QGIS finds in a GeoPackage of nearest services."""

from xml.etree import ElementTree as ET

import pyogrio
import pytest

from accessibility import DepartAt, nearest_services
from accessibility.maps.nearest_styles import style_nearest


@pytest.fixture(scope="module")
def nearest(sample_twins, sample, tmp_path_factory):
    path = tmp_path_factory.mktemp("nearest") / "n.gpkg"
    table = nearest_services(
        sample_twins.network,
        sample / "dwellings.csv",
        "osm:pharmacy,library",
        when=DepartAt("2025-05-13 08:00", "1h"),
        return_when=DepartAt("2025-05-13 12:00", "1h"),
        output=path,
    )
    style_nearest(path, table, 120)
    return path, table


def test_each_layer_has_a_style_for_each_kind(nearest):
    path, _ = nearest
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    named = list(zip(styles["f_table_name"], styles["styleName"], strict=True))
    assert named == [
        (layer, kind) for kind in ("pharmacy", "library") for layer in ("origins", "lines")
    ]
    defaults = styles[styles["useAsDefault"]]
    assert defaults["styleName"].unique().tolist() == ["pharmacy"]
    assert sorted(defaults["f_table_name"]) == ["lines", "origins"]


def test_every_feature_falls_under_one_rule(nearest):
    """GDAL knows the expressions as well as QGIS does."""
    path, table = nearest
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    rows = {"origins": 1200, "lines": None}
    for _, style in styles.iterrows():
        rules = [rule.get("filter") for rule in ET.fromstring(style["styleQML"]).iter("rule")]
        rules = [rule for rule in rules if rule]
        assert len(rules) == 7
        layer, kind = style["f_table_name"], style["styleName"]
        shown = sum(len(pyogrio.read_dataframe(path, layer=layer, where=rule)) for rule in rules)
        reached = (table["kind"] == kind) & table["to_id_p50"].notna()
        assert shown == (rows[layer] or reached.sum())


def test_other_kinds_of_files_stay_as_they_are(nearest, tmp_path):
    path = tmp_path / "n.csv"
    path.write_text("id\n")
    style_nearest(path, nearest[1], 120)
    assert path.read_text() == "id\n"
