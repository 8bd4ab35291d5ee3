"""Every module of the plugin is imported by a QGIS with Qt 6, or what stands for one."""

import subprocess
import sys
from pathlib import Path

import pytest

STAND_IN = Path(__file__).parent
PROGRAM = """
import importlib, sys
sys.path[:0] = [{stand_in!r}, {plugins!r}]
import qt6
qt6.install()
importlib.import_module({module!r})
"""


def run(module, plugins):
    program = PROGRAM.format(stand_in=str(STAND_IN), plugins=str(plugins), module=module)
    command = [sys.executable, "-I", "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_module_can_be_imported(unpacked, code_in_qgis):
    faults = []
    for path in code_in_qgis:
        module = ".".join([unpacked.name, *path.with_suffix("").parts]).removesuffix(".__init__")
        done = run(module, unpacked.parent)
        if done.returncode:
            faults.append(f"{module}: {done.stderr.splitlines()[-1]}")
    assert len(code_in_qgis) > 1
    assert faults == []


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
    assert run("wrong", tmp_path).returncode == 1


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
    done = run("right", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
