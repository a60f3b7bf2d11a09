"""Progress on standard error, in a terminal, for what takes longer than a second. Never in a pipe."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 1.0

Tell = Callable[[str], None]


@contextmanager
def busy(text: str) -> Iterator[Tell]:
    """While the block runs: after one second, a line that moves and says what is being done.

    The block may change what it says with the function it is given.
    """
    if not _is_shown():
        yield lambda _text: None
        return
    line = _Line(text)
    timer = threading.Timer(PATIENCE_S, line.show)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        line.close()


def _is_shown() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


class _Line:
    """One moving line, drawn by rich, which is loaded only if it comes to that."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lock = threading.Lock()
        self._is_over = False
        self._stop: Callable[[], None] | None = None
        self._update: Callable[[str], None] | None = None

    def tell(self, text: str) -> None:
        """Say something else from now on."""
        with self._lock:
            self._text = text
            if self._update is not None:
                self._update(text)

    def show(self) -> None:
        """Begin to draw; called when patience has run out."""
        from rich.console import Console  # noqa: PLC0415 - only for work that is slow anyway
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        with self._lock:
            if self._is_over:
                return
            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            console = Console(stderr=True)
            progress = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
            task = progress.add_task(self._text, total=None)
            self._stop = progress.stop
            self._update = lambda text: progress.update(task, description=text)
            progress.start()

    def close(self) -> None:
        """Wipe the line."""
        with self._lock:
            self._is_over = True
            if self._stop is not None:
                self._stop()
