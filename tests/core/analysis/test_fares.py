"""What journeys cost: hand-worked cases, and the cheapest tickets against all combinations."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility import AccessibilityError, DepartAt, itineraries
from accessibility.analysis.fares.fares import Fare, UnknownFare, with_fares
from accessibility.analysis.fares.gtfs import FeedFare, FeedFares, Rule
from accessibility.analysis.fares.rides import Ride, rides_of
from accessibility.analysis.fares.table import read_fare_table
from accessibility.network.network import Network
from accessibility.places.points import read_points
from tests.core.network.gtfs_feed import GtfsFeed
from tests.core.small_world import corner, write_streets

BUS = Ride("f", "A", "Valley Buses", "r1", "bus", 0, 4000.0, ("s1", "s2"), ("1", "2"))
TRAIN = Ride("f", "B", "Trains", "r2", "rail", 1800, 10000.0, ("s2", "s3"), ("2", "3"))


def at(ride, minutes):
    return replace(ride, boarding_s=minutes * 60)


def table(folder, text):
    path = folder / "fares.toml"
    path.write_text(text, encoding="utf-8")
    return read_fare_table(path)


def pounds(fares, *rides):
    fare = fares.fare(rides)
    assert fare.currency == "GBP"
    return str(fare.amount)


ALL = 'currency = "GBP"\n[[fare]]\nprice = 2.0\n'
CASES = {
    "flat": (ALL, [BUS, TRAIN], 4),
    "walk": (ALL, [], 0),
    "mode": (f'{ALL}[[fare]]\nmode = "rail"\nprice = 5\n', [BUS, TRAIN], 7),
    "operator over mode": (
        f'{ALL}[[fare]]\nmode = "rail"\nprice = 5\n[[fare]]\noperator = "Trains"\nprice = 6\n',
        [TRAIN],
        6,
    ),
    "route over operator": (
        f'{ALL}[[fare]]\nroute = "r2"\nprice = 9\n[[fare]]\noperator = "B"\nprice = 6\n',
        [TRAIN],
        9,
    ),
    "km": ('currency="GBP"\n[[fare]]\nprice_per_km = 0.2\nboarding = 1\n', [TRAIN], 3),
    "minimum": ('currency="GBP"\n[[fare]]\nprice_per_km = 0.2\nminimum = 2.5\n', [TRAIN], 2.5),
    "zones of the feed": ('currency="GBP"\n[[fare]]\nzone_prices = [1, 2.5]\n', [BUS], 2.5),
    "zones": (
        'currency="GBP"\nzones = {x=["s1", "s2"]}\n[[fare]]\nzone_prices = [1, 2.5]\n',
        [BUS],
        1,
    ),
    "transfer": (f"{ALL}transfer_minutes = 30\n", [BUS, at(BUS, 30)], 2),
    "too late": (f"{ALL}transfer_minutes = 30\n", [BUS, at(BUS, 31)], 4),
    "too often": (
        f"{ALL}transfer_minutes = 60\ntransfers = 1\n",
        [BUS, at(BUS, 10), at(BUS, 20)],
        4,
    ),
    "a train between": (
        f'{ALL}transfer_minutes = 60\n[[fare]]\nmode = "rail"\nprice = 5\n',
        [BUS, at(TRAIN, 10), at(BUS, 20)],
        7,
    ),
    "zone ticket": (
        'currency="GBP"\n[[fare]]\nzone_prices = [1, 2, 3]\ntransfer_minutes = 60\n',
        [BUS, TRAIN],
        3,
    ),
    "journey cap": (f"journey_cap = 3.5\n{ALL}", [BUS, TRAIN], 3.5),
    "operator cap": (f"operator_caps = {{A = 3}}\n{ALL}", [BUS, at(BUS, 5), TRAIN], 5),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rides", "amount"), CASES.values(), ids=CASES)
def test_tables_by_hand(tmp_path, text, rides, amount):
    assert table(tmp_path, text).fare(rides) == Fare(Decimal(str(amount)), "GBP")


UNKNOWN = {
    "no entry": ('[[fare]]\nmode = "rail"\nprice = 1\n', "no entry is for bus route r1"),
    "no zone": ('[zones]\nx = ["s1"]\n[[fare]]\nzone_prices = [1]\n', "stop s2 is in no zone"),
    "zones": ("[[fare]]\nzone_prices = [1]\n", "a ride of 2 zones has no price"),
}


@pytest.mark.parametrize(("text", "why"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_said(tmp_path, text, why):
    with pytest.raises(UnknownFare, match=why):
        table(tmp_path, f'currency = "GBP"\n{text}').fare([BUS])


FAULTS = {
    "toml": ("currency = ", "is no TOML"),
    "currency": ("[[fare]]\nprice = 1", "currency is missing"),
    "code": ('currency = "pounds"\n[[fare]]\nprice = 1', 'currency "pounds" does not fit'),
    "no entry": ('currency = "GBP"', "fare is missing"),
    "below 0": ('currency = "GBP"\n[[fare]]\nprice = -1', 'fare 1.price "-1" is not a price'),
    "text": ('currency = "GBP"\n[[fare]]\nprice = "2"', 'fare 1.price "2" is not a number'),
    "field": (f"{ALL}pirce = 2", 'fare 1.pirce "2" is not known'),
    "mode": (f'{ALL}mode = "coach"', 'fare 1.mode "coach" is no kind of vehicle'),
    "two": (f'{ALL}route = "r"\nmode = "bus"', "fare 1: mode and route: an entry is for one"),
    "prices": (f"{ALL}price_per_km = 1", "fare 1: price and price_per_km: give one of"),
    "no effect": (f"{ALL}minimum = 1", "fare 1: minimum: has no effect"),
    "transfers": (f"{ALL}transfers = 1", "fare 1: transfers: has no effect"),
    "twice": (f"{ALL}[[fare]]\nprice = 1", "fare 2 is for all rides, as an entry before it"),
    "zones": (f'zones = {{x=["s"], y=["s"]}}\n{ALL}', 'zones.y "s" is in zone x too'),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_faults_of_a_table_name_the_place(tmp_path, text, message):
    with pytest.raises(AccessibilityError) as caught:
        table(tmp_path, text)
    assert message in str(caught.value)
    assert "fares.toml" in str(caught.value)


def test_names_that_the_network_does_not_know(tmp_path):
    fares = table(
        tmp_path, f'{ALL}[[fare]]\noperator = "A"\nprice = 1\n[[fare]]\nroute = "x"\nprice = 1'
    )
    (said,) = fares.unknown_names(["A"], ["r1"])
    assert 'route "x" is not in the network' in said


def fare(price, transfers=0, duration=-1, agency=None, rules=(), currency="GBP"):
    return FeedFare("f", Decimal(price), currency, transfers, duration, agency, tuple(rules))


def rule(route=None, origin=None, destination=None, contains=()):
    return Rule(route, origin, destination, frozenset(contains))


def test_fares_of_feeds_by_hand():
    assert pounds(FeedFares((fare(2),)), BUS, TRAIN) == "4"
    assert pounds(FeedFares((fare(2), fare(3, 1))), BUS, TRAIN) == "3"
    assert pounds(FeedFares((fare(2), fare(3, 1, 1799))), BUS, TRAIN) == "4"
    assert pounds(FeedFares((fare(2), fare(3, 1, 1800))), BUS, TRAIN) == "3"
    assert pounds(FeedFares((fare(2), fare(1, agency="B"))), BUS, TRAIN) == "3"
    assert pounds(FeedFares((fare(2), fare(1, rules=[rule("r2")]))), BUS, TRAIN) == "3"
    both = fare(3, -1, rules=[rule("r1"), rule("r2")])
    assert pounds(FeedFares((fare(2), both)), BUS, TRAIN) == "3"
    through = fare(3, -1, rules=[rule(origin="1", destination="3")])
    assert pounds(FeedFares((fare(2), through)), BUS, TRAIN) == "3"
    some, whole = (fare(p, -1, rules=[rule(contains=z)]) for p, z in ((1, "12"), (9, "123")))
    assert pounds(FeedFares((some, whole)), BUS, TRAIN) == "9"


def test_journeys_that_feeds_do_not_price():
    assert FeedFares((fare(2),)).fare([]) == Fare(Decimal(0), "GBP")
    with pytest.raises(UnknownFare, match="feed f has no fare for route r2"):
        FeedFares((fare(2, agency="A"),)).fare([BUS, TRAIN])
    mixed = (fare(2, agency="A"), fare(3, agency="B", currency="EUR"))
    with pytest.raises(UnknownFare, match="in different currencies"):
        FeedFares(mixed).fare([BUS, TRAIN])
    with pytest.raises(UnknownFare, match="several currencies: GBP, EUR"):
        FeedFares((fare(2), fare(3, currency="EUR"))).fare([BUS])


def brute_force(fares, rides):
    """The least of all ways to cut the rides into tickets and to choose a fare for each."""
    if not rides:
        return Decimal(0)
    found = []
    for length in range(1, len(rides) + 1):
        rest = brute_force(fares, rides[length:])
        found += [
            one.price + rest for one in fares if rest is not None and one.covers(rides[:length])
        ]
    return min(found, default=None)


zones = st.sampled_from([None, "1", "2"])
rules = st.builds(
    rule, st.sampled_from([None, "r1", "r2"]), zones, zones, st.sets(st.sampled_from("12"))
)
fares_of_feeds = st.builds(
    fare,
    st.integers(0, 9),
    st.integers(-1, 3),
    st.sampled_from([-1, 600, 1800]),
    st.sampled_from([None, "A", "B"]),
    st.lists(rules, max_size=3),
)
rides_at_random = st.lists(
    st.builds(
        lambda gap, **values: (replace(BUS, **values), gap),
        st.integers(1, 20),
        agency_id=st.sampled_from("AB"),
        route_id=st.sampled_from(["r1", "r2"]),
        zones=st.tuples(zones, zones),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(fares_of_feeds, min_size=1, max_size=5), rides_at_random)
def test_the_cheapest_of_all_combinations_is_found(fares, drawn):
    minute, rides = 0, []
    for ride, gap in drawn:
        minute += gap
        rides.append(at(ride, minute))
    least = brute_force(fares, rides)
    try:
        assert FeedFares(tuple(fares)).fare(rides).amount == least
    except UnknownFare:
        assert least is None


def legs(*rows):
    """A table of legs of one ride each, with what fares need."""
    when = pd.Timestamp("2023-06-13 08:00", tz="Europe/London")
    common = {"option": 0, "feed": "bus", "agency_id": "A", "mode": "bus", "route_id": "r1"}
    common |= {"departure": when, "distance": 1000.0, "through_trip_ids": None, "travel_time": 10.0}
    return pd.DataFrame([{**common, **row} for row in rows])


def test_legs_get_the_fare_of_their_journey(tmp_path):
    feed = GtfsFeed(tmp_path).columns("stops", zone_id=["1", "2", "3"])
    feed.add("fare_attributes", "fare_id,price,currency_type,transfers", "p,2.5,GBP,0")
    feed.add("fare_rules", "fare_id,contains_id", "p,1", "p,2", "p,3")
    timetable, _ = feed.read()
    ridden = {"from_stop_id": "s1", "to_stop_id": "s3", "trip_id": "t1"}
    part = {"from_stop_id": "s1", "to_stop_id": "s2", "trip_id": "t1"}
    walk = {"trip_id": None, "mode": "walk"}
    found = legs(
        {"from_id": "b", "to_id": "x", **walk},
        {"from_id": "b", "to_id": "x", **ridden},
        {"from_id": "a", "to_id": "x", **part},
        {"from_id": "c", "to_id": "x", **walk},
    )
    rides = rides_of(found, timetable)
    assert rides[0][0].stops == ("s1", "s2", "s3")
    assert rides[0][0].agency_name == "Valley Buses"
    priced, unpriced = with_fares(found, rides, FeedFares.of(timetable))
    assert priced["fare_of_fastest"].fillna(-1).tolist() == [2.5, 2.5, -1, 0]
    assert priced["fare_currency"].fillna("").tolist() == ["GBP", "GBP", "", "GBP"]
    assert [(one["from_id"], one["option"]) for one in unpriced] == [("a", 0)]
    assert "has no fare for route r1" in unpriced[0]["reason"]


def test_vehicles_that_call_twice_and_that_go_on(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.add("stop_times", "t1,08:20:00,08:20:00,s1,4", "t1,08:25:00,08:25:00,s3,5")
    timetable, _ = feed.read()
    ends = {"from_id": "a", "to_id": "x", "from_stop_id": "s1", "to_stop_id": "s3", "trip_id": "t1"}
    for minutes, stops in ((5, ("s1", "s3")), (25, ("s1", "s2", "s3", "s1", "s3"))):
        ((ride,),) = rides_of(legs({**ends, "travel_time": minutes}), timetable)
        assert ride.stops == stops
    on = {**ends, "from_stop_id": "s3", "to_stop_id": "s2", "through_trip_ids": "t2"}
    ((ride,),) = rides_of(legs(on), timetable)
    assert ride.stops == ("s3", "s1", "s2")


def test_itineraries_say_what_they_cost(tmp_path):
    places = [corner(0, 0), corner(3, 3), corner(6, 6)]
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = "stop_id,stop_name,stop_lat,stop_lon\n"
    feed.add("stops", *(f"s{number},,{lat},{lon}" for number, (lon, lat) in enumerate(places, 1)))
    feed.add("fare_attributes", "fare_id,price,currency_type", "p,2.5,GBP")
    streets = write_streets(tmp_path / "streets.osm.pbf")
    network = Network.build(streets, feed.write(), tmp_path / "n.network")
    ends = [read_points(pd.DataFrame([{"id": 1, "lon": p[0], "lat": p[1]}])) for p in places[::2]]
    when = DepartAt("2023-06-13 07:58")
    found = itineraries(network, *ends, when=when, fares="gtfs", output=tmp_path / "legs.csv")
    assert found["fare_of_fastest"].tolist() == [2.5]
    assert found.attrs["unpriced"] == []
    assert found.attrs["provenance"]["fares"] == "gtfs"
    written = pd.read_csv(tmp_path / "legs.csv")
    assert written[["fare_of_fastest", "fare_currency"]].to_numpy().tolist() == [[2.5, "GBP"]]
    path = tmp_path / "fares.toml"
    path.write_text('currency = "GBP"\n[[fare]]\nmode = "rail"\nprice = 1\n', encoding="utf-8")
    beside = tmp_path / "legs.unpriced.csv"
    assert not beside.exists()
    found = itineraries(network, *ends, when=when, fares=path, output=tmp_path / "legs.csv")
    assert found["fare_of_fastest"].isna().all()
    (unpriced,) = found.attrs["unpriced"]
    assert unpriced["reason"] == "no entry is for bus route r1 of Valley Buses"
    assert pd.read_csv(beside).to_dict("records") == [unpriced]
    assert "fare_of_fastest" not in itineraries(network, *ends, when=when).columns


def test_a_feed_without_fares_is_refused(tmp_path):
    timetable, _ = GtfsFeed(tmp_path).read()
    with pytest.raises(AccessibilityError, match="this network has no fare that can be used"):
        FeedFares.of(timetable)
