"""What a benchmark says, on the terminal and in docs/benchmarks.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BEGIN = "<!-- written by python -m benchmarks: begin -->"
END = "<!-- written by python -m benchmarks: end -->"


@dataclass(frozen=True)
class Figure:
    """Seconds of one contender, and how many times the base's time that is."""

    name: str
    seconds: float
    ratio: float | None = None


@dataclass(frozen=True)
class Wanted:
    """A figure that was asked for; `reason` says why it is missed if it is."""

    name: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""
    reason: str = ""

    @property
    def met(self) -> bool:
        """Whether it is as asked."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def bound(self) -> str:
        """What was asked, in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}{self.unit}"
        return f"at least {self.at_least:g}{self.unit}"

    @property
    def verdict(self) -> str:
        """Met, or missed and why."""
        if self.met:
            return "met"
        return f"missed: {self.reason}" if self.reason else "missed"


@dataclass(frozen=True)
class Section:
    """One piece of work and the contenders at it; without a base there are no ratios."""

    title: str
    text: str
    base: str
    figures: Sequence[Figure]
    wanted: Sequence[Wanted] = field(default_factory=list)


def in_words(seconds: float) -> str:
    """Write a time with three digits and a unit."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def markdown(section: Section) -> str:
    """Write a section as Markdown."""
    rows = [
        [figure.name, in_words(figure.seconds), _number(figure.ratio)] for figure in section.figures
    ]
    heads = ["", "time", f"{section.base} = 1"]
    if not section.base:
        heads, rows = heads[:2], [row[:2] for row in rows]
    parts = [f"## {section.title}", section.text, _table(heads, rows)]
    if section.wanted:
        parts.append(wanted_table(section.wanted))
    return "\n\n".join(parts) + "\n"


def wanted_table(wanted: Iterable[Wanted]) -> str:
    """Write wanted figures beside the measured ones."""
    return _table(
        ["", "wanted", "measured", ""],
        [
            [each.name, each.bound, f"{_number(each.value)}{each.unit}", each.verdict]
            for each in wanted
        ],
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace_between_marks(path: Path, text: str) -> None:
    """Put the text between the marks of a page; what stands around them stays."""
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} lacks the lines {BEGIN} and {END}.")
    path.write_text(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}", encoding="utf-8")
