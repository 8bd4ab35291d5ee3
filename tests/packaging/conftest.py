"""The plugin as it is published; what QGIS is needed for is in tests/plugin."""

import zipfile

import make_plugin
import pytest


@pytest.fixture(scope="session")
def plugin_zip(tmp_path_factory):
    try:
        make_plugin.find_lrelease()
    except SystemExit as missing:
        pytest.skip(str(missing))
    target = tmp_path_factory.mktemp("dist") / "access_to_services.zip"
    make_plugin.write_zip(make_plugin.plugin_files(), target)
    return target


@pytest.fixture(scope="session")
def unpacked(plugin_zip, tmp_path_factory):
    """The plugin's folder as it stands in a profile of QGIS."""
    folder = tmp_path_factory.mktemp("plugins")
    with zipfile.ZipFile(plugin_zip) as packed:
        packed.extractall(folder)
    return folder / make_plugin.PACKAGE


@pytest.fixture(scope="session")
def shipped_code(unpacked):
    """Every Python file of the plugin, by its path."""
    paths = unpacked.rglob("*.py")
    return {path.relative_to(unpacked): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="session")
def code_in_qgis(shipped_code):
    """The Python files that QGIS itself imports."""
    return {path: code for path, code in shipped_code.items() if path.parts[0] != "accessibility"}
