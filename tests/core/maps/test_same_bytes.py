"""Equal maps are equal bytes, in any process and whatever settings matplotlib has."""

import hashlib
import os
import subprocess
import sys

from tests.conftest import PROJECT

CODE = """
import hashlib, sys
from pathlib import Path
import geopandas as gpd
import accessibility as acc
network, package, series, folder = sys.argv[1:]
network = acc.Network.open(network)
folder = Path(folder)
paths = [folder / name for name in ("m.png", "m.pdf", "m.svg")]
acc.draw_map(network, package, paths, dpi=60)
acc.draw_multiples(network, series, folder / "hours.pdf")
acc.animate_map(network, series, folder / "day.gif", width=85, dpi=50)
for path in sorted(folder.iterdir()):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_equal_maps_are_equal_bytes_in_every_process(network, package, series, tmp_path):
    layer = tmp_path / "series.gpkg"
    series.to_file(layer, driver="GPKG")
    said = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        settings = tmp_path / f"matplotlib{seed}"
        settings.mkdir()
        (settings / "matplotlibrc").write_text(f"font.size: {10 * int(seed)}\nsvg.fonttype: none\n")
        done = subprocess.run(
            [sys.executable, "-c", CODE, network.path, package, layer, folder],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(settings)},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout)
        svg = (folder / "m.svg").read_text(encoding="utf-8")
        assert "<dc:date>" not in svg
        assert "Travel time from Station" in svg
        pdf = (folder / "m.pdf").read_bytes()
        assert b"CreationDate" not in pdf
        assert hashlib.sha256(pdf).hexdigest() in done.stdout
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 5
