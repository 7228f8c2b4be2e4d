"""Reads the training material: STARD's articles and questions, the local regulations, and BM25 over the articles.

Shared by ``train.pairs`` (what to learn from) and ``train.measure`` (how well it went), so that both mean the same
150 validation questions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import bm25s
import jieba
import numpy as np

from tiaowen.clauses.entries import BankQuestion, by_clause
from tiaowen.datamodels import Clause, Corpus
from tiaowen.encoding.encoding import load_encoder

VALIDATION_SIZE = 150
READ = 240  # characters of an article that an encoder reads here
TOGETHER = 256  # questions compared at once
ARTICLE = re.compile(r"^(第[〇零一二三四五六七八九十百千]+条)(?:之[一二三四五六七八九十]+)?[\s　]*(.*)")
_OF_ARTICLE = re.compile(r"第[^条]{1,9}条(?:之[一二三四五六七八九十]+)?")
CHAPTER = re.compile(r"^#+\s*第[一二三四五六七八九十百]+[章节编][\s　]*(.*)")


@dataclass(frozen=True)
class Article:
    """One article of a regulation. ``title`` is the regulation's, ``label`` is 第…条, ``chapter`` may be ""."""

    title: str
    label: str
    text: str
    chapter: str = ""


@dataclass(frozen=True)
class Question:
    """A lay question of STARD with the positions of its gold articles in the corpus."""

    id: int
    text: str
    gold: tuple[int, ...]


def held_out(row: Mapping[str, Any]) -> bool:
    """Whether a question of the `asked` files is no training for the cross-encoder: every tenth law's, a quarter of the
    others (of twins both), and what is marked `unread`; of the papers only that. What trusts its word is fitted on
    some of them (`unread`)."""
    if row.get("unread") or row["file"].startswith("papers/"):
        return bool(row.get("unread"))
    law = row["file"].startswith("laws/")
    return crc32((row["document"] if law else row.get("pair", row["question"])).encode()) % (10 if law else 4) == 0


def unread(row: Mapping[str, Any]) -> bool:
    """Whether no pass of the cross-encoder has read a question that is kept out: `train.rereading` and `train.spans`
    are fitted on these. Those that were kept out before were read by the last pass of then (docs/encoder.md)."""
    return bool(row.get("unread"))


def named(corpus: Corpus, document: str, labels: Sequence[str]) -> list[Clause]:
    """The units that labels of a document name, each once; where 第十三条第一款（二） is not found, 第十三条 is."""
    found: dict[str, Clause] = {}
    for label in labels:
        clauses, strays = by_clause(corpus, [BankQuestion(document, label, "", "")])
        article = _OF_ARTICLE.match(label)
        if strays and article:
            clauses, _ = by_clause(corpus, [BankQuestion(document, article.group(), "", "")])
        for clause in clauses:
            unit = corpus.unit(corpus.by_id[clause])
            found[unit.id] = unit
    return [unit for unit in found.values() if unit.role == "unit"]


def read_jsonl(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def stard_articles(shared: Path) -> list[Article]:
    """The 58,639 articles in file order: position in the list is STARD's id."""
    rows = read_jsonl(shared / "stard" / "corpus.jsonl")
    if any(row["id"] != index for index, row in enumerate(rows)):
        raise SystemExit("stard/corpus.jsonl: expected ids 0, 1, 2 … in file order")
    return [Article(row["title"], row["article"], row["text"]) for row in rows]


def stard_questions(shared: Path) -> tuple[list[Question], list[Question]]:
    """STARD's training questions as (training, validation).

    The 150 with the smallest SHA-256 of their id are the validation split: the same ones on every machine,
    whatever their order in the file.
    """
    rows = read_jsonl(shared / "stard" / "queries_train.jsonl")
    questions = [Question(row["id"], row["question"], tuple(gold["id"] for gold in row["gold"])) for row in rows]
    questions.sort(key=lambda question: hashlib.sha256(f"stard-{question.id}".encode()).hexdigest())
    return questions[VALIDATION_SIZE:], questions[:VALIDATION_SIZE]


def local_articles(shared: Path) -> Iterator[list[Article]]:
    """The articles of each local regulation in ``laws/local``, one list a file, in order."""
    for path in sorted((shared / "laws" / "local").rglob("*.md")):
        articles = split_markdown(path.read_text(encoding="utf-8"))
        if len(articles) >= 5:
            yield articles


def split_markdown(text: str) -> list[Article]:
    """A regulation in the Markdown of LawRefBook/Laws -> its articles. Lines before the first article are dropped."""
    title, chapter = "", ""
    found: list[tuple[str, str, list[str]]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("# "):
            title = title or line[2:].strip()
        elif line.startswith("#"):
            heading = CHAPTER.match(line)
            chapter = heading.group(1).strip() if heading else ""
        elif line and not line.startswith("<!--"):
            start = ARTICLE.match(line)
            if start:
                found.append((start.group(1), chapter, [start.group(2)]))
            elif found:
                found[-1][2].append(line)
    return [Article(title, label, "\n".join(lines).strip(), chapter) for label, chapter, lines in found]


def words(text: str) -> list[str]:
    """jieba words without punctuation and white space."""
    return [word for word in jieba.lcut(text) if any(character.isalnum() for character in word)]


class LexicalIndex:
    """BM25 over articles (title and text); for negatives and as the yardstick in measurements."""

    def __init__(self, articles: list[Article]) -> None:
        self._index = bm25s.BM25()
        self._index.index([words(article.title + article.text) for article in articles], show_progress=False)

    def search(self, question: str, limit: int) -> list[int]:
        """Positions of the ``limit`` best articles, best first."""
        known = [word for word in words(question) if word in self._index.vocab_dict]
        if not known:
            return []
        return self._index.retrieve([known], k=limit, show_progress=False)[0][0].tolist()


class DenseIndex:
    """An encoder over articles (title and text), for negatives that it takes for answers."""

    def __init__(self, articles: list[Article], encoder: Path, build: Path) -> None:
        """build: where the vectors are kept for the next time; encoding 58,639 articles takes minutes."""
        self._encoder = load_encoder(str(encoder))
        file = build / f"articles-{self._encoder.fingerprint}.npy"
        if not file.is_file():
            texts = [f"{article.title}\n{article.text}"[:READ] for article in articles]
            np.save(file, self._encoder.encode_passages(texts).astype(np.float16))
        self._vectors = np.load(file).astype(np.float32)

    def search(self, questions: Sequence[str], limit: int) -> list[list[int]]:
        """Positions of the ``limit`` nearest articles of each question, nearest first."""
        found = []
        for start in range(0, len(questions), TOGETHER):
            cosines = self._encoder.encode_queries(questions[start : start + TOGETHER]) @ self._vectors.T
            found += [row[np.argsort(-cosine[row])].tolist() for cosine, row in
                      zip(cosines, np.argpartition(-cosines, limit, axis=1)[:, :limit], strict=True)]  # fmt: skip
        return found
