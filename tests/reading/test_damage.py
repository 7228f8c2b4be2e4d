"""Known documents, damaged at random: the articles survive, or the audit says so; nothing is lost in silence."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tests.support.cpu_time import cpu_seconds
from tiaowen.datamodels import Corpus, Document, Source
from tiaowen.errors import SourceError
from tiaowen.reading.audit import audit
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.grammar import lines
from tiaowen.reading.structure.structure import build

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


SHAPES = {
    "short lines": "甲乙丙\n",
    "one character a line": "甲\n",
    "blank lines between": "甲乙\n\n",
    "digits": "1\n",
    "marks": "（一）\n",
    "one line": "甲",
    "articles without words": "第一条\n",
    "questions": "问：甲？\n答：乙。\n",
    "rows of a table": "| 甲 | 乙 |\n",
    "an open title mark": "《甲\n",
    "bullets": "- 甲乙\n",
    "dates": "2024年1月1日\n",
    "numbers of documents": "国发〔2024〕1号\n",
    "signatures": "记者 王明\n",
    "appendices": "附件：甲\n",
    "decimals": "1 甲\n1.1 乙\n1.1.1 丙丁。\n",
    "blank lines only": "\n",
}


def seconds(text: str) -> float:
    return cpu_seconds(lambda: read("甲" + text))


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_size_and_no_faster(shape: str) -> None:
    """Linear: a text ten times as long takes about ten times as long (quadratic would be a hundred), and a megabyte
    of the shortest lines less than the 40 s that even a machine five times as busy as ours needs."""
    unit = SHAPES[shape]
    small, large = (unit * (size // len(unit.encode())) for size in (20_000, 200_000))
    read(small)  # what is compiled and imported once
    few = max(min(seconds(small) for _ in range(3)), 0.01)
    many = seconds(large)
    assert many < 40 * few
    assert many < 8


def test_a_source_of_too_many_lines_is_refused_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINES", 30_000)
    assert read("甲\n\n" * 30_000).documents
    with pytest.raises(SourceError, match="不超过 3 万行"):
        read("甲\n" * 30_001)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["short lines", "digits", "one line", "blank lines only", "wrapped words", "statute"])
def test_twenty_megabytes_are_read_or_refused_in_time(shape: str) -> None:
    """CPU time; the bound is that of the issue, 20 s. Beyond MAX_LINES the file is refused, which takes no time."""
    rng = random.Random(7)
    unit = SHAPES.get(shape, "")
    if shape == "statute":
        unit = original(TITLES[0]).text + "\n"
    if shape == "wrapped words":  # as many lines as there may be, every one different
        text = "".join("".join(chr(rng.randint(0x4E00, 0x6E00)) for _ in range(13)) + "，\n" for _ in range(440_000))
    else:
        text = unit * (20_000_000 // len(unit.encode()))
    start = time.process_time()
    try:
        read("甲" + text)
    except SourceError as error:
        assert "万行" in str(error)
    assert time.process_time() - start < 20
