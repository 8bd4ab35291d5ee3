"""Every module of the plugin is imported by a QGIS with Qt 6, or what stands for one."""

import subprocess
import sys
from pathlib import Path

import pytest

STAND_IN = Path(__file__).parent
PROGRAM = """
import importlib, sys
sys.path[:0] = sys.argv[1:3]
import qt6
qt6.install()
faults = 0
for module in sys.argv[3:]:
    try:
        importlib.import_module(module)
    except Exception as fault:
        print(f"{module}: {fault!r}")
        faults = 1
sys.exit(faults)
"""


def import_all(modules, folder):
    """Import modules one after the other in a Python of their own."""
    command = [sys.executable, "-I", "-W", "error", "-c", PROGRAM, STAND_IN, folder, *modules]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_module_can_be_imported(unpacked, code_in_qgis):
    modules = [
        ".".join([unpacked.name, *path.with_suffix("").parts]).removesuffix(".__init__")
        for path in code_in_qgis
    ]
    done = import_all(modules, unpacked.parent)
    assert "access_to_services.plugin.plugin" in modules
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "code",
    [
        "from qgis.PyQt.QtCore import QRegExp",
        "from PyQt5.QtCore import Qt",
        "from qgis.PyQt.QtCore import QVariant; QVariant.Type.Int",
        "from qgis.PyQt.QtCore import Qt; Qt.AlignLeft | Qt.AlignTop",
        "from qgis.core import QgsTask; class_flags = int(QgsTask.CanCancel)",
        "from qgis.PyQt.QtCore import Qt; {Qt.UserRole: 1}",
    ],
)
def test_what_qt_6_does_not_know_is_refused(tmp_path, code):
    (tmp_path / "wrong.py").write_text(code)
    assert import_all(["wrong"], tmp_path).returncode == 1


def test_what_qt_6_knows_is_not(tmp_path):
    (tmp_path / "right.py").write_text(
        "from qgis.core import QgsTask\n"
        "from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal, pyqtSlot\n"
        "class Right(QObject):\n"
        "    changed = pyqtSignal(object)\n"
        "    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop\n"
        "    @pyqtSlot()\n"
        "    def slot(self):\n"
        "        return Qt.ItemDataRole.UserRole\n"
        "Right().slot()\n"
    )
    done = import_all(["right"], tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
