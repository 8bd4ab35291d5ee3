"""The nearest services of a recipe's trips: asked together, kept by kind and trip."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from accessibility.analysis.nearest.nearest import nearest_services
from accessibility.analysis.questions import as_json
from accessibility.errors import InputError, UsageError
from accessibility.index.recipe.parts import Unreachable
from accessibility.index.run.network_keys import network_key

if TYPE_CHECKING:
    from accessibility.analysis.service_kinds import Kind
    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.stages import Stages
    from accessibility.network.network import Network
    from accessibility.places.points import Points
    from accessibility.progress import Progress

__all__ = ["Answers", "answer_trips", "kinds_of_trips"]

Answers = dict[tuple[str, str], pa.Table]
"""For each trip and kind what `nearest_services` found, a row for each origin and moment."""

MOST_ROWS = 10_000_000
"""So many rows of answers are made at a time."""

LEFT_OUT = ("from_id", "kind", "geometry")
"""Columns that are the same for all rows of an origin, or of a kind."""


def kinds_of_trips(recipe: "Recipe") -> dict[str, list[str]]:
    """
    List the kinds of services that each trip is asked for.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    dict
        Kinds by trip, in the order of the trips; also those that only give another trip its minutes
        where there is no way.
    """
    asked: dict[str, list[str]] = {trip: [] for trip in recipe.trips}
    for indicator in recipe.indicators.values():
        for trip in indicator.trips.values():
            needed = [trip]
            rule = recipe.trips[trip].unreachable
            if isinstance(rule, Unreachable):
                needed.append(rule.trip)
            for each in needed:
                if indicator.kind is not None and indicator.kind not in asked[each]:
                    asked[each].append(indicator.kind)
    return {trip: kinds for trip, kinds in asked.items() if kinds}


def answer_trips(
    recipe: "Recipe",
    network: "Network",
    origins: "Points",
    kinds: Mapping[str, "Kind"],
    stages: "Stages",
    progress: "Progress",
) -> tuple[Answers, list[str]]:
    """
    Find the nearest services for every trip, or take what an earlier run kept.

    Parameters
    ----------
    recipe
        The recipe.
    network
        The network.
    origins
        Where people set out.
    kinds
        Services by kind.
    stages
        Keep each trip and kind once it is found.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    answers : dict
        For each trip and kind a table.
    warnings : list of str
        What is to be known of them.

    Raises
    ------
    InputError
        If no origin joins the streets, or no service of a kind does: what could be found of other
        kinds is kept.
    """
    asking = _Asking(recipe, network, origins, kinds, progress)
    answers: Answers = {}
    for trip, wanted in kinds_of_trips(recipe).items():
        with stages.stage(f"nearest, {trip}") as stage:
            keys = {kind: asking.key(trip, kind) for kind in wanted}
            names = {kind: f"{trip}-{kind}" for kind in wanted}
            found = {kind: stages.find(names[kind], keys[kind]) for kind in wanted}
            missing = [kind for kind in wanted if found[kind] is None]
            stage.cached = not missing
            for kind, table in asking.ask(trip, missing):
                stages.keep(names[kind], keys[kind], table)
                found[kind] = table
            if missing and len(missing) < len(wanted):
                stage.name += f": {', '.join(missing)}"
            if asking.failed is not None:
                raise asking.failed
        answers |= {(trip, kind): table for kind, table in found.items() if table is not None}
    warnings = [
        warning
        for table in answers.values()
        for warning in (table.schema.metadata or {}).get(WARNINGS, b"").decode().splitlines()
    ]
    return answers, list(dict.fromkeys(warnings))


WARNINGS = b"warnings"
"""Under which an answer keeps its warnings."""


class _Asking:
    """Questions to a network."""

    def __init__(
        self,
        recipe: "Recipe",
        network: "Network",
        origins: "Points",
        kinds: Mapping[str, "Kind"],
        progress: "Progress",
    ) -> None:
        self.failed: InputError | UsageError | None = None
        self._recipe = recipe
        self._network = network
        self._origins = origins
        self._from = origins.fingerprint()
        self._kinds = kinds
        self._progress = progress

    def key(self, trip: str, kind: str) -> dict[str, Any]:
        """All that an answer depends on."""
        asked = self._recipe.question_of(trip)
        options = asked.pop("options")
        for name in ("when", "return_when"):
            asked[name] = [as_json(moment) for moment in asked[name] or ()]
        return {
            **network_key(self._network, options),
            "origins": self._from,
            "services": self._kinds[kind].points.fingerprint(),
            "travel": options.model_dump(mode="json"),
            **asked,
        }

    def ask(self, trip: str, kinds: Sequence[str]) -> Iterator[tuple[str, pa.Table]]:
        """Ask for kinds together, as many as memory holds."""
        rule = self._recipe.trips[trip]
        moments = max(len(rule.there), len(rule.back), 1) + 1
        size = max(1, MOST_ROWS // max(1, len(self._origins) * moments))
        for begin in range(0, len(kinds), size):
            yield from self._ask_some(trip, kinds[begin : begin + size])

    def _ask_some(self, trip: str, kinds: Sequence[str]) -> list[tuple[str, pa.Table]]:
        """Ask for kinds; if that fails one by one, so that only the faulty one is lost."""
        try:
            return self._ask(trip, kinds)
        except (InputError, UsageError) as error:
            self.failed = error
        if len(kinds) == 1:
            return []
        return [answer for kind in kinds for answer in self._ask_some(trip, [kind])]

    def _ask(self, trip: str, kinds: Sequence[str]) -> list[tuple[str, pa.Table]]:
        known = self._network.scenario
        scenario = None if known is None else known.digest  # it was applied when they were read
        found = nearest_services(
            self._network,
            self._origins,
            [replace(self._kinds[kind].as_services(scenario), kind=kind) for kind in kinds],
            **self._recipe.question_of(trip),
            progress=self._progress,
        )
        said = "\n".join(found.attrs["warnings"]).encode()
        found.attrs = {}
        answers = []
        for kind in kinds:
            rows = found[(found["kind"] == kind).to_numpy()].drop(columns=[*LEFT_OUT])
            table = pa.Table.from_pandas(rows.astype(_plain(rows)), preserve_index=False)
            answers.append((kind, table.replace_schema_metadata({WARNINGS: said})))
        return answers


def _plain(rows: Any) -> dict[str, str]:
    """Identifiers and names as text, so that what is kept is what was found."""
    names = [name for name in rows.columns if "id" in name.split("_") or "state" in name.split("_")]
    return dict.fromkeys([*names, *rows.select_dtypes("category").columns], "str")
