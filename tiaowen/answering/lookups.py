"""The words of the clauses that an address names: whole articles, items with what governs them, outlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiaowen.completion.provisos import Provisos
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Span
from tiaowen.language.sentences import trimmed

LONGEST = 20_000  # characters of a chapter that is quoted whole, about 30 printed pages
_FIRST = "以下是各条首句。"
_WHOLE_TEXT = re.compile(
    r"(?:全|原|整章的?|完整的?)文本?|(?:全部|所有|完整|整章)的?(?:内容|条文|条款|文字|规定)|一字不[落漏差]"
)
_SUMMARY = re.compile(r"概[括要述]|总结|归纳|梳理|大意|主要|要点|[讲说写]了?(?:些)?[什啥哪]")


@dataclass(frozen=True)
class Lookups:
    """Looks clauses of a corpus up."""

    corpus: Corpus
    provisos: Provisos

    def answer(self, question: str, clauses: Sequence[Clause], whole: bool = False) -> Answer:
        """The words of the clauses that an address names: whole articles, items with what governs them, outlines.

        whole: a chapter is given whole, as it is where the question says so (第二章全文).
        """
        whole = whole or bool(_WHOLE_TEXT.search(question)) and not _SUMMARY.search(question)
        pieces: list[Citation] = []
        citations: list[Citation] = []
        note = ""
        for clause in clauses:
            if clause.role == "container":
                outline, counted = self._outline(clause, whole)
                note = f"{note.removesuffix(_FIRST).removesuffix('；')}；{counted}" if note else counted
                pieces.extend(outline)
                # The headings behind the articles: these are what is looked for.
                headings = [c for c in outline if c.clause.role == "container"]
                citations.extend(
                    Citation(c.clause, 0, len(c.clause.text), (Span(c.start, c.end),), 1.0)
                    for c in outline
                    if c.clause.role != "container"
                )
                citations.extend(replace(c, highlights=(Span(0, len(c.quote)),)) for c in headings)
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

    def _outline(self, container: Clause, whole: bool) -> tuple[list[Citation], str]:
        """The heading of a container and the first sentence of each unit in it, with a count.

        whole: all that stands in it instead, its own headings as well, unless that is longer than LONGEST. A container
        of one unit is always given whole: its first sentence alone would be no outline.
        """
        below = list(self.corpus.descendants(container))
        units = [c for c in below if c.role == "unit"]
        found = [self._heading(container)]
        if not units:  # a title
            return found, ""
        size = container.end - container.start
        counted = f"{container.label}共 {len(units)} 条（段），按正文统计；"
        if (whole or len(units) == 1) and size <= LONGEST:
            for clause in below:
                if clause.role == "container":
                    found.append(self._heading(clause))
                elif clause.role == "unit":
                    found.append(Citation(clause, 0, len(clause.text.rstrip()), (), 1.0))
            return found, f"{counted}以下是全文。"
        text = container.document.text
        for unit in units:
            stop = min((i for i in (text.find(m, unit.start, unit.end) for m in "。；\n") if i >= 0), default=unit.end)
            found.append(Citation(unit, 0, max(stop, unit.start + 1) - unit.start, (), 1.0))
        long = f"全文 {size} 字，一次引不完，请按条号或节分别查阅；" if whole else ""
        return found, f"{counted}{long}{_FIRST}"

    def _heading(self, container: Clause) -> Citation:
        """The heading of a container alone."""
        first = min((c.start for c in self.corpus.children.get(container.id, ())), default=container.end)
        span = trimmed(container.document.text, container.start, first) or Span(container.start, container.end)
        return Citation(container, span.start - container.start, span.end - container.start, (), 1.0)


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
