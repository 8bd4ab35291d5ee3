"""From the times of origins to the tables of a run: by area, by indicator, by service."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.index.run.trip_times import TripTimes, times_of
from accessibility.index.scores.area_means import area_means
from accessibility.results.nearest import MISSING, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pandas import DataFrame, Series

    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.edges import Edges
    from accessibility.index.run.read_inputs import ReadInputs
    from accessibility.index.run.trip_answers import Answers

__all__ = ["Assigned", "OriginTimes", "add_reasons", "area_columns", "indicator_rows"]

LOST = STATES[MISSING:]


@dataclass(frozen=True, eq=False)
class Assigned:
    """
    Origins that lie in an area, and who stands for them.

    Parameters
    ----------
    rows
        Which of the origins these are.
    area
        The area of each.
    searched
        For each the number of the point that stands for it in the answers.
    """

    rows: "NDArray[np.int64]"
    area: "NDArray[np.object_]"
    searched: "NDArray[np.int64]"


class OriginTimes:
    """
    Times of all trips for every origin in an area.

    Parameters
    ----------
    recipe
        The recipe.
    read
        The inputs.
    assigned
        The origins in areas.
    answers
        What was found from the points that stand for them.
    """

    def __init__(
        self, recipe: "Recipe", read: "ReadInputs", assigned: Assigned, answers: "Answers"
    ) -> None:
        self.recipe, self.read, self.assigned, self.answers = recipe, read, assigned, answers
        self._known: dict[tuple[str, str], TripTimes] = {}

    def ways(self) -> "Iterator[tuple[str, str, str, str]]":
        """Indicators with times: name, way, trip and kind of service."""
        for name, indicator in self.recipe.indicators.items():
            for way, trip in indicator.trips.items():
                yield name, way, trip, str(indicator.kind)

    def of(self, trip: str, kind: str) -> TripTimes:
        """
        Give the times of a trip.

        Parameters
        ----------
        trip
            The trip.
        kind
            The kind of service.

        Returns
        -------
        TripTimes
            Those of the points that stand for the origins.
        """
        if (trip, kind) not in self._known:
            self._known[trip, kind] = times_of(self.recipe, self.answers, trip, kind)
        return self._known[trip, kind]

    def table(self, name: str, trip: str, kind: str) -> "DataFrame":
        """
        Make a row for each origin in an area.

        Parameters
        ----------
        name
            The indicator.
        trip
            The trip.
        kind
            The kind of service.

        Returns
        -------
        DataFrame
            ``area``, ``minutes``, ``state``, ``service`` and ``weight``.
        """
        from pandas import DataFrame  # noqa: PLC0415 - slow to import

        times, at = self.of(trip, kind), self.assigned.searched
        return DataFrame(
            {
                "area": self.assigned.area,
                "minutes": times.minutes[at],
                "state": times.state[at],
                "service": times.service[at],
                "weight": self.weights(self.recipe.indicators[name].origin_weight),
            }
        )

    def weights(self, column: str | None = None) -> "NDArray[np.float64]":
        """
        Give what each origin in an area counts.

        Parameters
        ----------
        column
            Column of weights; default that of the recipe's origins, else each counts once.

        Returns
        -------
        array of float
            The weights.
        """
        rule = self.recipe.origins
        column = column or (rule.weight if rule is not None else None)
        if column is None:
            return np.ones(len(self.assigned.rows))
        weights: NDArray[np.float64] = self.read.origins.weights[column].to_numpy(dtype=float)
        return weights[self.assigned.rows]

    def service_counts(self) -> "DataFrame":
        """
        Count the origins that have each service as their nearest.

        Returns
        -------
        DataFrame
            ``kind``, ``id``, ``name``, ``origins`` (0 for a service without catchment), ``lon`` and
            ``lat``; an origin counts once, on whichever trip.
        """
        from pandas import DataFrame, Series, concat  # noqa: PLC0415 - slow to import

        parts = []
        for kind, services in self.read.kinds.items():
            trips = dict.fromkeys(trip for _, _, trip, each in self.ways() if each == kind)
            found = [
                DataFrame({"id": self.of(trip, kind).service[self.assigned.searched]})
                for trip in trips
            ]
            pairs = concat(found).dropna().reset_index().drop_duplicates()
            ids = Series([str(each) for each in services.points.ids.to_pylist()])
            counts = pairs["id"].value_counts().reindex(ids, fill_value=0)
            columns = {
                "kind": kind,
                "id": ids,
                "name": services.names.to_pylist(),
                "origins": counts.to_numpy(dtype=np.int64),
                "lon": services.points.lon,
                "lat": services.points.lat,
            }
            parts.append(DataFrame(columns))
        empty = DataFrame({"kind": [], "id": [], "name": [], "origins": [], "lon": [], "lat": []})
        return concat(parts, ignore_index=True) if parts else empty


def area_columns(times: OriginTimes, edges: "Edges") -> "tuple[DataFrame, DataFrame]":
    """
    Average the times of origins by area.

    Parameters
    ----------
    times
        Times of all trips.
    edges
        The edge of the data, as seen from the points that stand for origins.

    Returns
    -------
    columns : DataFrame
        By area, for each indicator and way: ``{indicator}_{way}`` with the mean minutes, its
        ``_coverage``, and the shares of weight that are ``_capped`` and ``_missing``;
        ``n_origins``, ``weight``, and ``edge``.
    reasons : DataFrame
        By area and the same names why there is no mean.
    """
    from pandas import DataFrame, Index, Series  # noqa: PLC0415 - slow to import

    areas = Index(times.read.area_ids, name=times.recipe.areas.id_column)
    assigned = times.assigned
    columns: dict[str, Series] = {}
    reasons: dict[str, Series] = {}
    near_edge = np.zeros(len(assigned.rows), bool)
    for name, way, trip, kind in times.ways():
        column, table = f"{name}_{way}", times.table(name, trip, kind)
        means = area_means(
            table,
            "area",
            "minutes",
            weight="weight",
            state="state",
            areas=areas,
            min_coverage=times.recipe.areas.min_coverage,
        )
        columns[column] = means["minutes"]
        columns[f"{column}_coverage"] = means["coverage"]
        for what, states in (("capped", ("capped", "unreachable")), ("missing", LOST)):
            part = table["weight"].where(table["state"].isin(states), 0.0)
            sums = DataFrame({"part": part, "all": table["weight"]}).groupby(table["area"]).sum()
            columns[f"{column}_{what}"] = (sums["part"] / sums["all"]).reindex(areas)
        reasons[column] = means["reason"]
        beyond = edges.beyond(times.read.kinds[kind].points, times.of(trip, kind).service)
        near_edge |= beyond[assigned.searched]
    origins = DataFrame({"weight": times.weights(), "edge": near_edge})
    by_area = origins.groupby(Series(assigned.area, dtype=object))
    columns["n_origins"] = by_area.size().reindex(areas, fill_value=0)
    columns["weight"] = by_area["weight"].sum().reindex(areas, fill_value=0.0)
    columns["edge"] = by_area["edge"].any().reindex(areas, fill_value=False)
    return DataFrame(columns, index=areas), DataFrame(reasons, index=areas)


def add_reasons(areas: "DataFrame", reasons: "DataFrame") -> "Series":
    """
    Say more of why areas have no rank.

    Parameters
    ----------
    areas
        Areas with ``reason``, empty for those that have a rank.
    reasons
        Why means are missing, a column for each.

    Returns
    -------
    Series
        The reasons, with what is behind them.
    """
    said = areas["reason"].copy()
    for area in said.index[said != ""]:
        behind: dict[str, None] = dict.fromkeys(
            f"{column.rsplit('_', 1)[-1]}: {why}" if why != "no origins" else why
            for column, why in reasons.loc[area].items()
            if why
        )
        if "no origins" in behind:
            said[area] = "no origins"
        elif behind:
            what = "no value: all times" if (reasons.loc[area] != "").all() else said[area]
            said[area] = f"{what} ({'; '.join(behind)})"
    return said


def indicator_rows(times: OriginTimes) -> "DataFrame":
    """
    Count what became of origins, by indicator and way.

    Parameters
    ----------
    times
        Times of all trips.

    Returns
    -------
    DataFrame
        ``indicator``, ``way``, ``kind``, ``services``, ``origins``; how many of these are in each
        state (`STATES`), and their weights, as ``reached_weight``; ``median_minutes`` and
        ``p90_minutes`` over the origins that have a time.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    rows: list[dict[str, Any]] = []
    for name, way, trip, kind in times.ways():
        table = times.table(name, trip, kind)
        line: dict[str, Any] = {"indicator": name, "way": way, "kind": kind}
        line |= {"services": len(times.read.kinds[kind].points), "origins": len(table)}
        counts = table["state"].value_counts()
        weights = table.groupby("state")["weight"].sum()
        line |= {state: int(counts.get(state, 0)) for state in STATES}
        line |= {f"{state}_weight": float(weights.get(state, 0.0)) for state in STATES}
        known = table["minutes"].dropna().to_numpy()
        for label, part in (("median", 50), ("p90", 90)):
            line[f"{label}_minutes"] = np.percentile(known, part) if len(known) else np.nan
        rows.append(line)
    return DataFrame(rows)
