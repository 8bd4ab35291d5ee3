"""Put the plugin, as ``tools/make_plugin.py`` would pack it, into a profile of QGIS."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from make_plugin import PACKAGE, plugin_files


def profiles_folder() -> Path:
    """Name the folder of this user's QGIS profiles: that of QGIS 4 where there is only that."""
    if sys.platform == "win32":
        data = Path(os.environ["APPDATA"])
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    third, fourth = (data / "QGIS" / name / "profiles" for name in ("QGIS3", "QGIS4"))
    return fourth if fourth.is_dir() and not third.is_dir() else third


def profile_folder(profile: str) -> Path:
    """Take a profile by its name, or by its folder where a path is given."""
    is_path = "/" in profile or os.sep in profile
    return Path(profile).expanduser() if is_path else profiles_folder() / profile


def put(files: dict[str, bytes], plugins: Path) -> Path:
    """Put the plugin into a folder of plugins, in place of what is there, and never by halves."""
    plugins.mkdir(parents=True, exist_ok=True)
    place = plugins / PACKAGE
    with tempfile.TemporaryDirectory(dir=plugins, prefix=".deploy-") as temporary:
        for name, data in files.items():
            path = Path(temporary) / PACKAGE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if place.is_symlink():
            place.unlink()
        elif place.exists():
            place.rename(Path(temporary) / "before")
        (Path(temporary) / PACKAGE).rename(place)
    return place


def main() -> None:
    """Put it there and say where it is."""
    parser = argparse.ArgumentParser(description="Put the plugin into a profile of QGIS.")
    parser.add_argument("--profile", default="default", help="name of the profile, or its folder")
    profile = profile_folder(parser.parse_args().profile)
    print(put(plugin_files(), profile / "python" / "plugins"))
    print("In QGIS: Plugins > Manage and Install Plugins > Installed > Access to Services")


if __name__ == "__main__":
    main()
