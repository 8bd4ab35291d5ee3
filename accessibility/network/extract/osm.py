"""Reading ways, barriers and turn restrictions from an OpenStreetMap extract."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
import osmium.io
from osmium import BaseFilter
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import NODE, RELATION, WAY, osm_entity_bits

from accessibility.errors import AccessibilityError, InputError, Interrupted
from accessibility.network.area import Area, worded
from accessibility.network.extent import Extent
from accessibility.network.extract import access
from accessibility.network.extract.pbf import check_texts
from accessibility.network.extract.street_data import (
    Barriers,
    Restriction,
    StreetData,
    Ways,
    is_position,
    tags_of,
)
from accessibility.progress import Progress, Silent

__all__ = [
    "Restriction",
    "StreetData",
    "checked_file",
    "is_position",
    "named_faults",
    "read_street_data",
    "tags_of",
]

_STREET_KEYS: Final = ("highway", "railway", "public_transport", "route")
_RESTRICTION_KEYS: Final = ("restriction:motorcar", "restriction:motor_vehicle", "restriction")
_CARS: Final = frozenset({"motorcar", "motor_vehicle"})

_BETWEEN_REPORTS: Final = 2_000
"""Elements between two looks at whether the user wants to stop: some hundredths of a second."""


def read_street_data(
    path: Path, progress: Progress | None = None, area: Area | None = None
) -> StreetData:
    """
    Read the streets of an OpenStreetMap extract.

    The file is read once. libosmium keeps the locations of its nodes, 16 bytes each; Python sees
    only what is a street, a barrier or a turn restriction, and keeps only what lies in the area.

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format, nodes before ways before relations (as usual).
    progress
        Told of every way, and asked whether to stop.
    area
        Where streets are wanted: a way is read if one of its nodes lies there, and then as a whole.
        None reads all.

    Returns
    -------
    StreetData
        Ways, nodes, barriers and turn restrictions.

    Raises
    ------
    InputError
        If the file is missing, no PBF, damaged, or holds no street, or none in the area.
    Interrupted
        If the user asked to stop.
    """
    watch = _Watch(progress or Silent())
    file = checked_file(path)
    counts: Counter[str] = Counter()
    ways = Ways(area)
    barriers = Barriers()
    restrictions: list[Restriction] = []
    watch.progress.start("Reading streets")
    with named_faults(path):
        for element in _street_elements(file):
            watch.step()
            if element.is_way():
                ways.add(element)
            elif element.is_relation():
                restriction = _read_restriction(element, counts)
                if restriction is not None and ways.has_one_of(restriction):
                    restrictions.append(restriction)
                elif restriction is not None:
                    counts["restrictions_clipped"] += 1
            else:
                modes = access.barrier_modes(tags_of(element))
                if modes != access.EVERYBODY:
                    barriers.add(element.id, modes)
    watch.progress.finish()
    data = ways.finish(barriers, restrictions, counts)
    if area is not None and ways.extent is not None and not len(data.way_id):
        raise _elsewhere(path, area, ways.extent)
    if not _has_segment(data):
        raise InputError.at(
            path,
            "holds no street whose nodes are known",
            "Give an extract of all OpenStreetMap data of the area: ways with `highway` and all "
            "their nodes, ids above 0, nodes first (`osmium sort`, `osmium renumber`).",
        )
    repeated = data.way_id[1:][np.diff(data.way_id) == 0]
    if len(repeated):
        raise InputError.at(
            path,
            f"holds way {repeated[0]} more than once",
            "Join extracts with `osmium merge`, and cut one state out of a history file with "
            "`osmium time-filter`.",
        )
    return data


def _elsewhere(path: Path, area: Area, extent: Extent) -> InputError:
    problem = f"has no street in {area}: its streets cover {worded(extent)}"
    remedy = area.remedy(extent, "Give an area among them, or the extract of another place.")
    return InputError.at(path, problem, remedy)


def checked_file(path: Path) -> osmium.io.File:
    """
    Make sure that there is a file, and one that libosmium survives, before libosmium opens it.

    Parameters
    ----------
    path
        The OpenStreetMap extract.

    Returns
    -------
    osmium.io.File
        The file, to be read as PBF whatever its name.

    Raises
    ------
    InputError
        If there is no such file, or it holds a text with a NUL byte.
    """
    if not path.is_file():
        problem = "is a folder, not a file" if path.is_dir() else "does not exist"
        raise InputError.at(
            path, problem, "Give the path of an OpenStreetMap extract in PBF format (.osm.pbf)."
        )
    check_texts(path)
    return osmium.io.File(str(path), "pbf")


@contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """
    Turn what libosmium raises while it reads into an error that names the file.

    Parameters
    ----------
    path
        The file that is being read.

    Yields
    ------
    None
        While the file is read.

    Raises
    ------
    InputError
        If the file is no PBF, is cut off, is not sorted, or cannot be opened.
    """
    try:
        yield
    except AccessibilityError:
        raise
    except UnicodeDecodeError as fault:
        raise InputError.at(
            path,
            f"holds a tag that is no text in UTF-8 ({fault.object[:40]!r}): it is damaged",
            "Get the file again and compare its size with that of the source.",
        ) from fault
    except (RuntimeError, ValueError, LookupError, OverflowError) as fault:
        if "unexpected EOF" in str(fault):
            raise InputError.at(
                path,
                "ends in the middle: it was cut off when it was copied or downloaded",
                "Get the file again and compare its size with that of the source.",
            ) from fault
        if "out of order" in str(fault):
            raise InputError.at(
                path,
                f"is not in the usual order ({fault})",
                "Sort it with `osmium sort`.",
            ) from fault
        raise InputError.at(
            path,
            f"cannot be read as an OpenStreetMap PBF file ({fault})",
            "Give an extract in PBF format (.osm.pbf); `osmium cat` converts other formats.",
        ) from fault


def _has_segment(data: StreetData) -> bool:
    known = is_position(data.node_x, data.node_y)
    same_way = data.node_way[1:] == data.node_way[:-1]
    other_node = data.node_id[1:] != data.node_id[:-1]
    return bool(np.any(known[1:] & known[:-1] & same_way & other_node))


class _Watch:
    """Counts elements and asks now and then whether the user wants to stop."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self._pending = 0

    def step(self) -> None:
        self._pending += 1
        if self._pending == _BETWEEN_REPORTS:
            self.progress.advance(self._pending)
            self._pending = 0
            if self.progress.cancelled():
                raise Interrupted("Stopped while the streets were being read.")


def _street_elements(file: osmium.io.File) -> Iterable[Any]:
    """Barriers, then ways that may be streets with their locations, then turn restrictions."""
    return (
        osmium.FileProcessor(file)
        .with_locations()
        .with_filter(_only(NODE, KeyFilter("barrier")))
        .with_filter(_only(WAY, KeyFilter(*_STREET_KEYS)))
        .with_filter(_only(RELATION, TagFilter(("type", "restriction"))))
    )


def _only(kinds: osm_entity_bits, rule: BaseFilter) -> BaseFilter:
    """Limit a filter to some kinds of elements; the others pass."""
    rule.enable_for(kinds)
    return rule


def _read_restriction(relation: Any, counts: Counter[str]) -> Restriction | None:
    """Read one relation, or count why it is left out."""
    tags = tags_of(relation)
    kind = next((tags[key] for key in _RESTRICTION_KEYS if key in tags), "")
    if not kind.startswith(("no_", "only_")):
        counts["restrictions_other_kind"] += 1
        return None
    exceptions = {part.strip() for part in tags.get("except", "").split(";")}
    if exceptions & _CARS:
        counts["restrictions_except_cars"] += 1
        return None
    members = [(member.type, member.ref, member.role) for member in relation.members]
    if any(kind == "w" and role == "via" for kind, _, role in members):
        counts["restrictions_via_way"] += 1
        return None
    vias = _members(members, "n", "via")
    from_ways, to_ways = _members(members, "w", "from"), _members(members, "w", "to")
    if len(vias) != 1 or not from_ways or not to_ways:
        counts["restrictions_incomplete"] += 1
        return None
    return Restriction(relation.id, kind.startswith("only_"), from_ways, vias[0], to_ways)


def _members(
    members: Iterable[tuple[str, int, str]], wanted_kind: str, wanted_role: str
) -> tuple[int, ...]:
    return tuple(ref for kind, ref, role in members if kind == wanted_kind and role == wanted_role)
