"""What travel times consist of: the parts of the journey that gives each percentile."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.engines.journeys import UNREACHED, JourneyQuery
from accessibility.results.matrix import PARTS
from accessibility.routing.percentiles import ranks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.engines.journeys import Answers, Found

__all__ = ["JourneyQuery", "breakdown_block", "parts_of"]

ANSWERS_AT_ONCE = 4_000_000


def breakdown_block(
    query: JourneyQuery,
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    percentiles: "Sequence[int]",
    stop_flag: "NDArray[np.uint8]",
) -> "NDArray[np.int32]":
    """
    Answer a block of points with the parts of each answer.

    Parameters
    ----------
    query
        The query.
    lon, lat
        WGS84 degrees of the origins; for deadlines, of the destinations.
    percentiles
        Whole numbers from 1 to 100.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    array
        Seconds of each percentile, then for each percentile those of `PARTS` and the number of
        rides; -1 for not reached; shape (columns, points of the block, points prepared).
    """
    wide, targets = len(percentiles), query.query.targets
    columns = np.full((wide * (2 + len(PARTS)), len(lon), targets), -1, np.int32)
    per_point = max(1, query.moments * query.draws * targets)
    at_once = max(1, ANSWERS_AT_ONCE // per_point)
    for begin in range(0, len(lon), at_once):
        part = slice(begin, begin + at_once)
        answers = query.answers(lon[part], lat[part], stop_flag)
        number = chosen(answers, percentiles)
        for k in range(wide):
            point, target = (axis.ravel() for axis in np.indices(number.shape[1:]))
            found = query.find(answers, point, target, number[k].ravel(), stop_flag)
            seconds = np.concatenate([parts_of(found), found.n_rides[None]])
            shape = number.shape[1:]
            into = columns[:, part]
            times = np.take_along_axis(answers.measured, number[k][None], axis=0)[0]
            into[k] = np.where(times == UNREACHED, -1, times)
            first = wide + k * (1 + len(PARTS))
            into[first : first + 1 + len(PARTS)] = seconds.reshape(-1, *shape)
    return columns


def chosen(answers: "Answers", percentiles: "Sequence[int]") -> "NDArray[np.int64]":
    """
    Choose the answers that give percentiles.

    Parameters
    ----------
    answers
        The answers.
    percentiles
        Whole numbers from 1 to 100.

    Returns
    -------
    array
        Number of the answer; of equal ones the earliest moment's; shape (percentiles, points of the
        block, points prepared).
    """
    measured = answers.measured
    ranks = ranks_of(np.asarray(percentiles, np.int64), len(measured))
    values = np.partition(measured, ranks, axis=0)[ranks]
    return np.stack([(measured == value).argmax(axis=0) for value in values])


def parts_of(found: "Found") -> "NDArray[np.int64]":
    """
    Take journeys apart.

    Parameters
    ----------
    found
        The journeys.

    Returns
    -------
    array
        Seconds of `PARTS`, -1 where there is no journey; shape (parts, journeys).
    """
    rides, count = found.rides, found.n_rides
    ride = np.arange(rides.trip.shape[1])
    used = ride < count[:, None]
    last = np.maximum(count - 1, 0)
    rows = np.arange(len(count))
    walks = np.where(used, rides.walked, 0)
    in_vehicle = np.where(used, rides.arrival - rides.departure, 0).sum(axis=1)
    access, egress = walks[:, 0], rides.last_way
    initial_wait = rides.departure[:, 0] - found.begin_s - access
    transfer_walk = walks[:, 1:].sum(axis=1)
    in_all = rides.arrival[rows, last] - rides.departure[:, 0]
    transfer_wait = in_all - in_vehicle - transfer_walk
    early = found.end_s - rides.arrival[rows, last] - egress
    none = np.zeros_like(count)
    by_vehicle = [
        none, access, initial_wait, in_vehicle, transfer_walk, transfer_wait, egress, early
    ]  # fmt: skip
    parts = np.where(count > 0, np.stack(by_vehicle), 0)
    parts[0, count == 0] = (found.end_s - found.begin_s)[count == 0]
    parts[:, count < 0] = -1
    return parts
