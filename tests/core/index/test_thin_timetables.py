"""Timetables that fall short on the day of a recipe."""

from datetime import date
from types import SimpleNamespace

import pytest

from accessibility.errors import InputError
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.run import run_index
from accessibility.index.run.thin_timetables import check_timetables
from accessibility.network.gtfs.feeds import read_feeds
from tests.core.network.gtfs_feed import TABLES, GtfsFeed

DAYS = [2, 9, 16, 23, 30]
"""Tuesdays in May 2023."""


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Red runs ten trips on Tuesdays, but seven on the 16th; Blue ends on the 9th."""
    trips = [("red", DAYS)] * 7 + [("red", [2, 9, 23, 30])] * 3 + [("blue", [2, 9])]
    feed = GtfsFeed(tmp_path_factory.mktemp("thin"), "feed")
    lines = {
        "agency": [f"{a},{a},https://example.org,Europe/London" for a in ("red", "blue")],
        "routes": [f"{a}3,{a},1,x,3" for a in ("red", "blue")],
        "trips": [f"{agency}3,d{n},t{n}" for n, (agency, _) in enumerate(trips)],
        "stop_times": [
            f"t{n},8:0{i}:00,8:0{i}:00,s{i},{i}" for n in range(len(trips)) for i in (1, 2)
        ],
    }
    for table, rows in lines.items():
        feed.tables[table] = "\n".join([TABLES[table].partition("\n")[0], *rows]) + "\n"
    feed.without("calendar").add("calendar_dates", "service_id,date,exception_type")
    for number, (_, days) in enumerate(trips):
        feed.add("calendar_dates", *(f"d{number},202305{day:02d},1" for day in days))
    timetable = read_feeds([feed.write()])[0]
    return SimpleNamespace(path="town.network", timetable=timetable)


def recipe_on(day, travel=None, **rule):
    recipe = load_recipe("minimal")
    timetables = recipe.timetables.model_copy(update={"date": date(2023, 5, day), **rule})
    options = {**recipe.travel["bus_and_walk"], **(travel or {})}
    return recipe.model_copy(update={"timetables": timetables, "travel": {"bus_and_walk": options}})


def test_agencies_that_fall_short_are_all_named(network):
    with pytest.raises(InputError) as error:
        check_timetables(network, recipe_on(16))
    said = str(error.value)
    assert said.startswith("town.network: timetables fall short on Tuesday 2023-05-16: ")
    assert "red: 7 bus trips, of 10 on other such weekdays" in said
    assert "blue: no bus trip after 2023-05-09" in said
    assert 'timetables.accepted of the recipe "minimal"' in said


def test_what_is_accepted_is_told_with_its_reason(network):
    reasons = {"red": "a strike", "blue": "it closed down", "green": "?"}
    said = check_timetables(network, recipe_on(16, accepted=reasons))
    assert sorted(said) == [
        "blue: no bus trip after 2023-05-09. Accepted: it closed down",
        "red: 7 bus trips, of 10 on other such weekdays. Accepted: a strike",
        'timetables.accepted names "green", which does not fall short.',
    ]
    with pytest.raises(InputError, match="red: 7") as error:
        check_timetables(network, recipe_on(16, accepted={"blue": "closed"}))
    assert "blue" not in str(error.value)


def test_the_least_share_and_the_weeks_are_those_of_the_recipe(network):
    reasons = {"blue": "closed"}
    assert len(check_timetables(network, recipe_on(16, accepted=reasons, least_share=0.7))) == 1
    with pytest.raises(InputError, match="red: 7"):
        check_timetables(network, recipe_on(16, accepted=reasons, least_share=0.71))
    # With two weeks on each side the blue line still ran within them on half of the days.
    assert check_timetables(network, recipe_on(9)) == []
    with pytest.raises(InputError, match="blue: no bus trip after"):
        check_timetables(network, recipe_on(23, weeks=1))


def test_a_day_that_a_feed_does_not_cover(network):
    late = recipe_on(16, weeks=4)
    late = late.model_copy(
        update={"timetables": late.timetables.model_copy(update={"date": date(2023, 7, 4)})}
    )
    with pytest.raises(InputError, match=r"does not cover the day \(2023-05-02 to 2023-05-30\)"):
        check_timetables(network, late)


def test_modes_that_nobody_may_board_do_not_matter(network):
    assert check_timetables(network, recipe_on(16, travel={"transit_modes": ["rail"]})) == []
    car = recipe_on(16)
    car = car.model_copy(update={"travel": {"bus_and_walk": {"mode": "car"}}})
    assert check_timetables(network, car) == []


def test_a_run_ends_before_it_searches(town_inputs, changed, tmp_path):
    sunday = changed({"date = 2025-03-11": "date = 2031-03-11"})
    with pytest.raises(InputError, match="timetables fall short on Tuesday 2031-03-11"):
        run_index(sunday, town_inputs, tmp_path / "a")
    assert list((tmp_path / "a" / ".stages").iterdir()) == []
