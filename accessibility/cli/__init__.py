"""The command ``accessibility``: one file per group of commands, nothing heavy loaded for help."""

import logging
import os
import signal
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from accessibility import __version__
from accessibility.cli import (
    demo,
    doctor,
    first_look,
    gtfs,
    index,
    isochrones,
    itineraries,
    matrix,
    nearest,
    network,
    opportunities,
)
from accessibility.cli import map as maps
from accessibility.errors import AccessibilityError

__all__ = ["app", "main"]

TRACEBACK_WANTED = "ACCESSIBILITY_TRACEBACK"


class _Commands(TyperGroup):
    """Ends commands with one message and the right exit code, never with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except AccessibilityError as error:
            raise _end(str(error), error.exit_code) from error
        except KeyboardInterrupt as interrupt:
            raise _end(str(interrupt) or "Stopped.", 130) from interrupt
        except MemoryError as error:
            msg = "There is not enough memory. Give fewer points, or a smaller --block-size."
            raise _end(msg, 1) from error


app = typer.Typer(
    cls=_Commands,
    name="accessibility",
    help="Travel times to services by public transport and on foot.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(network.app, name="network")
app.add_typer(gtfs.app, name="gtfs")
app.command("matrix")(matrix.matrix)
app.command("nearest")(nearest.nearest)
app.command("isochrones")(isochrones.isochrones)
app.command("itineraries")(itineraries.itineraries)
app.command("opportunities")(opportunities.opportunities)
app.add_typer(index.app, name="index")
app.command("map")(maps.map_layer)
app.command("demo")(demo.demo)
app.command("try")(first_look.first_look)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line on the arguments of this process, and exit."""
    # Who ends a command politely, as batch systems do, gets what Ctrl-C gives.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except KeyboardInterrupt:
        _say("Stopped.")
        sys.exit(130)
    except Exception as error:
        if os.environ.get(TRACEBACK_WANTED):
            raise
        _say(
            f"Error: a fault of this program: {type(error).__name__}: {error}. Please report it, "
            f"with what appears when {TRACEBACK_WANTED}=1 is set."
        )
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"accessibility {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and end.", is_eager=True, callback=_version
        ),
    ] = False,
) -> None:
    del version  # its callback has spoken
    logger = logging.getLogger("accessibility")
    if not logger.handlers:
        logger.addHandler(_ToStderr())
    logger.setLevel(logging.INFO)


class _ToStderr(logging.Handler):
    """Write messages as plain lines to what stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        prefix = "Warning: " if record.levelno >= logging.WARNING else ""
        _say(f"{prefix}{record.getMessage()}")


def _end(message: str, code: int) -> typer.Exit:
    _say(message if code == 130 else f"Error: {message}")
    return typer.Exit(code)


def _say(message: str) -> None:
    typer.echo(message, err=True)
