"""Conditions on OpenStreetMap tags, as they stand in tables in TOML."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

__all__ = ["Condition", "Test", "Words", "accepts", "holds", "is_positive"]

_WORD = re.compile(r"\w+")


class Words(BaseModel):
    """
    A test of free text, such as a name.

    Parameters
    ----------
    words
        One of these must be a word of the text, whatever the case.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[tuple[StrictStr, ...], Field(min_length=1)]


Test = StrictBool | StrictStr | Annotated[tuple[StrictStr, ...], Field(min_length=1)] | Words
"""What is asked of a key's value: to be there (or not), to be one of some, or to have a word."""

Condition = Annotated[dict[StrictStr, Test], Field(min_length=1)]
"""Tests by key, all of which must hold."""


def accepts(test: Test, value: str) -> bool:
    """
    Say whether the value of a key passes a test.

    Parameters
    ----------
    test
        The test.
    value
        The value; parts with ``;`` between count one by one.

    Returns
    -------
    bool
        Whether the whole value or a part of it passes.
    """
    if isinstance(test, bool):
        return test
    if isinstance(test, Words):
        wanted = {word.casefold() for word in test.words}
        return not wanted.isdisjoint(_WORD.findall(value.casefold()))
    wanted = {test} if isinstance(test, str) else set(test)
    return value in wanted or not wanted.isdisjoint(part.strip() for part in value.split(";"))


def is_positive(test: Test) -> bool:
    """
    Say whether a test asks for a key to be there.

    Parameters
    ----------
    test
        The test.

    Returns
    -------
    bool
        False for the test that there is no such key.
    """
    return test is not False


def holds(condition: Mapping[str, Test], tags: Mapping[str, str]) -> bool:
    """
    Say whether a condition holds for the tags of an element.

    Parameters
    ----------
    condition
        The condition.
    tags
        The tags.

    Returns
    -------
    bool
        Whether each of its tests does.
    """
    return all(
        accepts(test, tags[key]) if key in tags else not is_positive(test)
        for key, test in condition.items()
    )
