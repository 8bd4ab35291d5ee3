"""
A `qgis` package that stands for QGIS 4 with Qt 6, made of names alone.

Every name can be imported from it, but for those that Qt 6 dropped. Classes can be inherited from
and called; a member in capitals is an enum, which is good for nothing but the naming of its
members, as in PyQt6. `QVariant` has no types.
"""

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any

PACKAGES = {"qgis", "qgis.PyQt"}
MODULES = PACKAGES | {
    *("qgis.core", "qgis.gui", "qgis.utils", "qgis.PyQt.QtCore", "qgis.PyQt.QtGui"),
    *("qgis.PyQt.QtNetwork", "qgis.PyQt.QtSvg", "qgis.PyQt.QtWidgets", "qgis.PyQt.QtXml"),
    *("qgis.PyQt.sip", "qgis.PyQt.uic"),
}
DROPPED = {
    *("QRegExp", "QRegExpValidator", "QTextCodec", "QDesktopWidget", "QDirModel", "QMatrix"),
    *("QStringRef", "QGLWidget", "QWebView", "QWebPage"),
}


class Member:
    """A member of an enum."""

    def __or__(self, other: object) -> "Member":
        if not isinstance(other, Member):
            raise TypeError(f"{other!r} is no member of an enum in Qt 6")
        return self


class Enum:
    """An enum: not a value itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, member: str) -> Member:
        if not member[0].isupper():
            raise AttributeError(f"{self.name} has no {member}")
        return Member()

    def _refuse(self, *_: object) -> Any:
        raise TypeError(f"{self.name} is no value in Qt 6: enums are scoped there")

    __call__ = __or__ = __ror__ = __and__ = __eq__ = __hash__ = __int__ = __index__ = __bool__ = (
        _refuse
    )


class Anything(type):
    """What makes classes that have every method, and an enum for each member in capitals."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") or (cls.__name__ == "QVariant" and name == "Type"):
            raise AttributeError(f"{cls.__name__} has no {name} in Qt 6")
        return Enum(f"{cls.__name__}.{name}") if name[0].isupper() else Anything(name, (Thing,), {})


class Thing(metaclass=Anything):
    """An object that takes whatever it is given."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, (Thing,), {})


def decorator(*_: object, **__: object) -> Any:
    """Stand for pyqtSlot: leave a function as it is."""
    return lambda function: function


class Module(ModuleType):
    """A module of `qgis`, in which whatever is asked for is a class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in DROPPED:
            raise AttributeError(f"{self.__name__} has no {name} in Qt 6")
        made = decorator if name == "pyqtSlot" else Anything(name, (Thing,), {})
        setattr(self, name, made)
        return made


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `qgis` and all below it here."""

    def find_spec(self, name: str, *_: object) -> "importlib.machinery.ModuleSpec | None":
        if name not in MODULES:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=name in PACKAGES)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install() -> None:
    """Let `import qgis` find this and nothing else; PyQt5 is not there at all."""
    sys.meta_path.insert(0, Finder())
    for name in ("PyQt5", "sip"):
        sys.modules[name] = None  # type: ignore[assignment]
