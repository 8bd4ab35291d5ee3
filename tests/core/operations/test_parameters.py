"""Parameters: everything that is not meant is refused by name, everything that is meant is read."""

import pytest

from accessibility.errors import InputError, NetworkError, UsageError
from accessibility.moments import ArriveBy, DepartAt
from accessibility.operations import operation
from accessibility.operations.parameters import PlacesGiven, reader
from accessibility.operations.request import BadRequestError

GOOD = {
    "network": "/data/n",
    "origins": {"points": [["a", -3.0, 51.5]]},
    "when": [{"direction": "depart", "moment": "2026-06-15 08:00"}],
    "minutes": [15, 30.5],
    "output": "/data/a.fgb",
}


def read(**changed):
    params = {**GOOD, **changed}
    return operation("isochrones").read({k: v for k, v in params.items() if v != "left out"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minuts": [1]}, 'no parameter "minuts": did you mean minutes'),
        ({"zzz": 1}, 'no parameter "zzz": known are '),
        ({"minutes": "left out"}, "minutes is missing"),
        ({"network": "left out", "output": "left out"}, "network is missing; output is missing"),
        ({"minutes": "15,30"}, "minutes"),
        ({"minutes": ["15"]}, r'minutes\[0\] "15" does not fit'),
        ({"minutes": [True]}, r"minutes\[0\]"),
        ({"rings": 1}, "rings"),
        ({"rings": "yes"}, "rings"),
        ({"percentile": 50.5}, "percentile"),
        ({"percentile": "50"}, "percentile"),
        ({"combine": "both"}, "combine"),
        ({"combine": None}, "combine"),
        ({"network": "town.network"}, 'network "town.network" is no absolute path'),
        ({"network": 7}, 'network "7" is no text'),
        ({"output": "/data/\0.fgb"}, "is no absolute path"),
        ({"output": None}, "output"),
        ({"options": []}, "options"),
        ({"options": None}, "options"),
        ({"when": {}}, "when"),
        ({"when": [{"direction": "depart"}]}, r"when\[0\].moment is missing"),
        ({"when": [{"direction": "leave", "moment": "x"}]}, r"when\[0\].direction"),
        ({"when": [{**GOOD["when"][0], "windows": 3}]}, r'no parameter "when\[0\].windows"'),
        ({"origins": []}, "origins"),
        ({"origins": {}}, "needs either points or file"),
        ({"origins": {"points": [], "file": "/a.csv"}}, "needs either points or file"),
        ({"origins": {"points": [["a", 1, 2]], "crs": "EPSG:4326"}}, "no id or crs beside points"),
        ({"origins": {"points": [["a", 1]]}}, r"origins.points\[0\]\[2\] is missing"),
        ({"origins": {"points": [["a", 1, 2, 3]]}}, r"origins.points\[0\]"),
        ({"origins": {"points": [["a", "1", 2]]}}, r"origins.points\[0\]\[1\]"),
        ({"origins": {"points": [[True, 1, 2]]}}, r"origins.points\[0\]\[0\]"),
        ({"origins": {"points": [[None, 1, 2]]}}, r"origins.points\[0\]\[0\]"),
        ({"origins": {"points": [["a", 1, float("inf")]]}}, r"origins.points\[0\]\[2\]"),
        ({"origins": {"file": "a.csv"}}, "no absolute path"),
        ({"origins": {"file": "/a.csv", "ids": "x"}}, "origins.ids"),
        ({"minutes": "x" * 10_000}, "…"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(changed, said):
    with pytest.raises(BadRequestError, match=said) as error:
        read(**changed)
    assert len(str(error.value)) < 1000


def test_what_is_meant_is_read():
    asked = read(when=[*GOOD["when"], {"direction": "arrive", "moment": "2026-06-15 09:00"}])
    first, second = asked.moments()
    assert isinstance(first, DepartAt)
    assert isinstance(second, ArriveBy)
    assert asked.minutes == [15, 30.5]
    assert str(asked.output) == "/data/a.fgb"
    assert read(when=None).moments() is None
    assert read(when=[]).moments() is None
    assert read(combine=3).combine == 3
    assert read(options={"mode": "walk", "walk_speed": 5}).travellers().walk_speed == 5
    window = {**GOOD["when"][0], "window": "1h", "measure": "journey"}
    assert str(read(when=[window]).moments()) == "2026-06-15 08:00 +60 min"


def test_options_and_moments_that_contradict_are_no_bad_request():
    with pytest.raises(
        UsageError, match='There is no option "wolk_speed": did you mean walk_speed'
    ):
        read(options={"wolk_speed": 3}).travellers()
    with pytest.raises(UsageError, match="window"):
        read(when=[{**GOOD["when"][0], "window": 0.5}]).moments()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], "has no rows"),
        ([["a", -3.0, 51.5], ["a", -3.0, 51.5]], "stands in row 1 already"),
        ([["a", -3.0, 51.5], [1, -3.0, 51.5]], "no text and no whole number"),
        ([["", -3.0, 51.5]], "is empty"),
        ([["a", 200, 51.5]], "nowhere on Earth"),
        ([["a", 51.505, -2.995]], "inside it when swapped"),
    ],
)
def test_faulty_points_are_told(ask, network, points, said):
    given = reader(PlacesGiven)({"points": points})
    with pytest.raises(InputError, match=said):
        given.read(ask.networks.open(reader_path(network)), "origins")


def reader_path(text):
    return operation("open").read({"network": text}).network


def test_points_are_the_same_from_a_request_and_from_a_file(ask, network, town):
    opened = ask.networks.open(reader_path(network))
    file = reader(PlacesGiven)({"file": str(town / "origins.parquet")}).read(opened, "origins")
    rows = [
        [one, lon, lat]
        for one, lon, lat in zip(
            file.ids.to_pylist(), file.lon.tolist(), file.lat.tolist(), strict=True
        )
    ]
    given = reader(PlacesGiven)({"points": rows}).read(opened, "origins")
    assert given.fingerprint() == file.fingerprint()


def test_a_network_that_is_none_is_told(ask, tmp_path):
    with pytest.raises(NetworkError, match="does not exist"):
        ask("open", network=str(tmp_path / "none"))
