"""The entries of an index: short texts that lead to a unit. A unit has several, so that it is found by any part of it.

passage   the unit's text, cut for the encoder where it is long
part      a 款, 项 or 目 with the words that govern it
act       an act that the unit names by number, in the words of that clause (`acts.py`)
question  a question that the clause answers, from a question bank (never quoted)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tiaowen.clauses.acts import Acts, entry_texts
from tiaowen.clauses.parties import plain
from tiaowen.datamodels import Clause, Corpus
from tiaowen.errors import SourceError
from tiaowen.language.normalization import search_text
from tiaowen.reading.grammar.marks import is_row

EntryKind = Literal["passage", "part", "act", "question"]

CHUNK = 240  # characters: about 160 word pieces, well inside the encoder's window, and about one idea
OVERLAP = 40
MANY = 20_000  # units


@dataclass(frozen=True)
class Entry:
    """A text of the index. `context` (title and headings) is searched by words, `embedded` is what has a vector."""

    unit: str  # clause id of the unit that the entry leads to
    focus: str  # clause id of the part it stands for, or the unit's own id
    kind: EntryKind
    text: str
    context: str
    title: str = ""  # of the document; empty for a question

    @property
    def embedded(self) -> str:
        """The text after its title, which says what 本办法, 申请人 and 主管部门 are in this document."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True)
class BankQuestion:
    """A question that a clause answers."""

    document: str
    label: str
    question: str
    register: str


def read_bank(folder: Path) -> list[BankQuestion]:
    """All questions of the *.jsonl files of a folder; an absent folder is an empty bank.

    Raises SourceError for a line that is not an object with document, label and question.
    """
    found: list[BankQuestion] = []
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                found.append(BankQuestion(row["document"], row["label"], row["question"], row.get("register", "")))
            except (ValueError, KeyError, TypeError) as error:
                raise SourceError(
                    "问题库每行是一个含 document、label、question 的 JSON 对象",
                    f"{file.name} 第 {number} 行不是（{type(error).__name__}）",
                    "改正这一行，或移走该文件",
                ) from error
    return found


def make_entries(corpus: Corpus, bank: Iterable[BankQuestion] = ()) -> tuple[list[Entry], list[BankQuestion]]:
    """Entries of every unit, in corpus order, and the bank questions whose clause is not in the corpus.

    A corpus of more than MANY units has no parts and no acts: they are most of the entries, and the words of the parts
    stand in the passages.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=["\n", "。", "；", "，", "、", ""], keep_separator="end", chunk_size=CHUNK, chunk_overlap=OVERLAP
    )
    asked, strays = by_clause(corpus, bank)
    entries: list[Entry] = []
    acts = Acts(corpus)
    parted = sum(clause.role == "unit" for clause in corpus.clauses) <= MANY
    for unit in corpus.clauses:
        if unit.role != "unit":
            continue
        context, title = context_of(unit, corpus), _about(unit, corpus)
        heading = (
            unit.heading if unit.heading and not unit.text[unit.body - unit.start :].startswith(unit.heading) else ""
        )
        text, _ = plain(unit.document, unit.body, unit.end)
        pieces = splitter.split_text(text) if len(text) > CHUNK else [text]
        entries.extend(
            Entry(unit.id, unit.id, "passage", f"{heading}{piece}", context, title) for piece in pieces if piece.strip()
        )
        for part in corpus.descendants(unit) if parted else ():
            governing = _governing_words(part, corpus)
            body, _ = plain(part.document, part.body, part.end)
            if part.level == "行" and is_row(body):
                continue  # a header by itself leads nowhere
            for piece in splitter.split_text(body) if len(body) > CHUNK else [body]:
                if piece.strip():
                    entries.append(Entry(unit.id, part.id, "part", governing + piece, context, title))
        for offset, words in entry_texts(acts.of(unit)) if parted else ():
            entries.append(Entry(unit.id, _innermost(unit, unit.start + offset, corpus), "act", words, context, title))
        clauses = [unit, *corpus.descendants(unit)]
        heading_above = corpus.by_id[unit.parent] if unit.parent else None
        if heading_above is not None and corpus.children[heading_above.id][0] is unit:
            clauses.append(heading_above)  # a question asked of 一、指导思想 leads to the first unit under it
        for clause in clauses:
            focus = clause.id if clause.role == "part" else unit.id
            entries.extend(Entry(unit.id, focus, "question", q.question, "") for q in asked.get(clause.id, ()))
    return entries, strays


def _about(unit: Clause, corpus: Corpus) -> str:
    """The title of the document; of a point below a numbered heading that is itself below one (（四）家庭适老化改造。 /
    2.确定补助标准。) with that heading, which says what the point is on."""
    above = corpus.by_id.get(unit.parent) if unit.parent else None
    if above is None or above.parent is None or above.level in ("章", "节", "编", "条") or not above.heading:
        return unit.document.title
    return f"{unit.document.title} {above.heading}"


def context_of(unit: Clause, corpus: Corpus) -> str:
    """Document title and the headings above the unit, in reading order."""
    above = corpus.by_id.get(unit.parent) if unit.parent else None
    return " ".join([unit.document.title, *(corpus.headings(above) if above is not None else ())])


def _innermost(unit: Clause, offset: int, corpus: Corpus) -> str:
    """Id of the smallest part of the unit before whose end a document offset stands, or of the unit."""
    inside = [part for part in corpus.descendants(unit) if part.start < offset <= part.end]
    return min(inside, key=lambda part: part.end - part.start).id if inside else unit.id


def _governing_words(part: Clause, corpus: Corpus) -> str:
    """The words that an 项 or 目 completes: its parent's text before the first child; empty for a 款."""
    if part.level == "款" or part.parent is None:
        return ""
    parent = corpus.by_id[part.parent]
    first = next(c for c in corpus.children[parent.id] if c.level == part.level)
    lead = parent.document.text[parent.body : first.start]
    if parent.level == "条" and "\n" in lead.rstrip():
        lead = lead.rstrip().rsplit("\n", 1)[-1]  # only the paragraph right before the items governs them
    if len(lead) > CHUNK // 2:
        lead = lead.rstrip()[-CHUNK // 2 :]
    return _governing_words(parent, corpus) + lead


def by_clause(
    corpus: Corpus, bank: Iterable[BankQuestion]
) -> tuple[Mapping[str, Sequence[BankQuestion]], list[BankQuestion]]:
    """Clause id -> its questions. A bank names documents by title; all versions of that title get the questions."""
    titles: dict[str, list[str]] = {}
    for document in corpus.documents:
        for name in {document.title, *document.aliases}:
            titles.setdefault(_title_key(name), []).append(document.id)
    asked: dict[str, list[BankQuestion]] = {}
    strays: list[BankQuestion] = []
    for question in bank:
        targets = [
            clause
            for document in titles.get(_title_key(question.document), ())
            for clause in corpus.by_document[document]
            if _label_key(clause.label) == _label_key(question.label)
        ]
        for clause in targets:
            asked.setdefault(clause.id, []).append(question)
        if not targets:
            strays.append(question)
    return asked, strays


def _title_key(title: str) -> str:
    return search_text(title).replace(" ", "").strip("《》")


def _label_key(label: str) -> str:
    """The label without the punctuation that people vary: 四、（一）, 四(一) and 四/（一） are one."""
    return re.sub(r"[\s()（）、·/\-第]", "", search_text(label))
