"""
Draw the pictures of the documentation with the product itself, into docs/pictures.

The commands are those of docs/gallery.md, which are run from top to bottom; the first makes the
demo. Run from the project's root with the environment that ``tools/set_up.sh`` made:
``.venv/bin/python tools/draw_pictures.py``.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PAGE = Path("docs/gallery.md")
PICTURES = Path("docs/pictures")
AREAS = Path("sample_gtfs/small_areas.geojson")
DEMO = "my-demo"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WIDTH = 1250
"""Pixels; enough for a page on a screen."""
COLOURS = 256
"""Enough for maps of a few colours with soft edges; the file is a third as large."""


def main() -> None:
    """Run the gallery and keep its pictures."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = folder / "accessibility"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m accessibility "$@"\n')
        program.chmod(0o755)
        paths = {"PATH": f"{name}:{os.environ['PATH']}", "PYTHONPATH": str(Path.cwd())}
        for language, code in blocks:
            inside = folder / DEMO if (folder / DEMO).exists() else folder
            command = [sys.executable, "-c", code] if language == "python" else ["sh", "-ec", code]
            subprocess.run(command, cwd=inside, env={**os.environ, **paths}, check=True)
            shutil.copy(AREAS, folder / DEMO)
        for drawn in sorted((folder / DEMO).glob("*.png")):
            _keep(drawn)
        for drawn in (folder / DEMO).glob("*.gif"):
            shutil.copy(drawn, PICTURES)


def _keep(drawn: Path) -> None:
    """Keep a picture in a size for screens."""
    with Image.open(drawn) as picture:
        palette = Image.Quantize.MAXCOVERAGE  # keeps rare colours
        whole = picture.convert("RGB")
        if whole.width > WIDTH:
            height = round(whole.height * WIDTH / whole.width)
            whole = whole.resize((WIDTH, height), Image.Resampling.LANCZOS)
        whole.quantize(COLOURS, palette).save(PICTURES / drawn.name, optimize=True)


if __name__ == "__main__":
    main()
