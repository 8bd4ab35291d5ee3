"""What is wrong with a feed, and where: collected while reading, raised or reported at the end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from accessibility.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.csv_table import RawTable

__all__ = ["Problem", "ProblemLog", "Severity"]

Severity = Literal["error", "warning", "info"]

SKIP_HINT = ' Or build with on_error="skip" (--skip-faulty), which leaves out such rows.'


@dataclass(frozen=True)
class Problem:
    """
    One thing that is wrong with an input, or a rule of it that is not applied.

    Parameters
    ----------
    severity
        ``error``: rows cannot be used; ``warning``: read, but perhaps not as meant; ``info``: worth
        knowing.
    code
        Short name of the kind of problem, the same in every version.
    file
        File as the user knows it (``bus.zip/stop_times.txt``).
    message
        What is wrong, continuing the words "field "value"".
    remedy
        What to do, as a sentence.
    line
        Physical line of the first such row, 1 being the header; None if no line is at fault.
    field, value
        Column and value of the first such row.
    count
        How many rows have the problem.
    """

    severity: Severity
    code: str
    file: str
    message: str
    remedy: str
    line: int | None = None
    field: str | None = None
    value: str | None = None
    count: int = 1

    def error(self, after: str = "") -> InputError:
        """
        Make the error that refuses a build.

        Parameters
        ----------
        after
            What else is to be said at the end.

        Returns
        -------
        InputError
            Names file, line, field, value, how many more there are, and the remedy.
        """
        return InputError.at(
            self.file,
            self.message
            + (f" (and {self.count - 1:,} more)" if self.line and self.count > 1 else ""),
            f"{self.remedy}{after}",
            line=self.line,
            field=self.field,
            value=self.value,
        )

    def __str__(self) -> str:
        return str(self.error())


@dataclass
class ProblemLog:
    """
    The problems of one feed in the order in which they were found.

    Parameters
    ----------
    problems
        What was found so far.
    """

    problems: list[Problem] = field(default_factory=list)

    def rows(
        self,
        severity: Severity,
        code: str,
        table: "RawTable",
        at: "NDArray[np.bool_] | NDArray[np.int64]",
        message: str,
        remedy: str,
        column: str | None = None,
    ) -> None:
        """
        Note that rows of a table have a problem; nothing happens if there are none.

        Parameters
        ----------
        severity, code, message, remedy
            As in `Problem`; the remedy without its full stop.
        table
            The table.
        at
            Which of its rows: a mask, or ascending indices.
        column
            The column whose value is at fault.
        """
        found = np.flatnonzero(at) if at.dtype == np.bool_ else at
        if len(found) == 0:
            return
        first = int(found[0])
        self.problems.append(
            Problem(
                severity,
                code,
                table.label,
                message,
                f"{remedy}.",
                line=table.line(first),
                field=column,
                value=table.value(first, column) if column else None,
                count=len(found),
            )
        )

    def file(
        self, severity: Severity, code: str, label: str, message: str, remedy: str, count: int = 1
    ) -> None:
        """
        Note that a file as a whole has a problem.

        Parameters
        ----------
        severity, code, message, remedy, count
            As in `Problem`.
        label
            The file as the user knows it.
        """
        self.problems.append(Problem(severity, code, label, message, f"{remedy}.", count=count))

    def raise_errors(self) -> None:
        """
        Refuse the feed if anything in it is an error.

        Raises
        ------
        InputError
            The first error in full, with the number of all others.
        """
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if errors:
            raise errors[0].error(SKIP_HINT + _others(errors[1:]))


def _others(errors: Sequence[Problem]) -> str:
    if not errors:
        return ""
    rows: Counter[str] = Counter()
    for problem in errors:
        rows[problem.file.rpartition("/")[2]] += problem.count
    named = ", ".join(f"{count:,} in {file}" for file, count in rows.items())
    return f" The feed has other faults too: {named}."
