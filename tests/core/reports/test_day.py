"""Which day a report shows, and its chart of departures."""

from datetime import date

import pytest

from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.service_levels import AgencyServices, FeedServices, ServicesOn
from accessibility.reports.day import choose_day, hours_of, rows_of
from tests.core.network.gtfs_feed import GtfsFeed


def feed(folder, name, first, last):
    made = GtfsFeed(folder, name).replace("calendar", "1,1,1,1,1,0,0", "1,1,1,1,1,1,1")
    return made.replace("calendar", "20230605,20230630", f"{first},{last}").write()


def chosen(*paths):
    return choose_day(*read_feeds(list(paths)))


def test_the_middle_of_what_all_feeds_share(tmp_path):
    long = feed(tmp_path, "long", "20230101", "20231231")
    short = feed(tmp_path, "short", "20230605", "20230615")
    day = chosen(long, short)
    assert day.day == date(2023, 6, 10)
    assert day.why.endswith(
        "nearest to the middle of the period that all feeds share, 5 June 2023 to 15 June 2023."
    )


def test_a_hole_in_the_middle_is_avoided(tmp_path):
    made = GtfsFeed(tmp_path).replace("calendar", "1,1,1,1,1,0,0", "1,1,1,1,1,1,1")
    made.replace("calendar", "20230605,20230630", "20230601,20230629")
    made.add("calendar_dates", "service_id,date,exception_type")
    made.add("calendar_dates", "week,20230615,2", "week,20230614,2")
    assert chosen(made.write()).day == date(2023, 6, 16)


def test_feeds_that_share_no_date(tmp_path):
    june = feed(tmp_path, "june", "20230601", "20230611")
    july = feed(tmp_path, "july", "20230701", "20230711")
    day = chosen(june, july)
    assert day.day == date(2023, 6, 11)  # nothing runs on the 21st itself
    assert "of all feeds together, which have no date in common, 1 June 2023 to 11 July" in day.why


def test_feeds_that_never_run_do_not_count(tmp_path):
    idle = GtfsFeed(tmp_path, "idle").replace("calendar", "1,1,1,1,1,0,0", "0,0,0,0,0,0,0").write()
    assert chosen(feed(tmp_path, "bus", "20230605", "20230607"), idle).day == date(2023, 6, 6)
    assert chosen(idle) is None
    assert choose_day(*read_feeds([])) is None


def services(**by_mode):
    return ServicesOn("2023-06-13", "Tuesday", 1, 1, 1, (), by_mode)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (41, [0, 20, 40, 60]),
        (15_300, [0, 5_000, 10_000, 15_000, 20_000]),
    ],
)
def test_the_lines_of_the_chart_are_round_numbers_and_hold_the_highest_bar(most, ticks):
    hours = hours_of(services(bus=(0, most, 0)))
    assert [number for number, _ in hours.ticks] == ticks
    assert [height for _, height in hours.ticks] == pytest.approx(
        [100 * number / ticks[-1] for number in ticks]
    )
    assert hours.bars[1].parts == [("bus", most, 100 * most / ticks[-1])]


def test_modes_are_stacked_most_departures_first(tmp_path):
    hours = hours_of(services(rail=(1, 1, 0), bus=(5, 0, 0)))
    assert hours.modes == [("bus", 5), ("rail", 2)]
    assert [mode for mode, _, _ in hours.bars[0].parts] == ["bus", "rail"]
    assert [bar.total for bar in hours.bars] == [6, 1, 0]
    assert hours.busiest.hour == 0
    assert hours_of(services(bus=(0, 0))) is None
    assert hours_of(services()) is None


def test_agencies_that_lack_trips_are_seen_and_the_smallest_unfold():
    rows = [AgencyServices(f"A{n:02d}", "bus", n, n, n, None) for n in range(1, 31)]
    rows[3] = AgencyServices("A04", "bus", 0, 0, 4, "thin_service")
    table = rows_of(FeedServices("bus", None, None, True, 0, 0, tuple(rows)))
    names = [row.agency for row in table.shown]
    assert names == ["A04", *(f"A{n:02d}" for n in range(30, 11, -1))]
    assert len(table.more) == 10
