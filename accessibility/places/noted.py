"""Points that were made, not given, with what there is to say about how."""

from dataclasses import dataclass, field

from accessibility.places.points import Points

__all__ = ["NotedPoints"]


@dataclass(frozen=True, eq=False)
class NotedPoints(Points):
    """
    Points, and how they came about.

    Parameters
    ----------
    notes
        What was counted, left out or lost, as sentences.
    """

    notes: list[str] = field(default_factory=list)
