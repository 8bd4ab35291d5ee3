"""One file that is a whole page: data, styles, scripts and licences, and leave to fetch nothing."""

import base64
import hashlib
import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from accessibility import __version__
from accessibility.errors import AccessibilityError
from accessibility.maps.sources import OSM

__all__ = ["as_json", "fill_page"]

SCRIPTS: Final = ("web_data.js", "web_panel.js", "web_map.js")
"""Parts of our script, in the order in which they build on each other."""
OSM_LICENCE: Final = "https://www.openstreetmap.org/copyright"
"""Where the licence of OpenStreetMap asks maps to lead."""


class _MapLibre(NamedTuple):
    """What draws the map in the browser."""

    version: str
    script: str
    style: str


def as_json(value: Any) -> str:
    """
    Write data as it stands in a page.

    Parameters
    ----------
    value
        Dictionaries, lists, texts and numbers.

    Returns
    -------
    str
        JSON on one line, in which nothing can end a script or begin a tag.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def fill_page(
    data: dict[str, Any],
    *,
    title: str,
    subtitle: str,
    credit: str,
    notes: list[str],
    agencies: list[str],
) -> str:
    """
    Put a page together.

    Parameters
    ----------
    data
        What the script reads.
    title, subtitle
        The heading.
    credit
        Whose data the map shows.
    notes
        Sentences about the map.
    agencies
        Whose timetables there are.

    Returns
    -------
    str
        The page. It lets the browser run the scripts and styles that it holds and no other, and
        fetch nothing.

    Raises
    ------
    AccessibilityError
        If the package that carries the drawing library is not installed.
    """
    library = _maplibre()
    script = '"use strict";\n(() => {\n' + "\n".join(map(_own, SCRIPTS)) + "\n})();\n"
    style = f"{library.style}\n{_own('web.css')}"
    parts = _harmless(library.script), _harmless(script), style
    hashes = [_hash(part) for part in parts]
    policy = (
        f"default-src 'none'; script-src {hashes[0]} {hashes[1]}; style-src {hashes[2]}; "
        "worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=PackageLoader("accessibility.maps"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("web.html").render(
        title=title,
        subtitle=subtitle,
        credit=credit.split(OSM),
        osm=OSM,
        osm_licence=OSM_LICENCE,
        notes=notes,
        agencies=agencies,
        has_moments=bool(data["moments"]),
        policy=policy,
        version=__version__,
        maplibre_version=library.version,
        licence=_own("maplibre-licence.txt"),
        style=style,
        maplibre=parts[0],
        script=parts[1],
        data=as_json(data),
    )


def _own(name: str) -> str:
    """Read a file of ours that goes into every page."""
    return (files("accessibility.maps") / "templates" / name).read_text(encoding="utf-8")


def _maplibre() -> _MapLibre:
    """Read the library from the package that carries it, without importing that: it is slow."""
    try:
        package = distribution("maplibre")
        folder = Path(str(package.locate_file("maplibre/srcjs")))
        script = (folder / "maplibre-gl.js").read_text(encoding="utf-8")
        style = (folder / "maplibre-gl.css").read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as error:
        msg = (
            f"The package maplibre, which draws maps in browsers, is missing or broken ({error}). "
            'Install it: pip install "maplibre>=0.3.6".'
        )
        raise AccessibilityError(msg) from error
    # A browser would look for a file beside the page.
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    version = re.search(r"maplibre-gl-js/blob/v([\d.]+)/", script)
    return _MapLibre(version[1] if version else "", script.strip() + "\n", style.strip())


def _harmless(script: str) -> str:
    """Write what would end or change a script's element in a way that means the same inside."""
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
