"""The words of the clauses that an address names: whole articles, items with what governs them, outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Span
from tiaowen.provisos import Provisos
from tiaowen.sentences import trimmed

_AFTER = "，按正文统计；以下是各条首句。"


@dataclass(frozen=True)
class Lookups:
    """Looks clauses of a corpus up."""

    corpus: Corpus
    provisos: Provisos

    def answer(self, question: str, clauses: Sequence[Clause]) -> Answer:
        """The words of the clauses that an address names: whole articles, items with what governs them, outlines."""
        pieces: list[Citation] = []
        citations: list[Citation] = []
        note = ""
        for clause in clauses:
            if clause.role == "container":
                outline, counted = self._outline(clause)
                note = f"{note.removesuffix(_AFTER)}；{counted}" if note else counted
                pieces.extend(outline)
                citations.extend(
                    Citation(c.clause, 0, len(c.clause.text), (Span(c.start, c.end),), 1.0) for c in outline[1:]
                )
                title = outline[0].span
                citations.append(replace(outline[0], highlights=(Span(0, title.end - title.start),)))
                continue
            body = trimmed_body(clause)
            pieces.append(Citation(clause, body.start - clause.start, body.end - clause.start))
            quoted = Span(body.start - clause.start, body.end - clause.start)
            citations.append(Citation(clause, 0, clause.end - clause.start, (quoted,), 1.0))
            lead = self._lead(clause)
            if lead is not None:
                citations.append(lead)
            provisos = self.provisos.exceptions([body], self.corpus.unit(clause), 1.0)
            citations += unsaid(provisos, pieces)
        return Answer(question, "answered", tuple(pieces), tuple(citations), separator="\n", note=note)

    def _lead(self, clause: Clause) -> Citation | None:
        """The words of the article that an 项 or 目 depends on."""
        if clause.level not in ("项", "目") or clause.parent is None:
            return None
        parent = self.corpus.by_id[clause.parent]
        siblings = [c for c in self.corpus.children[parent.id] if c.level == clause.level]
        lead = trimmed(parent.document.text, parent.start, siblings[0].start)
        if lead is None:
            return None
        return Citation(parent, lead.start - parent.start, lead.end - parent.start, (), 1.0)

    def _outline(self, container: Clause) -> tuple[list[Citation], str]:
        """The heading of a container and the first sentence of each unit in it, with a count."""
        units = [c for c in self.corpus.descendants(container) if c.role == "unit"]
        text = container.document.text
        first = min((u.start for u in units), default=container.end)
        heading = trimmed(text, container.start, first) or Span(container.start, container.end)
        found = [Citation(container, heading.start - container.start, heading.end - container.start, (), 1.0)]
        for unit in units:
            stop = min((i for i in (text.find(m, unit.start, unit.end) for m in "。；\n") if i >= 0), default=unit.end)
            found.append(Citation(unit, 0, max(stop, unit.start + 1) - unit.start, (), 1.0))
        if not units:  # a title
            return found, ""
        return found, f"{container.label}共 {len(units)} 条（段）{_AFTER}"


def unsaid(provisos: Sequence[Citation], pieces: Sequence[Citation]) -> list[Citation]:
    """The provisos that are no part of the answer already, each once."""
    fresh: dict[tuple[str, Span], Citation] = {}
    for proviso in provisos:
        document, (start, end) = proviso.clause.document.id, proviso.span
        if not any(p.clause.document.id == document and p.span.start < end and start < p.span.end for p in pieces):
            fresh.setdefault((document, proviso.span), proviso)
    return list(fresh.values())


def trimmed_body(clause: Clause) -> Span:
    """A clause without its number; punctuation at the end stays, it is part of the wording."""
    text = clause.document.text
    start, end = clause.body, clause.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else Span(clause.start, clause.end)
