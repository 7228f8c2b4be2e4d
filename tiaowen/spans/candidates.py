"""Candidate answer spans of a clause, cut at natural boundaries only.

Runs of the comma-separated parts of one sentence, whole sentences, the words after a colon, the bodies of 项 and 目,
and lists as a whole, numbered or not: 项; A；B；C of one sentence; 一是…。二是…。; lines of 组长：… 成员：….
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tiaowen.clauses.grids import PROSE, holds_table, rows
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.sentences import Sentence, split_sentences, trimmed

LONGEST_RUN = 5  # parts in a run that is not the whole sentence
ANNOUNCES = re.compile(r"下列|以下|如下")  # in a lead: what follows it says what is meant

_SPEAKER = re.compile(r"[问答][：:]\s*")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+[是要]|第[一二三四五六七八九十]+[，,是]|首先|其次|再次|最后)")
_LABELLED = re.compile(r"[^\s，。；：:（(]{1,5}[ 　]?[^\s，。；：:（(]{0,5}[：:]")
_SAYS = re.compile(r"[=＝]|必须|应当|不得|严禁|(?:为|是|[自从至]|不[超少低])[^，。]*[0-9]")
_NUMBER = re.compile(r"(?:[（(]?[一二三四五六七八九十0-9.．]+[)）、.．][ \u3000]*)?")
_ENTRY = 60  # characters of a line of a roster at most


@dataclass(frozen=True)
class Candidate:
    """document.text[span] of a unit.

    whole: a full sentence; first, last: it begins or ends one; item: it stands in an 项 or 目; group: all 项 of a list;
    series: all members of a list that is not numbered.
    """

    span: Span
    whole: bool
    first: bool
    last: bool
    item: bool
    group: bool = False
    series: bool = False


def candidates(unit: Clause, corpus: Corpus) -> list[Candidate]:
    """All candidate spans of a unit, in reading order, without repeats."""
    text = unit.document.text
    found: dict[Span, Candidate] = {}
    for low, high, item in _split_tables(text, _regions(unit, corpus), found):
        sentences = split_sentences(text, low, high)
        for sentence in sentences:
            for candidate in _runs(text, sentence, item):
                # A heading names the subject and says nothing about it, unless it is a formula (总成绩=…), a
                # rule or a sentence itself: 十四、本公告执行期限为2024年1月1日至2027年12月31日。
                words = text[slice(*candidate.span)]
                if words != unit.heading or _SAYS.search(words):
                    found.setdefault(candidate.span, candidate)
        for span in (*_coordinated(text, sentences), *_ordinals(text, sentences), *_rosters(text, low, high)):
            found.setdefault(span, Candidate(span, True, True, True, item, series=True))
    for siblings in item_groups(unit, corpus):
        whole_list = trimmed(text, siblings[0].start, siblings[-1].end)
        if whole_list is not None:
            found[whole_list] = Candidate(whole_list, True, True, True, True, True)
    return list(found.values())


def _split_tables(
    text: str, regions: Iterable[tuple[int, int, bool]], found: dict[Span, Candidate]
) -> Iterator[tuple[int, int, bool]]:
    """The regions without their tables, and the cells that are words of their own; rows are candidates as they are."""
    for low, high, item in regions:
        at = low
        for row in rows(text, low, high) if holds_table(text[low:high]) else ():
            above = min([row.span.start, *(cell.start for cell in row.header)])  # the header belongs to the table
            yield at, max(text.rfind("\n", at, above) + 1, at), item
            found.setdefault(row.words, Candidate(row.words, True, True, True, item))
            for cell in row.cells:
                if cell.end - cell.start >= PROSE:
                    yield cell.start, cell.end, item
            at = row.span.end
        yield at, high, item


def item_groups(unit: Clause, corpus: Corpus) -> list[list[Clause]]:
    """The lists of a unit: its 项 (or 目, or the 点 of a paper behind a colon) under one parent, in order, where there
    are at least two."""
    groups: dict[str, list[Clause]] = {}
    for part in corpus.descendants(unit):
        if part.level in ("项", "目", "点") and part.parent is not None:
            groups.setdefault(part.parent, []).append(part)
    return [siblings for siblings in groups.values() if len(siblings) > 1 and _listed(siblings[0])]


def _listed(first: Clause) -> bool:
    """Whether a clause begins a list: a 点 may as well be a paragraph that stands for itself."""
    return first.level != "点" or first.document.text[: first.start].rstrip().endswith(("：", ":"))


def list_lead(text: str, siblings: Sequence[Clause], unit: Clause) -> Span | None:
    """The sentence of a unit that governs a list of its 项; a semicolon does not end it.

    Where the list is all that stands below a heading, the heading does: （二）有下列情形之一的，不得报考：.
    """
    first = siblings[0].start
    start = max(unit.body, text.rfind("\n", unit.body, first - 1) + 1, text.rfind("。", unit.body, first) + 1)
    lead = trimmed(text, start, first)
    if lead is None and text[unit.start : first].rstrip().endswith(("：", ":")):
        line = text.rfind("\n", unit.start, len(text[:first].rstrip())) + 1
        lead = trimmed(text, _NUMBER.match(text, max(unit.start, line)).end(), first)  # type: ignore[union-attr]
    return lead


def _regions(unit: Clause, corpus: Corpus) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a unit that no candidate but a list crosses: (start, end, whether in an 项 or 目)."""
    body = unit.body
    for part in corpus.descendants(unit):
        if part.level == "问":  # the question of an official question and answer is no answer
            body = max(body, part.end)
    marks = sorted((c.start, c.body, c.end) for c in corpus.descendants(unit) if c.level in ("项", "目"))
    at = body
    for i, (start, item_body, item_end) in enumerate(marks):
        if start > at:
            yield at, start, False
        end = min(item_end, marks[i + 1][0]) if i + 1 < len(marks) else item_end
        at = max(at, item_body)
        yield item_body, end, True
        at = max(at, end)
    if at < unit.end:
        yield at, unit.end, False


def _runs(text: str, sentence: Sentence, item: bool) -> Iterator[Candidate]:
    parts = sentence.parts
    n = len(parts)
    for i in range(n):
        after = _colon(text, parts[i])  # 标准为：一级27个月，二级25个月
        for j in range(i, n):
            whole = i == 0 and j == n - 1
            if j - i >= LONGEST_RUN and not whole and j != n - 1:
                continue
            spoken = _SPEAKER.match(text, parts[i].start, parts[j].end)
            span = Span(spoken.end() if spoken else parts[i].start, parts[j].end)
            if span.start < span.end:
                yield Candidate(span, whole, i == 0, j == n - 1, item)
            if after is not None and after.start > span.start:
                yield Candidate(Span(after.start, span.end), False, False, j == n - 1, item)


def _colon(text: str, span: Span) -> Span | None:
    """What follows the colon of a sentence: 培训内容包括：甲、乙、丙."""
    at = next((i for i in range(span.start, span.end) if text[i] in "：:"), -1)
    if at < 0 or text[at + 1 : at + 2].isdigit():  # 9:30
        return None
    return trimmed(text, at + 1, span.end)


def _coordinated(text: str, sentences: list[Sentence]) -> Iterator[Span]:
    """Sentences that semicolons join into one, from its beginning and from the colon that announces them."""
    run: list[Sentence] = []
    for sentence in sentences:
        run.append(sentence)
        if text[sentence.span.end : sentence.span.end + 1] in ("；", ";"):
            continue
        if len(run) > 1:
            yield Span(run[0].span.start, run[-1].span.end)
            after = _colon(text, run[0].span)
            if after is not None:
                yield Span(after.start, run[-1].span.end)
        run = []


def _ordinals(text: str, sentences: list[Sentence]) -> Iterator[Span]:
    """一是…。二是…。三是…。 of one paragraph."""
    run: list[Span] = []
    for sentence in sentences:
        span = sentence.span
        if run and "\n" in text[run[-1].end : span.start]:
            yield from _joined(run)
            run = []
        if _ORDINAL.match(text, *span):
            run.append(span)
    yield from _joined(run)


def _joined(run: list[Span]) -> Iterator[Span]:
    if len(run) > 1:
        yield Span(run[0].start, run[-1].end)


def _rosters(text: str, low: int, high: int) -> Iterator[Span]:
    """Lines that follow a label without one of their own (副组长：甲⏎乙⏎丙), each block of them and all together."""
    blocks: list[list[Span]] = []
    at = low
    for line in text[low:high].split("\n"):
        span = trimmed(text, at, at + len(line))
        at += len(line) + 1
        if span is None:
            continue
        short = span.end - span.start <= _ENTRY and not any(mark in text[span.start : span.end] for mark in "。；")
        if short and _LABELLED.match(text, *span) and text[span.end : span.end + 1] not in "：:":
            blocks.append([span])
        elif blocks and short and blocks[-1]:
            blocks[-1].append(span)
        elif blocks and blocks[-1]:
            blocks.append([])  # a sentence ends the roster
    blocks = [block for block in blocks if block]
    for block in blocks:
        if len(block) > 1:
            yield Span(block[0].start, block[-1].end)
    if len(blocks) > 1:
        yield Span(blocks[0][0].start, blocks[-1][-1].end)
