"""A town of ten streets by ten with one bus line, small enough to build for every session."""

import zipfile

import geopandas as gpd
import osmium
from osmium.osm.mutable import Node, Way

from accessibility.network.network import Network

SIDE = 10
STEP = 0.002
WEST, SOUTH = -3.0, 51.5

FEED = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\na,Bws,http://x.wales,Europe/London\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
    + "".join(f"s{i},Stop {i},51.5081,{-3 + 0.006 * i}\n" for i in range(4)),
    "routes.txt": "route_id,agency_id,route_short_name,route_type\nr,a,1,3\n",
    "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"r,d,t{h}\n" for h in range(6, 22)),
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\nd,1,1,1,1,1,1,1,20260101,20261231\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    + "".join(
        f"t{h},{h:02d}:0{2 * i}:00,{h:02d}:0{2 * i}:00,s{i},{i}\n"
        for h in range(6, 22)
        for i in range(4)
    ),
}


def _streets(path):
    with osmium.SimpleWriter(str(path)) as writer:
        for row in range(SIDE):
            for column in range(SIDE):
                location = (WEST + STEP * column, SOUTH + STEP * row)
                writer.add_node(Node(id=1 + row * SIDE + column, location=location, version=1))
        lines = [[1 + row * SIDE + i for i in range(SIDE)] for row in range(SIDE)]
        lines += [[1 + i * SIDE + column for i in range(SIDE)] for column in range(SIDE)]
        for number, nodes in enumerate(lines, 1):
            tags = {"highway": "residential"}
            writer.add_way(Way(id=number, nodes=nodes, tags=tags, version=1))


def _points(path, count, prefix):
    rows = range(count)
    lon = [WEST + STEP * (i * 0.37 % (SIDE - 1)) for i in rows]
    lat = [SOUTH + STEP * (i * 0.61 % (SIDE - 1)) for i in rows]
    ids = [f"{prefix}{i}" for i in rows]
    points = gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    points.to_parquet(path)


def build_town(folder):
    """Write town.osm.pbf, bus.zip, town.network, origins.parquet and destinations.parquet."""
    _streets(folder / "town.osm.pbf")
    with zipfile.ZipFile(folder / "bus.zip", "w") as feed:
        for name, text in FEED.items():
            feed.writestr(name, text)
    _points(folder / "origins.parquet", 12, "o")
    _points(folder / "destinations.parquet", 300, "d")
    Network.build(folder / "town.osm.pbf", folder / "bus.zip", folder / "town.network")
    return folder
