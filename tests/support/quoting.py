"""What holds of every answer, checked without the library's own verification."""

from __future__ import annotations

from tiaowen import Assistant
from tiaowen.datamodels import Answer, Citation, Corpus


def asked(assistant: Assistant, question: str) -> Answer:
    """The answer, of which every quotation is checked."""
    answer = assistant.ask(question)
    assert_verbatim(answer, assistant.corpus)
    return answer


def assert_verbatim(answer: Answer, corpus: Corpus) -> None:
    """Every quotation is a slice of a document of the corpus and leads back to the same characters of its raw file."""
    assert answer.status in ("answered", "refused")
    for citation in (*answer.spans, *answer.citations):
        assert citation.quote.strip()
        assert corpus.by_id[citation.clause.id] == citation.clause
        low, high = citation.span
        assert citation.clause.start <= low < high <= citation.clause.end
        assert citation.clause.document.text[low:high] == citation.quote
        assert squeezed(raw(citation)) == squeezed(citation.quote)
    for citation in answer.citations:
        assert 0 <= citation.score <= 1
        for start, end in citation.highlights:
            assert 0 <= start < end <= len(citation.quote)
    if answer.status == "answered":
        assert answer.spans
        assert answer.citations
        assert not answer.near
        assert answer.answer == answer.separator.join(span.quote for span in answer.spans)
    else:
        assert not answer.spans
        assert not answer.citations
        assert answer.note
        assert len(answer.near) <= 3


def raw(citation: Citation) -> str:
    """The characters of the source file at the spans that the citation gives."""
    source, spans = citation.source
    return "".join(source.text[start:end] for start, end in spans)


def squeezed(text: str) -> str:
    return "".join(text.split())
