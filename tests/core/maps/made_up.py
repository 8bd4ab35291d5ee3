"""Layers for maps, made up but of true shape: areas reached around stops, along the streets."""

from datetime import datetime, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

MINUTES = (15, 30, 45, 60)


def areas_reached(network, count=1, minutes=MINUTES, size=1.0, spread=25, *, rings=False):
    """Areas around street vertices near stops, the more minutes the more and larger of them."""
    timetable = network.timetable
    served = timetable.stop_used & (network.stops.edge >= 0)
    lon, lat = timetable.stop_lon[served], timetable.stop_lat[served]
    order = np.argsort(lat, kind="stable")
    starts = order[np.linspace(0, len(order) - 1, count + 2).astype(int)[1:-1]]
    vertices = np.column_stack([network.streets.vertex_x, network.streets.vertex_y]) * 1e-7
    rows = []
    for number, start in enumerate(starts, 1):
        distance = np.hypot((lon - lon[start]) * 0.62, lat - lat[start])
        near = np.argsort(distance, kind="stable")
        inner = None
        for step, bound in enumerate(minutes, 1):
            stops = near[: 1 + int(spread * size * (step - 1))]
            reach = 0.0028 * size * (0.6 + 0.4 * step)
            around = shapely.union_all(
                shapely.buffer(shapely.points(lon[stops], lat[stops]), reach, quad_segs=4)
            )
            inside = vertices[shapely.contains_xy(around, vertices)][::3]
            area = shapely.union_all(shapely.buffer(shapely.points(inside), 0.0007, quad_segs=2))
            whole = area if inner is None else shapely.union(area, inner)
            shown = whole if inner is None or not rings else shapely.difference(whole, inner)
            shown = shown if shown.geom_type == "MultiPolygon" else shapely.multipolygons([shown])
            low = minutes[step - 2] if rings and step > 1 else 0
            rows.append((f"P{number}", float(bound), float(low), shown))
            inner = whole
    frame = pd.DataFrame(rows, columns=["id", "minutes", "minutes_from", "geometry"])
    frame["when"] = ""
    frame["direction"] = "depart"
    frame["mode"] = "transit"
    frame["percentile"] = pd.array([None] * len(frame), dtype="Int64")
    made = gpd.GeoDataFrame(frame, geometry="geometry", crs=4326)
    made["area_km2"] = made.to_crs(27700).area / 1e6
    return made


def series(network, moments=16, every=15, **options):
    """One set of areas for each departure; some depart just before a bus and get far."""
    begin = datetime(2025, 5, 13, 7, 0)
    sets = []
    for number in range(moments):
        size = 0.75 + 0.35 * np.sin(number * 1.1) ** 2
        made = areas_reached(network, size=size, **options)
        made["t_start"] = begin + timedelta(minutes=every * number)
        made["t_end"] = made["t_start"] + timedelta(minutes=every)
        made["when"] = made["t_start"].dt.strftime("%Y-%m-%d %H:%M")
        sets.append(made)
    return pd.concat(sets, ignore_index=True)


def origins(network, count=1):
    """Where the areas of `areas_reached` are reached from."""
    timetable = network.timetable
    served = timetable.stop_used & (network.stops.edge >= 0)
    lon, lat = timetable.stop_lon[served], timetable.stop_lat[served]
    order = np.argsort(lat, kind="stable")
    starts = order[np.linspace(0, len(order) - 1, count + 2).astype(int)[1:-1]]
    return gpd.GeoDataFrame(
        {"id": [f"P{number}" for number in range(1, count + 1)]},
        geometry=gpd.points_from_xy(lon[starts], lat[starts]),
        crs=4326,
    )


def legs():
    """An itinerary: to the stop, by bus, by train, to the door."""
    lines = [
        ("walk", "", [(-3.3000, 51.6900), (-3.2992, 51.6912)]),
        ("bus", "7", [(-3.2992, 51.6912), (-3.3004, 51.6966), (-3.2993, 51.7011)]),
        ("rail", "Valley Line", [(-3.2993, 51.7011), (-3.3030, 51.7113), (-3.3098, 51.7198)]),
        ("walk", "", [(-3.3098, 51.7198), (-3.3088, 51.7207)]),
    ]
    return gpd.GeoDataFrame(
        {
            "mode": [mode for mode, _, _ in lines],
            "route_short_name": [route for _, route, _ in lines],
            "from_stop": ["", "Heol y Parc", "Aberhelwyn", "Blaen y Lein"],
        },
        geometry=[shapely.LineString(path) for _, _, path in lines],
        crs=4326,
    )
