"""What is to be said of the place of a quotation: where else its words stand, and which version of a law it is from.

This is put on answers and hits once they are complete, so that whatever found a clause need not know of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tiaowen.addresses.title_index import TitleMatch
from tiaowen.addresses.version_words import asked_version
from tiaowen.addresses.versions import STATES, Versions
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Edition, Hit
from tiaowen.retrieval.duplicates import Twins, carried

LISTED = 3  # other versions named in a note
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Provenance:
    """The places and versions of the clauses of a corpus."""

    def __init__(self, corpus: Corpus, versions: Versions) -> None:
        self.corpus = corpus
        self.versions = versions
        self.twins = Twins([clause for clause in corpus.clauses if clause.role == "unit"], versions)

    def of_answer(self, answer: Answer, names: Callable[[str], Sequence[TitleMatch]]) -> Answer:
        """The answer with the places and versions of what it cites, and a note on the versions.

        names: text -> the documents that it names.
        """
        citations = tuple(map(self.of_citation, answer.citations))
        near = tuple(map(self.of_hit, answer.near))
        note = answer.note
        if answer.status == "answered":
            told = [self._missing(answer.rewritten or answer.question, answer.citations, names)]
            documents = dict.fromkeys(c.clause.document for c in answer.citations)
            told += [version_note(document.title, self.versions.edition(document)) for document in documents]
            note += "".join(dict.fromkeys(told))
        if note == answer.note and citations == answer.citations and near == answer.near:
            return answer
        return replace(answer, citations=citations, near=near, note=note)

    def of_citation(self, citation: Citation) -> Citation:
        unit = self.corpus.unit(citation.clause)
        also = tuple(self._same(citation, unit, other) for other in self.twins.group(unit) if other.id != unit.id)
        edition = self.versions.edition(citation.clause.document)
        return replace(citation, also=also, edition=edition) if also or edition else citation

    def of_hit(self, hit: Hit) -> Hit:
        whole = self.of_citation(Citation(hit.clause, 0, hit.clause.end - hit.clause.start))
        return replace(hit, also=whole.also, edition=whole.edition) if whole.also or whole.edition else hit

    def _same(self, citation: Citation, unit: Clause, other: Clause) -> Citation:
        """The words of a citation as they stand in an equal unit, in the part there that is like the one cited."""
        span = carried(citation.span, unit, other)
        clause = other
        if citation.clause.role == "part":
            for part in self.corpus.descendants(other):  # from the outside in
                if part.start <= span.start and span.end <= part.end:
                    clause = part
        edition = self.versions.edition(other.document)
        return Citation(clause, span.start - clause.start, span.end - clause.start, edition=edition)

    def _missing(
        self, question: str, citations: Sequence[Citation], names: Callable[[str], Sequence[TitleMatch]]
    ) -> str:
        """What is said where a version is asked for that is not here: 2009年的《…》; empty for any other question."""
        if not _YEAR.search(question):
            return ""
        cited = dict.fromkeys(citation.clause.document for citation in citations)
        for name in names(question):
            asked = asked_version(question, name.start, name.end)
            for document in cited if asked.years else ():
                if document in name.documents and not self._of_year(document, asked.years):
                    date = self.versions.date(document)
                    held = f"引用的是{date}的版本。" if date else "引用的版本没有注明日期。"
                    return f"库中没有{asked.years[0]}年的《{_bare(document)}》，{held}"
        return ""

    def _of_year(self, document: Document, years: Sequence[str]) -> bool:
        dates = (self.versions.date(document), document.date, self.versions.starts(document), document.title)
        return any(year in date for year in years for date in dates)


def version_note(title: str, edition: Edition | None) -> str:
    """Which version is quoted and which others there are, as one sentence; empty where there is one, in force."""
    if edition is None:
        return ""
    state = STATES[edition.state][0]
    if edition.state == "repealed" and edition.by:
        state = f"已被{_quoted(edition.by)}废止"
    if edition.state == "pending" and edition.starts:
        state += f"，自{edition.starts}起施行"
    version = f"引自{edition.date}的版本（{state}）" if edition.date else f"的这个版本没有注明日期（{state}）"
    others = "、".join(f"{date or '未注明日期'}（{STATES[other][0]}）" for date, other in edition.others[:LISTED]) + (
        "等" if len(edition.others) > LISTED else ""
    )
    rest = f"；库中另有{others}的版本" if others else ""
    return f"{_quoted(title)}{version}{rest}。"


def _quoted(title: str) -> str:
    return title if title.startswith("《") and title.endswith("》") else f"《{title}》"


def _bare(document: Document) -> str:
    return document.title.strip("《》")
