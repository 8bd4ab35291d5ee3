"""The demo: the sample is found and copied, and all that it names is there."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app


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
    made = "town.network", "matrix.parquet", "matrix.points.csv", "nearest.gpkg"
    made += "index-2025", "index-2026", "index-changes", "town-2026.network"
    kinds = ("gpkg", "png", "html", "gif")
    drawn = [f"from-the-library.{kind}" for kind in kinds]
    for name in (*made, "minutes-to-pharmacy.png", *drawn):
        assert str(tmp_path / name) in [path.strip() for path in written]
        assert (tmp_path / name).exists()
    assert pd.read_parquet(matrix)["from_id"].nunique() == 1200
    for year in (2025, 2026):
        areas = pd.read_csv(tmp_path / f"index-{year}" / "areas.csv")
        assert areas["domain_rank"].notna().sum() == 23
        assert (tmp_path / f"index-{year}" / "report.html").stat().st_size > 20_000
    changes = pd.read_csv(tmp_path / "index-changes" / "changes.csv").set_index("id")
    gained = changes.loc["X00000021"]  # the new route 11
    assert gained["pharmacy_change"] < -5
    assert gained["pharmacy_by_timetable"] == pytest.approx(gained["pharmacy_change"])
