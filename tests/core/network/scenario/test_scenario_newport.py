"""Newport with five changes, by a scenario and by a feed that plain Python changed."""

import datetime as dt

from accessibility import ArriveBy, DepartAt, Scenario, TravelOptions, travel_time_matrix
from accessibility.network.network import Network
from accessibility.places.points import read_points
from tests.core.network.scenario.changed_feed import ChangedFeed

DAYS = [dt.date(2023, 6, day) for day in (12, 13, 14)]
MORNING = DepartAt("2023-06-13 08:00", "1h")
EVENING = ArriveBy("2023-06-13 19:15", "30min")
SAID = """
[[drop]]
route = "X24"

[[headway]]
route = "23"
every = 10
from = "07:00"
to = "19:00"

[[headway]]
route = "24X"
every = 45
from = "06:00"
to = "23:00"

[[speed]]
route = "56"
factor = 1.33

[[speed]]
route = "50"
factor = 0.8
"""


def test_all_output_areas_of_newport(newport, newport_inputs, tmp_path):
    streets, (bus,) = newport_inputs
    network = Network.build(streets, bus, tmp_path / "before.network")
    table = network.timetable.routes
    ids = dict(
        zip(table["route_short_name"].to_pylist(), table["route_id"].to_pylist(), strict=True)
    )
    feed = ChangedFeed(bus)
    feed.drop(ids["X24"])
    feed.respace(ids["23"], 10, "07:00:00", "19:00:00", DAYS)
    feed.respace(ids["24X"], 45, "06:00:00", "23:00:00", DAYS)
    feed.slow(feed.trips_of(ids["56"]), "1.33")
    feed.slow(feed.trips_of(ids["50"]), "0.8")
    built = Network.build(streets, feed.write(tmp_path / "bus.zip"), tmp_path / "after.network")
    (tmp_path / "changes.toml").write_text(SAID, encoding="utf-8")
    changed = network.with_scenario(Scenario.read(tmp_path / "changes.toml"))
    points = read_points(newport / "oa21_centroids.parquet", id_column="OA21CD")
    options = TravelOptions(snap_radius=1600)
    for when in (MORNING, EVENING):
        asked = {"when": when, "options": options, "percentiles": (5, 50, 95)}
        before, by_scenario, by_feed = (
            travel_time_matrix(one, points, points, **asked) for one in (network, changed, built)
        )
        assert by_scenario.equals(by_feed)
        assert not by_scenario.equals(before)
