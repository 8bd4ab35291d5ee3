"""The command that adds up what people reach, from a table of travel times."""

from math import isfinite, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility import __version__
from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from accessibility.analysis.opportunity.weights import Weights

__all__ = ["opportunities"]

AMOUNTS = "FILE[:COLUMN]"
MINUTES = "minutes_to_"
"""How names of columns begin that hold times."""


def opportunities(
    matrix: Annotated[
        Path,
        typer.Argument(
            help="Travel times, a row for each pair: .parquet or .csv, of any tool.",
            metavar="MATRIX",
        ),
    ],
    weights: Annotated[
        str,
        typer.Option(
            help="What is at the destinations, as cells.csv:jobs,schools; places if no column.",
            metavar="FILE[:COLUMN,…]",
        ),
    ],
    output: Annotated[
        Path, typer.Option(help="A row for each origin: .parquet or .csv.", metavar="FILE")
    ],
    threshold: Annotated[
        str | None, typer.Option(help="What counts lies within so many minutes.", metavar="30,45,…")
    ] = None,
    decay: Annotated[
        str | None,
        typer.Option(
            help="What is farther counts less, as exponential:half_life=20; also linear:limit=60, "
            "power:exponent=2, logistic:midpoint=30,spread=5, gaussian:width=20, "
            "steps:10=1,20=0.68,30=0.22.",
            metavar="NAME:PARAMETER=NUMBER,…",
        ),
    ] = None,
    nearest: Annotated[
        str | None, typer.Option(help="Minutes to the nearest, the third nearest.", metavar="1,3,…")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help="Minutes until so many are reached.", metavar="1000,…")
    ] = None,
    demand: Annotated[
        str | None,
        typer.Option(
            help="Who shares the weights, at the origins: gives weights per person (2SFCA).",
            metavar=AMOUNTS,
        ),
    ] = None,
    people: Annotated[
        str | None,
        typer.Option(
            help="Who lives at the origins: the summary is by person, with inequality.",
            metavar=AMOUNTS,
        ),
    ] = None,
    rank: Annotated[
        str | None,
        typer.Option(
            help="Incomes of origins, or ranks whose first is the worst off: gives the "
            "concentration index.",
            metavar=AMOUNTS,
        ),
    ] = None,
    at_least: Annotated[
        float | None, typer.Option(help="Which share of the people reaches so many?")
    ] = None,
    at_most: Annotated[
        float | None, typer.Option(help="Which share of the people needs no more minutes?")
    ] = None,
    origin_id: Annotated[
        str, typer.Option(help="Column of identifiers in --demand, --people and --rank.")
    ] = "id",
    destination_id: Annotated[str, typer.Option(help="Column of identifiers in --weights.")] = "id",
    from_column: Annotated[
        str, typer.Option(help="Column of the matrix: where people start.")
    ] = "from_id",
    to_column: Annotated[str, typer.Option(help="Column of the matrix: where they go.")] = "to_id",
    time_column: Annotated[
        str | None,
        typer.Option(help="Column of the minutes; default the only one called travel_time…."),
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            help="Rows of the matrix to take, as when=mean; may be repeated.",
            metavar="COLUMN=VALUE",
        ),
    ] = None,
) -> None:
    """
    Add up what each origin reaches: within minutes, by a decay, per person, or the nearest.

    A summary is printed: with --people by person, with measures of inequality.
    """
    from accessibility.analysis.opportunity.decay import decay_from_text
    from accessibility.results.origins import check_origins_output, write_origins

    with options_by_flag():
        weighing = None if decay is None else decay_from_text(decay)
    minutes = _numbers("--threshold", threshold)
    ranks, amounts = _numbers("--nearest", nearest), _numbers("--amount", amount)
    chosen = dict(_choice(part) for part in choose or ())
    given = {"demand": demand, "people": people, "rank": rank}
    sources = {name: _source(text) for name, text in given.items() if text is not None}
    _check(sources, bool(ranks or amounts), rank=rank, at_least=at_least, at_most=at_most)
    place = _source(weights)
    read = {"matrix": str(matrix), "weights": _file(place)}
    read |= {name: _file(source) for name, source in sources.items()}
    check_origins_output(output, read.values())

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.opportunity.floating_catchment import floating_catchment
    from accessibility.analysis.opportunity.inequality import inequality
    from accessibility.analysis.opportunity.opportunities import opportunities as add_up
    from accessibility.analysis.provenance import file_asked
    from accessibility.progress import for_terminal

    progress = for_terminal()
    common: dict[str, Any] = {
        "threshold": minutes or None,
        "decay": weighing,
        "destination_id": destination_id,
        "from_column": from_column,
        "to_column": to_column,
        "time_column": time_column,
        "choose": chosen,
        "progress": progress,
    }
    with options_by_flag():
        try:
            if "demand" in sources:
                table = floating_catchment(
                    matrix, place, sources["demand"], origin_id=origin_id, **common
                )
            else:
                common |= {"nearest": ranks, "amount": amounts}
                table = add_up(matrix, place, **common)
        finally:
            progress.finish()
        shared = None
        if "people" in sources:
            living = sources["people"]
            shared = inequality(table, living, rank=sources.get("rank"), origin_id=origin_id)
            _add_shares(shared, table, living, at_least, at_most, origin_id)
    asked = {"weights": weights, **given, **common, "nearest": ranks, "amount": amounts}
    del asked["progress"]
    provenance = {
        "product": f"access-to-services {__version__}",
        "result": "opportunities",
        "inputs": {name: file_asked(file) for name, file in read.items()},
        "asked": {**asked, "decay": decay, "origin_id": origin_id},
    }
    written = write_origins(output, table, provenance, shared)
    counts = table.attrs["counts"]
    typer.echo(
        f"{counts['pairs']:,} pairs, {counts['not_reached']:,} of them not reached; "
        f"{len(table):,} origins."
    )
    typer.echo(_by_origin(table) if shared is None else _by_person(shared))
    typer.echo(f"Wrote {', '.join(map(str, written))}.")


def _check(
    sources: "Mapping[str, Weights]",
    times: bool,
    *,
    rank: str | None,
    at_least: float | None,
    at_most: float | None,
) -> None:
    if "demand" in sources and times:
        msg = "--demand shares out what lies in a catchment: leave --nearest and --amount out."
        raise UsageError(msg)
    wants = {"--rank": rank, "--at-least": at_least, "--at-most": at_most}
    for flag, value in wants.items():
        if value is not None and "people" not in sources:
            msg = f"{flag} needs those who are counted: --people FILE:COLUMN."
            raise UsageError(msg)


def _numbers(flag: str, text: str | None) -> list[float]:
    try:
        return [] if text is None else [float(part) for part in text.split(",")]
    except ValueError:
        msg = f'{flag} "{text}": give numbers, with commas between them.'
        raise UsageError(msg) from None


def _choice(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        msg = f'--choose "{text}": write COLUMN=VALUE, as when=mean.'
        raise UsageError(msg)
    return column, value


def _source(text: str) -> "Weights":
    """Tell a file from the columns behind it; the colon after a drive's letter is no such."""
    from accessibility.tables import file_of

    file, colon, columns = text.rpartition(":")
    if not colon or (any(mark in columns for mark in "./\\") and not file_of(file)[0].is_file()):
        return text
    return file, columns.split(",") if columns else []


def _file(source: "Weights") -> str:
    return str(source[0] if isinstance(source, tuple) else source)


def _add_shares(
    shared: "DataFrame",
    table: "DataFrame",
    people: "Weights",
    at_least: float | None,
    at_most: float | None,
    origin_id: str,
) -> None:
    """Add the share of people with enough, or near enough, to the columns that it is asked of."""
    from accessibility.analysis.opportunity.inequality import share_of_people

    for bound, name, of_times in ((at_least, "at_least", False), (at_most, "at_most", True)):
        if bound is None:
            continue
        asked: dict[str, Any] = {name: bound}
        shared[f"share_{name}_{bound:g}"] = [
            share_of_people(table, people, column, origin_id=origin_id, **asked)
            if column.startswith(MINUTES) == of_times
            else None
            for column in shared["column"]
        ]


def _by_origin(table: "DataFrame") -> str:
    rows = []
    for column in table.columns[1:]:
        values = table[column]
        numbers = [values.min(), values.median(), values.mean(), values.max()]
        rows.append([column, *map(_number, numbers), f"{values.isna().sum():,}"])
    return _aligned(["by origin", "lowest", "median", "mean", "highest", "empty"], rows)


def _by_person(shared: "DataFrame") -> str:
    names = list(shared.columns[1:])
    rows = [
        [row["column"], *(_number(row[name]) for name in names)] for _, row in shared.iterrows()
    ]
    heads = [name.replace("people_without", "without").replace("_", " ") for name in names]
    return _aligned(["by person", *heads], rows)


def _number(value: float) -> str:
    if not isfinite(value):
        return "-" if isnan(value) else "inf"
    if abs(value) >= 1000 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) >= 0.1 else f"{value:.3g}"


def _aligned(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
