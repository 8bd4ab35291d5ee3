"""Whether the worker is there, and whether all that it needs is."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from accessibility.operations.request import Answer, BadRequestError, Context, Operation

__all__ = ["OPERATIONS"]


def _nothing(given: Mapping[str, Any]) -> None:
    """Read no parameters: without any library, for these operations work if all are missing."""
    if given:
        msg = f'There is no parameter "{next(iter(given))}": there are none.'
        raise BadRequestError(msg)


def _ping(_: None, __: Context) -> Answer:
    return Answer({})


def _doctor(_: None, context: Context) -> Answer:
    from accessibility.installation import all_checks  # noqa: PLC0415 - for whoever asks

    checks = all_checks(lambda: context.searches.compile(context.progress))
    return Answer({"checks": [asdict(check) for check in checks]})


OPERATIONS = {"ping": Operation(_nothing, _ping), "doctor": Operation(_nothing, _doctor)}
