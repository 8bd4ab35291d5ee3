"""What must hold between the tables of a recipe."""

import re
from collections.abc import Iterable, Iterator

from accessibility.errors import AccessibilityError
from accessibility.index.recipe.faults import Fault, nearest
from accessibility.index.recipe.lines import KeyPath
from accessibility.index.recipe.parts import Indicator, SubDomain, Trip, Unreachable
from accessibility.index.recipe.recipe import Recipe, covers, read_moment
from accessibility.index.scores.factor import FEWEST_INDICATORS
from accessibility.index.scores.weights import normalised_weights
from accessibility.options import TravelOptions

__all__ = ["check_recipe"]


def check_recipe(recipe: Recipe) -> list[Fault]:
    """
    Find contradictions.

    Parameters
    ----------
    recipe
        A recipe whose tables are sound each by itself.

    Returns
    -------
    list of Fault
        Names that lead nowhere, weights that do not add up, moments and options that cannot be
        meant; empty if there is nothing wrong.
    """
    return [
        *_areas(recipe),
        *_travel(recipe),
        *(fault for name in recipe.trips for fault in _trip(recipe, name)),
        *_share(recipe),
        *(fault for name in recipe.indicators for fault in _indicator(recipe, name)),
        *(fault for name in recipe.subdomains for fault in _subdomain(recipe, name)),
        *_domain(recipe),
        *_overall(recipe),
        *_columns(recipe),
        *_sources(recipe),
    ]


def _unknown(path: KeyPath, name: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    names = list(known)
    if name not in names:
        yield Fault(path, f"is {what}", nearest(name, names), name)


def _areas(recipe: Recipe) -> Iterator[Fault]:
    pattern = recipe.areas.id_pattern
    try:
        re.compile(pattern or "")
    except re.error as error:
        problem = f"is no regular expression ({error})"
        remedy = "Write it between single quotes, as '^W01[0-9]{6}$'."
        yield Fault(("areas", "id_pattern"), problem, remedy, pattern)


_NO_OPTION = re.compile(r'There is no option "\w+": (did you mean \w+\?)')


def _travel(recipe: Recipe) -> Iterator[Fault]:
    for name, table in recipe.travel.items():
        try:
            TravelOptions(**table)
        except AccessibilityError as error:
            for said in str(error).split("; "):
                named = [key for key in table if re.search(rf"\b{re.escape(key)}\b", said)]
                rest = said.removeprefix(f"{named[0]}: ") if named else said
                remedy = "The page Options of the documentation lists what can be said."
                unknown = _NO_OPTION.fullmatch(rest)
                if unknown is not None:
                    rest = "is no option of travellers"
                    remedy = f"{unknown[1].capitalize()} {remedy}"
                yield Fault(("travel", name, *named[:1]), rest, remedy)


def _trip(recipe: Recipe, name: str) -> Iterator[Fault]:
    trip, path = recipe.trips[name], ("trips", name)
    faults = [
        *_unknown((*path, "travel"), trip.travel, recipe.travel, "no table of travel options"),
        *_moments(recipe, path, trip),
        *_ways(path, trip),
    ]
    if isinstance(trip.unreachable, Unreachable):
        others = [other for other in recipe.trips if other != name]
        place = (*path, "unreachable", "trip")
        faults += _unknown(place, trip.unreachable.trip, others, "no other trip")
    yield from faults
    if not faults and not any(_travel(recipe)):
        yield from _question(recipe, name)


def _moments(recipe: Recipe, path: KeyPath, trip: Trip) -> Iterator[Fault]:
    for way, texts in (("there", trip.there), ("back", trip.back)):
        for number, text in enumerate(texts):
            try:
                read_moment(text)
            except ValueError:
                problem = "is no moment"
                remedy = 'Write "arrive 09:00" or "depart 17:30".'
                yield Fault((*path, way, number), problem, remedy, text)
    if (trip.there or trip.back) and recipe.timetables is None:
        remedy = "Say the day: [timetables] with date = 2019-03-12."
        yield Fault((*path, "there" if trip.there else "back"), "have no day", remedy)


def _ways(path: KeyPath, trip: Trip) -> Iterator[Fault]:
    both = trip.counts in {"there_and_back", "mean_of_both"}
    if both != bool(trip.back):
        problem = "needs moments back" if both else "leaves out the way back"
        remedy = 'Give back = ["depart 12:00"].' if both else 'Count "there_and_back".'
        yield Fault((*path, "counts"), problem, remedy, trip.counts)
    if trip.pairing == "position" and len(trip.there) != len(trip.back):
        problem = f"pairs {len(trip.there)} moments there with {len(trip.back)} back"
        remedy = 'Give as many, or pair by "means".'
        yield Fault((*path, "pairing"), problem, remedy, trip.pairing)


def _question(recipe: Recipe, name: str) -> Iterator[Fault]:
    """Ask as the run will, so that what it would refuse is refused here."""
    from accessibility.analysis.nearest.question import NearestQuestion  # noqa: PLC0415 - slow

    try:
        NearestQuestion.of(k=1, **recipe.question_of(name))
    except AccessibilityError as error:
        option, _, rest = str(error).partition(": ")
        keys = {"when": "there", "return_when": "back", "percentiles": "percentile"}
        key = keys.get(option, option)
        is_key = key in type(recipe.trips[name]).model_fields
        said = rest if is_key else str(error)
        path = ("trips", name, *((key,) if is_key else ()))
        remedy = "Change the trip, or the travel options that it names."
        yield Fault(path, f"cannot be asked: {said.rstrip('.')}", remedy)


def _share(recipe: Recipe) -> Iterator[Fault]:
    rule = recipe.private_share
    combined = [name for name, each in recipe.indicators.items() if len(each.trips) > 1]
    if combined and rule is None:
        remedy = "Add [private_share] with column, cars and adults, or constant."
        problem = "combines private and public times, but there is no private share"
        yield Fault(("indicators", combined[0]), problem, remedy)
    if rule is None:
        return
    ways = [rule.column is not None, rule.constant is not None]
    counted = [rule.cars is not None, rule.adults is not None]
    if sum(ways) + any(counted) != 1 or any(counted) != all(counted):
        problem = "says it in several ways, or in none"
        yield Fault(("private_share",), problem, "Give column, or constant, or cars and adults.")


def _indicator(recipe: Recipe, name: str) -> Iterator[Fault]:
    indicator, path = recipe.indicators[name], ("indicators", name)
    for way, trip in indicator.trips.items():
        yield from _unknown((*path, way), trip, recipe.trips, "no trip")
    yield from _either(path, indicator)
    if not any(name in each.names for each in recipe.subdomains.values()):
        yield Fault(path, "is in no sub-domain", "Give it a weight, or leave it out.")


def _either(path: KeyPath, indicator: Indicator) -> Iterator[Fault]:
    if indicator.column is None and (indicator.kind is None or not indicator.trips):
        problem = "says neither where its times come from nor which column holds them"
        yield Fault(path, problem, "Give kind and private or public, or column.")
    if indicator.column is not None and (indicator.kind is not None or indicator.trips):
        problem = "is ready, so that kind and trips have no effect"
        yield Fault((*path, "column"), problem, "Leave them out, or the column.", indicator.column)


def _subdomain(recipe: Recipe, name: str) -> Iterator[Fault]:
    each, path = recipe.subdomains[name], ("subdomains", name)
    if each.weights == "factor":
        for number, indicator in enumerate(each.indicators):
            place = (*path, "indicators", number)
            yield from _unknown(place, indicator, recipe.indicators, "no indicator")
        if len(set(each.indicators)) < FEWEST_INDICATORS:
            problem = f"needs {FEWEST_INDICATORS} indicators, and has {len(set(each.indicators))}"
            remedy = "List them under indicators, or give weights."
            yield Fault((*path, "weights"), problem, remedy, each.weights)
        return
    for key in each.weights:
        yield from _unknown((*path, "weights", key), key, recipe.indicators, "no indicator")
    yield from _fixed(path, each)
    yield from _sum((*path, "weights"), each.weights, each.weights_of)


def _fixed(path: KeyPath, each: SubDomain) -> Iterator[Fault]:
    if each.indicators:
        problem = "has no effect beside weights by name"
        yield Fault((*path, "indicators"), problem, 'Leave it out, or write weights = "factor".')
    if each.allow:
        problem = "has no effect without a factor analysis"
        yield Fault((*path, "allow"), problem, 'Leave it out, or write weights = "factor".')


def _sum(path: KeyPath, weights: dict[str, float], total: float | None) -> Iterator[Fault]:
    try:
        normalised_weights(weights, total=total, label="")
    except AccessibilityError as error:
        problem = str(error).removeprefix(": ").split(". ", 1)[0]
        remedy = "Mend the one that is wrong, or say of what they are parts: weights_of = 90."
        yield Fault(path, problem, remedy)


def _domain(recipe: Recipe) -> Iterator[Fault]:
    path = ("domain", "weights")
    for name in recipe.domain.weights:
        yield from _unknown((*path, name), name, recipe.subdomains, "no sub-domain")
    for name in recipe.subdomains:
        if name not in recipe.domain.weights:
            yield Fault(("subdomains", name), "has no weight in the domain", "Give it one.")
    yield from _sum(path, recipe.domain.weights, recipe.domain.weights_of)


def _overall(recipe: Recipe) -> Iterator[Fault]:
    overall = recipe.overall
    if overall is not None:
        yield from _unknown(("overall", "domain"), overall.domain, overall.weights, "no domain")
        yield from _sum(("overall", "weights"), overall.weights, overall.weights_of)


def _columns(recipe: Recipe) -> Iterator[Fault]:
    """Every name heads columns of the answer, which must differ, also in capital letters."""
    heads: list[tuple[KeyPath, list[str]]] = [((), ["reason", "private_share"])]
    for name, indicator in recipe.indicators.items():
        of = [each.transform for each in recipe.subdomains.values() if name in each.names]
        endings = ["", "_rank", *(f"_{part}" for part in dict.fromkeys([*of, *indicator.trips]))]
        heads.append((("indicators", name), [name + ending for ending in endings]))
    of_subdomains = ["_score", "_rank", f"_{recipe.domain.transform}"]
    heads += [
        (("subdomains", name), [name + ending for ending in of_subdomains])
        for name in recipe.subdomains
    ]
    heads.append((("domain",), [f"domain_{part}" for part in ("value", "rank", "decile", "score")]))
    if recipe.overall is not None:
        heads.append((("overall",), ["index_value", "index_rank", "index_decile"]))
        heads += [
            (("overall", "weights", name), [f"{name}_score"]) for name in recipe.overall.weights
        ]
    owners: dict[str, KeyPath] = {}
    for path, columns in heads:
        for column in columns:
            owner = owners.setdefault(column.casefold(), path)
            if owner != path:
                what = ".".join(map(str, owner)) or "the program"
                problem = f"would head a column {column}, as {what} does"
                yield Fault(path, problem, "Give one of them another name.")
                break


def _sources(recipe: Recipe) -> Iterator[Fault]:
    paths = [tuple(value.path.split(".")) for value in recipe.values()]
    known = {".".join(path[:end]) for path in paths for end in range(1, len(path) + 1)}
    for key in recipe.sources:
        if not any(covers(key, path) for path in paths):
            yield Fault(("sources", key), "leads to no value", nearest(key, sorted(known)))
