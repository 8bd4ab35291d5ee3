"""Problems sorted for reading: by what kind they are, the gravest first."""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accessibility.network.gtfs.problems import Problem, Severity

__all__ = ["SEVERITIES", "ProblemGroup", "count_severities", "grouped"]

SEVERITIES: Final[tuple["Severity", ...]] = ("error", "warning", "info")
"""The gravest first."""


class ProblemGroup(NamedTuple):
    """
    Problems of one kind.

    Parameters
    ----------
    severity, code
        Gravest severity among them, and their code.
    rows
        How many rows of tables have one, over all of them.
    problems
        Each with its own place and example.
    """

    severity: "Severity"
    code: str
    rows: int
    problems: list["Problem"]


def grouped(problems: "Iterable[Problem]") -> list[ProblemGroup]:
    """
    Group problems by their code.

    Parameters
    ----------
    problems
        The problems.

    Returns
    -------
    list of ProblemGroup
        Errors, then warnings, then what is good to know; within these, most frequent first.
    """
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    groups = [
        ProblemGroup(
            min((problem.severity for problem in members), key=SEVERITIES.index),
            code,
            sum(problem.count for problem in members if problem.line is not None),
            members,
        )
        for code, members in by_code.items()
    ]
    return sorted(groups, key=lambda g: (SEVERITIES.index(g.severity), -g.rows, g.code))


def count_severities(problems: "Iterable[Problem]") -> dict["Severity", int]:
    """
    Count problems by severity.

    Parameters
    ----------
    problems
        The problems.
    """
    severities = [problem.severity for problem in problems]
    return {severity: severities.count(severity) for severity in SEVERITIES}
