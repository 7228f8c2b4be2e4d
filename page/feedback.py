"""What readers say of answers, kept in one SQLite file on this machine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tiaowen.datamodels import Answer, Clause
from tiaowen.errors import BatchError

MAX_REASON = 2000
_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,              -- ISO 8601, UTC
    good INTEGER NOT NULL,         -- 1: the answer is right, 0: it is not
    question TEXT NOT NULL,
    rewritten TEXT NOT NULL,       -- the stand-alone question of a follow-up, or empty
    status TEXT NOT NULL,          -- answered, refused
    answer TEXT NOT NULL,
    citations TEXT NOT NULL,       -- JSON list of [document title, label]
    reason TEXT NOT NULL,
    right_document TEXT NOT NULL,  -- the clause that should have been cited, or empty
    right_label TEXT NOT NULL,
    documents TEXT NOT NULL,       -- JSON object: title -> SHA-256 of its source, which says what was searched
    index_version TEXT NOT NULL DEFAULT '',  -- hash of the index that answered
    scope TEXT NOT NULL DEFAULT '[]'         -- JSON list of the titles that the question was limited to; all if empty
)"""
_LATER = {"index_version": "TEXT NOT NULL DEFAULT ''", "scope": "TEXT NOT NULL DEFAULT '[]'"}
"""Columns that the first files did not have."""

Place = tuple[str, str]
"""A clause: the title of its document and its label."""


@dataclass(frozen=True)
class Judgement:
    """One row as read back. `citations` are those of the answer; `right` is the clause that should have been cited."""

    id: int
    at: str
    good: bool
    question: str
    rewritten: str
    status: str
    answer: str
    citations: tuple[Place, ...]
    reason: str
    right: Place | None
    index_version: str
    scope: tuple[str, ...]


class FeedbackStore:
    """Opens its file for every call, so several servers may share it and none keeps it locked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.execute(_TABLE)
            there = {row[1] for row in connection.execute("PRAGMA table_info(feedback)")}
            for name in _LATER.keys() - there:
                connection.execute(f"ALTER TABLE feedback ADD COLUMN {name} {_LATER[name]}")
            yield connection
            connection.commit()

    def add(
        self,
        answer: Answer,
        good: bool,
        *,
        reason: str = "",
        right: Clause | None = None,
        documents: Mapping[str, str],
        index_version: str = "",
        scope: Sequence[str] = (),
    ) -> None:
        """Keep a judgement; `right` is the clause that the reader holds to be the right one, `documents` maps titles to
        the SHA-256 of their sources, `scope` holds the titles that the question was limited to."""
        row = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "good": int(good),
            "question": answer.question,
            "rewritten": answer.rewritten,
            "status": answer.status,
            "answer": answer.answer,
            "citations": _json([[c.clause.document.title, c.label] for c in answer.citations]),
            "reason": reason[:MAX_REASON],
            "right_document": right.document.title if right else "",
            "right_label": right.label if right else "",
            "documents": _json(documents),
            "index_version": index_version,
            "scope": _json(list(scope)),
        }
        with self._open() as connection:
            marks = ",".join("?" * len(row))
            connection.execute(f"INSERT INTO feedback ({','.join(row)}) VALUES ({marks})", tuple(row.values()))

    def all(self) -> list[Judgement]:
        """Every judgement, oldest first. Raises BatchError for a file that holds none."""
        try:
            with self._open() as connection:
                connection.row_factory = sqlite3.Row
                rows = connection.execute("SELECT * FROM feedback ORDER BY id").fetchall()
            return [_read(row) for row in rows]
        except (sqlite3.Error, ValueError, LookupError) as error:
            raise BatchError("一个由网页保存的评价文件（SQLite）", f"{self._path.name}：{error}", "检查路径") from error


def _read(row: sqlite3.Row) -> Judgement:
    right = (row["right_document"], row["right_label"])
    return Judgement(
        id=row["id"],
        at=row["at"],
        good=bool(row["good"]),
        question=row["question"],
        rewritten=row["rewritten"],
        status=row["status"],
        answer=row["answer"],
        citations=tuple((title, label) for title, label in json.loads(row["citations"])),
        reason=row["reason"],
        right=right if all(right) else None,
        index_version=row["index_version"],
        scope=tuple(json.loads(row["scope"])),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
