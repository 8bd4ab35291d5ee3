"""The command that checks the installation and compiles what must be compiled."""

import typer

__all__ = ["doctor"]


def doctor() -> None:
    """
    Check the installation, compile the searches, and say what is missing.

    The searches are compiled once, which takes up to a minute; afterwards every command starts
    at once.
    """
    from accessibility.installation import all_checks

    faults = 0
    for check in all_checks(_compile):
        typer.echo(f"{'ok     ' if check.ok else 'MISSING'}  {check.name}: {check.found}")
        if not check.ok:
            faults += 1
            typer.echo(f"         {check.remedy}")
    if faults:
        typer.echo(f"{faults} of these need mending.")
        raise typer.Exit(1)
    typer.echo("All is well.")


def _compile() -> None:
    from accessibility.engines.builtin import compile_kernels
    from accessibility.progress import for_terminal

    progress = for_terminal()
    try:
        compile_kernels(progress)
    finally:
        progress.finish()
