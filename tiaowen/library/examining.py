"""Reading files of others in a process of its own: `python -m tiaowen.library.examining`, started by `examine_apart`.

A file may be made so that its parser crashes or never ends. Then this process ends, and not the page that answers
questions. One frame goes in and one comes out, as in frames.py: what is staged, and what was found in it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tiaowen.datamodels import Corpus
from tiaowen.errors import SourceError
from tiaowen.frames import LENGTH, read_frame, write_frame
from tiaowen.indexing.staging import MB, Examined, Staged, examine, shared_titles

PATIENCE = 180.0
"""Seconds that reading may take: six times what the most characters take that may be staged together."""
MEMORY = 4096 * MB
"""Bytes of address space that reading may take, on systems that can limit it."""
PROGRAM = ("-m", "tiaowen.library.examining")
_ADVICE = "分开放入，找出是哪一个；再用阅读器或文字处理软件另存一份"


def examine_apart(staged: Staged, corpus: Corpus | None = None, patience: float = PATIENCE) -> Examined:
    """What `examine` returns and raises; SourceError too where reading crashes or outlasts `patience` seconds."""
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    request = pickle.dumps((staged, patience))
    run = subprocess.Popen(
        [sys.executable, *PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
    )
    try:
        said, _ = run.communicate(len(request).to_bytes(LENGTH) + request, timeout=patience)
    except subprocess.TimeoutExpired as error:
        found = f"读了 {patience:.0f} 秒还没有读完，已停止"
        raise SourceError("可以读完的文件", found, _ADVICE) from error
    finally:
        run.kill()
        run.wait()
    if run.returncode != 0:
        raise SourceError("可以读出的文件", "其中有文件使读取程序意外结束，可能已损坏", _ADVICE)
    answer = pickle.loads(said[LENGTH:])
    if isinstance(answer, Examined):
        return replace(answer, same=shared_titles(answer.documents, corpus))
    raise SourceError(*answer)


def _limit(patience: float) -> None:
    """So much memory, and so much time even where nobody is left to stop this process."""
    with suppress(ImportError):  # Windows
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(patience) + 1)):
            with suppress(ValueError, OSError):  # macOS knows the first but refuses it
                resource.setrlimit(what, (most, most))


def main() -> None:
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print into the frame
    frame = read_frame(source)
    if frame is None:
        return
    staged, patience = pickle.loads(frame)
    _limit(patience)
    answer: Examined | tuple[str, str, str]
    try:
        answer = examine(staged)
    except SourceError as error:
        answer = (error.expected, error.found, error.todo)
    except MemoryError:
        answer = ("可以读出的文件", "读取它们需要的内存太多，已停止", _ADVICE)
    write_frame(target, pickle.dumps(answer))


if __name__ == "__main__":
    main()
