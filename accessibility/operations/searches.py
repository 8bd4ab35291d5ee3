"""The searches, compiled once in a thread of their own: whoever waits for them may leave."""

from threading import Thread

from accessibility.errors import Interrupted
from accessibility.progress import Progress

__all__ = ["Searches"]

POLL_SECONDS = 0.1


class _Compilation(Thread):
    """Compiles what is not compiled yet; goes on when nobody waits any more."""

    def __init__(self) -> None:
        super().__init__(name="compiling searches", daemon=True)
        self.steps = 0
        self.fault: Exception | None = None

    def run(self) -> None:
        from accessibility.routing.warm_up import warm_up  # noqa: PLC0415 - it loads numba

        try:
            for _ in warm_up():
                self.steps += 1
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

    def compile(self, progress: Progress) -> None:
        """
        Wait until everything is compiled.

        Parameters
        ----------
        progress
            Hears of each group of searches and may cancel the waiting.

        Raises
        ------
        Interrupted
            If the progress cancelled. The compiling goes on, for the next request.
        """
        from accessibility.routing.warm_up import STEPS  # noqa: PLC0415 - it loads numba

        if self._compilation is None or self._compilation.fault is not None:
            self._compilation = _Compilation()
            self._compilation.start()
        compilation, told = self._compilation, 0
        progress.start("Compiling searches", STEPS)
        while compilation.is_alive():
            compilation.join(POLL_SECONDS)
            steps = compilation.steps
            progress.advance(steps - told)
            told = steps
            if progress.cancelled():
                raise Interrupted("Stopped as asked.")
        progress.finish()
        if compilation.fault is not None:
            raise compilation.fault
