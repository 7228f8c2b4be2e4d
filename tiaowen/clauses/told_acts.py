"""Which penalty is for the act that a clause forbids, where no number says so: 接纳未成年人进入营业场所的，由…罚款.

The chapter on penalties tells many acts in the words of the clauses that forbid them, without their numbers. An act
belongs to the sentence of a rule that has most of its words, weighed by how few other clauses of the document have
them; it is surely the same act where that sentence has nearly all of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tiaowen.clauses.penalties import SETS
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.sentences import split_sentences, trimmed
from tiaowen.language.vocabulary import plain_words

SAME = 0.75  # share of an act's words, weighed, that the rule has, from which it is the same act
LEAST = 1.5  # words in common by which an act is known, counted in words that no other clause has
_CHAPTER = re.compile(r"法律责任|罚则|处罚|责任追究|违规处理|违约责任|奖惩|监督与?和?责任")
_LISTED = re.compile(r"(?:下列|以下|下述|如下)[^。；\n]{0,20}(?:之一|行为|情形)")
_TOLD = re.compile(
    r"的[，,：:]?(?=由|处|责令|给予|予以|应当|除|可以|按照?|依照?|依法|视|情节|吊销|没收|[^，。；]{2,20}(?:责令|处|给予|予以|可以))"
)
_PREFACE = re.compile(
    r"^(?:[^，。；]{0,30}?违反(?:本|《|[^，。；]{0,12}第)[^，。；]{0,30}?(?:规定|要求)[，,]?(?:有下列行为之一的)?"
    r"|第[^条]{1,8}条[\s　]*|[（(][一二三四五六七八九十]+[)）]|对(?=[^，]{2,40}的))"
)
_RULE = re.compile(r"不得|禁止|严禁|应当?|必须|方可|不准|不能")
_ROW = re.compile(r"[（(][一二三四五六七八九十]+[)）]")
_WORSE = re.compile(r"造成|构成|情节|逾期|拒不|后果|有违法所得|尚不|再次")
_EITHER = re.compile(r"或者|[，,；]|、(?=[^、，]{6})")
_END = re.compile(r"[。\n]")
_EMPTY = re.compile(
    r"规定|(?:本|该)?(?:条例|办法|法)|[依按][照法]|违反|擅自|有关|相关|行为|单位|个人|应当|不得|禁止|可以|进行|要求|人员|其他|下列"
    r"|以及|或者|没有|未按|不按|未经"
)


class Told(NamedTuple):
    """An act in the words of the clause on its penalty: what says so (document spans), how much of its words the
    forbidding clause has, in [0, 1], and the weight of those words (1.0: a word that no other clause has)."""

    unit: Clause
    spans: tuple[Span, ...]
    share: float
    weight: float
    best: bool  # no other clause of the document has more of them

    @property
    def same(self) -> bool:
        """Whether it is surely what the clause forbids."""
        return self.best and self.share >= SAME and self.weight >= LEAST


def told_acts(broken: Clause, corpus: Corpus) -> list[Told]:
    """The acts of the chapters on penalties that have words of the clause, those that have most of them first; for
    a clause that lays down no rule none is the same."""
    penal = list(_penal(broken.document.id, corpus))
    own = corpus.unit(broken)
    if own in penal:
        return []
    others = [
        unit
        for unit in corpus.by_document[broken.document.id]
        if unit.role == "unit" and unit is not own and unit not in penal
    ]
    ruled = list(_rules(broken))
    rules = [_words(rule) for rule in ruled or broken.text.split("\n")]
    elsewhere = [_words(rule) for unit in others for rule in _rules(unit)]
    counts = Counter(word for unit in (own, *others) for word in _words(unit.text))
    rare = math.log(len(others) + 2)
    idf = {word: 1.0 - math.log(count) / rare for word, count in counts.items()}

    def weight(found: frozenset[str]) -> float:
        return sum(idf.get(word, 1.0) for word in found)

    found: list[Told] = []
    for unit in penal:
        for spans, act in _acts(unit, corpus):
            pieces = [words for piece in _pieces(act) if weight(words := _words(piece)) >= LEAST]
            for words in pieces:
                shared = max((weight(words & rule) for rule in rules), default=0.0)
                most = max((weight(words & rule) for rule in elsewhere), default=0.0)
                if shared:
                    found.append(Told(unit, spans, shared / weight(words), shared, bool(ruled) and shared > most))
    found.sort(key=lambda told: (not told.same, -told.weight, told.unit.start))
    return list({told.spans: told for told in reversed(found)}.values())[::-1]


def _penal(document: str, corpus: Corpus) -> Iterator[Clause]:
    """The units of the document under a heading of penalties."""
    for head in corpus.containers.get(document, ()):
        if head.level != "标题" and _CHAPTER.search("".join(head.heading.split())):
            yield from (unit for unit in corpus.descendants(head) if unit.role == "unit" and SETS.search(unit.text))


def _rules(clause: Clause) -> Iterator[str]:
    """The sentences of a clause that forbid or order something, each row of a list with the words before it."""
    for line in clause.document.text[clause.body : clause.end].split("\n"):
        for sentence in re.split(r"[。；]", line):
            if _RULE.search(sentence) or _ROW.match(sentence.strip()):
                yield sentence


def _acts(unit: Clause, corpus: Corpus) -> Iterator[tuple[tuple[Span, ...], str]]:
    """The acts of a unit, each with the spans that tell it and what follows from it."""
    text = unit.document.text
    parts = [part for part in corpus.descendants(unit) if part.level == "项"]
    listed = {part.parent for part in parts}
    for parent in listed:
        rows = [part for part in parts if part.parent == parent]
        low = max(text.rfind("\n", unit.body, rows[0].start - 1) + 1, unit.body)
        lead = trimmed(text, low, rows[0].start)
        if lead is not None and _LISTED.search(text, *lead) and SETS.search(text, *lead):
            for row in rows:
                span = trimmed(text, row.start, row.end)
                if span is not None:
                    yield (lead, span), text[row.body : row.end]
    for sentence in split_sentences(text, unit.body, unit.end):
        span = sentence.span
        if any(part.start <= span.start < part.end or span.start <= part.start < span.end for part in parts):
            continue
        said = text[slice(*span)]
        until = _TOLD.search(said)
        referred = re.search(r"前[款条项]|上述|不服", said[: until.start()]) if until is not None else None
        if until is not None and referred is None and SETS.search(said, until.end()):
            stop = _END.search(text, span.end, unit.end)  # with the steps after it: 逾期不改的，处…
            whole = trimmed(text, span.start, stop.start() if stop else unit.end)
            if whole is not None:
                yield (whole,), said[: until.start()]


def _words(text: str) -> frozenset[str]:
    bare = _PREFACE.sub("", text.strip())
    return frozenset(word for word in plain_words(bare) if len(word) > 1 and not _EMPTY.fullmatch(word))


def _pieces(act: str) -> list[str]:
    """The act, and the several told together (…，或者…) one by one; what makes it worse (造成…的) is none."""
    act = _PREFACE.sub("", act.strip())
    pieces = dict.fromkeys((act, *_EITHER.split(act)))
    return [piece for piece in pieces if piece and not _WORSE.match(piece)]
