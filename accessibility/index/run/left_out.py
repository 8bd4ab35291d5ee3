"""What a run could not use: counted, and listed where it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.files import atomic
from accessibility.results.nearest import MISSING, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame, Series

    from accessibility.index.run.assigning import InAreas
    from accessibility.index.run.tables import OriginTimes

__all__ = ["counts_of", "told_counts", "write_left_out"]

LOST = STATES[MISSING:]
NAMED = 5
"""So many areas a warning names."""


def lost_states(times: "OriginTimes") -> "Series":
    """
    Say which origins in areas have no time on some trip, and why.

    Parameters
    ----------
    times
        Times of all trips.

    Returns
    -------
    Series
        The state by the identifier of the origin.
    """
    from pandas import Series  # noqa: PLC0415 - slow to import

    rows = times.assigned.rows
    ids = np.array([str(each) for each in times.read.origins.points.ids.to_pylist()], object)[rows]
    states = np.full(len(rows), None, object)
    for _, _, trip, kind in times.ways():
        state = times.of(trip, kind).state[times.assigned.searched]
        lost = np.isin(state.astype(str), LOST)
        states[lost] = state[lost]
    return Series(states, index=ids, dtype=object).dropna()


def counts_of(
    times: "OriginTimes", area: "InAreas", areas: "DataFrame", services: "DataFrame"
) -> list[dict[str, Any]]:
    """
    Count what was used and what was not.

    Parameters
    ----------
    times
        Times of all trips.
    area
        The area of each origin.
    areas
        Areas with ``n_origins``, ``edge``, ``domain_rank`` and ``reason``.
    services
        Services with ``origins``.

    Returns
    -------
    list of dict
        ``what`` and its ``count``; of areas also their identifiers, as ``listed``.
    """
    from pandas import Series  # noqa: PLC0415 - slow to import

    lost = lost_states(times).value_counts()
    without = Series(area.without["status"].to_pylist(), dtype=object).value_counts()
    counts: list[dict[str, Any]] = [{"what": "origins", "count": len(times.read.origins)}]
    for status in ("outside", "not_located"):
        what = f"origins without an area: {status}"
        counts.append({"what": what, "count": int(without.get(status, 0))})
    for state in LOST:
        what = f"origins without a time: {state}"
        counts.append({"what": what, "count": int(lost.get(state, 0))})
    counts.append({"what": "areas", "count": len(areas)})
    for what, chosen in (
        ("areas without origins", areas["n_origins"] == 0),
        ("areas without a rank", areas["domain_rank"].isna()),
        ("areas with origins nearer to the edge of the data than to a service", areas["edge"]),
    ):
        listed = [str(each) for each in areas.index[chosen.to_numpy(dtype=bool)]]
        counts.append({"what": what, "count": len(listed), "listed": listed})
    counts.append({"what": "services", "count": len(services)})
    nobody = int((services["origins"] == 0).sum())
    return [*counts, {"what": "services without any catchment", "count": nobody}]


def told_counts(counts: list[dict[str, Any]]) -> "Iterator[str]":
    """
    Warn of what was not used.

    Parameters
    ----------
    counts
        What `counts_of` gave.

    Yields
    ------
    str
        A sentence for each count of what is missing; of areas it names the first.
    """
    alls = {each["what"]: each["count"] for each in counts}
    for each in counts:
        of = each["what"].split(" ")[0]
        if each["count"] and of in {"origins", "areas"} and each["what"] != of:
            listed = each.get("listed", [])
            more = ", …" if len(listed) > NAMED else ""
            names = f" ({', '.join(listed[:NAMED])}{more})" if listed else ""
            what = each["what"].removeprefix(f"{of} ")
            yield f"{each['count']:,} of {alls[of]:,} {of} {what}{names}."


def write_left_out(path: Path, times: "OriginTimes", area: "InAreas") -> None:
    """
    List origins without an area or without a time.

    Parameters
    ----------
    path
        The file, which holds identifiers of origins.
    times
        Times of all trips.
    area
        The area of each origin.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from pandas import DataFrame, concat  # noqa: PLC0415 - slow to import

    lost = lost_states(times)
    table = concat(
        [
            area.without.to_pandas().rename(columns={"status": "why", "nearest": "nearest_area"}),
            DataFrame({"id": lost.index, "why": lost.to_numpy()}),
        ],
        ignore_index=True,
    )
    with atomic(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")
