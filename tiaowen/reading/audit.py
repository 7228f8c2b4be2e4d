"""What was read, counted: nothing lost, nothing twice, no number skipped, or it says where.

Three questions are asked of a corpus. Is every raw character in a document, set aside with a reason, or blank? Is every
character of a document in exactly one unit or heading? Do the numbers of articles, sections and items run on? A gap is
explained where the missing number is not printed at the beginning of any paragraph; else it is a defect of reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from tiaowen.datamodels import Clause, Corpus, Document, Source, Span, Variant
from tiaowen.reading.grammar.marks import BLANKS
from tiaowen.reading.grammar.numerals import NUMBER, chinese, value

COUNTED = ("部分", "编", "分编", "章", "节", "条", "款", "项", "目", "分节", "点", "问题", "措施", "问答", "段", "附件")
"""Levels whose clauses are counted, in the order of the report."""

_SEQUENCES = ("编", "分编", "章", "节", "条", "部分", "分节", "点", "项", "目", "问题", "措施", "问答")
_BLANK = re.compile(rf"[\s{BLANKS}\u2028\u2029\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Break:
    """A place where numbers do not run on: `found` follows `last` at `label`; `reason` explains it, or is empty."""

    level: str
    kind: Literal["gap", "repeat", "back", "start"]
    label: str
    last: int
    found: int
    missing: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class VariantNote:
    """A difference between printings with the clause that it stands in."""

    label: str
    kind: str
    witness: str
    preferred: str
    other: str


@dataclass(frozen=True)
class DocumentAudit:
    """One document: what it consists of and what is wrong with it."""

    id: str
    title: str
    kind: str
    files: tuple[str, ...]
    encoding: str
    outline: tuple[tuple[int, str, str], ...] = field(repr=False)  # depth, label, heading
    counts: Mapping[str, int]
    characters: int  # of the canonical text, without the line feeds between paragraphs
    covered: int  # in exactly one unit or heading
    uncovered: tuple[Span, ...]
    twice: tuple[Span, ...]
    breaks: tuple[Break, ...]
    longest: tuple[str, int]
    variants: tuple[VariantNote, ...] = field(default=(), repr=False)

    @property
    def defects(self) -> tuple[str, ...]:
        found = [f"{self.name}第 {span.start}–{span.end} 字不在任何条文里" for span in self.uncovered]
        found += [f"{self.name}第 {span.start}–{span.end} 字属于两个条文" for span in self.twice]
        found += [f"{self.name}{describe(item)}" for item in self.breaks if not item.reason]
        return tuple(found)

    @property
    def name(self) -> str:
        """The title in its marks; marks inside a title are the inner ones."""
        return "《" + self.title.replace("《", "〈").replace("》", "〉") + "》"


@dataclass(frozen=True)
class SourceAudit:
    """One file: where its characters went."""

    file: str
    encoding: str
    sha256: str
    characters: int
    blank: int
    in_documents: int
    set_aside: Mapping[str, int]  # reason -> characters
    unaccounted: tuple[Span, ...]

    @property
    def defects(self) -> tuple[str, ...]:
        return tuple(f"{self.file} 第 {span.start}–{span.end} 字去向不明" for span in self.unaccounted)


@dataclass(frozen=True)
class AuditReport:
    """The audit of a corpus."""

    documents: tuple[DocumentAudit, ...]
    sources: tuple[SourceAudit, ...]
    failures: tuple[tuple[str, str], ...]

    @cached_property
    def defects(self) -> tuple[str, ...]:
        """Chinese sentences; empty where everything is accounted for."""
        found = [f"{file} 读取失败：{message}" for file, message in self.failures]
        found += [defect for source in self.sources for defect in source.defects]
        found += [defect for document in self.documents for defect in document.defects]
        return tuple(found)

    @property
    def status(self) -> int:
        """Exit status: 1 where there is a defect."""
        return 1 if self.defects else 0


def audit_files(paths: Iterable[Path | str]) -> AuditReport:
    """Read the files and folders and audit what was read; files that cannot be read are failures in the report."""
    from tiaowen.reading.corpus import read_sources  # only here: an audit of a corpus at hand reads no files
    from tiaowen.reading.registry import Registry, beside

    files = [Path(path) for path in paths]
    registry = beside(files, "sources.json")
    if registry is None:
        return audit(read_sources(files))
    return audit(read_sources(files, Registry.load(registry), root=registry.parent.parent))


def audit(corpus: Corpus) -> AuditReport:
    """The audit of every document and every source file of `corpus`."""
    documents = tuple(_document(document, corpus.by_document[document.id], corpus) for document in corpus.documents)
    return AuditReport(documents, tuple(_sources(corpus)), corpus.failures)


def describe(item: Break) -> str:
    """第十二条之后是第十四条，缺第十三条（原文没有印出这个序号）."""
    level = item.level

    def name(number: int) -> str:
        return f"第{chinese(number)}{level}" if level in ("编", "分编", "章", "节", "条") else f"{level} {number}"

    if item.kind == "start":
        text = f"{item.label}：从{name(item.found)}开始"
    elif item.kind == "gap":
        absent = "、".join(name(number) for number in item.missing[:5]) + ("等" if len(item.missing) > 5 else "")
        text = f"{item.label}：{name(item.last)}之后是{name(item.found)}，缺{absent}"
    elif item.kind == "repeat":
        text = f"{item.label}：{name(item.found)}出现两次"
    else:
        text = f"{item.label}：{name(item.last)}之后又是{name(item.found)}"
    return text + (f"（{item.reason}）" if item.reason else "")


def _document(document: Document, clauses: Sequence[Clause], corpus: Corpus) -> DocumentAudit:
    uncovered, twice, covered = _coverage(document, clauses)
    found = Counter(clause.level for clause in clauses)
    counts = {level: found[level] for level in COUNTED if found[level]}
    if "条" in counts:
        counts["款"] = _paragraphs(clauses)
    units = [clause for clause in clauses if clause.role == "unit"]
    longest = max(units, key=lambda clause: clause.end - clause.start, default=None)
    return DocumentAudit(
        id=document.id,
        title=document.title,
        kind=document.kind,
        files=tuple(witness.source.file for witness in document.witnesses),
        encoding=document.source.encoding,
        outline=tuple((len(c.path) - 1, c.label, c.heading) for c in clauses if c.role != "part"),
        counts=counts,
        characters=len(document.text) - document.text.count("\n"),
        covered=covered,
        uncovered=uncovered,
        twice=twice,
        breaks=tuple(_breaks(document, clauses, corpus)),
        longest=(longest.label, longest.end - longest.start) if longest else ("", 0),
        variants=tuple(_variants(document, units)),
    )


def _paragraphs(clauses: Sequence[Clause]) -> int:
    """款 as lawyers count them: an article of one paragraph has one, though it is no clause of its own."""
    own = Counter(clause.parent for clause in clauses if clause.level == "款")
    return sum(max(1, own[clause.id]) for clause in clauses if clause.level == "条")


def _coverage(document: Document, clauses: Sequence[Clause]) -> tuple[tuple[Span, ...], tuple[Span, ...], int]:
    """(uncovered, covered twice, characters covered): units and the headings of containers against the text."""
    first: dict[str, int] = {}
    for clause in clauses:
        if clause.parent is not None:
            first.setdefault(clause.parent, clause.start)
    spans = sorted(
        (clause.start, clause.end if clause.role == "unit" else first.get(clause.id, clause.end))
        for clause in clauses
        if clause.role != "part"
    )
    text = document.text
    uncovered, twice = [], []
    at = covered = 0
    for start, end in spans:
        if start > at and text[at:start].strip("\n"):
            uncovered.append(Span(at, start))
        if start < at and end > start:
            twice.append(Span(start, min(at, end)))
        low = max(at, start)
        if end > low:
            covered += end - low - text.count("\n", low, end)
            at = end
    if text[at:].strip("\n"):
        uncovered.append(Span(at, len(text)))
    return tuple(uncovered), tuple(twice), covered


def _breaks(document: Document, clauses: Sequence[Clause], corpus: Corpus) -> Iterator[Break]:
    printed: frozenset[int] | None = None
    for (level, _), run in _runs(clauses, corpus).items():
        last = (0, 0)
        label = ""
        for clause in run:
            step = clause.path[-1]
            number = (step.number, step.suffix)
            expected = number in ((last[0] + 1, 0), (last[0], last[1] + 1)) and number != (0, 0)
            if expected or step.number == 0:
                pass
            elif not label:
                reason = "原文如此：前面没有印出更小的序号"
                if level == "条":
                    printed = _printed(document) if printed is None else printed
                    reason = reason if not printed & set(range(1, step.number)) else ""
                yield Break(level, "start", clause.label, 0, step.number, (), reason)
            elif number == last:
                yield Break(level, "repeat", clause.label, last[0], step.number, (), "原文两处印有同一序号")
            elif number < last:
                yield Break(level, "back", clause.label, last[0], step.number, (), "原文序号如此")
            else:
                missing = tuple(range(last[0] + 1, min(step.number, last[0] + 1000)))
                reason = "原文没有印出这个序号"
                if level == "条":
                    printed = _printed(document) if printed is None else printed
                    reason = "" if printed & set(missing) else reason
                yield Break(level, "gap", clause.label, last[0], step.number, missing, reason)
            if step.number:
                last = number
                label = clause.label


def _runs(clauses: Sequence[Clause], corpus: Corpus) -> dict[tuple[str, str], list[Clause]]:
    """The sequences: articles through a text, sections through it or under their heading, items by parent."""
    runs: dict[tuple[str, str], list[Clause]] = {}
    for clause in clauses:
        level = clause.level
        if level not in _SEQUENCES:
            continue
        if level == "条":
            key = _text_of(clause, corpus)
        elif level == "问答" and clause.path[0].level != "附件":
            key = "全文"  # headings group questions; their numbers run on
        elif (
            level in ("分节", "点")
            and clause.role != "part"
            and "、" not in clause.label
            and clause.path[0].level not in ("附件", "标题")
        ):
            key = "全文"
        else:
            key = clause.parent or ""
        runs.setdefault((level, key), []).append(clause)
    return runs


def _text_of(clause: Clause, corpus: Corpus) -> str:
    """The appendix or the further text that an article stands in; "" for the document proper."""
    parent = clause.parent
    while parent is not None:
        above = corpus.by_id[parent]
        if above.level in ("附件", "标题"):
            return above.id
        parent = above.parent
    return ""


_ARTICLE = re.compile(
    rf"(?:^|(?<=[。；]))[ \t\u3000]*[第笫][ \u3000]?({NUMBER})[ \u3000]?[条條](?=[ \t\u3000]|$)", re.M
)


def _printed(document: Document) -> frozenset[int]:
    """The article numbers in the form of a heading: at the beginning or after a full stop, a blank after them."""
    return frozenset(number for found in _ARTICLE.finditer(document.text) if (number := value(found[1])) is not None)


def _variants(document: Document, units: Sequence[Clause]) -> Iterator[VariantNote]:
    at = 0
    ordered = sorted(units, key=lambda clause: clause.start)
    for variant in sorted(document.variants, key=lambda variant: (variant.start, variant.end)):
        while at + 1 < len(ordered) and ordered[at + 1].start <= variant.start:
            at += 1
        inside = ordered and ordered[at].start <= variant.start <= ordered[at].end
        label = ordered[at].label if inside else ""
        last = at
        while inside and last + 1 < len(ordered) and ordered[last + 1].start < variant.end:
            last += 1
        yield _note(document, variant, label if last == at else f"{label}至{ordered[last].label}")


def _note(document: Document, variant: Variant, label: str) -> VariantNote:
    file = document.witnesses[variant.witness].source.file
    return VariantNote(label, variant.kind, file, document.text[variant.start : variant.end], variant.text)


def _sources(corpus: Corpus) -> Iterator[SourceAudit]:
    sources: dict[str, Source] = {}
    used: dict[str, list[tuple[int, int]]] = {}
    aside: dict[str, list[tuple[int, int, str]]] = {}
    for document in corpus.documents:
        for witness in document.witnesses:
            sources.setdefault(witness.source.file, witness.source)
            spans = used.setdefault(witness.source.file, [])
            origin = witness.origin
            spans.extend((raw, raw + length) for raw, length in zip(origin.raw_starts, origin.lengths, strict=True))
    for piece in corpus.set_aside:
        sources.setdefault(piece.source.file, piece.source)
        aside.setdefault(piece.source.file, []).append((piece.start, piece.end, piece.reason))
    for file in sorted(sources):
        yield _source(sources[file], used.get(file, []), aside.get(file, []))


def _source(source: Source, used: list[tuple[int, int]], aside: list[tuple[int, int, str]]) -> SourceAudit:
    text = source.text
    blanks = _Blanks(text)
    in_documents = at = 0
    reasons: Counter[str] = Counter()
    gaps: list[Span] = []
    for start, end, reason in sorted([(low, high, "") for low, high in used] + aside):
        if start > at:
            gaps.extend(_not_blank(text, at, start))
        low = max(start, at)
        if end > low:
            words = end - low - (blanks.before(end) - blanks.before(low))
            if reason:
                reasons[reason] += words
            else:
                in_documents += words
            at = end
    gaps.extend(_not_blank(text, at, len(text)))
    return SourceAudit(
        source.file,
        source.encoding,
        source.sha256,
        len(text),
        blanks.before(len(text)),
        in_documents,
        dict(reasons),
        tuple(gaps),
    )


class _Blanks:
    """How many blank characters there are before an offset of a text."""

    def __init__(self, text: str) -> None:
        self.spans = [found.span() for found in _BLANK.finditer(text)]
        self.sums = [0]
        for start, end in self.spans:
            self.sums.append(self.sums[-1] + end - start)
        self.starts = [start for start, _ in self.spans]

    def before(self, at: int) -> int:
        index = bisect_left(self.starts, at)
        if index == 0:
            return 0
        start, end = self.spans[index - 1]
        return self.sums[index - 1] + min(end, at) - start


def _not_blank(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = _BLANK.sub("", piece)
    if stripped:
        low = start + len(piece) - len(_lstrip(piece))
        yield Span(low, low + len(piece.strip()) if piece.strip() else end)


def _lstrip(piece: str) -> str:
    found = _BLANK.match(piece)
    return piece[found.end() :] if found else piece
