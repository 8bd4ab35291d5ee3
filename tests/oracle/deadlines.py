"""Latest departures for a deadline: the rounds of `search` from the end to the beginning.

Here what is known of each run is up to which call one must have boarded it: before call `p` means
that whoever boards at an earlier one can be at the destination in time. Nothing is turned round:
times, rules and slack are those of the day as it runs.
"""

import numpy as np

from .search import ON_BOARD, Search
from .service import NEVER, Flags, Numbers


class Deadline:
    """What of a search leads to one destination by one deadline."""

    def __init__(self, search: Search, latest: Numbers) -> None:
        """Look at what is of use.

        Parameters
        ----------
        latest
            Second until which one may alight and still be in time, by the mode of the vehicle that
            is left and stop; -NEVER for none.
        """
        self.search = search
        runs, alight = search.runs, search.alight
        self.in_time: Flags = np.zeros(len(alight.run), np.bool_)
        if runs.modes:
            self.in_time = alight.second <= latest[runs.mode[alight.vehicle], alight.stop]

    def boardings(self) -> Numbers:
        """Latest departure of a first ride that is of use, by mode boarded and stop, or -NEVER."""
        search, runs = self.search, self.search.runs
        best = np.full((len(runs.modes), search.n_stops), -NEVER, np.int64)
        if search.max_rides < 1 or not runs.modes:
            return best
        before = self.until(self.in_time)
        for _ in range(1, search.max_rides):
            more = self.until(self.in_time | self.leads_to(before))
            if np.array_equal(more, before):
                break
            before = more
        calls = runs.boarding & (runs.position < before[runs.run])
        np.maximum.at(best, (runs.mode[runs.run[calls]], runs.stop[calls]), runs.departure[calls])
        return best

    def until(self, useful: Flags) -> Numbers:
        """Call of each run before which one must have boarded, given which alightings are of use.

        `ON_BOARD` where none is: nobody has boarded before that.
        """
        runs, alight = self.search.runs, self.search.alight
        before = np.full(self.search.n_runs, ON_BOARD, np.int64)
        np.maximum.at(before, alight.run[useful], alight.before[useful])
        while True:
            stays = before[runs.stay_to] > ON_BOARD
            new = before.copy()
            np.maximum.at(new, runs.stay_from[stays], runs.last[runs.stay_from[stays]])
            if np.array_equal(new, before):
                return before
            before = new

    def leads_to(self, before: Numbers) -> Flags:
        """Alightings from which one can change to a run at a call that is early enough."""
        search, runs, alight = self.search, self.search.runs, self.search.alight
        calls = runs.boarding & (runs.position < before[runs.run])
        board = np.full(search.n_stops, -NEVER, np.int64)
        np.maximum.at(board, runs.stop[calls], runs.departure[calls] - search.slack_s)
        leave = np.full(search.n_stops, -NEVER, np.int64)
        free = search.free
        np.maximum.at(leave, free.from_stop, board[free.to_stop] - free.seconds)
        useful = alight.second <= leave[alight.stop]
        useful[search.ruled_from[calls[search.ruled_to]]] = True
        return useful
