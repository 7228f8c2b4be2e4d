"""What a batch did, row by row: counted, and evaluated where the table has gold answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tiaowen.batch.evaluation import Evaluation


@dataclass
class BatchSummary:
    """What a run did. `figures` is the same in every format."""

    source: str
    evaluation: Evaluation
    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)  # title -> rows whose answer cites it
    quotations: int = 0
    repeated: int = 0  # rows whose question was answered before in the same table
    resumed: int = 0  # rows taken over from an interrupted run
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def add(self, record: Mapping[str, Any]) -> None:
        self.rows += 1
        self.statuses[record["status"]] += 1
        self.quotations += len(record["citations"]) + len(record["near"])
        self.documents.update({citation["document"] for citation in record["citations"]})
        if self.evaluation:
            self.evaluation.add(record)

    def figures(self) -> list[tuple[str, Any]]:
        """(name in Chinese, value), as the summary of a report shows them."""
        return [
            ("问题文件", self.source),
            ("行数", self.rows),
            ("已作答", self.statuses["answered"]),
            ("未作答", self.statuses["refused"]),
            ("出错", self.statuses["error"]),
            ("重复的问题", self.repeated),
            ("引用的文件数", len(self.documents)),
            ("本次用时（秒）", round(self.seconds, 1)),
            *self.evaluation.figures(),
        ]
