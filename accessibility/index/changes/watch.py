"""Runs of an index whenever new timetables arrive."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from accessibility.errors import AccessibilityError, InputError, Interrupted
from accessibility.files import output_errors, write_json
from accessibility.index.changes.deliveries import SETTLED, Delivery, deliveries_in
from accessibility.index.changes.history import append_run
from accessibility.index.changes.swapped_networks import join_network, network_of
from accessibility.index.recipe.recipes import parse_recipe
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.lock import locked
from accessibility.network.calendar import best_served_date, feed_validity
from accessibility.progress import Progress, Silent
from accessibility.results.index import IndexResult

if TYPE_CHECKING:
    from accessibility.index.recipe.recipe import Recipe
    from accessibility.network.network import Network

__all__ = ["Watched", "watch_folder"]

SEEN: Final = "watched.json"
"""What arrived and what became of it, in the output folder."""
LOCK: Final = ".watch.lock"
HISTORY: Final = "history.parquet"


class Watched(NamedTuple):
    """
    What a look at the folder came to.

    Parameters
    ----------
    finished
        Folders of the runs that were made.
    failed
        Deliveries that could not be used, and why.
    waiting
        Why others were left for the next time.
    """

    finished: list[Path]
    failed: list[tuple[str, str]]
    waiting: list[str]


def watch_folder(
    folder: str | Path,
    like: "IndexResult | str | Path",
    output: str | Path,
    *,
    feeds: Sequence[str | Path] = (),
    day: date | None = None,
    settled: float = SETTLED,
    progress: Progress | None = None,
) -> Watched:
    """
    Look once for timetables that arrived, and run the index with each that is new.

    Everything else is as in an earlier run: recipe, streets, areas, origins, services. A delivery
    that fails is told and not tried again until it changes; others go on.

    Parameters
    ----------
    folder
        Where timetables arrive; see `accessibility.index.changes.deliveries.deliveries_in`.
    like
        The earlier run, or its folder.
    output
        Folder for a folder of each run, named as the delivery; for ``history.parquet``, to which
        each run is added; and for ``watched.json``, which remembers what was used.
    feeds
        Further feeds that each run uses, which do not arrive here; default none.
    day
        The day of the runs; default that of the recipe where all feeds cover it, else the day of
        the same weekday on which most trips run.
    settled
        Seconds that files must have lain unchanged; default 60.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    Watched
        What was done, what failed, and what waits.

    Raises
    ------
    InputError
        If the folder or the earlier run is none.
    OutputError
        If another look is still at work, or something cannot be written.
    Interrupted
        If the progress cancelled; finished runs and stages stay.
    """
    output = Path(output)
    like = like if isinstance(like, IndexResult) else IndexResult.open(like)
    inputs = _inputs_of(like)
    with output_errors(output):
        output.mkdir(parents=True, exist_ok=True)
    found = Watched([], [], [])
    refusal = f"{output}: another look for timetables is still at work. Let it finish."
    with locked(output / LOCK, refusal):
        seen = _seen(output)
        for delivery in deliveries_in(folder, settled=settled):
            known = seen.get(delivery.name)
            if delivery.waiting:
                found.waiting.append(delivery.waiting)
                continue
            if known is not None and known["key"] == delivery.key:
                continue
            run = _Run(delivery, like, inputs, output, [Path(feed) for feed in feeds], day)
            try:
                made = run.make(_last(seen, output), progress or Silent())
            except Interrupted:
                raise
            except AccessibilityError as error:
                found.failed.append((delivery.name, str(error)))
                seen[delivery.name] = {"key": delivery.key, "failed": str(error)}
            else:
                found.finished.append(made.folder)
                seen[delivery.name] = {"key": delivery.key, "run": made.folder.name}
                append_run(made, output / HISTORY)
            write_json(output / SEEN, seen)
    return found


class _Run(NamedTuple):
    """A run with timetables that arrived."""

    delivery: Delivery
    like: IndexResult
    inputs: IndexInputs
    output: Path
    feeds: list[Path]
    day: date | None

    def make(self, previous: Path | None, progress: Progress) -> IndexResult:
        """Build the network, run the index, and write its page beside it."""
        path = self.output / "networks" / f"{self.delivery.name}.network"
        with output_errors(path):
            path.parent.mkdir(exist_ok=True)
        feeds = [*self.delivery.feeds, *self.feeds]
        network = join_network(network_of(self.like), feeds, path, progress)
        told = self.like.provenance["recipe"]
        recipe = parse_recipe(told["text"], Path(f"{told['name']}.toml"))
        recipe = recipe.on(self.day or _day(recipe, network))
        inputs = replace(self.inputs, network=path)
        return run_index(
            recipe, inputs, self.output / self.delivery.name, progress=progress, previous=previous
        )


def _day(recipe: "Recipe", network: "Network") -> date | None:
    """The recipe's day, or where some feed does not cover it one of the same weekday."""
    if recipe.timetables is None:
        return None
    wanted = recipe.timetables.date
    valid = [each for each in feed_validity(network.timetable) if each is not None]
    if valid and all(each.first_date <= wanted <= each.last_date for each in valid):
        return wanted
    return best_served_date(network.timetable, wanted.weekday())


def _inputs_of(result: IndexResult) -> IndexInputs:
    told = (result.provenance.get("side") or {}).get("inputs")
    if not told or result.provenance["inputs"].get("network") is None:
        problem = "was not made from a network, so that timetables change nothing in it"
        raise InputError.at(result.folder, problem, "Give a run that was.")
    return IndexInputs.from_json(told)


def _seen(output: Path) -> dict[str, Any]:
    path = output / SEEN
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "Remove it: everything that lies in the folder is run again."
        raise InputError.at(path, f"cannot be read ({error})", remedy) from error
    known: dict[str, Any] = content
    return known


def _last(seen: dict[str, Any], output: Path) -> Path | None:
    """The newest run before, which a new one is set against."""
    runs = [output / each["run"] for each in seen.values() if "run" in each]
    return next((run for run in reversed(runs) if run.is_dir()), None)
