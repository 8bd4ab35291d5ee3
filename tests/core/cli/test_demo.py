"""The demo: the sample is found and copied, and its table says what the matrix says."""

import json

import numpy as np
import pandas as pd
from typer.testing import CliRunner

from accessibility.cli import app, demo


def test_the_table_counts_the_nearest_service_of_each_kind(tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"id": f"S{i}", "kind": kind},
            "geometry": {"type": "Point", "coordinates": [0, 0]},
        }
        for i, kind in enumerate(["shop", "shop", "bank"])
    ]
    services = tmp_path / "services.geojson"
    services.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    matrix = tmp_path / "m.parquet"
    pd.DataFrame(
        {
            "from_id": ["D1"] * 3 + ["D2"] * 3 + ["D3"] * 3,
            "to_id": ["S0", "S1", "S2"] * 3,
            "travel_time_p50": [10, 20, 50, 40, 31, np.nan, np.nan, 12, 29],
        }
    ).to_parquet(matrix)
    table = demo._medians(matrix, services)
    assert table.to_dict("list") == {
        "kind": ["shop", "bank"],
        "services": [2, 1],
        "median_minutes": [12.0, 50.0],
        "percent_within_30_minutes": [66.7, 33.3],
    }
    assert "shop                        2    12.0 min          66.7 %" in demo._as_text(table)


def test_the_demo_names_what_it_wrote_and_runs_again_to_the_same_matrix(tmp_path):
    matrix = tmp_path / "matrix.parquet"
    results = set()
    for _ in range(2):
        done = CliRunner().invoke(app, ["demo", str(tmp_path)])
        assert done.exit_code == 0, done.output
        results.add(matrix.read_bytes())
    assert len(results) == 1
    assert "Tuesday 13 May 2025" in done.stdout
    assert "pharmacy" in done.stdout
    written = done.stdout.rsplit("Written: ", 1)[1].split(", ")
    made = "town.network", "matrix.parquet", "matrix.points.csv", "medians.csv"
    kinds = ("gpkg", "png", "html", "gif")
    drawn = [f"from-the-library.{kind}" for kind in kinds]
    for name in (*made, "minutes-to-pharmacy.png", *drawn):
        assert str(tmp_path / name) in [path.strip() for path in written]
        assert (tmp_path / name).exists()
    assert pd.read_parquet(matrix)["from_id"].nunique() == 1200
