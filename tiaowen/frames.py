"""What processes say to each other: frames of eight bytes of length and that many bytes of pickle. Clauses travel as
their ids, since both sides have the corpus."""

from __future__ import annotations

import io
import pickle
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
