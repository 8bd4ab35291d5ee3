"""Scale bars: a round length, and how it is said."""

import math

__all__ = ["round_length", "say_length"]

STEPS = (5, 2, 1)


def round_length(room: float) -> float:
    """
    Find the longest round length that fits.

    Parameters
    ----------
    room
        What there is room for, in metres; above 0.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten, in metres.
    """
    tens = 10.0 ** math.floor(math.log10(room))
    return next(step * tens for step in STEPS if step * tens <= room)


def say_length(metres: float) -> str:
    """
    Say a length as it stands beside a scale bar.

    Parameters
    ----------
    metres
        The length.
    """
    return f"{metres / 1000:,.10g} km" if metres >= 1000 else f"{metres:.10g} m"
