"""What the plugin calls exists in the oldest QGIS, under the names that Qt 6 insists on."""

import ast
import enum
import importlib

import pytest


def imported(tree):
    """Map the names that a file imports from qgis to what they are in this QGIS."""
    return {
        alias.asname or alias.name: look_in(node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level and node.module.startswith("qgis")
        for alias in node.names
    }


def look_in(module, name):
    """Give what a module has under a name, which may be a module itself."""
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        return importlib.import_module(f"{module}.{name}")


def is_short(owner, value):
    """Say whether this is a member of an enum that was taken from elsewhere: Qt.UserRole."""
    is_member = isinstance(value, (enum.Enum, int)) and type(value) not in {int, bool}
    return is_member and owner is not type(value)


def faults(code):
    """List attributes of qgis's classes that do not exist, or are members without their enum."""
    tree = ast.parse(code)
    known = imported(tree)
    found = []

    def look_up(node):
        """Give what an expression is, if it begins with a class of qgis and is attributes only."""
        if isinstance(node, ast.Name):
            return known.get(node.id)
        owner = look_up(node.value) if isinstance(node, ast.Attribute) else None
        if not isinstance(owner, type):
            return None
        if not hasattr(owner, node.attr):
            found.append(f"{ast.unparse(node)} does not exist")
            return None
        value = getattr(owner, node.attr)
        if is_short(owner, value):
            found.append(f"{ast.unparse(node)} is {type(value).__qualname__}.{node.attr} in Qt 6")
        return value

    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    inner = {id(node.value) for node in attributes}
    for node in attributes:
        if id(node) not in inner:
            look_up(node)
    return found


def test_every_name_exists_and_every_enum_is_scoped(plugins_folder, qgis_app):
    files = list((plugins_folder / "access_to_services" / "plugin").rglob("*.py"))
    found = {str(path): faults(path.read_text(encoding="utf-8")) for path in files}
    assert len(files) > 1
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from qgis.PyQt.QtCore import Qt\nx = Qt.UserRole + 1", ["Qt.UserRole"]),
        ("from qgis.PyQt.QtCore import Qt\nx = Qt.ItemDataRole.UserRole + 1", []),
        ("from qgis.core import QgsTask\nQgsTask.CanCancel", ["QgsTask.CanCancel"]),
        ("from qgis.core import QgsTask\nQgsTask.Flag.CanCancel", []),
        ("from qgis.core import Qgis\nQgis.Warning", ["Qgis.Warning"]),
        ("from qgis.core import Qgis\nQgis.MessageLevel.Warning", []),
        ("from qgis.core import Qgis\nQgis.QGIS_VERSION_INT", []),
        ("from qgis.core import QgsProject\nQgsProject.instance().missing()", []),
        ("from qgis.core import QgsProject\nQgsProject.missing()", ["QgsProject.missing"]),
        ("from qgis.PyQt.QtCore import QProcess\nx: QProcess.ProcessError", []),
    ],
)
def test_short_and_missing_names_are_recognised(qgis_app, code, found):
    assert [fault.split(" ")[0] for fault in faults(code)] == found
