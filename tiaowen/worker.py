"""A process that answers questions for another one: `python -m tiaowen.worker`, started by crew.py.

It reads frames from standard input and writes frames to standard output. A frame is eight bytes of length and that
many bytes of pickle; clauses travel as their ids, since both sides have the corpus. The first frame in says what to
load, the first frame out whether that worked; then each list of questions brings the list of their answers.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from tiaowen.datamodels import Answer, Clause, Corpus

LENGTH = 8  # bytes before a frame


@dataclass(frozen=True)
class Place:
    """Where an assistant came from, so that another process can load the same one."""

    index: str  # folder of the index
    encoder: str | None  # setting of the encoder
    files: Mapping[str, Any]  # the manifest's files: an index that was rebuilt since is not the same one


def write_frame(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(LENGTH) + content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame, None where the other side has gone."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head)
    content = stream.read(size)
    return content if len(content) == size else None


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, clauses: Mapping[str, Clause]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._clauses = clauses

    def persistent_id(self, found: Any) -> str | None:
        return found.id if isinstance(found, Clause) and self._clauses.get(found.id) is found else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, clauses: Mapping[str, Clause]) -> None:
        super().__init__(io.BytesIO(content))
        self._clauses = clauses

    def persistent_load(self, number: Any) -> Clause:
        return self._clauses[number]


def dump_answers(answers: list[Answer], corpus: Corpus) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, corpus.by_id).dump(answers)
    return stream.getvalue()


def load_answers(content: bytes, corpus: Corpus) -> list[Answer]:
    found: list[Answer] = _Unpickler(content, corpus.by_id).load()
    return found


def main() -> None:
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print between the frames
    from tiaowen.assistant import Assistant
    from tiaowen.encoding import load_encoder

    first = read_frame(source)
    if first is None:
        return
    place: Place = pickle.loads(first)
    assistant = Assistant.load(place.index, load_encoder(place.encoder, threads=1))
    same = assistant.manifest["files"] == place.files
    write_frame(target, pickle.dumps(same))
    while same and (frame := read_frame(source)) is not None:
        questions = pickle.loads(frame)
        with contextlib.suppress(Exception):  # what goes wrong goes wrong again below, in the answer that it belongs to
            assistant.look_up(questions)
        answers = [assistant.ask_alone(question) for question in questions]
        write_frame(target, dump_answers(answers, assistant.corpus))


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(1)  # the other side has gone
