"""The few types that everything else is said in. All are frozen; what can be derived is derived.

Offsets count Unicode code points and are half-open, [start, end). Three texts are told apart:

raw        the decoded characters of a source file (`Source.text`)
canonical  the text of a document with its layout undone (`Document.text`): not one character is
           corrected, and every one except the line feed between two paragraphs comes from the raw text
search     normalised strings made for the index; they live in other modules and are never quoted
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

Kind = Literal["regulation", "opinion", "notice", "plan", "decision", "qa", "news", "other"]
"""regulation: 条例/办法/规定/法律 (articles); opinion: 意见; notice: 通知; plan: 规划/方案/计划;
decision: 决定/决议; qa: 答记者问; news: 新闻; other: anything else."""

Role = Literal["container", "unit", "part"]
"""container: a heading with clauses below it (章, 一、); unit: what a hit leads to and an answer cites
(条, a numbered section or point, a paragraph of prose, a question with its answer, 题注, 文号 …);
part: 款, 项, 目 of a unit."""

Status = Literal["answered", "refused", "error"]

NEAR = 3  # nearest clauses that a refusal shows

State = Literal["current", "superseded", "repealed", "pending"]
"""Of a version of a document: in force; replaced by a later one; put out of force by another document; to come."""


class Span(NamedTuple):
    """A half-open interval of code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """One source file as decoded. `file` is how it is cited (relative, with `/`; `a.zip!/b.txt` in an archive)."""

    file: str
    sha256: str
    encoding: str  # "utf-8", "utf-8-sig", "gb18030", "utf-16", or "docx" / "pdf" / "html" where text is extracted
    text: str = field(repr=False)


@dataclass(frozen=True)
class Origin:
    """Where canonical characters come from: parallel tuples of segments, sorted by canonical start.

    Segment i: canonical[starts[i] : starts[i] + lengths[i]] is raw[raw_starts[i] : raw_starts[i] + lengths[i]].
    Canonical characters in no segment are the line feeds between paragraphs.
    """

    starts: tuple[int, ...]
    raw_starts: tuple[int, ...]
    lengths: tuple[int, ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Raw spans of canonical[start:end], in canonical order; touching ones are merged."""
        spans: list[Span] = []
        i = max(bisect_right(self.starts, start) - 1, 0)
        while i < len(self.starts) and self.starts[i] < end:
            low = max(start, self.starts[i])
            high = min(end, self.starts[i] + self.lengths[i])
            if low < high:
                raw = self.raw_starts[i] + low - self.starts[i]
                if spans and spans[-1].end == raw:
                    spans[-1] = Span(spans[-1].start, raw + high - low)
                else:
                    spans.append(Span(raw, raw + high - low))
            i += 1
        return tuple(spans)


@dataclass(frozen=True)
class Witness:
    """One printing of a document: its own canonical text and where that comes from."""

    source: Source
    text: str = field(repr=False)
    origin: Origin = field(repr=False)


@dataclass(frozen=True)
class Variant:
    """A difference between the preferred text and another witness.

    document.text[start:end] reads `text` in `document.witnesses[witness]`, at [witness_start, witness_end) of its text.
    """

    start: int
    end: int
    witness: int  # index into Document.witnesses, never 0
    witness_start: int
    witness_end: int
    text: str
    kind: Literal["substantive", "punctuation", "missing"]


@dataclass(frozen=True)
class Document:
    """A document with its witnesses, the preferred one first. `date` is ISO (2024-02-05) or empty."""

    id: str
    title: str
    kind: Kind
    issuer: str
    number: str  # 文号, e.g. 海南政办发〔2024〕8号, or empty
    date: str
    witnesses: tuple[Witness, ...] = field(repr=False)
    variants: tuple[Variant, ...] = field(default=(), repr=False)
    aliases: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text: that of the preferred witness. Paragraphs are separated by one line feed."""
        return self.witnesses[0].text

    @property
    def origin(self) -> Origin:
        return self.witnesses[0].origin

    @property
    def source(self) -> Source:
        return self.witnesses[0].source

    def __hash__(self) -> int:
        return hash(self.id)


class Step(NamedTuple):
    """One step of an address: ("条", 10, 1) is 第十条之一, ("项", 3, 0) is 第（三）项, ("题注", 0, 0) has no number."""

    level: str  # 编 分编 章 节 条 款 项 目 | 部分 (一、) 分节 (（一）) 点 (1.) 问题 措施 | 段 问答 题注 文号 …
    number: int = 0
    suffix: int = 0


@dataclass(frozen=True)
class Clause:
    """A node of a document's tree. `text` is `document.text[start:end]`; a parent's span holds its children's."""

    id: str  # unique in a corpus and stable: document id + "/" + label
    document: Document
    path: tuple[Step, ...]
    label: str  # 第十九条, 第四十四条第（四）项, 第9点, 问题三·工作措施2, 一、总体要求第3段
    start: int
    end: int
    parent: str | None  # id of the parent clause
    role: Role
    body: int  # document offset where the words after the number or mark begin (start <= body <= end)
    heading: str = ""  # title words of a container or unit: 总则, 明确人员范围

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.body <= self.end <= len(self.document.text) or self.start == self.end:
            raise ValueError(f"clause {self.id}: [{self.start}, {self.body}, {self.end}) does not fit its document")

    @property
    def level(self) -> str:
        return self.path[-1].level

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def cite(self) -> str:
        """The full address, 《党史学习教育工作条例》第十九条."""
        title = self.document.title
        name = title if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else f"《{title}》"
        return name + self.label

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True)
class SetAside:
    """Raw characters that belong to no document, with the reason (a Chinese phrase, e.g. 目录)."""

    source: Source = field(repr=False)
    start: int
    end: int
    reason: str

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]


@dataclass(frozen=True)
class Corpus:
    """All documents of an index with their clauses in reading order, and what was set aside or failed on the way."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...] = field(repr=False)
    set_aside: tuple[SetAside, ...] = field(default=(), repr=False)
    failures: tuple[tuple[str, str], ...] = ()  # (file, message) of files that could not be read

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def children(self) -> Mapping[str, tuple[Clause, ...]]:
        """Clause id -> its children in reading order (absent for leaves)."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            if clause.parent is not None:
                found.setdefault(clause.parent, []).append(clause)
        return {parent: tuple(kids) for parent, kids in found.items()}

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Clause, ...]]:
        found: dict[str, list[Clause]] = {document.id: [] for document in self.documents}
        for clause in self.clauses:
            found[clause.document.id].append(clause)
        return {document: tuple(clauses) for document, clauses in found.items()}

    @cached_property
    def containers(self) -> Mapping[str, tuple[Clause, ...]]:
        """Document id -> its headings with clauses below them: few, where the clauses of all documents are many."""
        return {
            document: found
            for document, clauses in self.by_document.items()
            if (found := tuple(clause for clause in clauses if clause.role == "container"))
        }

    def unit(self, clause: Clause) -> Clause:
        """The unit that a part belongs to; a unit or a container is returned as it is."""
        while clause.role == "part" and clause.parent is not None:
            clause = self.by_id[clause.parent]
        return clause

    def headings(self, clause: Clause) -> list[str]:
        """The headings above a clause and its own, outermost first, without empty ones."""
        found: list[str] = []
        above: Clause | None = clause
        while above is not None:
            found.append(above.heading)
            above = self.by_id.get(above.parent) if above.parent else None
        return [heading for heading in reversed(found) if heading]

    def descendants(self, clause: Clause) -> Iterator[Clause]:
        for child in self.children.get(clause.id, ()):
            yield child
            yield from self.descendants(child)


@dataclass(frozen=True)
class Edition:
    """Which version of a law a document is. Dates are ISO, a year alone, or empty where nothing gives them."""

    state: State
    date: str  # of adoption or amendment
    starts: str  # in force from this day
    by: str  # title of what repealed it, or ""
    others: tuple[tuple[str, State], ...] = ()  # date and state of the other versions in the corpus, the latest first


@dataclass(frozen=True)
class Citation:
    """A quotation: clause.text[start:end] and nothing else. Out-of-range offsets cannot be made into one."""

    clause: Clause
    start: int  # offsets into clause.text
    end: int
    highlights: tuple[Span, ...] = ()  # offsets into the quote
    score: float = 0.0
    exception: bool = False  # a proviso that limits the rule quoted before it
    also: tuple[Citation, ...] = ()  # the same words in other documents
    edition: Edition | None = None  # where there is something to say of it: several versions, or not in force

    def __post_init__(self) -> None:
        length = self.clause.end - self.clause.start
        if not 0 <= self.start < self.end <= length:
            raise ValueError(f"citation [{self.start}, {self.end}) lies outside {self.clause.id} of length {length}")
        for low, high in self.highlights:
            if not 0 <= low < high <= self.end - self.start:
                raise ValueError(
                    f"highlight [{low}, {high}) lies outside the quotation of length {self.end - self.start}"
                )

    @property
    def span(self) -> Span:
        """The quotation in document.text."""
        return Span(self.clause.start + self.start, self.clause.start + self.end)

    @property
    def quote(self) -> str:
        return self.clause.document.text[self.span.start : self.span.end]

    def holds(self, other: Citation) -> bool:
        """Whether the words of the other one are among these."""
        low, high = self.span
        return self.clause.document.id == other.clause.document.id and low <= other.span.start <= other.span.end <= high

    @property
    def label(self) -> str:
        return self.clause.label

    @property
    def cite(self) -> str:
        return self.clause.cite

    @property
    def source(self) -> tuple[Source, tuple[Span, ...]]:
        """The raw file and the raw spans that the quotation stands at."""
        return self.clause.document.source, self.clause.document.origin.spans(*self.span)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Differences of other witnesses that touch the quoted words."""
        start, end = self.span
        return tuple(
            v
            for v in self.clause.document.variants
            if v.start < end and v.end > start or start < v.start == v.end < end
        )


@dataclass(frozen=True)
class Hit:
    """A clause that may answer. `score` is in [0, 1] and comparable across questions; `why` names the channels."""

    clause: Clause  # always a unit, or a container when the question asks for one
    score: float
    why: Mapping[str, float] = field(default_factory=dict)
    focus: Clause | None = None  # the 款, 项 or 目 of the clause that matched best
    also: tuple[Citation, ...] = ()  # the same words in other documents
    edition: Edition | None = None  # as of a citation


Way = Literal[
    "", "clauses", "address", "whole", "topics", "definition", "division", "broad", "passage", "again", "talk",
    "several",
]  # fmt: skip
"""How an answer is found: by what clauses say, by an address, from a document as a whole, one clause for each of
several things, the sentence that defines a term, all clauses on a subject, a pasted passage, the clauses shown before,
without looking (a greeting), in parts."""


@dataclass(frozen=True)
class Grounds:
    """How an answer came about (see explanation). `asked`: the question as it was searched for; `hits`: what it was
    chosen from; `parts`: the grounds of each part of a question that was answered in parts."""

    way: Way = ""
    asked: str = ""
    hits: tuple[Hit, ...] = ()
    parts: tuple[Grounds, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was asked and what the documents say. `answer` is derived from `spans`: verbatim by construction."""

    question: str
    status: Status
    spans: tuple[Citation, ...] = ()
    citations: tuple[Citation, ...] = ()
    near: tuple[Hit, ...] = ()
    elapsed_ms: float = 0.0
    separator: str = "；"
    verdict: str = ""  # 是, 否, 视情形: a reading aid, never part of the quotation
    note: str = ""  # a remark of the program (counts, the range of addresses, why refused), never part of the quotation
    rewritten: str = ""  # the stand-alone question, where a follow-up was completed from the conversation
    error: str = ""
    why: Grounds = Grounds()

    @property
    def answer(self) -> str:
        return self.separator.join(span.quote for span in self.spans)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations as the answer shows their words, a heading before the articles below it; one that holds none of
        them (an exception, the words that govern an item) stays behind the one before it."""
        places: list[int] = []
        for citation in self.citations:
            first = next((place for place, span in enumerate(self.spans) if citation.holds(span)), None)
            places.append(first if first is not None else places[-1] if places else 0)
        order = sorted(range(len(places)), key=places.__getitem__)
        return tuple(self.citations[number] for number in order)


def refused(question: str, hits: Sequence[Hit] = (), note: str = "") -> Answer:
    """A refusal with up to NEAR nearest clauses."""
    return Answer(question, "refused", near=tuple(hits[:NEAR]), note=note)
