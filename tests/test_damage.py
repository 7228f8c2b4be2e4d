"""Known documents, damaged at random: the articles survive, or the audit says so; nothing is lost in silence."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpora import seeds
from tiaowen.datamodels import Corpus, Document, Source
from tiaowen.reading.audit import audit
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.structure import build

WIDTHS = str.maketrans("，。；：（）？！１２３", ",.;:()?!123")
TITLES = ("党史学习教育工作条例", "内蒙古自治区事业单位工作人员考核办法")


def original(title: str) -> Document:
    return next(document for document in seeds().documents if document.title == title)


def read(text: str) -> Corpus:
    """The corpus of a text file with this content."""
    drafts, aside = read_documents(Source("受损.txt", "0" * 64, "utf-8", text))
    built = [build(draft, f"{number}") for number, draft in enumerate(drafts)]
    return Corpus(tuple(d for d, _ in built), tuple(c for _, clauses in built for c in clauses), tuple(aside))


def articles(corpus: Corpus) -> list[int]:
    return [clause.path[-1].number for clause in corpus.clauses if clause.level == "条"]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of the text at most `width` characters long; a stop never begins a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        while len(paragraph) > width:
            cut = width
            while cut < len(paragraph) and paragraph[cut] in "，。；：、）”》？！":
                cut += 1
            lines.append(paragraph[:cut])
            paragraph = paragraph[cut:]
        lines.append(paragraph)
    return [line for line in lines if line]


@pytest.mark.parametrize("title", TITLES)
@settings(max_examples=15, deadline=None)
@given(width=st.integers(18, 44), dice=st.integers(0, 2**32))
def test_wraps_page_numbers_and_widths_leave_the_articles_as_they_are(title: str, width: int, dice: int) -> None:
    document = original(title)
    rng = random.Random(dice)
    lines: list[str] = []
    for number, line in enumerate(wrapped(document.text, width), 1):
        lines.append(line.translate(WIDTHS) if rng.random() < 0.1 else line)
        if number % 40 == 0:
            lines += ["", f"- {number // 40} -", ""]
    corpus = read("\n".join(lines))
    expected = [c.path[-1].number for c in seeds().by_document[document.id] if c.level == "条"]
    assert articles(corpus) == expected or audit(corpus).defects


@pytest.mark.parametrize("title", TITLES)
@settings(max_examples=15, deadline=None)
@given(share=st.floats(0.05, 0.95))
def test_a_truncated_text_keeps_the_articles_before_the_cut(title: str, share: float) -> None:
    document = original(title)
    cut = int(len(document.text) * share)
    expected = [c.path[-1].number for c in seeds().by_document[document.id] if c.level == "条" and c.body + 2 < cut]
    found = articles(read(document.text[:cut]))
    assert found[: len(expected)] == expected
    assert len(found) <= len(expected) + 1


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_slice_is_its_raw_characters(data: st.DataObject) -> None:
    """The raw characters at the mapped spans, in order, are the slice; only line feeds are not from the source."""
    document = data.draw(st.sampled_from(seeds().documents))
    witness = data.draw(st.sampled_from(document.witnesses))
    start = data.draw(st.integers(0, len(witness.text) - 1))
    end = data.draw(st.integers(start + 1, len(witness.text)))
    raw = "".join(witness.source.text[low:high] for low, high in witness.origin.spans(start, end))
    assert raw == witness.text[start:end].replace("\n", "")


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        st.sampled_from(list("第一二十条章款（）()、1.问答：“”《》附件\n\r\t 　#*-a。，；甲乙") + ["\x0c", "\ufeff"]),
        max_size=400,
    )
)
def test_no_text_raises_or_loses_a_character(text: str) -> None:
    if not text.strip():
        return
    report = audit(read(text))
    assert not any(source.unaccounted for source in report.sources)
