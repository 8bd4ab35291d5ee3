"""Feeds that are written anew give the same trips, without the faults, and say what went."""

import csv
import io
import sys
import zipfile

import numpy as np
import pytest

from accessibility.errors import AccessibilityError, InputError, UsageError
from accessibility.network.area import read_area
from accessibility.network.gtfs.feed_dates import parse_dates
from accessibility.network.gtfs.feed_rewrite import clean_feed, clip_feed
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.options import BuildOptions
from tests.core.network.gtfs.test_clip import AT_S1, AT_S1_AND_S2, described
from tests.core.network.gtfs_feed import GtfsFeed, clock, times, trip_ids

NEWPORT = (-3.01, 51.57, -2.98, 51.59)


def table(path, name):
    with zipfile.ZipFile(path) as archive, archive.open(f"{name}.txt") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")))


def column(path, name, field):
    return [row[field] for row in table(path, name)]


def changes(rewritten, name):
    return [(c.what, c.rows, c.line, c.why) for c in rewritten.changes if c.table == name]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.zip"


# Cleaning


@pytest.mark.parametrize(
    "feed",
    [
        "graphhopper/sample-feed",
        "gtfs-flex/FlexExample--various.zip",
        "gtfs-structures/zips/metra.zip",
        "gtfs-via-postgres/calendar-dates-only",
        "onebusaway/testagency",
        "onebusaway/vpe-notices",
        "partridge/amazon-2017-08-06",
        "partridge/nested",
        "partridge/region-nord-v2",
        "transitfeed/bad_date_format",
        "transitfeed/bad_eol.zip",
        "transitfeed/contains_null",
        "transitfeed/extra_row_cells",
        "transitfeed/good_feed",
        "transitfeed/invalid_agency_ids",
        "transitfeed/missing_departure_time",
        "transitfeed/missing_endpoint_times",
        "transitfeed/only_calendar_dates",
        "transitfeed/utf16",
        "transport-validator/duplicates",
        "transport-validator/invalid_references",
        "transport-validator/stops",
    ],
)
def test_a_cleaned_feed_has_the_trips_that_could_be_used_and_no_faults(shared_data, out, feed):
    path = shared_data / "gtfs_edge" / feed
    original, _ = read_feeds([path], BuildOptions(on_error="skip"))
    done = clean_feed(path, out)
    cleaned, (report,) = read_feeds([out])
    assert described(cleaned) == described(original)
    assert cleaned.st_pickup.tolist() == original.st_pickup.tolist()
    assert cleaned.frequency_start.tolist() == original.frequency_start.tolist()
    assert (done.trips, done.stop_times) == (report.trips, report.stop_times)
    first = out.read_bytes()
    assert clean_feed(out, out.with_name("again.zip")).changes == ()
    assert out.with_name("again.zip").read_bytes() == first


@pytest.mark.parametrize("name", ["poa_eptc.zip", "poa_trensurb.zip"])
def test_porto_alegre_stays_what_it_is(shared_data, out, name):
    path = shared_data / "porto_alegre" / name
    clean_feed(path, out)
    assert described(read_feeds([out])[0]) == described(read_feeds([path])[0])


def test_what_is_left_out_and_repaired_is_reported(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.columns("stop_times", pickup_type=["", "0", "9", "1.0", "", ""])
    written.replace("stop_times", "t1,08:00:00,08:00:00", "t1,8:00:00,8:00:00")
    written.add("stop_times", "gone,9:00:00,9:00:00,s1,1,", "t1,9:00:00,9:00:00,nowhere,4,")
    written.add("trips", "r1,week,t3", "r1,week,t3")
    written.add("stops", "s4,Unused,51.5,-3.0", '"s5","Quoted, unused",51.5,-3.0')
    written.add("calendar", "spare,1,1,1,1,1,1,1,20230605,20230630")
    done = clean_feed(written.write(), out)
    assert [done.before[name] for name in ("stop_times", "stops", "trips")] == [8, 5, 4]
    assert [done.after[name] for name in ("stop_times", "stops", "trips")] == [6, 3, 2]
    assert changes(done, "stop_times") == [
        ("left out", 1, 8, 'trip_id "gone" is not defined in trips.txt'),
        ("left out", 1, 9, 'stop_id "nowhere" is not defined in stops.txt'),
        ("repaired", 1, None, "pickup_type could not be read and is blank now"),
        ("repaired", 1, None, "arrival_time was written H:MM:SS"),
        ("repaired", 1, None, "departure_time was written H:MM:SS"),
        ("repaired", 1, None, "pickup_type was written with a decimal point"),
    ]
    assert changes(done, "stops") == [("left out", 2, None, "is used by no trip")]
    assert [rows for _, rows, *_ in changes(done, "trips")] == [1, 1]
    assert column(out, "stop_times", "pickup_type") == ["", "0", "", "1", "", ""]
    assert column(out, "stop_times", "arrival_time")[0] == "08:00:00"
    report = out.with_name("out.report.csv").read_text().splitlines()
    assert report[0] == "table,what,rows,line,why"
    assert report.count("stop_times,before,8,,") == report.count("stop_times,after,6,,") == 1
    assert 'stop_times,left out,1,8,"trip_id ""gone"" is not defined in trips.txt"' in report
    rows = [line.split() for line in str(done).splitlines()]
    assert ["stop_times", "8", "6"] in rows
    assert 'stop_times: 1 left out (first on line 8): trip_id "gone" is not defined' in str(done)


def test_points_of_shapes_that_are_nowhere_are_left_out(tmp_path, out):
    written = GtfsFeed(tmp_path).columns("trips", shape_id=["x", ""])
    written.add("shapes", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence")
    written.add("shapes", "x,51.5,-3,1", "x,,-3,2", "x,51.51,west,3", "x,51.52,-3,4", "y,51,-3,1")
    clean_feed(written.write(), out)
    assert column(out, "shapes", "shape_pt_sequence") == ["1", "4"]
    assert [problem.severity for problem in read_feeds([out])[1][0].problems] == []


def test_columns_and_tables_that_are_not_used_are_kept(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.columns("trips", note=['"two\nlines"', '"say ""hello"", twice"'])
    written.add("shapes", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence", "x,51,-3,1")
    written.add("fare_attributes", "fare_id,price,currency_type,note", "p,2,GBP,a", "q,1,GBP,b")
    written.add("fare_rules", "fare_id,route_id", "p,r1", "p,gone", "p,", "q,gone")
    written.add("readme.md", "A feed.")
    done = clean_feed(written.write_zip(), out)
    assert column(out, "trips", "note") == ["two\nlines", 'say "hello", twice']
    assert column(out, "fare_rules", "route_id") == ["r1", ""]
    assert column(out, "fare_attributes", "note") == ["a"]  # without its rule q would go everywhere
    assert done.after.get("shapes", 0) == 0  # no trip has a shape
    with zipfile.ZipFile(out) as archive:
        assert archive.read("readme.md") == b"A feed.\n"
        assert archive.namelist()[:3] == ["agency.txt", "calendar.txt", "fare_attributes.txt"]
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_stations_entrances_and_rules_between_trips_survive(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.columns("stops", parent_station=["p", "", ""], location_type=["0", "", "0"])
    written.add("stops", "p,Station,51.5,-3,,1", "e,Entrance,51.5,-3,p,2", "b,Area,51.5,-3,s1,4")
    written.add("stops", "q,Empty station,51.5,-3,,1", "f,Its entrance,51.5,-3,q,2")
    written.add("transfers", "from_stop_id,to_stop_id,transfer_type,from_trip_id,to_trip_id")
    written.add("transfers", ",,4,t1,t2", "p,s3,2,,", "q,s3,2,,")
    clean_feed(written.write(), out)
    assert column(out, "stops", "stop_id") == ["s1", "s2", "s3", "p", "e", "b"]
    assert column(out, "transfers", "transfer_type") == ["4", "2"]
    clip_feed(written.write(), out, read_area(AT_S1_AND_S2, 0))
    assert column(out, "stops", "stop_id") == ["s1", "s2", "s3", "p", "e", "b"]
    assert column(out, "transfers", "transfer_type") == ["4", "2"]


@pytest.mark.parametrize(
    ("agency", "routes", "left"),
    [
        ("agency_name,agency_timezone\nBws,Europe/London\n", "r1,,3", [""]),
        ("agency_id,agency_timezone\nA,Europe/London\n", "r1,,3", ["A"]),
        ("agency_id,agency_timezone\nA,Europe/London\nB,Europe/London\n", "r1,B,3", ["B"]),
        ("agency_id,agency_timezone\nA,Europe/London\nB,Europe/London\n", "r1,,3", ["A", "B"]),
    ],
)
def test_an_agency_stays_also_where_no_route_names_it(tmp_path, out, agency, routes, left):
    written = GtfsFeed(tmp_path)
    written.tables["agency"] = agency
    written.tables["routes"] = f"route_id,agency_id,route_type\n{routes}\n"
    clean_feed(written.write(), out)
    assert [row.get("agency_id", "") for row in table(out, "agency")] == left


# Cutting out


def test_a_clipped_feed_is_what_a_network_of_the_area_has(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.add("stops", "s4,Far,52.5,-3.0")
    written.add("trips", "r1,week,t3")
    written.add("stop_times", "t3,09:00:00,,s3,1", "t3,11:00:00,,s4,2")
    done = clip_feed(written.write(), out, read_area(AT_S1, 1200))
    assert trip_ids(read_feeds([out])[0]) == ["t1", "t2"]
    assert column(out, "stops", "stop_id") == ["s1", "s2", "s3"]
    asked = f"stops twice in the area {','.join(map(str, AT_S1))} and 1,200 m around it"
    assert ("left out", 1, None, f"is no trip that {asked}") in changes(done, "trips")
    assert ("left out", 2, None, "belongs to no trip that is wanted") in changes(done, "stop_times")


@pytest.mark.parametrize("trim", [False, True])
def test_newport_cut_out_of_a_national_feed(newport, tmp_path, out, trim):
    path, area = newport / "gtfs-bus-coach-2024-03-05.zip", read_area(NEWPORT, 1500)
    within, _ = read_feeds([path], area=area)
    done = clip_feed(path, out, area, parse_dates("2024-03-05"), trim=trim)
    clipped, (report,) = read_feeds([out])
    assert trip_ids(clipped) == trip_ids(within)
    assert (report.first_date, report.last_date) == ("2024-03-05", "2024-03-05")
    assert done.before["trips"] - done.after["trips"] == sum(
        rows for _, rows, _, _ in changes(done, "trips")
    )
    if not trim:
        assert described(clipped)[:4] == described(within)[:4]
        return
    at = area.contains(within.stop_lon, within.stop_lat)[within.st_stop]
    trip = np.repeat(np.arange(within.n_trips), np.diff(within.trip_offset))
    cut = np.bincount(trip[at], minlength=within.n_trips) >= 2
    kept = at | ~cut[trip]
    assert clipped.st_departure.tolist() == within.st_departure[kept].tolist()
    assert len(clipped.st_stop) < len(within.st_stop) / 3


def test_blank_times_are_written_down_before_the_stops_around_them_go(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.replace("stop_times", "t1,08:05:00,08:06:00,s2", "t1,,,s2")
    written.add("stops", "s0,Before,51.49,-3.0")
    written.add("stop_times", "t1,07:50:00,07:50:00,s0,0")
    written.replace("stop_times", "t1,08:00:00,08:00:00,s1", "t1,,,s1")
    whole = times(written.read()[0])
    box = read_area((-3.1, 51.495, -2.9, 51.515), 0)
    done = clip_feed(written.write(), out, box, trim=True)
    clipped, _ = read_feeds([out])
    assert times(clipped) == whole[1:3]
    assert ("repaired", 2, None, "arrival_time was blank and is interpolated now") in (
        changes(done, "stop_times")
    )
    clip_feed(written.write(), out, box)
    assert times(read_feeds([out])[0]) == whole


def test_trips_at_intervals_are_never_trimmed(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.add("frequencies", "trip_id,start_time,end_time,headway_secs", "t1,8:00:00,9:00:00,600")
    clip_feed(written.write(), out, read_area((-3.1, 51.505, -2.9, 51.525), 0), trim=True)
    clipped, _ = read_feeds([out])
    assert [len(times(clipped, trip)) for trip in (0, 1)] == [3, 2]
    assert times(clipped, 1)[-1] == (clock("24:20:00"),) * 2
    assert clipped.frequency_start.tolist() == [clock("8:00:00")]


def test_calendars_end_with_the_dates(tmp_path, out):
    written = GtfsFeed(tmp_path)
    written.add("calendar", "later,1,1,1,1,1,1,1,20230701,20230730")
    written.add("calendar_dates", "service_id,date,exception_type")
    written.add("calendar_dates", "week,20230610,1", "week,20230613,2", "extra,20230614,1")
    written.add("trips", "r1,later,t3", "r1,extra,t4", "r1,extra,t5")
    for trip in ("t3", "t4", "t5"):
        written.add("stop_times", f"{trip},09:00:00,,s1,1", f"{trip},09:30:00,,s2,2")
    written.add("feed_info", "feed_publisher_name,feed_start_date,feed_end_date", "x,,20231231")
    whole, _ = written.read()
    done = clip_feed(written.write(), out, dates=parse_dates("2023-06-12..2023-06-18"))
    assert trip_ids(read_feeds([out])[0]) == ["t1", "t2", "t4", "t5"]
    assert table(out, "calendar")[0]["start_date"] == "20230612"
    assert table(out, "calendar")[0]["end_date"] == "20230618"
    assert column(out, "calendar_dates", "date") == ["20230613", "20230614"]
    assert table(out, "feed_info")[0]["feed_end_date"] == "20230618"
    clipped, (report,) = read_feeds([out])
    assert (report.first_date, report.last_date) == ("2023-06-12", "2023-06-16")
    for trip, place in zip(trip_ids(clipped), range(4), strict=True):
        days = set(dates_of(whole, trip_ids(whole).index(trip)))
        assert dates_of(clipped, place) == sorted(days & set(range(19520, 19527)))
    assert ("left out", 1, None, "is no trip that runs between 2023-06-12 and 2023-06-18") in (
        changes(done, "trips")
    )


def dates_of(timetable, trip):
    service = timetable.trip_service[trip]
    return timetable.service_dates[slice(*timetable.service_offset[service : service + 2])].tolist()


def test_a_feed_without_calendar_txt(shared_data, out):
    path = shared_data / "gtfs_edge" / "transitfeed" / "only_calendar_dates"
    day = read_feeds([path])[1][0].first_date
    clip_feed(path, out, dates=parse_dates(day))
    assert {row["date"] for row in table(out, "calendar_dates")} == {day.replace("-", "")}
    with zipfile.ZipFile(out) as archive:
        assert "calendar.txt" not in archive.namelist()


# What is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2023-06-30..2023-06-01", "ends before it begins"),
        ("2023-02-30", "is neither a date nor two"),
        ("June", "is neither a date nor two"),
        ("", "is neither a date nor two"),
        ("2023-06-01..", "is neither a date nor two"),
        ("2023-06-01:2023-06-02", "is neither a date nor two"),
    ],
)
def test_what_are_no_dates(text, says):
    with pytest.raises(UsageError, match=says):
        parse_dates(text)


def test_nothing_that_is_wanted_says_what_there_is(tmp_path, out):
    path = GtfsFeed(tmp_path).write()
    says = r"its stops cover longitude -3\.000 to -3\.000, .* valid from 2023-06-05 to 2023-06-30"
    with pytest.raises(InputError, match=rf"no trip that stops twice in .* 2030-01-01: {says}"):
        clip_feed(path, out, read_area(AT_S1, 5000), parse_dates("2030-01-01"))
    with pytest.raises(InputError, match="Longitude and latitude seem to be swapped"):
        clip_feed(path, out, read_area((51.4, -3.1, 51.6, -2.9), 5000))
    assert not out.exists()


def test_a_feed_without_a_usable_trip(tmp_path, out):
    written = GtfsFeed(tmp_path).replace("stop_times", "s1,1", "s9,1").replace("trips", "r1", "r9")
    with pytest.raises(InputError, match="holds no trip that can be used"):
        clean_feed(written.write(), out)
    assert list(tmp_path.iterdir()) == [tmp_path / "bus"]


def test_the_feed_itself_is_never_written(tmp_path):
    path = GtfsFeed(tmp_path).write_zip()
    before = path.read_bytes()
    (tmp_path / "link.zip").symlink_to(path)
    for output in (path, tmp_path / "link.zip", tmp_path / "." / "bus.zip"):
        with pytest.raises(UsageError, match="is the feed itself, which is never changed"):
            clean_feed(path, output)
    folder = GtfsFeed(tmp_path, "folder").write()
    with pytest.raises(UsageError, match="lies in the feed's folder"):
        clean_feed(folder, folder / "out.zip")
    with pytest.raises(UsageError, match=r"Give a name that ends in \.zip"):
        clean_feed(path, tmp_path / "out.txt")
    assert path.read_bytes() == before
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        f"{name}.txt" for name in GtfsFeed(tmp_path).tables
    )


def test_without_gtfs_kit_it_says_how_to_get_it(tmp_path, out, monkeypatch):
    monkeypatch.setitem(sys.modules, "gtfs_kit", None)
    with pytest.raises(AccessibilityError, match=r'pip install "access-to-services\[gtfs\]"'):
        clean_feed(GtfsFeed(tmp_path).write(), out)
