"""How QGIS shows layers of nearest services when they are opened: colours by minutes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from accessibility.maps.style import band_words, duration, ramp_colours, style, word
from accessibility.results.layers import WRITING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["style_nearest"]

TABLE = "layer_styles"
"""Where QGIS looks for the styles of a GeoPackage's layers."""
NOT_REACHED, MISSING = "#ffffff", "#808080"
EDGE = "#000000"


@dataclass(frozen=True)
class _Rule:
    """What some features of a layer look like."""

    label: str
    filter: str
    fill: str
    edge: str
    shape: str = "circle"


def style_nearest(path: Path, table: "pd.DataFrame", max_time: float) -> None:
    """
    Put styles into a GeoPackage of nearest services: of each layer one for every kind.

    Parameters
    ----------
    path
        What `accessibility.analysis.nearest.nearest.nearest_services` wrote; nothing is done with
        files of other kinds.
    table
        What it returned.
    max_time
        Minutes within which services were looked for.
    """
    if path.suffix.lower() != ".gpkg":
        return
    import pandas as pd  # noqa: PLC0415 - slow to import
    import pyogrio  # noqa: PLC0415

    suffix = next(name for name in table.columns if name.startswith("travel_time"))
    suffix = suffix.removeprefix("travel_time")
    kinds = list(table["kind"].cat.categories)
    rows = []
    for kind in kinds:
        columns = f"{kind}_travel_time{suffix}", f"{kind}_state{suffix}"
        rules = list(_rules(*columns, max_time))
        rows.append(_row("origins", kind, _qml(rules, "marker"), default=kind == kinds[0]))
        chosen = f"\"kind\" = '{kind.replace(chr(39), 2 * chr(39))}' AND \"leg\" = 'there'"
        rules = [
            replace(rule, filter=f"{chosen} AND {rule.filter}")
            for rule in _rules("travel_time", "state", max_time)
        ]
        rows.append(_row("lines", kind, _qml(rules, "line"), default=kind == kinds[0]))
    pyogrio.set_gdal_config_options(WRITING)
    try:
        pyogrio.write_dataframe(pd.DataFrame(rows), path, layer=TABLE, driver="GPKG", append=True)
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(WRITING))


def _row(layer: str, name: str, qml: str, *, default: bool) -> dict[str, object]:
    """A style as QGIS keeps it beside a layer."""
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": layer,
        "f_geometry_column": "geom",
        "styleName": name,
        "styleQML": qml,
        "styleSLD": "",
        "useAsDefault": default,
        "description": "",
        "owner": "",
        "ui": "",
        "update_time": WRITING["OGR_CURRENT_DATE"],
    }


def _rules(minutes: str, state: str, max_time: float) -> Iterator[_Rule]:
    """Bands of minutes, then what has none."""
    cutoffs: Sequence[float] = style()["minutes"]
    colours = ramp_colours(style()["ramp_of"]["minutes"], len(cutoffs) + 1)
    bounds = [0.0, *cutoffs, float("inf")]
    for colour, low, high in zip(colours, bounds[:-1], bounds[1:], strict=True):
        parts = [f"\"{state}\" IN ('reached', 'capped')"]
        parts += [f'"{minutes}" > {low:g}'] if low else []
        parts += [f'"{minutes}" <= {high:g}'] if high < float("inf") else []
        yield _Rule(band_words(low, high), " AND ".join(parts), colour, colour)
    not_reached = word("not_reached", duration=duration(max_time))
    yield _Rule(not_reached, f"\"{state}\" = 'unreachable'", NOT_REACHED, EDGE)
    missing = f"\"{state}\" NOT IN ('reached', 'capped', 'unreachable')"
    yield _Rule("no street, or outside the data", missing, MISSING, MISSING, "cross2")


def _qml(rules: Sequence[_Rule], kind: str) -> str:
    """A style as QGIS reads it: of points (``marker``) or of lines (``line``)."""
    environment = Environment(
        loader=PackageLoader("accessibility.maps"), undefined=StrictUndefined, autoescape=True
    )
    environment.filters["rgba"] = _rgba
    return environment.get_template("nearest_style.qml").render(rules=rules, kind=kind)


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"
