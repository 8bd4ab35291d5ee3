"""What osmnx downloads of OpenStreetMap for the name of a place, as an extract in PBF format."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accessibility.errors import InputError

__all__ = ["MISSING", "download", "write_extract"]

MISSING = 'This needs osmnx, which is not installed. Run: pip install "access-to-services[osm]".'
NAME_REMEDY = "Write it as OpenStreetMap's search knows it, with the country: Newport, Wales."
LATER = "The servers are shared by all: try again later, or take an extract of the region."
_ORDER = {"node": 0, "way": 1, "relation": 2}


def download(
    place: str, tags: Mapping[str, bool | Sequence[str]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """
    Download what OpenStreetMap has within a place, with all of which it consists.

    osmnx finds the outline of the place by OpenStreetMap's search (Nominatim) and asks the Overpass
    server, within the limits that both set. Its replies are taken as they come: osmnx would make
    tables of them and drop tags.

    Parameters
    ----------
    place
        Name of the place, such as ``Newport, Wales``.
    tags
        What is wanted: keys with True for any value, or with values.

    Returns
    -------
    dict
        Elements as Overpass describes them, by type and number: nodes, ways, relations.

    Raises
    ------
    InputError
        If osmnx is missing, the place is not known or has no outline, or the servers do not answer.
    """
    osmnx = _osmnx()
    with tempfile.TemporaryDirectory() as folder, _replies_kept(osmnx, folder):
        _ask(osmnx, place, tags)
        replies = [json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).iterdir()]
    # The search answers with a list, the Overpass server with a table of elements.
    answers = [reply for reply in replies if isinstance(reply, dict) and "elements" in reply]
    if not answers:
        raise InputError.at(_named(place), "got no answer from the Overpass server", LATER)
    found = {(part["type"], part["id"]): part for reply in answers for part in reply["elements"]}
    return dict(sorted(found.items(), key=lambda item: (_ORDER[item[0][0]], item[0][1])))


def write_extract(elements: Mapping[tuple[str, int], Mapping[str, Any]], path: Path) -> None:
    """
    Write elements as an OpenStreetMap extract.

    Parameters
    ----------
    elements
        What `download` gave.
    path
        The file, in PBF format whatever its name; one that is there is replaced.
    """
    import osmium  # noqa: PLC0415 - slow to load
    import osmium.io  # noqa: PLC0415
    from osmium.osm import mutable  # noqa: PLC0415

    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf"), overwrite=True) as writer:
        for (kind, number), element in elements.items():
            tags = element.get("tags", {})
            if kind == "node":
                place = (element["lon"], element["lat"])
                writer.add_node(mutable.Node(id=number, location=place, tags=tags))
            elif kind == "way":
                writer.add_way(mutable.Way(id=number, nodes=element["nodes"], tags=tags))
            else:
                members = [
                    (member["type"][0], member["ref"], member["role"])
                    for member in element["members"]
                ]
                writer.add_relation(mutable.Relation(id=number, members=members, tags=tags))


def _osmnx() -> Any:
    try:
        import osmnx  # noqa: PLC0415 - an extra that few need, and slow to load
    except ImportError as error:
        raise InputError(MISSING) from error
    return osmnx


@contextmanager
def _replies_kept(osmnx: Any, folder: str) -> Iterator[None]:
    """Have osmnx keep the servers' replies in a folder, and nothing else."""
    wanted = {"use_cache": True, "cache_only_mode": True, "cache_folder": folder}
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    for name, value in wanted.items():
        setattr(osmnx.settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def _ask(osmnx: Any, place: str, tags: Mapping[str, bool | Sequence[str]]) -> None:
    from osmnx._errors import (  # noqa: PLC0415 - where osmnx documents them
        CacheOnlyInterruptError,
        InsufficientResponseError,
        ResponseStatusCodeError,
    )

    try:
        osmnx.features_from_place(
            place,
            {key: value if isinstance(value, bool) else list(value) for key, value in tags.items()},
        )
    except CacheOnlyInterruptError:
        return  # all is downloaded
    except InsufficientResponseError as error:
        problem = f"is not found by OpenStreetMap's search ({_said(error)})"
        raise InputError.at(_named(place), problem, NAME_REMEDY) from error
    except TypeError as error:
        problem = "has no outline in OpenStreetMap, so that nobody can say what lies in it"
        raise InputError.at(_named(place), problem, NAME_REMEDY) from error
    except (ResponseStatusCodeError, OSError) as error:  # what requests raises is the latter
        problem = f"cannot be asked for: OpenStreetMap's servers did not answer ({_said(error)})"
        raise InputError.at(_named(place), problem, LATER) from error


def _named(place: str) -> str:
    return f'place "{place}"'


def _said(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")[:200]
