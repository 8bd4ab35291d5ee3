"""Fields of results, in QGIS of any age."""

import pytest
from qgis.core import QgsFields
from qgis.PyQt.QtCore import QVariant


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", QVariant.String),
        ("integer", QVariant.LongLong),
        ("number", QVariant.Double),
        ("moment", QVariant.DateTime),
    ],
)
def test_fields_have_a_kind(plugin, kind, expected):
    from access_to_services.plugin.layers.fields import make_field

    field = make_field("name", kind)
    assert (field.name(), field.type()) == ("name", expected)


def test_newer_qgis_is_asked_in_its_own_way(plugin, monkeypatch):
    from access_to_services.plugin.layers import fields

    asked = []
    monkeypatch.setattr(fields, "_SPEAKS_QMETATYPE", 0)
    monkeypatch.setattr(fields, "QgsField", lambda name, kind: asked.append((name, kind)))
    fields.make_field("name", "number")
    assert asked == [("name", fields.QMetaType.Type.Double)]


def test_fields_of_the_same_name_stay_apart(plugin):
    from access_to_services.plugin.layers.fields import join_fields, make_field

    carried = QgsFields()
    for name in ("fid", "code", "Minutes", "origin_mode", "mode"):
        carried.append(make_field(name, "text"))
    own = [make_field("id", "text"), make_field("minutes", "number"), make_field("mode", "text")]
    joined = join_fields(own, carried, "code")
    assert joined.names() == [
        "id", "minutes", "mode", "origin_fid", "origin_Minutes", "origin_mode", "origin_origin_mode"
    ]  # fmt: skip
