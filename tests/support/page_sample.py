"""A small corpus of real words for tests that need no files: one regulation of two articles in two witnesses."""

from __future__ import annotations

import re

from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Origin, Source, Span, Step, Variant, Witness

TEXT = (
    "党史学习教育工作条例\n第四章 党史学习教育的主要方式\n"
    "第十九条 基层党组织应当把党史学习教育纳入党员教育管理，通过“三会一课”等形式开展，"
    "每年至少组织1次以党史为主要内容的学习或者主题党日。\n"
    "第二十条 学校应当开展<b>党史</b>教育，按照第十九条和《中国共产党章程》第三条执行。"
)
OTHER = TEXT.replace("至少组织1次", "至少组织一次").replace("，按照", ",按照")


def place(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def witness(file: str, text: str) -> Witness:
    raw = "# " + text.replace("\n", "\n\n")
    starts, raws, lengths, at = [], [], [], 2
    for match in re.finditer(r"[^\n]+", text):
        starts.append(match.start())
        raws.append(at)
        lengths.append(len(match[0]))
        at += len(match[0]) + 2
    return Witness(Source(file, "0" * 64, "utf-8", raw), text, Origin(tuple(starts), tuple(raws), tuple(lengths)))


def corpus() -> Corpus:
    wording, stop = place("1次"), place("，按照")
    there, here = place("一次", OTHER), place(",按照", OTHER)
    document = Document(
        "党史学习教育工作条例",
        "党史学习教育工作条例",
        "regulation",
        "中共中央",
        "",
        "2024-02-05",
        (witness("data/sources/a.txt", TEXT), witness("data/sources/b.txt", OTHER)),
        (
            Variant(*wording, 1, *there, "一次", "substantive"),
            Variant(stop.start, stop.start + 1, 1, here.start, here.start + 1, ",", "punctuation"),
        ),
    )
    name = document.id
    head, nineteen, twenty = TEXT.index("第四章"), TEXT.index("第十九条"), TEXT.index("第二十条")
    chapter = Clause(
        f"{name}/第四章",
        document,
        (Step("章", 4),),
        "第四章",
        head,
        len(TEXT),
        None,
        "container",
        head + 4,
        "党史学习教育的主要方式",
    )
    first = Clause(
        f"{name}/第十九条", document, (Step("章", 4), Step("条", 19)), "第十九条",
        nineteen, twenty - 1, chapter.id, "unit", nineteen + 5,
    )  # fmt: skip
    second = Clause(
        f"{name}/第二十条", document, (Step("章", 4), Step("条", 20)), "第二十条",
        twenty, len(TEXT), chapter.id, "unit", twenty + 5,
    )  # fmt: skip
    return Corpus((document,), (chapter, first, second))


def answered(library: Corpus) -> Answer:
    clause = library.clauses[1]
    words = "每年至少组织1次以党史为主要内容的学习或者主题党日"
    low = clause.text.index(words)
    whole = Citation(clause, 0, len(clause.text), (Span(low, low + len(words)),), 0.93)
    return Answer("几次？", "answered", (Citation(clause, low, low + len(words)),), (whole,))
