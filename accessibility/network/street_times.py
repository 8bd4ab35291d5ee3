"""Times by bicycle and car between points; the searches follow."""

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import time

    import numpy as np
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = ["StreetTimes"]


class StreetTimes:
    """Ways by bicycle or car between any points and some prepared ones."""

    @classmethod
    def prepare(
        cls,
        network: "Network",
        mode: str,
        options: "TravelOptions",
        clock: "time | None",
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        snap_radius_mm: int,
        *,
        backward: bool = False,
    ) -> Self:
        """Prepare the points at one end."""
        raise NotImplementedError

    def seconds(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        snap_radius_mm: int,
        longest_s: int,
        stop_flag: "NDArray[np.uint8]",
    ) -> "NDArray[np.int32]":
        """Give seconds, -1 where not within the limit; shape (points, prepared points)."""
        raise NotImplementedError
