"""Services and streets by the name of a place, for those who have no extract (extra ``osm``)."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from accessibility.errors import OutputError
from accessibility.files import atomic
from accessibility.network.extract.tagged import PLACE_KEYS, PLACE_RAILWAYS, read_places
from accessibility.places.osm.conditions import Words
from accessibility.places.osm.kinds import KindsTable, anchor_of, load_kinds
from accessibility.places.osm.overpass import download, write_extract
from accessibility.places.osm.services import Services, services_among

__all__ = ["LOST", "download_streets", "services_by_place_name"]

LOST = [
    "Only what lies within the outline of the place, or crosses it, is there.",
    "Journeys near its edge are cut off: name a larger place than the one you ask about.",
    "The map is that of today, and two downloads may differ. Keep the file.",
    "Boundaries, land use and timetables are not there.",
    "For more than a town take an extract of the region: the servers stop long questions.",
]
"""What is lost beside an extract, as sentences."""

SETTLEMENTS = (
    "city",
    "farm",
    "hamlet",
    "locality",
    "neighbourhood",
    "quarter",
    "square",
    "suburb",
    "town",
    "village",
)
"""Values of `place` that are asked for: with an island its whole coast would come."""

STREETS: dict[str, bool | Sequence[str]] = {
    "highway": True,
    "route": ["ferry"],
    "railway": ["platform", *sorted(PLACE_RAILWAYS)],
    "type": ["restriction"],
    "building": True,
    "place": SETTLEMENTS,
    **dict.fromkeys(sorted(PLACE_KEYS - {"place"}), True),
}
"""What a network is built from, and buildings."""


def services_by_place_name(
    place: str,
    kinds: Sequence[str],
    *,
    kinds_table: KindsTable | None = None,
    open_at: datetime | None = None,
    unknown: Literal["keep", "drop"] = "keep",
) -> list[Services]:
    """
    Download the services of some kinds that lie within a place.

    They are read as those of an extract are: see
    `accessibility.places.osm.services.services_of`. Of places with several values under one key
    (``pub;restaurant``) only those are found that some other key names.

    Parameters
    ----------
    place
        Name of the place, such as ``Newport, Wales``; it needs an outline in OpenStreetMap.
    kinds
        Names of the kinds.
    kinds_table
        The table of kinds; default ours.
    open_at
        Local time at which services have to be open; default whenever.
    unknown
        Whether services whose opening hours are not known are kept then; default they are.

    Returns
    -------
    list of Services
        One for each kind, in the order given.

    Raises
    ------
    InputError
        If osmnx is missing, the place is not known, the servers do not answer, or there is no
        service of a kind.
    UsageError
        If there is no such kind.
    """
    table = kinds_table or load_kinds()
    elements = download(place, _tags_of(kinds, table))
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder) / "place.osm.pbf"
        write_extract(elements, extract)
        places = read_places(extract)
    return services_among(
        places,
        kinds,
        label=f'place "{place}"',
        extent=None,
        timezone="",
        kinds_table=table,
        open_at=open_at,
        unknown=unknown,
    )


def download_streets(place: str, path: str | Path) -> list[str]:
    """
    Download the streets, services and buildings of a place as an extract to build a network from.

    Parameters
    ----------
    place
        Name of the place, such as ``Newport, Wales``; it needs an outline in OpenStreetMap.
    path
        The file to write, as ``newport.osm.pbf``; none of that name may be there.

    Returns
    -------
    list of str
        What is lost beside an extract of the region, as sentences.

    Raises
    ------
    InputError
        If osmnx is missing, the place is not known, or the servers do not answer.
    OutputError
        If the file is there already or cannot be written.
    """
    path = Path(path)
    if path.exists():
        msg = f"{path} is there already and is left alone. Give another name."
        raise OutputError(msg)
    if not path.parent.is_dir():
        msg = f"{path} cannot be written: {path.parent} is no folder. Create it first."
        raise OutputError(msg)
    elements = download(place, STREETS)
    with atomic(path) as temporary:
        write_extract(elements, temporary)
    counts = {kind: sum(found == kind for found, _ in elements) for kind in ("way", "node")}
    return [f"{counts['way']:,} ways and {counts['node']:,} nodes downloaded.", *LOST]


def _tags_of(kinds: Sequence[str], table: KindsTable) -> dict[str, bool | Sequence[str]]:
    """What to ask for so that all services of some kinds come."""
    wanted: dict[str, set[str] | None] = {}
    for kind in kinds:
        for condition in table[kind].tags:
            anchor = anchor_of(condition)
            if anchor is None:
                continue
            key, test = anchor
            values = wanted.setdefault(key, set())
            if isinstance(test, bool | Words) or values is None:
                wanted[key] = None
            else:
                values.update([test] if isinstance(test, str) else test)
    return {key: True if values is None else sorted(values) for key, values in wanted.items()}
