"""The clauses of one document by number and by printed label, for following an address down the tree."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from tiaowen.datamodels import Clause, Corpus, Document, Step
from tiaowen.folding import fold


class Outline:
    """The clauses of one document by their last step."""

    def __init__(self, corpus: Corpus, document: Document) -> None:
        self.document = document
        self.clauses = corpus.by_document[document.id]
        self._by_id = {clause.id: clause for clause in self.clauses}
        self._steps: dict[Step, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            self._steps[clause.path[-1]].append(clause)
        self.levels = {step.level for step in self._steps}

    @cached_property
    def labels(self) -> dict[str, Clause]:
        return {label_key(clause.label): clause for clause in self.clauses}

    def longest(self, text: str, least: int) -> tuple[Clause | None, int]:
        """The clause whose whole printed label the text begins with, and its size: at least `least` characters."""
        folded = fold(text)
        for size in range(min(len(folded), 80), max(least, 1) - 1, -1):
            clause = self.labels.get(label_key(folded[:size]))
            if clause is not None:
                return clause, size
        return None, 0

    def find(self, step: Step, under: Clause | None) -> list[Clause]:
        """Clauses with this last step below `under` (None: anywhere), the ones least deep."""
        if step.number < 0:  # the last one
            all_ = [c for c in self.clauses if c.level == step.level and self._inside(c, under)]
            depth = min((len(c.path) for c in all_), default=0)
            return [c for c in all_ if len(c.path) == depth][-1:]
        found = [c for c in self._steps.get(step, ()) if self._inside(c, under)]
        # An appendix numbers its articles afresh; without being named it is not meant.
        main = [c for c in found if under is not None or not any(s.level == "附件" for s in c.path[:-1])]
        return main or found

    def count(self, level: str, under: Clause | None) -> list[Clause]:
        return [
            c
            for c in self.clauses
            if c.level == level
            and self._inside(c, under)
            and (under or not any(s.level == "附件" for s in c.path[:-1]))
        ]

    def _inside(self, clause: Clause, under: Clause | None) -> bool:
        if under is None:
            return True
        parent = clause.parent
        while parent is not None:
            if parent == under.id:
                return True
            parent = self._by_id[parent].parent
        return False

    def ancestor(self, clause: Clause, level: str) -> Clause | None:
        """The clause itself or the nearest one above it at a level."""
        node: Clause | None = clause
        while node is not None and node.level != level:
            node = self._by_id[node.parent] if node.parent is not None else None
        return node


def label_key(label: str) -> str:
    return fold(label).replace(" ", "")
