"""What becomes of layers on a page: classes, words, moments, choices, details and refusals."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import accessibility as acc
from accessibility.maps.style import style
from tests.core.maps import made_up
from tests.core.maps.unpacking import columns_of, data_of


def test_bands_have_the_colours_and_words_of_every_map(write, reached):
    (layer,) = data_of(write(reached))["layers"]
    assert [look["words"] for look in layer["classes"]] == [
        "up to 15 minutes",
        "15 to 30 minutes",
        "30 to 45 minutes",
        "45 to 60 minutes",
    ]
    ramp = style()["ramps"][style()["ramp_of"]["minutes"]]
    assert layer["classes"][0]["colour"] == ramp[0]
    assert layer["classes"][-1]["colour"] == ramp[-1]
    _, looks, moments, choices, names, _ = columns_of(layer)
    assert looks == [minutes / 15 - 1 for minutes in reached["minutes"]]
    assert set(moments) == {-1}
    assert names == list(reached["id"])
    assert layer["choices"] == [{"label": "From", "values": ["P1", "P2", "P3"], "together": True}]
    assert [choice[0] for choice in choices] == [int(name[1]) - 1 for name in names]


def test_areas_of_bands_are_told_without_and_with_what_is_nearer(write, reached):
    shuffled = reached.sample(frac=1, random_state=1)
    (layer,) = data_of(write(shuffled))["layers"]
    assert layer["details"] == ["Area of this band", "Area with all nearer"]
    *_, details = columns_of(layer)
    for (own, whole), row in zip(details, shuffled.itertuples(), strict=True):
        nearer = reached[(reached["id"] == row.id) & (reached["minutes"] < row.minutes)]
        exact = row.area_km2 - nearer["area_km2"].max() if len(nearer) else row.area_km2
        assert float(own.removesuffix(" km²")) == pytest.approx(exact, abs=0.051)
        assert float(whole.removesuffix(" km²")) == pytest.approx(row.area_km2, abs=0.051)


def test_rings_are_told_as_they_are(write, town):
    rings = made_up.areas_reached(town, rings=True)
    (layer,) = data_of(write(rings))["layers"]
    assert [look["words"] for look in layer["classes"]][1] == "15 to 30 minutes"
    assert layer["details"] == ["Area of this band"]
    *_, names, details = columns_of(layer)
    assert names == [""] * 4  # all from one place
    for (area,), exact in zip(details, rings["area_km2"], strict=True):
        assert float(area.removesuffix(" km²")) == pytest.approx(exact, abs=0.051)


def test_a_series_has_its_moments_in_order(write, passing):
    shuffled = passing.sample(frac=1, random_state=2)
    data = data_of(write(shuffled))
    assert data["moments"][:2] == ["Departing 07:00", "Departing 07:15"]
    assert len(data["moments"]) == 16
    (layer,) = data["layers"]
    assert layer["series"]
    assert layer["choices"] == []
    _, _, moments, *_ = columns_of(layer)
    said = [data["moments"][moment] for moment in moments]
    assert said == [f"Departing {start:%H:%M}" for start in shuffled["t_start"]]


def test_moments_have_their_dates_where_there_are_several(write, passing):
    two = passing[passing["t_start"] < "2025-05-13 07:30"].copy()
    later = two["t_start"] > "2025-05-13 07:00"
    two.loc[later, "t_start"] += pd.Timedelta(days=1)
    two["direction"] = "arrive"
    assert data_of(write(two))["moments"] == [
        "Arriving by Tuesday 13 May 2025, 07:00",
        "Arriving by Wednesday 14 May 2025, 07:15",
    ]


def test_windows_are_said_from_their_first_to_their_last_minute(write, passing):
    few = passing[passing["t_start"] < "2025-05-13 07:30"]
    few = few.assign(when=[f"{start:%Y-%m-%d %H:%M} +120 min" for start in few["t_start"]])
    assert data_of(write(few))["moments"] == [
        "Departing 07:00 to 09:00",
        "Departing 07:15 to 09:15",
    ]
    few = few.assign(when=few["when"].str.replace("+", "-"), direction="arrive")
    assert data_of(write(few))["moments"] == ["Arriving 05:00 to 07:00", "Arriving 05:15 to 07:15"]


def test_what_is_counted_in_areas_reached_is_told(write, town, reached):
    (layer,) = data_of(write(reached.assign(people=range(12))))["layers"]
    assert layer["details"][2:] == ["People with all nearer"]
    assert [details[2] for details in columns_of(layer)[5]] == [str(n) for n in range(12)]
    rings = made_up.areas_reached(town, rings=True).assign(people=7.25)
    (layer,) = data_of(write(rings))["layers"]
    assert layer["details"] == ["Area of this band", "People"]


def test_moments_as_text_or_with_zones_are_read(write, passing, tmp_path):
    few = passing[passing["t_start"] < "2025-05-13 07:30"].drop(columns="t_end")
    few.to_file(tmp_path / "few.geojson")
    assert data_of(write(tmp_path / "few.geojson"))["moments"] == [
        "Departing 07:00",
        "Departing 07:15",
    ]
    few["t_start"] = few["t_start"].dt.tz_localize("Europe/London")
    assert data_of(write(few))["moments"] == ["Departing 07:00", "Departing 07:15"]


def test_series_beside_each_other_share_the_slider(write, passing):
    early = passing[passing["t_start"] < "2025-05-13 07:30"]
    late = passing[passing["t_start"] >= "2025-05-13 10:30"]
    data = data_of(write([late, early]))
    assert [moment[-5:] for moment in data["moments"]] == ["07:00", "07:15", "10:30", "10:45"]
    for layer, expected in zip(data["layers"], ({2, 3}, {0, 1}), strict=True):
        assert set(columns_of(layer)[2]) == expected


def test_what_tells_sets_apart_can_be_chosen_and_what_follows_from_it_cannot(write, reached):
    one = reached[reached["id"] == "P1"]
    sets = pd.concat(
        [
            one.assign(percentile=percentile, direction=direction, when=when)
            for percentile in (25, 75)
            for direction, when in (("depart", "from 08:00"), ("arrive", "by 09:00"))
        ],
        ignore_index=True,
    )
    (layer,) = data_of(write(sets))["layers"]
    assert [(c["label"], c["values"]) for c in layer["choices"]] == [
        ("When", ["from 08:00", "by 09:00"]),
        ("Percentile", ["25", "75"]),
    ]
    assert not any(choice["together"] for choice in layer["choices"])
    _, _, _, chosen, _, _ = columns_of(layer)
    assert (
        len({(*choice, look) for choice, look in zip(chosen, sets["minutes"], strict=True)}) == 16
    )


def test_choices_can_be_asked_for(write, small_areas):
    both = pd.concat([small_areas.assign(kind="doctor"), small_areas.assign(kind="school")])
    layer = acc.WebLayer(data=both, column="people", choices={"kind": "To the nearest"})
    (stored,) = data_of(write(layer))["layers"]
    assert stored["choices"] == [
        {"label": "To the nearest", "values": ["doctor", "school"], "together": False}
    ]
    assert len(stored["shapes"]) == len(small_areas)  # each once
    assert "Kind" not in stored["details"]


def test_areas_gained_and_lost_are_told_apart(write, town):
    before, after = (made_up.areas_reached(town, size=size) for size in (0.8, 1.0))
    changes = acc.isochrone_differences(before, after)
    (layer,) = data_of(write(changes))["layers"]
    assert layer["name"] == "Areas gained and lost"
    assert [look["words"] for look in layer["classes"]] == ["gained", "lost"]
    assert layer["classes"][0]["colour"] == style()["signs"]["gained"]["colour"]
    assert columns_of(layer)[1] == [["gained", "lost"].index(c) for c in changes["change"]]
    within = {"label": "Within", "together": False}
    within["values"] = ["15 minutes", "30 minutes", "45 minutes", "60 minutes"]
    assert layer["choices"] == [within]
    for (area,), exact in zip(columns_of(layer)[5], changes["area_km2"], strict=True):
        assert float(area.removesuffix(" km²")) == pytest.approx(exact, abs=0.051)
    with pytest.raises(acc.AccessibilityError, match='row 1: change "moved" is neither gained'):
        write(changes.assign(change="moved"))


def test_values_are_sorted_into_classes_and_the_highest_is_darkest(write, small_areas):
    layer = acc.WebLayer(data=small_areas, column="people", unit="people", cutoffs=(100, 150))
    (stored,) = data_of(write(layer))["layers"]
    words = [look["words"] for look in stored["classes"]]
    assert words == ["24 to 100 people", "101 to 150 people", "151 to 282 people"]
    ramp = style()["ramps"][style()["ramp_of"]["values"]]
    assert [stored["classes"][i]["colour"] for i in (0, -1)] == [ramp[-1], ramp[0]]
    _, looks, _, _, names, details = columns_of(stored)
    assert looks == [int(np.searchsorted([100, 150], people)) for people in small_areas["people"]]
    assert names == list(small_areas["name"])
    assert stored["details"] == ["People", "Code", "Parent"]
    assert [each[0] for each in details] == [f"{n} people" for n in small_areas["people"]]


def test_without_cutoffs_about_as_many_features_are_in_each_class(write, small_areas):
    layer = acc.WebLayer(data=small_areas, column="people")
    (stored,) = data_of(write(layer))["layers"]
    counts = np.bincount(columns_of(stored)[1])
    assert len(counts) == len(stored["classes"]) == 5
    assert counts.min() >= 3


def test_travel_times_have_the_limits_of_every_map_and_gaps_a_class_of_their_own(
    write, small_areas
):
    times = np.linspace(5, 75, len(small_areas))
    times[3] = np.nan
    table = small_areas.assign(travel_time_p50=times)
    (stored,) = data_of(write(acc.WebLayer(data=table, column="travel_time_p50")))["layers"]
    assert [look["words"] for look in stored["classes"]] == [
        "up to 15 minutes",
        "15 to 30 minutes",
        "30 to 45 minutes",
        "45 to 60 minutes",
        "more than 60 minutes",
        "not reached",
    ]
    assert columns_of(stored)[1][3] == 5


def test_lines_look_like_their_mode(write):
    (stored,) = data_of(write(made_up.legs()))["layers"]
    assert [look["words"] for look in stored["classes"]] == ["on foot", "bus", "train"]
    assert stored["classes"][1]["colour"] == style()["modes"]["bus"]["colour"]
    assert columns_of(stored)[1] == [0, 1, 2, 0]
    assert stored["details"] == ["Route", "From stop"]


def test_legs_of_journeys_tell_what_is_ridden_from_where_to_where(write, legs):
    told = legs.assign(
        feed="bus",
        trip_id="t",
        from_stop_name="Quay",
        travel_time=[3.0, 12.5, 4.0],
        geometry_source=["streets", "straight", "streets"],
    )
    (stored,) = data_of(write(told))["layers"]
    assert stored["details"] == ["Route", "From", "Minutes", "Line"]


def test_where_journeys_begin_and_end_looks_different(write, town):
    marked = made_up.origins(town, 1)
    looks = [
        data_of(write(acc.WebLayer(data=marked, name=sign, sign=sign)))["layers"][0]["classes"][0]
        for sign in ("start", "destination")
    ]
    assert [look["words"] for look in looks] == ["start", "destination"]
    assert looks[0]["colour"] != looks[1]["colour"]


def test_details_and_label_can_be_named(write, small_areas):
    layer = acc.WebLayer(
        data=small_areas, column="people", label="code", details={"people": "Inhabitants"}
    )
    (stored,) = data_of(write(layer))["layers"]
    assert stored["details"] == ["Inhabitants"]
    assert columns_of(stored)[4] == list(small_areas["code"])


def test_a_file_of_several_layers_stands_for_each(write, town, reached, tmp_path):
    path = tmp_path / "reached.gpkg"
    reached.drop(columns="percentile").to_file(path, layer="isochrones")
    made_up.origins(town, 3).to_file(path, layer="origins")
    made_up.origins(town, 3).to_file(path, layer="snapped")
    areas, starts = data_of(write(path))["layers"]
    assert (areas["kind"], areas["name"]) == ("band", "Areas reached")
    assert (starts["kind"], starts["name"]) == ("point", "Starting points")
    assert starts["classes"][0]["words"] == style()["words"]["start"]
    assert starts["classes"][0]["colour"] == style()["signs"]["start"]["colour"]


def faulty(small_areas, reached):
    """Layers that cannot be drawn, and what is said of each."""
    plain = pd.DataFrame(small_areas.drop(columns="geometry"))
    gone = small_areas.copy()
    gone.loc[2, "geometry"] = None
    mixed = small_areas.copy()
    mixed.loc[2, "geometry"] = shapely.Point(-3, 51)
    far = small_areas.set_geometry(small_areas.translate(0, 60))
    unsaid = reached.assign(minutes=[np.nan, *reached["minutes"][1:]])
    modes = made_up.legs().assign(mode=["walk", "hovercraft", "rail", "walk"])
    timeless = reached.assign(t_start=["2025-05-13 08:00", *[None] * 11])
    nonsense = reached.assign(t_start="noon")
    return [
        ([], "There is no layer"),
        (plain, "layer 1: has no geometries"),
        (small_areas.set_crs(None, allow_override=True), "which coordinate reference system"),
        (small_areas.head(0), "nothing that could be drawn"),
        (gone, "layer 1 row 3: has no geometry"),
        (far, "layer 1 row 1: has no geometry, or one that is nowhere"),
        (mixed, "several kinds of geometries"),
        (acc.WebLayer(data=small_areas, column="poeple"), "there is no column poeple"),
        (acc.WebLayer(data=small_areas, column="name"), 'row 1: name "Ynyshelwyn A" is no number'),
        (
            acc.WebLayer(data=small_areas, column="people", cutoffs=(5, 5)),
            r"cutoffs: \[5, 5\] do not ascend",
        ),
        (acc.WebLayer(data=small_areas, details={"x": "X"}), "there is no column x"),
        (acc.WebLayer(data=small_areas, choices={"x": "X"}), "there is no column x"),
        (unsaid, "row 1: does not say its minutes"),
        (modes, 'row 2: mode "hovercraft" is no mode. Modes are walk, '),
        (timeless, "row 2: t_start is missing"),
        (nonsense, "t_start is no column of dates and times"),
    ]


@pytest.mark.parametrize("number", range(16))
def test_faulty_layers_are_named_and_nothing_is_written(
    write, small_areas, reached, tmp_path, number
):
    layers, message = faulty(small_areas, reached)[number]
    with pytest.raises(acc.AccessibilityError, match=message):
        write(layers)
    assert list(tmp_path.iterdir()) == []


def test_empty_areas_are_kept_and_not_drawn(write, reached):
    table = reached.copy()
    table.loc[0, "geometry"] = shapely.MultiPolygon()
    (layer,) = data_of(write(table))["layers"]
    assert layer["shapes"][layer["features"][0][0]] == []
    assert len(layer["features"]) == len(table)


def test_geodataframes_with_columns_of_any_kind_are_told(write, town):
    points = made_up.origins(town, 3)
    table = gpd.GeoDataFrame(
        {
            "id": [1001, 1002, 1003],
            "beds": [12, 123456, None],
            "share": [0.5, 1 / 3, 1234.5678],
            "open": [True, False, True],
            "since": pd.to_datetime(["2023-06-13 08:00:00", "2023-06-13 08:00:30", None]),
            "empty": [None, "", "x"],
        },
        geometry=points.geometry.to_numpy(),
        crs=4326,
    )
    (layer,) = data_of(write(table))["layers"]
    assert layer["details"] == ["Beds", "Share", "Open", "Since", "Empty"]
    *_, names, details = columns_of(layer)
    assert names == ["1001", "1002", "1003"]
    assert details == [
        ["12", "0.500", "yes", "Tuesday 13 June 2023, 08:00", ""],
        ["123,456", "0.333", "no", "Tuesday 13 June 2023, 08:00:30", ""],
        ["", "1,235", "yes", "", "x"],
    ]
