"""How titles and buttons of the pages look."""

from qgis.PyQt.QtWidgets import QAbstractButton, QLabel

__all__ = ["enable", "make_title", "make_warning"]


def enable(button: QAbstractButton, why_not: str) -> None:
    """Enable a button, unless there is a reason not to: its tooltip then says that instead."""
    tip = button.property("tip")
    if tip is None:
        tip = button.toolTip()
        button.setProperty("tip", tip)
    button.setEnabled(not why_not)
    button.setToolTip(why_not or tip)


def make_warning(label: QLabel) -> None:
    """Make a label stand out, on a light ground and on a dark one."""
    label.setStyleSheet("color: #cc4b1f")


def make_title(label: QLabel) -> None:
    """Make a label the title of what is below it."""
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.15)
    label.setFont(font)
