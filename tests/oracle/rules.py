"""Rules for changes from one trip to another: the rows of transfers.txt."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .gtfs import Row
from .timetable import Stop, Trip

# (from, to): what the two sides of a row name, and how specific that is; 1 is most specific
SPECIFICITY = {
    frozenset(("trip",)): 1,
    frozenset(("trip", "route")): 2,
    frozenset(("trip", "")): 3,
    frozenset(("route",)): 4,
    frozenset(("route", "")): 5,
    frozenset(("",)): 6,
}


@dataclass(frozen=True)
class Side:
    """What a row says of the trip that is left, or of the one that is boarded; "" for nothing."""

    stop: str
    route: str
    trip: str

    @property
    def named(self) -> str:
        """The most specific thing beside the stop."""
        return "trip" if self.trip else "route" if self.route else ""

    def fits(self, trip: Trip, stop: Stop) -> bool:
        """Whether every field that is filled in fits."""
        return (
            self.stop in ("", stop.id, stop.parent)
            and self.route in ("", trip.route)
            and self.trip in ("", trip.id)
        )


@dataclass(frozen=True)
class Rule:
    """A row of transfers.txt; `line` counts the rows of its file."""

    feed: str
    line: int
    type: int
    minimum: int
    left: Side
    boarded: Side

    def fits(self, trip_a: Trip, stop_a: Stop, trip_b: Trip, stop_b: Stop) -> bool:
        """Whether the row speaks of this change."""
        return (
            self.feed == trip_a.feed == trip_b.feed
            and self.left.fits(trip_a, stop_a)
            and self.boarded.fits(trip_b, stop_b)
        )

    def rank(self, stop_a: Stop, stop_b: Stop) -> tuple[int, int, int]:
        """Greater for the row that decides."""
        specificity = SPECIFICITY[frozenset((self.left.named, self.boarded.named))]
        stops_themselves = (self.left.stop == stop_a.id) + (self.boarded.stop == stop_b.id)
        return (-specificity, stops_themselves, self.line)

    def gap(self, walk_s: int, slack_s: int) -> int | None:
        """Seconds from arrival to the earliest departure that may be boarded, None for none."""
        if self.type == 3:
            return None
        return max(walk_s, self.minimum) if self.type == 2 else walk_s + slack_s


class Rules:
    """The rows of all feeds."""

    def __init__(self, rows: Iterable[Rule]) -> None:
        self.of_changes: defaultdict[tuple[str, str, str], list[Rule]] = defaultdict(list)
        self.together: set[tuple[str, str, str]] = set()  # (feed, trip, trip) of type 4
        self.apart: set[tuple[str, str, str]] = set()
        for row in rows:
            trips = (row.feed, row.left.trip, row.boarded.trip)
            if row.type in (4, 5):
                if all(trips):
                    (self.together if row.type == 4 else self.apart).add(trips)
            elif row.left.stop and row.boarded.stop:
                self.of_changes[row.feed, row.left.stop, row.boarded.stop].append(row)

    def of_stops(self, stop_a: Stop, stop_b: Stop) -> list[Rule]:
        """Rows whose stops fit a change between two stops, whatever the trips."""
        if stop_a.feed != stop_b.feed:
            return []
        pairs = {
            (stop_a.feed, a, b)
            for a in (stop_a.id, stop_a.parent)
            for b in (stop_b.id, stop_b.parent)
        }
        return [row for pair in pairs for row in self.of_changes.get(pair, ())]

    def rule(self, trip_a: Trip, stop_a: Stop, trip_b: Trip, stop_b: Stop) -> Rule | None:
        """The row that decides on a change, None where no row applies."""
        fitting = [
            row for row in self.of_stops(stop_a, stop_b) if row.fits(trip_a, stop_a, trip_b, stop_b)
        ]
        return max(fitting, key=lambda row: row.rank(stop_a, stop_b), default=None)

    def gap(
        self, left: tuple[Trip, Stop], boarded: tuple[Trip, Stop], walk_s: int, slack_s: int
    ) -> int | None:
        """Seconds from arrival to the earliest departure, by a row or as usual; None for none."""
        rule = self.rule(*left, *boarded)
        return rule.gap(walk_s, slack_s) if rule else walk_s + slack_s


def read_rule(feed: str, line: int, row: Row) -> Rule | None:
    """What a row says, None for a type that nobody knows."""
    kind = row.get("transfer_type") or "0"
    if kind not in ("0", "1", "2", "3", "4", "5"):
        return None
    left, boarded = (
        Side(*(row.get(f"{side}_{what}_id", "") for what in ("stop", "route", "trip")))
        for side in ("from", "to")
    )
    return Rule(feed, line, int(kind), int(row.get("min_transfer_time") or 0), left, boarded)
