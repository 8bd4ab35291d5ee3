"""The command that runs the main job on the sample town."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["demo"]


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write.", metavar="FOLDER")],
) -> None:
    """Run the main job on a small made-up town: a network, its health, a matrix, medians."""
