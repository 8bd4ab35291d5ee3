"""The searches, compiled in a thread of its own: whoever waits for them may leave."""

from importlib import import_module
from threading import Thread

from accessibility.progress import Progress, Silent, heed

__all__ = ["Searches"]

POLL_SECONDS = 0.1
NEEDED_LATER = ("geopandas", "pyogrio")
"""Libraries that are slow to load and that the first answer needs."""


class _Steps(Silent):
    """Counts the steps of the compiling."""

    def __init__(self) -> None:
        self.done = 0
        self.task = ""
        self.total = 0

    def start(self, task: str, total: int | None = None) -> None:
        """Begin."""
        self.task = task
        self.total = total or 0

    def advance(self, n: int = 1) -> None:
        """Count."""
        self.done += n


class _Compilation(Thread):
    """Compiles what is not compiled yet; goes on when nobody waits any more."""

    def __init__(self) -> None:
        super().__init__(name="compiling searches", daemon=True)
        self.steps = _Steps()
        self.fault: Exception | None = None

    def run(self) -> None:
        """Compile."""
        try:
            import_module("accessibility.engines.builtin").compile_kernels(self.steps)
            for library in NEEDED_LATER:
                import_module(library)
        except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
            self.fault = error


class Searches:
    """The compiled searches."""

    def __init__(self) -> None:
        self._compilation: _Compilation | None = None

    @property
    def are_being_compiled(self) -> bool:
        """Whether the thread is at work."""
        return self._compilation is not None and self._compilation.is_alive()

    def begin(self) -> None:
        """Begin to compile what will be needed, unless that was begun before."""
        self._begun()

    def _begun(self) -> _Compilation:
        if self._compilation is None or self._compilation.fault is not None:
            self._compilation = _Compilation()
            self._compilation.start()
        return self._compilation

    def compile(self, progress: Progress) -> None:
        """
        Wait until everything is compiled.

        Parameters
        ----------
        progress
            Hears how far that is and may cancel the waiting.

        Raises
        ------
        Interrupted
            If the progress cancelled. The compiling goes on, for the next request.
        """
        compilation, told = self._begun(), 0
        while compilation.is_alive():
            steps = compilation.steps
            if steps.total and not told:
                progress.start(steps.task, steps.total)
            progress.advance(steps.done - told)
            told = steps.done
            compilation.join(POLL_SECONDS)
            heed(progress)
        progress.finish()
        if compilation.fault is not None:
            raise compilation.fault
