"""Options that several commands share: written once, given to each as one object."""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["with_options"]


def with_options(
    command: Callable[..., None],
    taken_as: str,
    options: Mapping[str, tuple[Any, Any]],
    make: Callable[[dict[str, Any]], object],
) -> Callable[..., None]:
    """
    Give a command more options.

    Parameters
    ----------
    command
        The command.
    taken_as
        The parameter of the command that takes what is made of them.
    options
        Annotation and default of each, by name.
    make
        Makes what the command takes of the values by name.

    Returns
    -------
    callable
        The command for typer, its own options first.
    """

    @functools.wraps(command)
    def wrapped(**values: Any) -> None:
        own = {name: value for name, value in values.items() if name not in options}
        command(**own, **{taken_as: make({name: values[name] for name in options})})

    parameters = dict(inspect.signature(command).parameters)
    del parameters[taken_as]
    for name, (annotation, default) in options.items():
        parameters[name] = inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
    ordered = sorted(
        parameters.values(), key=lambda parameter: parameter.default is not parameter.empty
    )
    wrapped.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in ordered]
    )
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in ordered}
    return wrapped
