"""What a document is for, and from which day it is in force: what its beginning says of itself.

为什么要出台这个方案 is answered by the sentence that ends in 制定本方案, at the beginning of the document. A document
that is in force 自发布之日起 names no day there; its 题注 or the date at its end does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.addresses.title_words import HEADS
from tiaowen.clauses.definitions import SURE
from tiaowen.datamodels import Citation, Clause, Corpus, Document, Hit, Span
from tiaowen.language.normalization import search_text
from tiaowen.language.sentences import split_sentences
from tiaowen.language.vocabulary import plain_words
from tiaowen.reading.grammar.marks import DATE

_MADE = r"(?:制定|制订|出台|印发|发布|下发|颁布|起草|出|搞|定)"
_KINDS = "|".join(map(re.escape, HEADS))
_ASKED = (
    re.compile(
        rf"[^，,？?。]{{0,24}}?(?:为什么|为啥|为何|因为什么|干嘛|怎么想到)[^，,？?。]{{0,6}}{_MADE}[^，,？?。]{{0,40}}(?:{_KINDS}|文件)[呢啊呀的？?。]*"
    ),
    re.compile(
        rf".{{0,50}}(?:{_KINDS}|文件)[^，,？?。]{{0,4}}(?:为什么|为啥|为何)[^，,？?。]{{0,4}}{_MADE}[^，,？?。]{{0,4}}[？?。]*"
    ),
    re.compile(
        rf".{{0,50}}{_MADE}[^，,？?。]{{0,40}}(?:{_KINDS}|文件)[^，,？?。]{{0,2}}(?:目的|初衷|为了(?:什么|啥)|图(?:个|的是)?(?:什么|啥))[^，,？?。]{{0,6}}[？?。]*"
    ),
    re.compile(rf".{{0,50}}(?:{_KINDS}|文件)的?{_MADE}的?(?:目的|初衷)[^，,？?。]{{0,6}}[？?。]*"),
)
_SAYS = re.compile(
    r"^(?:第[一1]条)?\s*[^。]{0,30}?(?:为|为了|按照|根据)[^。]{4,400}?"
    r"(?:(?:制定|制订|特?制定|提出|印发|作出|作如下)(?:本|如下|以下|此|了本)|现[^。]{0,80}?(?:印发|制定|提出|(?:解释|规定|决定|通知|公告|意见)如下))"
)
_BEGINNING = 8  # units of a document among which it says what it is for
_FITTING = 0.5  # share of the question's words that the title of a document must have, where none is named
_WHEN = re.compile(r"什么时候|何时|哪[天日年]|几号|啥时候|多会儿|时间|日期|从什么|从哪")
_FROM_ISSUE = re.compile(r"自(?:发布|公布|印发|颁布)之日起(?:开始|正式)?(?:施行|实施|执行|生效|试行)")
_ISSUE = re.compile(r"发布|公布|印发|颁布")


def asks_purpose(question: str) -> bool:
    """Whether the question asks why a document was made."""
    return any(pattern.fullmatch(question.strip()) for pattern in _ASKED)


def purpose(
    question: str, documents: Sequence[Document], near: Sequence[Hit], corpus: Corpus
) -> tuple[Hit, Span] | None:
    """The unit of the document asked about that says what it is for, with the sentence; None where there is none.

    documents: those that the question names. near: hits, among whose documents one is sought whose title has most of
    the question's words, where it names none.
    """
    for document in documents or _fitting(question, [hit.clause.document for hit in near]):
        units = [clause for clause in corpus.by_document[document.id] if clause.role == "unit"]
        for unit in units[:_BEGINNING]:
            for sentence in split_sentences(document.text, unit.body, unit.end):
                if _SAYS.match(document.text[slice(*sentence.span)]):
                    return Hit(unit, SURE, {"answerable": SURE}), sentence.span
    return None


def _fitting(question: str, documents: Sequence[Document]) -> list[Document]:
    """The document whose title has most of what the question names, half at least; [] where none has."""
    kinds = re.compile(rf"{_MADE}|{_KINDS}|为什么|文件")
    named = {word for word in plain_words(question) if len(word) > 1 and not kinds.fullmatch(word)}
    best: tuple[float, Document] | None = None
    for document in dict.fromkeys(documents):
        title = search_text(document.title)
        share = sum(word in title for word in named) / len(named) if named else 0.0
        if share >= _FITTING and (best is None or share > best[0]):
            best = share, document
    return [best[1]] if best else []


def day_of_issue(question: str, quoted: Sequence[Citation], corpus: Corpus) -> Citation | None:
    """The words that date a document whose quoted words put it in force 自发布之日起, where the question asks when."""
    if not _WHEN.search(question):
        return None
    for piece in quoted:
        if not _FROM_ISSUE.search(piece.quote):
            continue
        for clause in corpus.by_document[piece.clause.document.id]:
            if clause.level in ("题注", "成文日期") and clause.role == "unit" and (span := _dated(clause)) is not None:
                return Citation(clause, span.start, span.end, score=piece.score)
    return None


def _dated(clause: Clause) -> Span | None:
    """From the date of issue to the end of the words about it, in clause.text; None where there is not just one: of a
    revised text it is not known from which of them it is in force."""
    text = clause.text
    dates = list(DATE.finditer(text))
    ends = [date.start() for date in dates[1:]] + [len(text)]
    found = []
    for date, end in zip(dates, ends, strict=True):
        said = text[date.start() : end].rstrip("）)。，, \u3000")
        if clause.level == "成文日期" or _ISSUE.search(said):
            found.append(Span(date.start(), date.start() + len(said)))
    return found[0] if len(found) == 1 else None
