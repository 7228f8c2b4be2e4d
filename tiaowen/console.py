"""What the command line shows: progress, and the width of the terminal. Progress goes to stderr, results to stdout."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

QUIET_SECONDS = 1.0  # nothing is shown of what is done sooner
LINE_SECONDS = 5.0  # between two plain lines


class ProgressDisplay:
    """Call it as progress(what, done, total): a bar with rate and time left, plain lines without a terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._what = ""
        self._started = self._line = time.monotonic()
        self._first = 0  # rows done when this step began: a resumed run's rate counts its own rows only
        self._spoken = False

    def __enter__(self) -> ProgressDisplay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if what != self._what:
            self._finish_step()
            self._what, self._started, self._line, self._first, self._spoken = what, now, now, done, False
        if now - self._started < QUIET_SECONDS:
            return
        rate = (done - self._first) / max(now - self._started, 1e-6)
        if self._console.is_terminal:
            self._draw(done, total, rate)
        elif not self._spoken or now - self._line >= LINE_SECONDS or done == total:
            self._line, self._spoken = now, True
            # The first seconds load dictionaries: their rate says nothing of the rest.
            known = total and rate > 0 and done < total and now - self._started >= LINE_SECONDS
            left = f"，约剩 {_span(((total or 0) - done) / rate)}" if known else ""
            of = f"/{total}" if total else ""
            sys.stderr.write(f"{what} {done}{of}，每秒 {rate:.0f}{left}\n")
            sys.stderr.flush()

    def _draw(self, done: int, total: int | None, rate: float) -> None:
        if self._bar is None:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("每秒 {task.fields[rate]}"),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
        if self._task is None:
            self._task = self._bar.add_task(self._what, total=total, completed=done, rate=f"{rate:.0f}")
        else:
            self._bar.update(self._task, completed=done, total=total, rate=f"{rate:.0f}")

    def _finish_step(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.remove_task(self._task)
        self._task = None


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def width() -> int:
    """Columns of the terminal, at most 100: longer lines are hard to read."""
    return min(Console().width, 100)
