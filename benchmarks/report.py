"""What a benchmark says, on the terminal and in docs/benchmarks.md."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

BEGIN = "<!-- written by python -m benchmarks: begin -->"
END = "<!-- written by python -m benchmarks: end -->"


@dataclass(frozen=True)
class Figure:
    """Seconds of one contender and how many times the base's that is."""

    name: str
    seconds: float
    ratio: float
    note: str = ""


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
    """One piece of work and the contenders at it."""

    title: str
    text: str
    base: str
    figures: list[Figure] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


def in_words(seconds: float) -> str:
    """Write a time with three digits and a unit."""
    for factor, unit in ((1.0, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def markdown(sections: Iterable[Section]) -> str:
    """Write sections as Markdown."""
    lines = []
    for section in sections:
        lines += [f"## {section.title}", "", section.text, ""]
        lines += [f"| | time | {section.base} = 1 | |", "|---|---|---|---|"]
        lines += [
            f"| {figure.name} | {in_words(figure.seconds)} | {figure.ratio:.3g} | {figure.note} |"
            for figure in section.figures
        ]
        lines.append("")
        if section.wanted:
            lines += ["| wanted | | measured | |", "|---|---|---|---|"]
            lines += [
                f"| {wanted.name} | {wanted.bound} | {wanted.value:.3g}{wanted.unit} | {wanted.verdict} |"
                for wanted in section.wanted
            ]
            lines.append("")
    return "\n".join(lines)


def replace_between_marks(path: Path, text: str) -> None:
    """Put the text between the marks of a page; what stands around them stays."""
    page = path.read_text(encoding="utf-8")
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{path} lacks the lines {BEGIN} and {END}.")
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
