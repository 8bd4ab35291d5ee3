"""
Make the QGIS plugin: dist/access_to_services-VERSION.zip, the same bytes from the same sources.

Run with the environment that ``tools/set_up.sh`` made. Translations are compiled by Qt's lrelease.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from plugin_metadata import metadata_text, plugin_version
from plugin_requirements import requirements_text

PROJECT = Path(__file__).parents[1]
PACKAGE = "access_to_services"
INIT = '''"""What QGIS loads: the plugin, beside the package that its worker runs."""

from .plugin import classFactory

__all__ = ["classFactory"]
'''
# Of a kind of file that is not listed nobody can say whether it may be published.
SHIPPED = {
    *(".css", ".csv", ".geojson", ".html", ".js", ".json", ".md", ".pbf", ".png", ".py", ".qml"),
    *(".svg", ".toml", ".txt", ".ui", ".zip"),
}
LEFT_HERE = {".ts", ".typed"}
SETTINGS = {"ruff.toml"}
"""Files that say how code is checked."""
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can hold
READABLE_FILE = 0o100644 << 16
UNIX = 3


def plugin_files() -> dict[str, bytes]:
    """Collect what goes into the plugin, by its path inside the plugin's folder."""
    files = {
        "__init__.py": INIT.encode(),
        "metadata.txt": metadata_text().encode(),
        "requirements.txt": requirements_text().encode(),
        "LICENSE": (PROJECT / "LICENSE").read_bytes(),
    }
    for folder in ("plugin", "accessibility"):
        files |= {f"{folder}/{name}": path.read_bytes() for name, path in sources(PROJECT / folder)}
    return files | sample_files() | compiled_translations()


def sources(folder: Path) -> Iterator[tuple[str, Path]]:
    """Go through the files of a folder that belong into the plugin."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        is_cache = re.search(r"(^|/)(\.|__pycache__/)", name)
        left_here = path.suffix in LEFT_HERE or path.name in SETTINGS
        if not path.is_file() or is_cache or left_here:
            continue
        if path.suffix not in SHIPPED:
            raise SystemExit(f"{path} is of a kind that tools/make_plugin.py does not know")
        yield name, path


def sample_files() -> dict[str, bytes]:
    """Read the made-up town, without the programs that make it, as in the wheel."""
    return {
        f"accessibility/sample/{name}": path.read_bytes()
        for name, path in sources(PROJECT / "sample_gtfs")
        if path.suffix != ".py"
    }


def compiled_translations() -> dict[str, bytes]:
    """Compile the translations; a text that is marked unfinished stays English."""
    lrelease = find_lrelease()
    compiled = {}
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted((PROJECT / "plugin").rglob("*.ts")):
            made = Path(folder) / source.with_suffix(".qm").name
            command = [lrelease, "-silent", "-nounfinished", str(source), "-qm", str(made)]
            subprocess.run(command, check=True)
            name = source.with_suffix(".qm").relative_to(PROJECT).as_posix()
            compiled[name] = made.read_bytes()
    return compiled


def find_lrelease() -> str:
    """Find Qt's compiler of translations under one of its names."""
    for name in ("lrelease", "lrelease-qt5", "lrelease6", "lrelease-qt6", "pyside6-lrelease"):
        if found := shutil.which(name):
            return found
    remedy = "On Debian and Ubuntu: apt install qttools5-dev-tools"
    raise SystemExit(f"Qt's lrelease, which compiles translations, was not found. {remedy}")


def write_zip(files: dict[str, bytes], target: Path) -> None:
    """Write files into a zip that tells nothing of when and where it was made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{name}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, files[name])


def main() -> None:
    """Write the zip and say where it is."""
    parser = argparse.ArgumentParser(description="Make the QGIS plugin.")
    parser.add_argument("--folder", type=Path, default=PROJECT / "dist", help="where the zip goes")
    target = parser.parse_args().folder / f"{PACKAGE}-{plugin_version()}.zip"
    write_zip(plugin_files(), target)
    print(target)


if __name__ == "__main__":
    main()
