"""What contenders share: where points join the streets, and walks to stops and places."""

import numpy as np

from accessibility.engines.builtin import PreparedQuery
from accessibility.network.network import Network
from accessibility.routing.profiles import Walks
from accessibility.routing.walking import (
    Joined,
    TargetIndex,
    millimetres_within,
    walk_lists,
    walking_seconds,
)

from .places import Points


def join(network: Network, points: Points, radius_mm: int) -> Joined:
    snapped = network.snap(points.lon, points.lat, radius_mm)
    connector = np.minimum(snapped.distance_mm, radius_mm).astype(np.int32)
    return Joined(points.lon, points.lat, snapped.edge, snapped.first_mm, connector)


def walks_within(
    query: PreparedQuery, origins: Joined, targets: Joined, index: TargetIndex, longest_s: int
) -> Walks:
    speed = query.options.walk_speed_mph
    limit = millimetres_within(longest_s, speed)
    offset, target, length = walk_lists(
        query.graph, origins, targets, index, limit, np.zeros(1, np.uint8)
    )
    return Walks(offset, target, walking_seconds(length, speed))
