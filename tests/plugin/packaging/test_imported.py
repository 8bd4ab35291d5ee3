"""The plugin as QGIS imports it from the zip."""

import subprocess
import sys

OTHERS = "numba", "numpy", "pandas", "geopandas", "pyarrow", "polars", "shapely", "accessibility"


def test_the_zip_has_what_qgis_calls(plugin, qgis_iface):
    made = plugin.classFactory(qgis_iface)
    assert {"initGui", "initProcessing", "unload"} <= set(dir(made))


def test_loading_imports_nothing_heavy_and_nothing_of_the_core(plugins_folder):
    program = (
        "import sys\n"
        "import qgis.utils\n"
        "before = set(sys.modules)\n"
        f"sys.path.insert(0, {str(plugins_folder)!r})\n"
        "import access_to_services\n"
        "access_to_services.classFactory(None)\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "access_to_services" in loaded
    assert loaded.isdisjoint(OTHERS)
