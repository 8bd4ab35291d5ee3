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
    kinds: Mapping[str, int] | None = None,
    routes: Mapping[str, str] | None = None,
    blocks: Mapping[str, str] | None = None,
    frequencies: Sequence[str] = (),
    transfers: Sequence[str] = (),
    wheelchair_stops: Mapping[str, int] | None = None,
    wheelchair_trips: Mapping[str, int] | None = None,
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
    parents
        Parent station of stops.
    kinds
        `location_type` of stops, blank where nothing is said.
    routes
        Route of each trip, one of its own where nothing is said.
    blocks
        `block_id` of trips.
    frequencies
        Rows "trip_id start_time end_time headway_secs exact_times"; the last may be left out.
    transfers
        Rows such as "from_stop=A to_stop=B type=2 min=300", with route and trip likewise.
    wheelchair_stops, wheelchair_trips
        `wheelchair_boarding` and `wheelchair_accessible`.
    """
    folder.mkdir()
    tables: dict[str, list[str]] = {
        "agency": [
            "agency_id,agency_name,agency_url,agency_timezone",
            f"a,A,https://example.org,{timezone}",
        ],
        "stops": [
            "stop_id,stop_name,stop_lon,stop_lat,parent_station,wheelchair_boarding,location_type"
        ],
        "routes": ["route_id,agency_id,route_short_name,route_type"],
        "trips": ["route_id,service_id,trip_id,block_id,wheelchair_accessible"],
        "calendar_dates": ["service_id,date,exception_type"],
        "stop_times": [",".join(("trip_id", "stop_sequence", *CALL_COLUMNS))],
    }
    for stop, lonlat in stops.items():
        where = f"{lonlat[0]},{lonlat[1]}" if lonlat else ","
        said = (wheelchair_stops or {}).get(stop, "")
        parent, kind = (parents or {}).get(stop, ""), (kinds or {}).get(stop, "")
        tables["stops"].append(f"{stop},{stop},{where},{parent},{said},{kind}")
    for trip, calls in trips.items():
        route = (routes or {}).get(trip, f"r{trip}")
        row = f"{route},a,{route},{(route_types or {}).get(trip, 3)}"
        if row not in tables["routes"]:
            tables["routes"].append(row)
        block, said = (blocks or {}).get(trip, ""), (wheelchair_trips or {}).get(trip, "")
        tables["trips"].append(f"{route},s{trip},{trip},{block},{said}")
        days = [dates] if isinstance(dates, str) else dates[trip]
        tables["calendar_dates"] += [f"s{trip},{day},1" for day in days]
        tables["stop_times"] += reversed(call_rows(trip, calls))  # its order means nothing
    tables |= rule_tables(frequencies, transfers)
    for name, lines in tables.items():
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def call_rows(trip: str, calls: Sequence[str]) -> list[str]:
    """Rows of stop_times.txt."""
    rows = []
    for sequence, call in enumerate(calls):
        parts = call.split()
        if len(parts) == 2:
            parts.append(parts[1])
        parts = ["" if part == "-" else part for part in parts] + [""] * (
            len(CALL_COLUMNS) - len(parts)
        )
        rows.append(",".join([trip, str(sequence * 10), *parts]))
    return rows


def rule_tables(frequencies: Sequence[str], transfers: Sequence[str]) -> dict[str, list[str]]:
    """Lines of frequencies.txt and transfers.txt, if there are any."""
    tables = {}
    if frequencies:
        tables["frequencies"] = ["trip_id,start_time,end_time,headway_secs,exact_times"]
        for row in frequencies:
            parts = row.split()
            tables["frequencies"].append(",".join([*parts, ""][:5]))
    if transfers:
        sides = [f"{side}_{what}" for what in ("stop", "route", "trip") for side in ("from", "to")]
        columns = [f"{side}_id" for side in sides] + ["transfer_type", "min_transfer_time"]
        tables["transfers"] = [",".join(columns)]
        for row in transfers:
            fields = dict(part.split("=") for part in row.split())
            values = [fields.pop(name, "") for name in (*sides, "type", "min")]
            if fields:
                raise ValueError(f"unknown fields: {fields}")
            tables["transfers"].append(",".join(values))
    return tables
