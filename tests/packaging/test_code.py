"""What may stand in the plugin's code, by the rules of plugins.qgis.org and by our own."""

import ast
import re
import sys

HASH = re.compile(r"[0-9a-fA-F]{32,}")
OLDEST_PYTHON = (3, 9)


def nodes(code, kind):
    """Go through the nodes of one kind in a file."""
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, kind)]


def places(files, wanted, kind):
    """List path and line of the nodes of one kind that are wanted."""
    return [
        f"{path}:{node.lineno}"
        for path, code in files.items()
        for node in nodes(code, kind)
        if wanted(node)
    ]


def imported(code):
    """Name the modules that a file imports from elsewhere."""
    found = [alias.name for node in nodes(code, ast.Import) for alias in node.names]
    return found + [node.module for node in nodes(code, ast.ImportFrom) if not node.level]


def test_nothing_shipped_asserts(shipped_code):
    # Python drops them with -O, and the repository's scanner counts them.
    assert places(shipped_code, lambda _: True, ast.Assert) == []


def test_no_hash_stands_in_code(shipped_code):
    def is_hash(node):
        return isinstance(node.value, str) and HASH.fullmatch(node.value)

    assert places(shipped_code, is_hash, ast.Constant) == []


def test_qgis_starts_no_process_but_by_qprocess(code_in_qgis):
    starters = {"subprocess", "multiprocessing", "pty"}
    assert [path for path, code in code_in_qgis.items() if starters & set(imported(code))] == []

    def starts(node):
        return isinstance(node.value, ast.Name) and (
            node.value.id == "os" and re.match(r"(system|popen|spawn|exec|fork)", node.attr)
        )

    assert places(code_in_qgis, starts, ast.Attribute) == []


def test_qgis_imports_the_standard_library_and_pyqgis(code_in_qgis):
    allowed = set(sys.stdlib_module_names) - {"tomllib"} | {"qgis"}
    foreign = {
        f"{path} imports {module}"
        for path, code in code_in_qgis.items()
        for module in imported(code)
        if module.split(".")[0] not in allowed
    }
    assert foreign == set()


def test_qt_comes_from_qgis_whichever_it_is(code_in_qgis):
    ours = {"qgis.core", "qgis.gui", "qgis.utils"}
    foreign = {
        f"{path} imports {module}"
        for path, code in code_in_qgis.items()
        for module in imported(code)
        if module.startswith("qgis") and module not in ours and not module.startswith("qgis.PyQt")
    }
    assert foreign == set()


def test_nothing_in_qgis_is_pickled(code_in_qgis):
    picklers = {"pickle", "shelve", "marshal"}
    assert [path for path, code in code_in_qgis.items() if picklers & set(imported(code))] == []


def test_qvariant_types_stand_in_one_file(code_in_qgis):
    def names_a_type(node):
        return isinstance(node.value, ast.Name) and (
            node.value.id == "QMetaType" or (node.value.id == "QVariant" and node.attr == "Type")
        )

    elsewhere = {p: c for p, c in code_in_qgis.items() if p.as_posix() != "plugin/layers/fields.py"}
    assert places(elsewhere, names_a_type, ast.Attribute) == []


def test_no_method_that_qt_6_dropped_is_called(code_in_qgis):
    dropped = {"exec_", "print_", "toTime_t", "desktop", "globalPos", "localPos"}
    assert places(code_in_qgis, lambda node: node.attr in dropped, ast.Attribute) == []


def test_python_3_9_can_read_what_qgis_imports(code_in_qgis):
    for path, code in code_in_qgis.items():
        ast.parse(code, str(path), feature_version=OLDEST_PYTHON)


def test_no_settings_are_kept_elsewhere(code_in_qgis):
    def is_settings(node):
        return node.id == "QSettings"

    assert places(code_in_qgis, is_settings, ast.Name) == []
