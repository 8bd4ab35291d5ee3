"""Opening hours: which places are open at a moment, by the rules that OpenStreetMap writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from accessibility.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["OpenState", "open_states"]

OpenState = Literal["open", "closed", "unknown"]
"""What is known of a place at a moment."""


def open_states(
    hours: Sequence[str | None],
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    moment: datetime,
    timezone: str,
) -> list[OpenState]:
    """
    Say which places are open at a moment.

    Public holidays are those of the country in which a place lies, sunrise and sunset those of the
    place itself; both are known without asking anybody.

    Parameters
    ----------
    hours
        Value of the tag `opening_hours` of each place; None where there is none.
    lon, lat
        WGS84 degrees of each place.
    moment
        Local time, without a time zone.
    timezone
        The time zone in which it is local, such as ``Europe/London``; empty if it is not known,
        which matters to sunrise and sunset only.

    Returns
    -------
    list of str
        ``open``, ``closed``, or ``unknown``: no tag, one that cannot be read, or one that says
        that nobody knows.

    Raises
    ------
    UsageError
        If the moment has a time zone of its own.
    """
    if moment.tzinfo is not None:
        msg = f"open_at: {moment.isoformat()} has a time zone. Give local time without one."
        raise UsageError(msg)
    zone = ZoneInfo(timezone) if timezone else None
    return [
        _state(text, (float(y), float(x)), moment, zone)
        for text, x, y in zip(hours, lon.tolist(), lat.tolist(), strict=True)
    ]


def _state(
    text: str | None, place: tuple[float, float], moment: datetime, zone: ZoneInfo | None
) -> OpenState:
    import opening_hours  # noqa: PLC0415 - on request only

    if text is None:
        return "unknown"
    try:
        # The zone of the network, never one that the library would look up for the place.
        rules = opening_hours.OpeningHours(text, timezone=zone, coords=place, auto_timezone=False)
    except opening_hours.ParserError:  # type: ignore[attr-defined] # its types lack it
        return "unknown"
    state, _ = rules.state(moment)
    if state == opening_hours.State.OPEN:
        return "open"
    return "closed" if state == opening_hours.State.CLOSED else "unknown"
