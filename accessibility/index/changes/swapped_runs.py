"""Runs of an index with some inputs as they were and others as they are."""

import logging
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from accessibility import __version__
from accessibility.errors import InputError
from accessibility.index.changes.compare import AREA_TABLE, CAUSES
from accessibility.index.changes.series import recipe_of
from accessibility.index.changes.swapped_networks import (
    feeds_of,
    files_of,
    join_network,
    network_of,
    streets_of,
)
from accessibility.index.recipe.recipes import parse_recipe
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.network.network import Network
from accessibility.places.from_text import points_from_text
from accessibility.places.points import Points
from accessibility.progress import Progress, Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pandas import DataFrame

    from accessibility.index.changes.shapley import Side
    from accessibility.index.recipe.recipe import Recipe
    from accessibility.results.index import IndexResult

__all__ = ["SwappedRuns"]

logger = logging.getLogger("accessibility")

TIMETABLE, STREETS, SERVICES, WEIGHTS = CAUSES


class SwappedRuns:
    """
    Runs an index with each input from one of two runs.

    Weights that a factor analysis found are those of the older run in all of them. Combinations
    that are the two runs themselves are taken from their folders, unless weights are frozen or
    another version of the program wrote them.

    Parameters
    ----------
    old, new
        The runs, whose inputs must still be where they lay.
    work
        Folder for networks and runs; what is there of the same inputs is not made again.
    progress
        Hears how far the work is and may cancel it.

    Raises
    ------
    InputError
        If a run was not made from a network, or from files.
    """

    def __init__(
        self,
        old: "IndexResult",
        new: "IndexResult",
        work: Path,
        progress: Progress | None = None,
    ) -> None:
        self._runs: Final[dict[Side, IndexResult]] = {"old": old, "new": new}
        self._work = work
        self._progress = progress or Silent()
        self._inputs = {side: _inputs_of(run) for side, run in self._runs.items()}
        self.differing: Final = tuple(self._differing())

    def _differing(self) -> list[str]:
        """Causes that differ: what has equal hashes cannot have changed anything."""
        old, new = (self._runs[side].provenance["inputs"] for side in ("old", "new"))
        runs = self._runs["old"], self._runs["new"]
        days = [recipe_of(run).get("timetables") for run in runs]
        feeds = [feeds_of(run) for run in runs]
        # One network of two keys: a scenario changed its timetables.
        scenario = old["network_path"] == new["network_path"] and old["network"] != new["network"]
        same = {
            TIMETABLE: feeds[0] == feeds[1] and days[0] == days[1] and not scenario,
            STREETS: streets_of(runs[0]) == streets_of(runs[1]) and self._same_options(),
            SERVICES: old["services"] == new["services"],
            WEIGHTS: all(_hash(old[name]) == _hash(new[name]) for name in ("origins", "areas")),
            AREA_TABLE: _hash(old.get("area_table")) == _hash(new.get("area_table")),
        }
        return [cause for cause, equal in same.items() if not equal]

    def _same_options(self) -> bool:
        """Whether streets of the same extract were read in the same way."""
        told = [run.provenance["inputs"] for run in self._runs.values()]
        if any(told[0][name] == told[1][name] for name in ("network", "network_path")):
            return True
        options = [network_of(run).manifest["options"] for run in self._runs.values()]
        return bool(options[0] == options[1])

    def __call__(self, sides: "Mapping[str, Side]") -> "DataFrame":
        """
        Give the areas of a combination.

        Parameters
        ----------
        sides
            For each cause that differs, whose input is used.

        Returns
        -------
        DataFrame
            The areas of that run.
        """
        whole = set(sides.values()) or {"old"}
        if len(whole) == 1:
            (side,) = whole
            if self._stands(side):
                return self._runs[side].areas
        name = "_".join(f"{cause}-{side}" for cause, side in sides.items()) or "old"
        recipe, inputs = self._recipe(sides.get(TIMETABLE, "old")), self._joined(sides)
        with _quiet():
            result = run_index(recipe, inputs, self._work / name, progress=self._progress)
        return result.areas

    def _stands(self, side: "Side") -> bool:
        """Whether the run of a side is what would come out now."""
        run = self._runs[side]
        frozen = side == "new" and bool(run.provenance.get("factors"))
        return not frozen and run.provenance["product"] == f"access-to-services {__version__}"

    def _recipe(self, day: "Side") -> "Recipe":
        """The recipe with the day of a run, and with the weights of the older one."""
        told = self._runs[day].provenance["recipe"]
        recipe = parse_recipe(told["text"], Path(f"{told['name']}.toml"))
        factors = self._runs["old"].provenance.get("factors") or {}
        frozen = {
            name: each.model_copy(
                update={"weights": dict(factors[name]["weights"]), "indicators": ()}
            )
            if name in factors
            else each
            for name, each in recipe.subdomains.items()
        }
        return recipe.model_copy(update={"subdomains": frozen}) if factors else recipe

    def _joined(self, sides: "Mapping[str, Side]") -> IndexInputs:
        places, table = (sides.get(cause, "old") for cause in (WEIGHTS, AREA_TABLE))
        network = self._network(sides.get(TIMETABLE, "old"), sides.get(STREETS, "old"))
        return replace(
            self._inputs[places],
            network=network,
            origins=self._origins(places),
            services=_services_of(self._runs[sides.get(SERVICES, "old")]),
            area_table=self._inputs[table].area_table,
            origins_output="none",
        )

    def _network(self, timetable: "Side", streets: "Side") -> Network:
        if feeds_of(self._runs["old"]) == feeds_of(self._runs["new"]):
            return network_of(self._runs[streets])
        if timetable == streets or STREETS not in self.differing:
            return network_of(self._runs[timetable])
        feeds = [path for path, _ in files_of(network_of(self._runs[timetable]), "gtfs")]
        path = self._work / f"{timetable}-timetable-{streets}-streets.network"
        path.parent.mkdir(parents=True, exist_ok=True)
        network = join_network(network_of(self._runs[streets]), feeds, path, self._progress)
        used = sorted(e["sha256"] for e in network.manifest["inputs"] if e["kind"] == "gtfs")
        if used != feeds_of(self._runs[timetable]):
            problem = f"are no longer what {self._runs[timetable].folder} was made from"
            remedy = "Bring the feeds of that time back."
            raise InputError.at(", ".join(map(str, feeds)), problem, remedy)
        return network

    def _origins(self, side: "Side") -> Any:
        """Origins of a run; those that are made of an extract are made of its own."""
        source: Any = self._inputs[side].origins
        if isinstance(source, str):
            made = points_from_text(source, network_of(self._runs[side]), self._progress)
            return source if made is None else made
        return source


@contextmanager
def _quiet() -> "Iterator[None]":
    """Keep warnings back: they are those of the two runs, over and over."""
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _inputs_of(result: "IndexResult") -> IndexInputs:
    provenance = result.provenance
    told = (provenance.get("side") or {}).get("inputs")
    if not told or provenance["inputs"].get("network") is None:
        problem = "was not made from a network, so that no part of it can be swapped"
        raise InputError.at(result.folder, problem, "Compare it without a split (--no-split).")
    return IndexInputs.from_json(told)


def _services_of(result: "IndexResult") -> dict[str, Points]:
    """The services that a run used, wherever they came from."""
    kinds = {}
    for kind, table in result.services.groupby("kind", sort=False):
        places: Any = table.geometry
        lon, lat = places.x.to_numpy(float), places.y.to_numpy(float)
        kinds[str(kind)] = Points(pa.array(table["id"].astype(str), pa.string()), lon, lat)
    return kinds


def _hash(told: object) -> object:
    return told.get("sha256") if isinstance(told, dict) else told
