"""A comparison of two index runs as files: a table, a layer and a map."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from accessibility.errors import OutputError
from accessibility.files import atomic, output_errors, write_json
from accessibility.results.layers import write_layers

if TYPE_CHECKING:
    from accessibility.index.changes.compare import Comparison

__all__ = ["told_causes", "write_comparison"]

TABLE, PARQUET, LAYER, MAP, NOTES = (
    "changes.csv", "changes.parquet", "changes.gpkg", "changes.png", "comparison.json",
)  # fmt: skip
WORDS: Final = ("more deprived", "less deprived", "no change")


def write_comparison(comparison: "Comparison", folder: str | Path) -> list[Path]:
    """
    Write a comparison to a folder.

    Parameters
    ----------
    comparison
        The comparison.
    folder
        Where to write; it is made if it is not there. Files of an earlier comparison are replaced.

    Returns
    -------
    list of Path
        ``changes.csv``, ``changes.parquet`` and ``comparison.json``; if areas have outlines also
        ``changes.gpkg`` and the map ``changes.png``.

    Raises
    ------
    OutputError
        If the folder is a file, or something cannot be written.
    """
    folder = Path(folder)
    if folder.is_file():
        raise OutputError(f"{folder} is a file. Give the name of a folder.")
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    areas: Any = comparison.areas.reset_index()
    outlines = getattr(comparison.areas, "geometry", None) is not None
    plain = areas.drop(columns=areas.geometry.name) if outlines else areas
    with atomic(folder / TABLE) as temporary:
        plain.to_csv(temporary, index=False, lineterminator="\n")
    with atomic(folder / PARQUET) as temporary:
        areas.to_parquet(temporary, index=False)
    told = {
        "areas": len(areas),
        "indicators": comparison.indicators,
        "causes": list(comparison.causes),
        "means": dict(told_causes(comparison)),
        "notes": list(comparison.notes),
    }
    write_json(folder / NOTES, told)
    written = [folder / TABLE, folder / PARQUET, folder / NOTES]
    if outlines:
        from accessibility.maps.area_changes import draw_area_changes  # noqa: PLC0415

        write_layers(folder / LAYER, {"changes": areas})
        title, below = "Change of the score", "New less old score of the domain"
        draw_area_changes(
            areas, "score_change", folder / MAP, title=title, subtitle=below, words=WORDS
        )
        written += [folder / LAYER, folder / MAP]
    return written


def told_causes(comparison: "Comparison") -> list[tuple[str, dict[str, float]]]:
    """
    Average changes and their parts over all areas.

    Parameters
    ----------
    comparison
        The comparison.

    Returns
    -------
    list of tuple
        For the score and each indicator the mean ``change`` and, by cause, the mean part, over the
        areas that have all of them.
    """
    areas = comparison.areas
    told = []
    for what, label in {"score": "Score", **comparison.indicators}.items():
        names = {"change": f"{what}_change"}
        names |= {cause: f"{what}_by_{cause}" for cause in comparison.causes}
        there = {name: column for name, column in names.items() if column in areas.columns}
        means = areas[list(there.values())].dropna().mean()
        told.append((label, {name: float(means[column]) for name, column in there.items()}))
    return told
