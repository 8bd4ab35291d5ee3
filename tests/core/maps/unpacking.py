"""Reads pages of maps: their data, and packed geometries, as the script of the page does."""

import json

import numpy as np
import shapely

from tests.core.reports.reading import read


def data_of(html):
    """What the script of a page reads."""
    (data,) = [e for e in read(html).all("script") if e.attributes.get("id") == "data"]
    return json.loads("".join(data.content))


def path(packed, *, closed=False):
    points = np.array(packed).reshape(-1, 2).cumsum(axis=0) / 100_000
    return np.vstack([points, points[:1]]) if closed else points


def unpack(packed, kind):
    """A packed geometry as a geometry."""
    if kind == "point":
        return shapely.multipoints(path(packed))
    if kind == "line":
        return shapely.multilinestrings([shapely.linestrings(path(each)) for each in packed])
    polygons = [[path(ring, closed=True) for ring in rings] for rings in packed]
    return shapely.multipolygons([shapely.Polygon(r[0], r[1:]) for r in polygons])


def shape_of(layer, number):
    """The geometry of a feature of a page."""
    kind = {"band": "area"}.get(layer["kind"], layer["kind"])
    return unpack(layer["shapes"][layer["features"][number][0]], kind)


def columns_of(layer):
    """Features of a page as columns: shape, class, moment, choices, name, details."""
    return [list(column) for column in zip(*layer["features"], strict=True)]


def farthest(one, other):
    """How far shapes differ in degrees; of areas how far their outlines do on average."""
    if one.geom_type == "MultiPolygon":
        return one.buffer(0).symmetric_difference(other).area / other.length
    return one.hausdorff_distance(other)
