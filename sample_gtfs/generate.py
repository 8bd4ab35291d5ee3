"""Write the sample: the made-up Welsh valley town of Aberhelwyn.

Run ``python sample_gtfs/generate.py`` to write the files anew beside this script, or name another
folder as its only argument. The same files come out byte for byte whenever and wherever it runs.
"""

import sys
from pathlib import Path

import bus
import bus_changes
import bus_lines
import bus_stops
import dwellings
import layout
import mapping
import noding
import osm_file
import rail
import reservoir
import restrictions
import tables
import valley_feed
from bus_stops import Place
from gtfs import write_zip
from noding import Web
from years import YEAR_2025, YEAR_2026


def write(folder: Path) -> None:
    """Write all files of the sample into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sketch = layout.draw()
    web = noding.node(sketch.lines, sketch.pins)
    town = mapping.Map(web, restrictions.restrict(web))
    mapping.add_all(town, sketch.areas)
    houses = dwellings.settle(town)
    places = bus_stops.put_all(web)
    first = bus.Service("1", YEAR_2025, bus_lines.ROUTES, bus_lines.LINES)
    bus_tables, stops = bus.feed(web, places, first)
    for stop in stops:
        if stop.on_map:
            mapping.add_bus_stop(town, stop.name, stop.at)
    reservoir.add(town)
    osm_file.write(folder / "town.osm.pbf", town)
    write_zip(folder / "bus.zip", bus_tables)
    write_zip(folder / "rail.zip", rail.feed(YEAR_2025))
    write_zip(folder / "valley.zip", valley_feed.feed(web, places))
    _write_later_timetables(folder, web, places)
    tables.write_all(folder, houses, town.services)


def _write_later_timetables(folder: Path, web: Web, places: dict[str, Place]) -> None:
    """Write the timetables of a year later, whose new stops are not on the map."""
    places = places | bus_stops.put(web, bus_changes.NEW_STOPS)
    later = bus.Service("2", YEAR_2026, bus_changes.LATER_ROUTES, bus_changes.later_lines())
    write_zip(folder / "bus-2026.zip", bus.feed(web, places, later)[0])
    write_zip(folder / "rail-2026.zip", rail.feed(YEAR_2026))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
