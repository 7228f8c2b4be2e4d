"""How long a piece of work takes, whatever else the tests have left behind or the machine is doing."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of this thread alone. Collecting garbage takes longer the more the tests before have left, and is left
    out; so are the threads that a server or a model of another test still has."""
    gc.collect()
    gc.disable()
    try:
        start = time.thread_time()
        work()
        return time.thread_time() - start
    finally:
        gc.enable()
