"""Lists whose rows have no numbers or are units of their own: 成员如下：⏎组长：甲⏎成员：乙, 收费标准如下： and a table.

A roll is a paragraph that ends in a colon with the rows that follow it, in its own unit or in the next ones. Numbered
项 and 目 are no rows; they are parts of their unit and `lists` deals with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiaowen.clauses.grids import asked_rows
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.normalization import search_text
from tiaowen.language.sentences import trimmed
from tiaowen.reading.grammar.marks import is_row
from tiaowen.reading.grammar.numerals import value
from tiaowen.relevance.contrasts import kinds

MOST_ROWS = 60
LONGEST = 60  # characters of a row without number, label or semicolon: longer ones are prose
LONGEST_NUMBERED = 200
OWN = 0.1  # share of the question's weight that a row must have for itself to be the one asked about
WHOLE_TABLE = 15  # rows of a table that is quoted whole where no row is asked about
_WHOLE = re.compile(r"(?<!其他)(?<!普通)成员|名单|组成")
_ROSTER = re.compile(r"都有谁|有谁|哪些人|哪几位|成员|名单|组成")

_ANNOUNCES = re.compile(r"[：:]$|(?:如下|见下|下)表?所?示?[。：:]$")
_RULE = re.compile(r"[|\s:\-—]+$")  # the line under the head of a Markdown table
_LABEL = re.compile(r"[^\s，。；：:、（(|]{1,5}[ 　]*[^\s，。；：:、（(|]{0,5}[：:]")
_DIGITS = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(rf"(?:第({_DIGITS})步骤?[：:，,、]?|[（(]?({_DIGITS})[)）).．、])\s*")
_EVERY = re.compile(
    r"哪些|哪几|有什么|有啥|什么(?:材料|条件|内容|东西|人)|分别|都包括|全部|各[^自个种类级]"
    r"|(?:步骤|程序|流程|顺序|次序)(?:都?[是有]|包括|分为?)?(?:什么|啥|哪|怎|如何|几|[?？呢]|$)"
)
_ENDS = re.compile(r"[。！？]$")
_GOES_ON = re.compile(r"[；;、，,]$")
_APART = frozenset(("标题", "落款", "成文日期", "署名", "文号", "题注", "主送机关", "附件"))  # levels that hold no rows


@dataclass(frozen=True)
class Row:
    """One row: its unit, and its document span. label: the span of 副组长： before it, empty without one."""

    unit: Clause
    span: Span
    label: Span

    def words(self, text: str, labelled: bool) -> str:
        """The label, or what stands behind it, in search text."""
        return search_text(text[slice(*self.label)] if labelled else text[self.label.end : self.span.end])


@dataclass(frozen=True)
class Roll:
    """What announces the rows, and the rows in reading order; head: the first row names the columns of a table."""

    unit: Clause
    lead: Span
    rows: tuple[Row, ...]
    head: bool

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[1:] if self.head else self.rows

    def named(self, question: str) -> tuple[Row, ...]:
        """The rows of a table that the question names or whose case its number falls into, with the head."""
        if not self.head:
            return ()
        text = self.unit.document.text
        asked = {row.span.start for row in asked_rows(question, text, self.rows[0].span.start, self.rows[-1].span.end)}
        chosen = tuple(row for row in self.body if row.span.start in asked)
        return (self.rows[0], *chosen) if chosen else ()

    def labelled(self, question: str) -> tuple[Row, ...]:
        """The rows under the label that the question asks for (领导小组组长是谁); empty where it asks for none."""
        text, asked = self.unit.document.text, search_text(question).replace(" ", "")
        blocks = _blocks(self.body)
        labels = [block[0].words(text, labelled=True).replace(" ", "").rstrip("：:") for block in blocks]
        named = [
            (len(label), i)
            for i, label in enumerate(labels)
            if len(label) > 1 and re.search(rf"{re.escape(label)}(?:都?[是有]谁|都?[是有]哪|由谁|名单)", asked)
        ]
        return tuple(blocks[max(named)[1]]) if named else ()

    def asked_about(self, question: str, weights: Mapping[str, float], every: bool) -> tuple[Row, ...]:
        """The rows that the question is about, each table row with the head; empty where it is about none or all.

        weights: word of the question -> its weight. every: all are asked for, so that only a label picks some.
        """
        text = self.unit.document.text
        led = search_text(text[slice(*self.lead)] + "".join(text[slice(*r.span)] for r in self.rows[: int(self.head)]))
        asked = search_text(question)
        own = {w: v for w, v in weights.items() if len(w) > 1 and not w.isdigit() and w not in led}
        total = sum(weights.values()) or 1.0

        def share(words_: str) -> float:
            return sum(v for w, v in own.items() if kinds(w, asked) & kinds(w, words_)) / total

        blocks = _blocks(self.body)
        by_label = [share(block[0].words(text, labelled=True)) for block in blocks]
        by_row = [share(row.words(text, labelled=False)) for row in self.body]
        single = _single(by_row)
        if single >= 0 and by_row[single] > max(by_label) and not every:
            return (*self.rows[: int(self.head)], self.body[single])
        block = _single(by_label)
        return tuple(blocks[block]) if block >= 0 else ()


def rolls(document: Sequence[Clause], corpus: Corpus) -> list[Roll]:
    """The rolls of a document, of its clauses in reading order."""
    lines = [line for clause in document if clause.role != "part" for line in _lines(clause, corpus)]
    found: list[Roll] = []
    i = 0
    while i < len(lines):
        roll = _announced(lines, i)
        if roll is not None:
            found.append(roll)
            i += len(roll.rows)
        i += 1
    return found


def listed(
    question: str, found: Sequence[Roll], unit: Clause, spans: Sequence[Span], weights: Mapping[str, float]
) -> tuple[Row, ...]:
    """The rows that answer where the spans chosen in a unit announce a roll or belong to one; else empty.

    Rows whose label the question asks for by name answer wherever in their unit the spans are.
    """
    for roll in found:
        named = roll.labelled(question) if unit == roll.unit else ()
        if named:
            return named
        announced = unit == roll.unit and any(s.start < roll.lead.end and s.end >= roll.lead.end for s in spans)
        inside = any(r.span.start < s.end and s.start < r.span.end for s in spans for r in roll.rows)
        if not announced and not inside:
            continue
        named_rows = roll.named(question)
        if named_rows:
            return named_rows
        every = bool(_EVERY.search(question))
        whole = bool(_ROSTER.search(question))
        rows = () if _WHOLE.search(question) else roll.asked_about(question, weights, every)
        if rows:
            return rows
        if announced or every or whole:
            return roll.rows
        if roll.head:
            hit = tuple(r for r in roll.body if any(r.span.start < s.end and s.start < r.span.end for s in spans))
            return roll.rows if len(roll.rows) <= WHOLE_TABLE or not hit else (roll.rows[0], *hit)
    return ()


def _lines(clause: Clause, corpus: Corpus) -> Iterator[tuple[Clause, Span]]:
    """The paragraphs of a unit, outside its 项; an empty span for what no roll runs over."""
    if clause.role != "unit" or clause.level in _APART:
        yield clause, Span(clause.start, clause.start)
        return
    text = clause.document.text
    items = [(part.start, part.end) for part in corpus.descendants(clause) if part.level in ("项", "目")]
    at = clause.body if clause.level == "条" else clause.start
    for line in text[at : clause.end].split("\n"):
        span = Span(at, at + len(line.rstrip()))
        at += len(line) + 1
        if any(low <= span.start < high for low, high in items):
            yield clause, Span(span.start, span.start)
        elif span.start < span.end:
            yield clause, span


def _announced(lines: Sequence[tuple[Clause, Span]], i: int) -> Roll | None:
    unit, lead = lines[i]
    text = unit.document.text
    if not _ANNOUNCES.search(text[slice(*lead)]):
        return None
    start = max(lead.start, text.rfind("。", lead.start, lead.end - 1) + 1)
    words = trimmed(text, start, lead.end)
    rows = list(_rows(lines, i))
    if words is None or len(rows) < 2:
        return None
    tabular = all(is_row(text[slice(*row.span)]) for row in rows)
    if text[lead.end - 1] not in "：:" and not tabular:
        return None
    return Roll(unit, words, tuple(rows), tabular and len(rows) > 2)


def _rows(lines: Sequence[tuple[Clause, Span]], i: int) -> Iterator[Row]:
    """The rows that follow the lead lines[i]: of one shape, up to the first line of another."""
    first, before, number = "", "", 0
    for unit, span in lines[i + 1 : i + 1 + MOST_ROWS]:
        words = unit.document.text[slice(*span)]
        if not words or unit.level == "条" and unit != lines[i][0]:
            return
        shape = _shape(words)
        numbered = _NUMBER.match(words)
        if (first and (shape == "|") != (first == "|")) or (first == "1") != (shape == "1") and first:
            return
        if shape == "1" and (
            numbered is None or _count(numbered[1] or numbered[2]) != number + 1 or len(words) > LONGEST_NUMBERED
        ):
            return
        if shape == "" and not _fits(words, before):
            return
        first, before, number = first or shape or "-", words, number + 1
        if _RULE.match(words):
            continue
        row = trimmed(unit.document.text, *span)
        if row is not None:
            label = _LABEL.match(unit.document.text, *row) if shape != "|" else None
            yield Row(unit, row, Span(row.start, label.end() if label else row.start))
        if shape == "" and _ENDS.search(words) and not _LABEL.match(words):
            return


def _shape(words: str) -> str:
    return "|" if is_row(words) else "1" if _NUMBER.match(words) else ""


def _count(number: str) -> int:
    return int(number) if number.isdigit() else value(number) or 0


def _fits(words: str, before: str) -> bool:
    """Whether a line without a number is a row: short, and no sentence unless it ends a list of A；⏎B；⏎C。 or has a
    label as the line before it has (组长：甲⏎成员：乙、丙。)."""
    if _LABEL.match(words) and (not before or _LABEL.match(before)) and re.fullmatch(r"[^。]*[^。：:]。?", words):
        return len(words) <= LONGEST_NUMBERED
    if before and _GOES_ON.search(before):
        return len(words) <= LONGEST_NUMBERED
    return (len(words) <= LONGEST or bool(_GOES_ON.search(words))) and not re.search(r"。|：$|:$", words)


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows without a label belong to the labelled one before them: 副组长：甲⏎乙."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row.label.start == row.label.end and blocks[-1][0].label.start < blocks[-1][0].label.end:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _single(shares: Sequence[float]) -> int:
    """The one that has clearly the most, or -1."""
    top = max(shares, default=0.0)
    return shares.index(top) if top > OWN and sum(s > top * 0.8 for s in shares) == 1 else -1
