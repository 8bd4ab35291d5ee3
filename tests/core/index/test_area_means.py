"""Means of areas: caps, what is missing, weights and coverage."""

import numpy as np
import pandas as pd
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.index.scores.area_means import area_means, capped_minutes, unreachable_minutes

NAN = float("nan")
STATES = ["reached", "reached", "capped", "unreachable", "not_snapped", "outside_data"]


def test_caps_count_and_what_is_missing_does_not():
    minutes = pd.Series([30, 95, 90, NAN, NAN, NAN])
    state = pd.Series(STATES)
    assert capped_minutes(minutes, state, cap=90).tolist() == pytest.approx(
        [30, 90, 90, 90, NAN, NAN], nan_ok=True
    )
    found = capped_minutes(minutes, state, cap=180, unreachable=190)
    assert found.tolist() == pytest.approx([30, 95, 90, 190, NAN, NAN], nan_ok=True)


def test_where_no_bus_goes_it_is_two_and_a_half_times_the_drive():
    drive = pd.Series([10.0, 40, NAN])
    states = pd.Series(["reached", "reached", "unreachable"])
    instead = unreachable_minutes(drive, states, times=2.5, otherwise=190)
    assert instead.tolist() == [25, 100, 190]
    bus = pd.Series([30.0, NAN, NAN])
    found = capped_minutes(
        bus, pd.Series(["reached", "unreachable", "unreachable"]), cap=180, unreachable=instead
    )
    assert found.tolist() == [30, 100, 190]


@pytest.mark.parametrize(
    ("minutes", "state", "message"),
    [
        ([-1.0], ["reached"], 'area 0: "-1.0" is negative'),
        ([np.inf], ["reached"], 'area 0: "inf" is infinite'),
        ([NAN], ["reached"], "there is no time though the state is reached"),
        ([1.0], ["lost"], '"lost" is no state'),
    ],
)
def test_faulty_times_are_refused(minutes, state, message):
    with pytest.raises(InputError, match=message):
        capped_minutes(pd.Series(minutes, name="gp"), pd.Series(state), cap=90)


ORIGINS = pd.DataFrame(
    {
        "lsoa": ["a", "a", "a", "b", "b", "c", "d", None, "z"],
        "minutes": [10.0, 20, NAN, 90, NAN, NAN, 5, 7, 8],
        "state": [
            "reached", "reached", "not_snapped", "unreachable", "outside_data",
            "not_snapped", "reached", "reached", "reached",
        ],
        "dwellings": [30, 10, 1, 4, 4, 5, 0, 9, 9],
    }
)  # fmt: skip


def test_means_by_hand():
    found = area_means(
        ORIGINS, "lsoa", "minutes", weight="dwellings", state="state", areas=list("abcde")
    )
    assert found["minutes"].tolist() == pytest.approx([12.5, NAN, NAN, NAN, NAN], nan_ok=True)
    assert found["coverage"].tolist() == pytest.approx([40 / 41, 0.5, 0, NAN, NAN], nan_ok=True)
    assert found["n_origins"].tolist() == [3, 2, 1, 1, 0]
    assert found["n_missing"].tolist() == [1, 1, 1, 0, 0]
    assert found["n_unreachable"].tolist() == [0, 1, 0, 0, 0]
    assert found["reason"].tolist() == [
        "", "coverage 0.500 is below 0.95", "no origin has a time", "no weight", "no origins",
    ]  # fmt: skip
    assert found.attrs == {"origins_without_area": 1, "origins_of_other_areas": 1}


def test_without_weights_each_origin_counts_once():
    found = area_means(ORIGINS, "lsoa", "minutes", min_coverage=0.5)
    assert found["minutes"].to_dict() == pytest.approx(
        {"a": 15, "b": 90, "c": NAN, "d": 5, "z": 8}, nan_ok=True
    )


def test_coverage_that_is_just_enough_counts():
    origins = pd.DataFrame({"lsoa": "a", "minutes": [1.0] * 19 + [NAN]})
    assert area_means(origins, "lsoa", "minutes").loc["a", "minutes"] == 1
    more = pd.DataFrame({"lsoa": "a", "minutes": [1.0] * 18 + [NAN]})
    assert np.isnan(area_means(more, "lsoa", "minutes").loc["a", "minutes"])


def test_faulty_weights_and_shares_are_refused():
    with pytest.raises(InputError, match=r'origin 1: dwellings "-1" is no weight'):
        area_means(
            ORIGINS.assign(dwellings=[1, -1, *[1] * 7]), "lsoa", "minutes", weight="dwellings"
        )
    with pytest.raises(UsageError, match="min_coverage: 95 is no share"):
        area_means(ORIGINS, "lsoa", "minutes", min_coverage=95)
