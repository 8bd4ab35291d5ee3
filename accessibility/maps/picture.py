"""Pictures as files: whole or not at all, and the same bytes for the same map."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib import style as matplotlib_style

from accessibility.errors import UsageError
from accessibility.files import atomic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

__all__ = ["KINDS", "check_dpi", "check_kind", "plain_style", "save"]

KINDS: Final = (".png", ".pdf", ".svg")

LOWEST: Final = 50.0
HIGHEST: Final = 1200.0
"""Pixels per inch."""
FIXED: Final[dict[Any, Any]] = {
    "svg.hashsalt": "access-to-services",
    "pdf.fonttype": 42,  # whole letters, as printers ask for
    "path.simplify_threshold": 0.1,
    "text.hinting": "no_hinting",  # lines are as long as measured, at any resolution
}


@contextmanager
def plain_style() -> Iterator[None]:
    """
    Draw as matplotlib does without anybody's settings.

    Yields
    ------
    None
        Nothing; figures are drawn and saved inside.
    """
    with matplotlib_style.context("default"), mpl.rc_context(FIXED):
        yield


def check_kind(path: Path, kinds: "Sequence[str]" = KINDS) -> None:
    """
    Refuse a file that is not drawn.

    Parameters
    ----------
    path
        The file.
    kinds
        Extensions of what is; default those of pictures.

    Raises
    ------
    UsageError
        If it has another extension.
    """
    if path.suffix.lower() not in kinds:
        msg = f"{path}: files of this kind are not drawn. Give one of {', '.join(kinds)}."
        raise UsageError(msg)


def check_dpi(dpi: float) -> None:
    """
    Refuse a resolution that no picture has.

    Parameters
    ----------
    dpi
        Pixels per inch.

    Raises
    ------
    UsageError
        If it is too low to read or too high to hold.
    """
    if not LOWEST <= dpi <= HIGHEST:
        msg = f"dpi: {dpi:g}: pictures have {LOWEST:g} to {HIGHEST:g} pixels per inch."
        raise UsageError(msg)


def save(figure: "Figure", path: Path, title: str, dpi: float) -> None:
    """
    Write a picture; it carries its title, but neither a date nor a version.

    Parameters
    ----------
    figure
        What is drawn.
    path
        The file; its extension says what it becomes.
    title
        The title that readers of the file are shown.
    dpi
        Pixels per inch of what has pixels.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    kind = path.suffix.lower()
    metadata: dict[str, dict[str, Any]] = {
        ".png": {"Title": title, "Software": None},
        ".pdf": {"Title": title, "Creator": None, "Producer": None, "CreationDate": None},
        ".svg": {"Title": title, "Creator": None, "Date": None},
    }
    with atomic(path) as temporary:
        figure.savefig(temporary, format=kind[1:], dpi=dpi, metadata=metadata[kind])
