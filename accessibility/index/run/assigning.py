"""Origins of a run: to which area each belongs, and which points stand for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.index.run.network_keys import streets_key
from accessibility.index.run.tables import Assigned
from accessibility.places.area_assignment import assign_areas
from accessibility.places.clusters import cluster_points
from accessibility.places.points import Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.read_inputs import ReadInputs
    from accessibility.index.run.stages import Stages
    from accessibility.progress import Progress

__all__ = ["InAreas", "clustered", "in_areas"]


@dataclass(frozen=True, eq=False)
class InAreas:
    """
    The area of each origin.

    Parameters
    ----------
    area
        Its identifier, None for an origin without one.
    without
        A row for each origin without one: ``id``, ``status``, the ``nearest`` area and its
        ``distance_m``.
    """

    area: "NDArray[np.object_]"
    without: pa.Table


def in_areas(read: "ReadInputs", stages: "Stages") -> InAreas:
    """
    Find the area of each origin.

    Parameters
    ----------
    read
        The inputs.
    stages
        Keep what was found.

    Returns
    -------
    InAreas
        The area of each.

    Raises
    ------
    InputError
        If not a single origin lies in an area.
    """
    points = read.origins.points
    key = {"origins": points.fingerprint(), "areas": read.told["areas"]["sha256"]}
    with stages.stage("areas of origins") as stage:
        kept = stages.find("areas", key)
        stage.cached = kept is not None
        if kept is None:
            kept = _assigned(read)
            stages.keep("areas", key, kept)
    area = np.array(kept["area"].to_pylist(), object)
    return InAreas(area, kept.filter(pa.array([each is None for each in area])).drop(["area"]))


def _assigned(read: "ReadInputs") -> pa.Table:
    points = read.origins.points
    found = assign_areas(points, read.areas)
    lost = {each["id"]: each for each in found.attrs["unassigned"]}
    ids = points.ids.to_pylist()
    nearest = [lost[each]["nearest"] if each in lost else None for each in ids]
    return pa.table(
        {
            "id": pa.array([str(each) for each in ids], pa.string()),
            "area": pa.array(
                [
                    None if each in lost else str(area)
                    for each, area in zip(ids, found["area"], strict=True)
                ],
                pa.string(),
            ),
            "status": pa.array(
                [lost[each]["status"] if each in lost else None for each in ids], pa.string()
            ),
            "nearest": pa.array(
                [None if each is None else str(each) for each in nearest], pa.string()
            ),
            "distance_m": pa.array(
                [lost[each]["distance_m"] if each in lost else None for each in ids], pa.float64()
            ),
        }
    )


def clustered(
    recipe: "Recipe", read: "ReadInputs", area: InAreas, stages: "Stages", progress: "Progress"
) -> tuple[Assigned, Points, list[str]]:
    """
    Choose the points that are searched from, and which of them stands for each origin.

    Origins without an area are left out. If the recipe merges origins, each keeps its own area and
    weight, and has the times of the point that stands for it.

    Parameters
    ----------
    recipe
        The recipe.
    read
        The inputs.
    area
        The area of each origin.
    stages
        Keep the clusters.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    assigned : Assigned
        The origins in areas.
    points : Points
        The points that are searched from.
    notes : list of str
        How many origins were merged.
    """
    inside = np.array([each is not None for each in area.area])
    points, rows = read.origins.points.chosen(inside), np.flatnonzero(inside)
    rule = recipe.origins
    if rule is None or rule.cluster_distance is None:
        return Assigned(rows, area.area[rows], np.arange(len(rows))), points, []
    weights = None
    if rule.weight is not None:
        weights = read.origins.weights[rule.weight].to_numpy(dtype=float)[rows]
    key = {
        **streets_key(read.network),
        "origins": points.fingerprint(),
        "weights": read.told["origins"]["sha256"],
        "distance_m": rule.cluster_distance,
    }
    with stages.stage("clusters of origins") as stage:
        kept = stages.find("clusters", key)
        stage.cached = kept is not None
        if kept is None:
            found = cluster_points(read.network, points, rule.cluster_distance, weights, progress)
            row = {each: at for at, each in enumerate(points.ids.to_pylist())}
            kept = pa.table({"to": [row[each] for each in found.members["cluster_id"].to_pylist()]})
            stages.keep("clusters", key, kept)
    to = kept["to"].to_numpy()
    chosen = np.unique(to)
    standing = np.zeros(len(points), bool)
    standing[chosen] = True
    note = f"{len(points):,} origins are merged to {len(chosen):,} clusters of at most "
    assigned = Assigned(rows, area.area[rows], np.searchsorted(chosen, to))
    return assigned, points.chosen(standing), [f"{note}{rule.cluster_distance:g} m on foot."]
