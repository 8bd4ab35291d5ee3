"""Made-up runs of an index: folders as `accessibility index run` writes them."""

import csv
import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from accessibility.index.recipe.recipes import parse_recipe
from accessibility.index.run.provenance import factors_as_json, recipe_as_json
from accessibility.index.scores.of_times import index_of_times

RECIPE = """
[recipe]
title = "Access to services in Anytown"
version = 1
about = "Illustrative: OpenStreetMap lacks some shops, and every postcode counts the same."
[areas]
vintage = "wards 2024"
id_column = "code"
[timetables]
date = 2025-03-11
[travel.bus]
mode = "transit"
[travel.car]
mode = "car"
[trips.by_bus]
travel = "bus"
there = ["arrive 09:00"]
cap = 90
[trips.by_car]
travel = "car"
cap = 60
[private_share]
constant = 0.7
[indicators.gp]
label = "GP surgery"
kind = "gp"
private = "by_car"
public = "by_bus"
[indicators.food_shop]
label = "Food shop"
kind = "food_shop"
private = "by_car"
public = "by_bus"
[indicators.pharmacy]
label = "Pharmacy"
kind = "pharmacy"
public = "by_bus"
[indicators.library]
label = "Public library"
kind = "library"
private = "by_car"
public = "by_bus"
[subdomains.physical]
label = "Travel times"
weights = WEIGHTS
[domain]
label = "Access to services"
weights = { physical = 100 }
[sources]
"areas" = { status = "published", source = "Report, table 1" }
"timetables" = { status = "published", source = "Report, table 2" }
"subdomains" = { status = "published", source = "Report, table 3" }
"domain" = { status = "published", source = "Report, table 3" }
"indicators" = { status = "published", source = "Report, table 1" }
"travel" = { status = "workshop", source = "Said at the workshop of May 2024" }
"trips.*.cap" = { status = "deviation", source = "The report caps the whole trip, not each leg" }
"private_share" = { status = "assumed", source = "No count of cars at hand: the same everywhere" }
"""
FIXED = "{ gp = 30, food_shop = 30, pharmacy = 20, library = 20 }"
FACTOR = '"factor"\nindicators = ["gp", "food_shop", "pharmacy", "library"]'
LABELS = ("gp", "food_shop", "pharmacy", "library")


def ready_times(count=48, seed=1):
    """Minutes of areas on a grid: longer towards the edges."""
    rng = np.random.default_rng(seed)
    across = int(np.ceil(np.sqrt(count)))
    place = np.arange(count)
    middle = np.hypot(place % across - across / 2, place // across - across / 2)
    table = {"code": [f"W{number:03d}" for number in place]}
    for k, name in enumerate(LABELS):
        car = 4 + 1.1 * middle + rng.gamma(2, 1, count) + k
        if name != "pharmacy":
            table[f"{name}_private"] = car.round(6)
        table[f"{name}_public"] = np.minimum(90, 3.1 * car + rng.gamma(2, 3, count)).round(6)
    return pd.DataFrame(table)


def write_run(
    folder, times=None, *, outlines=True, factor=False, version=1, vintage="wards 2024",
    date="2025-03-11", inputs=None, services=3,
):  # fmt: skip
    """Write a folder of a run; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    times = ready_times() if times is None else times
    text = RECIPE.replace("WEIGHTS", FACTOR if factor else FIXED)
    text = text.replace("version = 1", f"version = {version}").replace("wards 2024", vintage)
    text = text.replace("2025-03-11", date)
    recipe = parse_recipe(text, Path("anytown.toml"))
    made = index_of_times(recipe, times)
    areas = made.areas.copy()
    ways = [(name, way) for name in LABELS for way in recipe.indicators[name].trips]
    for name, way in ways:
        minutes = areas[f"{name}_{way}"]
        areas[f"{name}_{way}_coverage"] = np.where(minutes.isna(), 0.4, 1.0)
        areas[f"{name}_{way}_capped"] = np.where(minutes >= 90, 0.5, 0.0)
        areas[f"{name}_{way}_missing"] = np.where(minutes.isna(), 0.6, 0.0)
    areas["n_origins"], areas["weight"] = 10, 10.0
    areas["edge"] = np.arange(len(areas)) % 16 == 7
    areas.index.name = "id"
    if outlines:
        across = int(np.ceil(np.sqrt(len(areas))))
        boxes = [
            shapely.box(3e5 + 500 * (i % across), 18e4 + 500 * (i // across),
                        3e5 + 500 * (i % across + 1), 18e4 + 500 * (i // across + 1))
            for i in range(len(areas))
        ]  # fmt: skip
        areas = gpd.GeoDataFrame(areas, geometry=boxes, crs=27700)
    areas.to_parquet(folder / "areas.parquet")
    indicators = pd.DataFrame(
        [
            {
                "indicator": name, "way": way, "services": services, "origins": 480,
                "reached": 470, "capped": int((areas[f"{name}_{way}"] >= 90).sum() * 5),
                "unreachable": 4, "not_snapped": 3, "outside_data": 2, "not_located": 1,
                "median_minutes": areas[f"{name}_{way}"].median(),
                "p90_minutes": areas[f"{name}_{way}"].quantile(0.9),
            }
            for name, way in ways
        ]
    )  # fmt: skip
    indicators.to_csv(folder / "indicators.csv", index=False)
    made.weights.to_csv(folder / "weights.csv", index=False)
    rows = [
        {"kind": kind, "id": f"{kind}{n}", "name": f"{kind} {n}", "origins": 160 * n}
        for kind in LABELS
        for n in range(services)
    ]
    places = [shapely.Point(3e5 + 700 * n, 18e4 + 600 * n) for n in range(len(rows))]
    gpd.GeoDataFrame(rows, geometry=places, crs=27700).to_file(
        folder / "index.gpkg", layer="services"
    )
    provenance = {
        "product": "access-to-services 1.0",
        "recipe": recipe_as_json(recipe),
        "inputs": inputs or {"network": None, "areas": {"file": "wards.gpkg", "sha256": "12"}},
        "date": date,
        "notes": list(made.notes),
        "warnings": ["Bus company Two runs 61 % of its usual trips on the day."],
        "factors": factors_as_json(made.factors),
        "counts": [],
        "stages": [{"name": "streets", "seconds": 1.25, "cached": False}],
        "tables": {"areas": "0"},
    }
    (folder / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")
    return folder


def thinner(feed, path):
    """Write a feed in which every other trip on weekdays is gone."""
    with zipfile.ZipFile(feed) as old, zipfile.ZipFile(path, "w") as new:
        rows = list(csv.DictReader(io.TextIOWrapper(old.open("trips.txt"), "utf-8-sig")))
        gone = {row["trip_id"] for row in rows[::2]}
        for name in old.namelist():
            lines = old.read(name).decode("utf-8-sig").splitlines()
            if name in {"trips.txt", "stop_times.txt"}:
                at = next(csv.reader(lines[:1])).index("trip_id")
                kept = [row for row in csv.reader(lines[1:]) if row[at] not in gone]
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows([lines[0].split(","), *kept])
                lines = text.getvalue().splitlines()
            new.writestr(name, "\n".join(lines) + "\n")
    return path
