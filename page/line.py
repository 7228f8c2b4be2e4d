"""Who asks waits in line: one question at a time, first come first served, and only so many waiting.

On two cores a second question at the same time would only slow the first. A line that is full says so at once,
instead of keeping people waiting for a minute: the page, the endpoints and the tools stand in the same one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from tiaowen.errors import TiaowenError

LONGEST = 20
"""Questions that may wait: some seconds of work on a laptop."""


class BusyError(TiaowenError):
    """As many are waiting as may wait."""

    def __init__(self, waiting: int) -> None:
        super().__init__("排队的位置", f"现在提问的人太多，已有 {waiting} 个在排队", "稍等几秒再试一次")


class Line:
    """`with line:` waits however long it takes (work in the background); `with line.turn():` may be turned away."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """For somebody who waits for the answer. Raises BusyError at once where `longest` are waiting already."""
        self._enter(self._longest)
        try:
            yield
        finally:
            self._leave()

    def __enter__(self) -> None:
        self._enter(None)

    def __exit__(self, *_: object) -> None:
        self._leave()

    def _enter(self, longest: int | None) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            if longest is not None and len(self._waiting) >= longest:
                raise BusyError(len(self._waiting))
            called = Event()
            self._waiting.append(called)
        called.wait()

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()  # the turn is handed on, so nobody can slip in between
            else:
                self._taken = False
