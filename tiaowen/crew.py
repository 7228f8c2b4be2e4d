"""Many questions over all cores: worker processes that hold the same index, started once there is enough to do.

Each question is answered by `Assistant.ask` in one process or another, so that an answer cannot depend on the company
it was asked in. Processes rather than threads, because half of the time goes into Python; started afresh (not forked)
because FAISS and onnxruntime do not survive a fork; through pipes and `python -m`, because multiprocessing would run
the caller's script again. What a worker is asked when it dies is asked again elsewhere, alone; what ends three workers
is an error of its row.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tiaowen.datamodels import Answer, Corpus
from tiaowen.frames import Place, load_answers, read_frame, write_frame

PAYS_AFTER = 1.0  # seconds of answering in this process before workers are started: that takes about two of their own
FRAME = 32  # questions sent together: so many are looked up in a large index at once
PLENTY = 128  # questions that are left to workers from the first on: this process then never opens the models
AHEAD = 2  # frames that a worker has: one to work on, one to go on with
MOST = 16  # workers
OPENED = 220_000  # kB that a worker has more than a process that has not opened the models yet
IDLE = 60.0  # seconds without a question after which the workers are ended
RESTARTS = 10  # workers started in place of dead ones without any answer in between
LIVES = 3  # workers that a question may end
REMEMBERED = 4_096  # latest answers that a repeated question is given
DIED = "程序内部错误（回答这个问题的进程三次意外终止）"


@dataclass
class _Item:
    question: str
    answer: Answer | None = None
    deaths: int = 0


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    ready: bool = False
    frames: deque[list[_Item]] = field(default_factory=deque)


class Crew:
    """Worker processes and what they are doing. One caller at a time; `close` ends them."""

    def __init__(self, place: Place, corpus: Corpus, size: int | None = None) -> None:
        """size: workers (None: by cores and free memory); fewer than two are none."""
        self._place, self._corpus = place, corpus
        self._size = worker_count() if size is None else size
        self._workers: list[_Worker] = []
        self._said: queue.SimpleQueue[tuple[_Worker, bytes | None]] = queue.SimpleQueue()
        self._restarts = RESTARTS
        self._spent = 0.0
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def answers(self, questions: Iterable[str], alone: Callable[[str], Answer]) -> Iterator[Answer]:
        """The answers in the order of the questions; a question repeated within reach is answered once.

        alone: answers a question in this process, never raises.
        """
        known: OrderedDict[str, _Item] = OrderedDict()

        def item_of(question: str) -> tuple[_Item, bool]:
            item = known.get(question)
            if item is not None:
                return item, False
            item = known[question] = _Item(question)
            if len(known) > REMEMBERED:
                known.popitem(last=False)
            return item, True

        if not self._lock.acquire(blocking=False):  # somebody else is being answered: without the workers then
            yield from map(alone, questions)
            return
        if self._timer is not None:
            self._timer.cancel()
        try:
            yield from self._answers(map(item_of, questions), alone)
        except BaseException:  # Ctrl-C, or the caller wants no more: nobody waits for what is under way
            self.close()
            raise
        finally:
            if self._workers:
                self._timer = threading.Timer(IDLE, self._rest)
                self._timer.daemon = True
                self._timer.start()
            self._lock.release()

    def _rest(self) -> None:
        """End the workers where nobody has asked for a while: they hold the index in memory."""
        if self._lock.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._lock.release()

    def close(self) -> None:
        """End the workers; asking again starts new ones."""
        workers, self._workers = self._workers, []
        self._said = queue.SimpleQueue()
        for worker in workers:
            _end(worker.process)

    def _answers(self, items: Iterator[tuple[_Item, bool]], alone: Callable[[str], Answer]) -> Iterator[Answer]:
        line: deque[_Item] = deque()  # everything that was taken and not given yet, in order
        waiting: deque[_Item] = deque()  # what no worker has

        def take(most: int, room: int) -> None:
            while len(waiting) < most and len(line) < room:
                item, new = next(items, (None, False))
                if item is None:
                    return
                line.append(item)
                if new:
                    waiting.append(item)

        take(PLENTY, 2 * PLENTY)
        plenty = len(waiting) == PLENTY
        if plenty and not self._workers:
            self._start_all()
        while True:
            self._listen(waiting)
            room = FRAME * (AHEAD + 1) * max(len(self._workers), 1)
            take(FRAME * max(len(self._workers), 1), 2 * room)
            if not line:
                return
            self._send(waiting)
            if line[0].answer is None:
                # While workers load, this process answers some; but not what has ended a worker.
                if any(w.ready for w in self._workers) or (self._workers and (plenty or waiting[0].deaths)):
                    self._listen(waiting, wait=True)
                else:
                    self._answer_here(waiting, alone)
            while line and line[0].answer is not None:
                answer = line.popleft().answer
                assert answer is not None
                yield answer

    def _answer_here(self, waiting: deque[_Item], alone: Callable[[str], Answer]) -> None:
        """One question in this process, while there are no workers yet, or none any more."""
        item = waiting.popleft()
        if item.deaths:  # no worker is left to try it
            item.answer = Answer(item.question, "error", error=DIED)
            return
        began = time.perf_counter()
        item.answer = alone(item.question)
        self._spent += time.perf_counter() - began
        if self._spent > PAYS_AFTER and not self._workers:
            self._start_all()

    def _start_all(self) -> None:
        if self._size > 1:
            for _ in range(self._size):
                self._start()

    def _send(self, waiting: deque[_Item]) -> None:
        ready = sum(worker.ready for worker in self._workers)
        size = min(FRAME, -(-len(waiting) // max(ready, 1)))  # a few questions are shared out as well
        for depth in range(AHEAD):  # everybody has something before anybody has more
            for worker in self._workers:
                if worker.ready and len(worker.frames) == depth and waiting:
                    frame = [waiting.popleft()]
                    # One that was in a dead worker's hands goes alone, to see whether it was the reason.
                    while waiting and len(frame) < size and not frame[0].deaths and not waiting[0].deaths:
                        frame.append(waiting.popleft())
                    worker.frames.append(frame)
                    with contextlib.suppress(OSError):  # it has died: its listener says so
                        assert worker.process.stdin is not None
                        write_frame(worker.process.stdin, pickle.dumps([item.question for item in frame]))

    def _listen(self, waiting: deque[_Item], wait: bool = False) -> None:
        """Take what the workers have said; wait: for one thing at least."""
        while wait or not self._said.empty():
            worker, content = self._said.get()
            wait = False
            if worker not in self._workers:
                continue  # of an earlier run
            if content is None:
                self._lost(worker, waiting)
            elif not worker.ready:
                worker.ready = bool(pickle.loads(content))
                if not worker.ready:  # another index stands there now: this process goes on alone
                    self._restarts = self._size = 0
            else:
                self._restarts = RESTARTS
                for item, answer in zip(worker.frames.popleft(), load_answers(content, self._corpus), strict=True):
                    item.answer = answer

    def _lost(self, worker: _Worker, waiting: deque[_Item]) -> None:
        """A worker has died: its first frame was under way, the others had not been begun."""
        self._workers.remove(worker)
        _end(worker.process)
        for number, frame in enumerate(worker.frames):
            for item in frame:
                item.deaths += number == 0
                if item.deaths >= LIVES:
                    item.answer = Answer(item.question, "error", error=DIED)
        waiting.extendleft(item for frame in reversed(worker.frames) for item in reversed(frame) if not item.answer)
        if worker.ready and self._restarts:
            self._restarts -= 1
            self._start()

    def _start(self) -> None:
        """Start a worker; it is ready when it says so."""
        root = str(Path(__file__).resolve().parent.parent)
        paths = [root, os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "OMP_NUM_THREADS": "1"}
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "tiaowen.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is for this process, which ends them
            )
        except OSError:  # no memory, no processes left: this process goes on alone
            self._restarts = self._size = 0
            return
        worker = _Worker(process)
        self._workers.append(worker)
        threading.Thread(target=_hear, args=(worker, self._place, self._said), daemon=True).start()


def _hear(worker: _Worker, place: Place, said: queue.SimpleQueue[tuple[_Worker, bytes | None]]) -> None:
    """Pass on what a worker says until it dies."""
    assert worker.process.stdin is not None and worker.process.stdout is not None
    content: bytes | None = None
    with contextlib.suppress(OSError, ValueError):  # ended while it was being read
        write_frame(worker.process.stdin, pickle.dumps(place))
        while (content := read_frame(worker.process.stdout)) is not None:
            said.put((worker, content))
    said.put((worker, None))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()


def worker_count() -> int:
    """Workers for this machine: one a core, as far as half of its free memory goes; below 2 they are of no use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST, _fitting())


def _fitting() -> int:
    """How many workers half of the free memory holds, by the size of this process, where the system tells."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
        own = next(
            int(line.split()[1])
            for line in Path("/proc/self/status").read_text("ascii").splitlines()
            if line.startswith("VmRSS")
        )
    except (OSError, StopIteration, ValueError):
        return MOST
    return free // 2 // (own + OPENED)
