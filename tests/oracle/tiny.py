"""Writes the tiny extracts and feeds of the oracle's own tests."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

Position = tuple[float, float]

# Along the equator a thousandth of a degree is 6,378,137 m x pi / 180,000 = 111.319491 m.
STEP_MM = 111_319


CALL_COLUMNS = (
    "stop_id",
    "arrival_time",
    "departure_time",
    "pickup_type",
    "drop_off_type",
    "shape_dist_traveled",
)


def write_osm(
    path: Path,
    nodes: Mapping[int, Position],
    ways: Mapping[int, tuple[Sequence[int], Mapping[str, str]]],
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    relations: Iterable[Relation] = (),
) -> Path:
    """Write an extract: nodes by id, ways by id as (nodes, tags)."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for node, lonlat in sorted(nodes.items()):
            writer.add_node(Node(id=node, location=lonlat, tags=(node_tags or {}).get(node, {})))
        for way, (refs, tags) in ways.items():
            writer.add_way(Way(id=way, nodes=refs, tags=tags))
        for relation in relations:
            writer.add_relation(relation)
    return path


def at(node: int) -> Position:
    """Position of a node of the street along the equator."""
    return (round(node * 0.001, 3), 0.0)


def equator_nodes(count: int = 50) -> dict[int, Position]:
    """Node n at longitude n / 1000 on the equator, n = 0 ... count - 1."""
    return {n: at(n) for n in range(count)}


def equator_ways(count: int = 50) -> dict[int, tuple[Sequence[int], Mapping[str, str]]]:
    """A street along the equator: edge n is way 1000 + n from node n to n + 1, 111,319 mm."""
    return {
        1000 + n: ([n, n + 1], {"highway": "residential", "name": f"Equator {n}"})
        for n in range(count - 1)
    }


def write_feed(
    folder: Path,
    stops: Mapping[str, Position | None],
    trips: Mapping[str, Sequence[str]],
    *,
    dates: Mapping[str, Sequence[str]] | str = "20230613",
    route_types: Mapping[str, int] | None = None,
    timezone: str = "Europe/London",
    parents: Mapping[str, str] | None = None,
) -> Path:
    """Write a feed as a folder.

    Parameters
    ----------
    trips
        Rows "stop arrival departure pickup_type drop_off_type shape_dist_traveled" by trip,
        with "-" for a blank; what is left out at the end is blank, a departure the arrival.
    dates
        Dates on which each trip runs, or the one date of all.
    route_types
        Route type of each trip, 3 where nothing is said.
    """
    folder.mkdir()
    tables: dict[str, list[str]] = {
        "agency": [
            "agency_id,agency_name,agency_url,agency_timezone",
            f"a,A,https://example.org,{timezone}",
        ],
        "stops": ["stop_id,stop_name,stop_lon,stop_lat,parent_station"],
        "routes": ["route_id,agency_id,route_short_name,route_type"],
        "trips": ["route_id,service_id,trip_id"],
        "calendar_dates": ["service_id,date,exception_type"],
        "stop_times": [",".join(("trip_id", "stop_sequence", *CALL_COLUMNS))],
    }
    for stop, lonlat in stops.items():
        where = f"{lonlat[0]},{lonlat[1]}" if lonlat else ","
        tables["stops"].append(f"{stop},{stop},{where},{(parents or {}).get(stop, '')}")
    for trip, calls in trips.items():
        tables["routes"].append(f"r{trip},a,{trip},{(route_types or {}).get(trip, 3)}")
        tables["trips"].append(f"r{trip},s{trip},{trip}")
        days = [dates] if isinstance(dates, str) else dates[trip]
        tables["calendar_dates"] += [f"s{trip},{day},1" for day in days]
        rows = []
        for sequence, call in enumerate(calls):
            parts = call.split()
            if len(parts) == 2:
                parts.append(parts[1])
            parts = ["" if part == "-" else part for part in parts] + [""] * (
                len(CALL_COLUMNS) - len(parts)
            )
            rows.append(",".join([trip, str(sequence * 10), *parts]))
        tables["stop_times"] += reversed(rows)  # the order of the file means nothing
    for name, lines in tables.items():
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
