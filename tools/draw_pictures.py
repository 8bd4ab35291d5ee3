"""
Draw the pictures of the documentation with the product itself, into docs/pictures.

Run from the project's root with the environment that ``tools/set_up.sh`` made:
``.venv/bin/python tools/draw_pictures.py``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURES = Path("docs/pictures")
COLOURS = 256
"""Enough for maps of a few colours with soft edges; the file is a third as large."""


def main() -> None:
    """Run the demo and keep its map."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "accessibility", "demo", folder], check=True)
        for drawn in Path(folder).glob("*.png"):
            with Image.open(drawn) as picture:
                palette = Image.Quantize.MAXCOVERAGE  # keeps rare colours
                small = picture.convert("RGB").quantize(COLOURS, palette)
                small.save(PICTURES / drawn.name, optimize=True, dpi=picture.info["dpi"])


if __name__ == "__main__":
    main()
