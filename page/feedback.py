"""What readers say of answers, kept in one SQLite file on this machine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tiaowen.datamodels import Answer, Clause

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
    documents TEXT NOT NULL        -- JSON object: title -> SHA-256 of its source, which says what was searched
)"""


@dataclass(frozen=True)
class Judgement:
    """One row as read back."""

    at: str
    good: bool
    question: str
    answer: str
    reason: str
    right_document: str
    right_label: str


class FeedbackStore:
    """Opens its file for every call, so several servers may share it and none keeps it locked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.execute(_TABLE)
            yield connection
            connection.commit()

    def add(self, answer: Answer, good: bool, reason: str, right: Clause | None, documents: dict[str, str]) -> None:
        """Keep a judgement; `right` is the clause that the reader holds to be the right one."""
        cited = [[c.clause.document.title, c.label] for c in answer.citations]
        row = (
            datetime.now(UTC).isoformat(timespec="seconds"),
            int(good),
            answer.question,
            answer.rewritten,
            answer.status,
            answer.answer,
            json.dumps(cited, ensure_ascii=False),
            reason[:MAX_REASON],
            right.document.title if right else "",
            right.label if right else "",
            json.dumps(documents, ensure_ascii=False),
        )
        columns = (
            "at, good, question, rewritten, status, answer, citations, reason, right_document, right_label, documents"
        )
        with self._open() as connection:
            connection.execute(f"INSERT INTO feedback ({columns}) VALUES ({','.join('?' * len(row))})", row)

    def all(self) -> list[Judgement]:
        """Every judgement, oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT at, good, question, answer, reason, right_document, right_label FROM feedback ORDER BY id"
            ).fetchall()
        return [Judgement(row[0], bool(row[1]), *row[2:]) for row in rows]
