"""A question to the worker, asked in the background of QGIS with progress and cancel."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsProcessingFeedback, QgsTask

from ..client import one_shot
from ..client.protocol import Failure, WorkerError

__all__ = ["AskTask"]


class AskTask(QgsTask):
    """
    A question that is asked in the background.

    Parameters
    ----------
    text
        What people read while it runs.
    op, params
        The operation and its parameters.
    done
        Hears in the main thread what the worker answered: summary and files.
    failed
        Hears in the main thread why it did not.
    """

    def __init__(
        self,
        text: str,
        op: str,
        params: dict[str, Any],
        done: Callable[[dict[str, Any], dict[str, Any]], None],
        failed: Callable[[Failure], None],
    ) -> None:
        super().__init__(text, QgsTask.Flag.CanCancel)
        self._asked = op, params
        self._done, self._failed = done, failed
        self._answer: tuple[dict[str, Any], dict[str, Any]] | None = None
        self._failure = Failure("cancelled", "")
        self._feedback = QgsProcessingFeedback()
        self._feedback.progressChanged.connect(self.setProgress)

    def run(self) -> bool:
        """Ask and wait; QGIS calls this in a thread of its own."""
        try:
            self._answer = one_shot.run(*self._asked, self._feedback)
        except WorkerError as error:
            self._failure = error.failure
        except Exception as error:  # noqa: BLE001 - QGIS would lose it
            self._failure = Failure("fault", str(error), "", repr(error))
        return self._answer is not None

    def cancel(self) -> None:
        """Stop asking."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:  # noqa: FBT001 - QGIS calls it so, in the main thread
        """Tell what came of it."""
        if result:
            self._done(*self._answer)
        else:
            self._failed(self._failure)
