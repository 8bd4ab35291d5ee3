"""Dwellings, services, postcodes and areas as CSV and GeoJSON files."""

import csv
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import cars
from areas import Area, centroid, codes_of, cut
from dwellings import Dwelling
from mapping import Service
from valley import Point, lonlat

POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
LEVELS = ("small", "middle", "large")


def write_all(folder: Path, dwellings: list[Dwelling], services: list[Service]) -> None:
    """Write every table and layer besides the map and the timetables."""
    levels = dict(zip(LEVELS, cut(), strict=True))
    codes = [codes_of(dwellings, areas) for areas in levels.values()]
    home = [dict(zip(LEVELS, own, strict=True)) for own in zip(*codes, strict=True)]
    for level, areas in levels.items():
        people = {
            area.code: sum(
                d.people for d, at in zip(dwellings, home, strict=True) if at[level] == area.code
            )
            for area in areas
        }
        _write_areas(folder / f"{level}_areas.geojson", areas, people)
    _write_dwellings(folder / "dwellings.csv", dwellings, home)
    _write_centroids(folder / "small_area_centroids.csv", levels["small"], dwellings, home)
    _write_small_areas(folder / "small_areas.csv", levels["small"], dwellings, home)
    _write_services(folder / "services.geojson", services)
    postcodes = _postcodes(dwellings, services)
    _write_csv(folder / "postcodes.csv", [_row(postcode=code, at=at) for code, at in postcodes])
    rows = []
    for k, service in enumerate(services, 1):
        code = min(postcodes, key=lambda postcode: math.dist(postcode[1], service.at))[0]
        # One is written the way people type it.
        code = code.replace(" ", "").lower() if k == 1 else code
        rows.append(
            {"id": f"S{k:03d}", "kind": service.kind, "name": service.name, "postcode": code}
        )
    _write_csv(folder / "services_postcodes.csv", rows)


def _row(at: Point, **values: object) -> dict[str, object]:
    lon, lat = lonlat(at)
    return {**values, "lon": f"{lon:.7f}", "lat": f"{lat:.7f}"}


def _write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_dwellings(path: Path, dwellings: list[Dwelling], home: list[dict[str, str]]) -> None:
    rows = [
        _row(id=f"D{k:04d}", at=d.at)
        | {"people": d.people, "street": d.street}
        | {f"{level}_area": areas[level] for level in LEVELS}
        for k, (d, areas) in enumerate(zip(dwellings, home, strict=True), 1)
    ]
    _write_csv(path, rows)


def _write_centroids(
    path: Path, areas: list[Area], dwellings: list[Dwelling], home: list[dict[str, str]]
) -> None:
    rows = []
    for area in areas:
        own = [d for d, at in zip(dwellings, home, strict=True) if at["small"] == area.code]
        rows.append(_row(id=area.code, at=centroid(own)) | {"people": sum(d.people for d in own)})
    _write_csv(path, rows)


def _write_small_areas(
    path: Path, areas: list[Area], dwellings: list[Dwelling], home: list[dict[str, str]]
) -> None:
    """Write what an index asks about small areas besides their borders."""
    codes = [at["small"] for at in home]
    people: Counter[str] = Counter()
    for dwelling, code in zip(dwellings, codes, strict=True):
        people[code] += dwelling.people
    counted = cars.count(areas, dwellings, codes)
    rows = []
    for area in areas:
        adults, owned = counted[area.code]
        row = {"code": area.code, "name": area.name, "people": people[area.code]}
        row |= {"adults_17_plus": adults, "cars": owned}
        rows.append(row | {"private_share": f"{min(1.0, owned / adults):.4f}"})
    _write_csv(path, rows)


def _write_areas(path: Path, areas: list[Area], people: Mapping[str, int]) -> None:
    features = []
    for area in areas:
        ring = [list(lonlat(point)) for point in [*area.ring, area.ring[0]]]
        properties: dict[str, object] = {
            "code": area.code,
            "name": area.name,
            "people": people[area.code],
        }
        if area.parent:
            properties["parent"] = area.parent
        features.append((properties, {"type": "Polygon", "coordinates": [ring]}))
    _write_geojson(path, features)


def _write_services(path: Path, services: list[Service]) -> None:
    features = []
    for k, service in enumerate(services, 1):
        properties: dict[str, object] = {
            "id": f"S{k:03d}",
            "kind": service.kind,
            "name": service.name,
        }
        features.append((properties, {"type": "Point", "coordinates": list(lonlat(service.at))}))
    _write_geojson(path, features)


def _write_geojson(
    path: Path, features: Sequence[tuple[Mapping[str, object], Mapping[str, object]]]
) -> None:
    """Write a layer with one feature to the line."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False
        )
        for properties, geometry in features
    ]
    body = ",\n".join(lines)
    text = f'{{"type": "FeatureCollection", "name": "{path.stem}", "features": [\n{body}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")


def _postcodes(dwellings: list[Dwelling], services: list[Service]) -> list[tuple[str, Point]]:
    """Invented postcodes: a unit for every dozen or so dwellings that follow each other."""
    groups: list[list[Point]] = []
    for place, street in [(d.at, d.street) for d in dwellings] + [(s.at, "") for s in services]:
        near = groups and math.dist(groups[-1][0], place) < (180 if street else 60)
        if near and len(groups[-1]) < 14:
            groups[-1].append(place)
        else:
            groups.append([place])
    codes = []
    for k, group in enumerate(groups):
        sector, unit = divmod(k, len(POSTCODE_LETTERS) ** 2)
        letters = [
            POSTCODE_LETTERS[unit // len(POSTCODE_LETTERS)],
            POSTCODE_LETTERS[unit % len(POSTCODE_LETTERS)],
        ]
        x, y = math.fsum(p[0] for p in group), math.fsum(p[1] for p in group)
        middle = (x / len(group), y / len(group))
        codes.append((f"ZZ1 {sector + 1}{''.join(letters)}", middle))
    return codes
