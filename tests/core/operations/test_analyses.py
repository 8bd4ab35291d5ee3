"""Isochrones, matrices, itineraries: bit for bit what the command line writes, told shortly."""

import json

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.errors import (
    InputError,
    Interrupted,
    NoServiceDataError,
    OutputError,
    UsageError,
)
from accessibility.progress import Silent

PLACE = (-2.995, 51.5043)
FAR = (-2.9, 51.5)
AT = "51.5043,-2.995"
CLICK = {"points": [[1, *PLACE]]}


class Stop(Silent):
    def cancelled(self):
        return True


@pytest.mark.parametrize("kind", ["fgb", "gpkg", "geojson", "parquet"])
def test_isochrones_are_those_of_the_command(ask, command, network, departure, tmp_path, kind):
    ours, theirs = tmp_path / f"ours.{kind}", tmp_path / f"theirs.{kind}"
    asked = {"network": network, "origins": CLICK, "when": departure, "minutes": [5, 10, 15]}
    answer = ask("isochrones", **asked, rings=True, output=str(ours))
    words = ["--at", AT, "--depart", "2026-06-15 08:00", "--minutes", "5,10,15", "--rings"]
    command("isochrones", network, *words, "--output", theirs)
    assert ours.read_bytes() == theirs.read_bytes()
    assert answer.files["output"] == ours
    assert not answer.files["points"].exists()
    assert answer.summary["areas"] == 3
    assert answer.summary["points"] == {"count": 0, "first": []}


def test_origins_are_told_with_the_place_that_they_join(ask, network, tmp_path):
    points = [["a", *PLACE], ["b", PLACE[0], 51.5045], ["far", *FAR]]
    output = tmp_path / "a.gpkg"
    answer = ask(
        "isochrones",
        network=network,
        origins={"points": points},
        minutes=[10],
        options={"mode": "walk"},
        output=str(output),
    )
    first, second, far = answer.summary["origins"]
    assert (first["id"], first["status"], first["lat"]) == ("a", "joined", pytest.approx(51.504))
    assert first["lon"] == pytest.approx(PLACE[0], abs=1e-6)
    assert first["distance_m"] == pytest.approx(0.0003 * 111_195, rel=0.01)
    assert second["distance_m"] > first["distance_m"]
    assert (far["status"], far["lon"], far["lat"]) == ("outside", None, None)
    assert answer.summary["points"] == {
        "count": 1,
        "first": [
            {"id": "far", "role": "origin", "status": "outside", "distance_m": far["distance_m"]}
        ],
    }
    listed = pd.read_csv(answer.files["points"])
    assert listed.to_dict("records") == answer.summary["points"]["first"]
    given = gpd.read_file(output, layer="origins")
    assert list(given["status"]) == ["joined", "joined", "outside"]
    assert [(point.x, point.y) for point in given.geometry] == [tuple(p[1:]) for p in points]
    assert list(given["distance_m"]) == [one["distance_m"] for one in answer.summary["origins"]]
    snapped = gpd.read_file(output, layer="snapped")
    assert list(snapped["id"]) == ["a", "b"]
    assert [(p.x, p.y) for p in snapped.geometry] == [
        (one["lon"], one["lat"]) for one in (first, second)
    ]
    again = ask(
        "isochrones",
        network=network,
        origins={"points": points[:2]},
        minutes=[10],
        options={"mode": "walk"},
        output=str(output),
    )
    assert not again.files["points"].exists()


def test_provenance_says_what_areas_were_made_from(ask, network, departure, tmp_path):
    asked = {"network": network, "origins": CLICK, "when": departure, "minutes": [5]}
    made = ask("isochrones", **asked, output=str(tmp_path / "a.fgb")).summary["provenance"]
    assert made["result"] == "isochrones"
    assert made["network"] == ask.networks.open(tmp_path.__class__(network)).key
    assert [entry["name"] for entry in made["inputs"]] == ["town.osm.pbf", "bus.zip"]
    assert made["when"]["moment"] == "2026-06-15T08:00:00"
    assert made["options"]["mode"] == "transit"
    assert made["origins"]["count"] == 1
    assert (made["minutes"], made["cell_size"], made["crs"]) == ([5], 50, "EPSG:32630")


def test_a_series_is_summed_up_shortly(ask, network, tmp_path):
    when = [
        {"direction": "depart", "moment": f"2026-06-15 {h:02d}:{m:02d}"}
        for h in range(6, 22)
        for m in range(0, 60, 15)
    ]
    summary = ask(
        "isochrones",
        network=network,
        origins=CLICK,
        when=when,
        minutes=[5],
        cell_size=200,
        output=str(tmp_path / "a.fgb"),
    ).summary
    told = summary["provenance"]["when"]
    assert (told["count"], told["first"]["moment"]) == (64, "2026-06-15T06:00:00")
    assert summary["areas"] == 64


def test_many_origins_with_long_names_are_told_within_bounds(ask, network, tmp_path):
    points = [[f"{k} {'x' * 400}", *(PLACE if k % 2 else FAR)] for k in range(300)]
    summary = ask(
        "isochrones",
        network=network,
        origins={"points": points},
        minutes=[5],
        cell_size=500,
        options={"mode": "walk"},
        output=str(tmp_path / "a.parquet"),
    ).summary
    assert summary["points"]["count"] == 150
    assert 1 < len(summary["points"]["first"]) <= 20
    assert 1 < len(summary["origins"]) <= 100
    assert len(json.dumps(summary)) < 64 << 10


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_matrix_is_that_of_the_command(ask, command, network, town, tmp_path, kind):
    ours, theirs = tmp_path / f"ours.{kind}", tmp_path / f"theirs.{kind}"
    files = {name: str(town / f"{name}.parquet") for name in ("origins", "destinations")}
    answer = ask(
        "matrix",
        network=network,
        **{name: {"file": file} for name, file in files.items()},
        when=[{"direction": "arrive", "moment": "2026-06-15 09:00", "window": "30min"}],
        percentiles=[25, 75],
        options={"max_time": 15},
        breakdown=True,
        output=str(ours),
    )
    words = [word for name, file in files.items() for word in (f"--{name}", file)]
    words += ["--arrive", "2026-06-15 09:00", "--window", "30", "--percentiles", "25,75"]
    command("matrix", network, *words, "--max-time", 15, "--breakdown", "--output", theirs)
    assert ours.read_bytes() == theirs.read_bytes()
    table = pd.read_parquet(ours) if kind == "parquet" else pd.read_csv(ours)
    summary = answer.summary
    assert (summary["origins"], summary["destinations"], summary["rows"]) == (12, 300, len(table))
    assert summary["reached"] == table["travel_time_p25"].notna().sum()
    assert 0 < summary["reached"] < summary["rows"]
    assert summary["provenance"]["result"] == "travel_time_matrix"


@pytest.mark.parametrize("kind", ["gpkg", "csv"])
def test_itineraries_are_those_of_the_command(ask, command, network, tmp_path, kind):
    ours, theirs = tmp_path / f"ours.{kind}", tmp_path / f"theirs.{kind}"
    far = (-2.9825, 51.5158)
    fares = tmp_path / "fares.toml"
    fares.write_text('currency = "GBP"\n[[fare]]\nmode = "rail"\nprice = 2.0\n')
    answer = ask(
        "itineraries",
        network=network,
        origins=CLICK,
        destinations={"points": [[1, *far], [2, *FAR]]},
        when=[{"direction": "depart", "moment": "2026-06-15 08:00", "window": 60}],
        alternatives=True,
        fares=str(fares),
        output=str(ours),
    )
    words = ["--from", AT, "--to", f"{far[1]},{far[0]}", "--to", f"{FAR[1]},{FAR[0]}", "--all"]
    words += ["--depart", "2026-06-15 08:00", "--window", 60, "--fares", fares]
    command("itineraries", network, *words, "--output", theirs)
    assert ours.read_bytes() == theirs.read_bytes()
    legs = gpd.read_file(ours) if kind == "gpkg" else pd.read_csv(ours)
    summary = answer.summary
    assert summary["legs"] == len(legs) > 0
    assert summary["journeys"] == len(legs.drop_duplicates(["from_id", "to_id", "option"]))
    lost = {"from_id": 1, "to_id": 2, "status": "no_street"}
    assert summary["unreached"] == {"count": 1, "first": [lost]}
    assert pd.read_csv(answer.files["unreached"]).to_dict("records") == [lost]
    assert summary["points"]["first"][0]["role"] == "destination"
    assert pd.read_csv(answer.files["points"])["id"].tolist() == [2]
    assert summary["unpriced"]["count"] == len(pd.read_csv(answer.files["unpriced"]))
    assert summary["provenance"]["result"] == "itineraries"


def test_what_cannot_be_answered_is_told(ask, network, departure, town, tmp_path):
    good = {
        "network": network,
        "origins": CLICK,
        "when": departure,
        "minutes": [5],
        "output": str(tmp_path / "a.fgb"),
    }
    early = [{"direction": "depart", "moment": "2020-06-15 08:00"}]
    for changed, kind, said in (
        ({"origins": {"points": [["a", *FAR]]}}, InputError, "No origin lies within 300 m"),
        ({"when": None}, UsageError, "needs a moment"),
        ({"when": early}, NoServiceDataError, "outside the timetables"),
        ({"minutes": [30, 15]}, UsageError, "do not ascend"),
        ({"output": str(tmp_path / "a.shp")}, UsageError, "can be written as"),
        ({"output": str(tmp_path / "none" / "a.fgb")}, OutputError, "is no folder"),
        ({"crs": "EPSG:4326"}, UsageError, "not a projection in metres"),
        ({"combine": 2}, UsageError, "combine"),
        ({"origins": {"file": str(tmp_path / "a.csv")}}, InputError, "no such file"),
    ):
        with pytest.raises(kind, match=said):
            ask("isochrones", **{**good, **changed})
    copied = tmp_path / "o.gpkg"
    gpd.read_parquet(town / "origins.parquet").to_file(copied, layer="o")
    origins = {"file": f"{copied}|layername=o"}
    with pytest.raises(UsageError, match="would be overwritten"):
        ask("isochrones", **{**good, "origins": origins, "output": str(copied)})


@pytest.mark.parametrize("op", ["isochrones", "matrix", "itineraries"])
def test_every_analysis_can_be_cancelled(ask, network, departure, tmp_path, op):
    asked = {"network": network, "origins": CLICK, "when": departure}
    if op == "isochrones":
        asked["minutes"] = [5]
    else:
        asked["destinations"] = CLICK
    output = tmp_path / ("a.csv" if op != "isochrones" else "a.fgb")
    ask.searches.compile(Silent())
    with pytest.raises(Interrupted):
        ask(op, Stop(), **asked, output=str(output))
    assert not output.exists()
    assert ask(op, **asked, output=str(output)).files["output"].exists()
