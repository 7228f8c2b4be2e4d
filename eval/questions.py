"""Question files -> questions. Two forms are read; both name gold clauses and the words that answer.

JSON lines, one question a line (dev.jsonl):
    {"id", "question", "kind", "gold": [{"document", "label"}, …], "answer_spans": ["…", …]}
A JSON array of dialogues (dialogues_dev.json):
    [{"id", "topic", "turns": [{"question", "gold", "answer_spans"}, …]}, …]

A question without gold clauses and without answer spans must be refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tiaowen.errors import BatchError

REFUSED_KINDS = ("unanswerable", "offtopic")
DIALOGUE = "dialogue"


@dataclass(frozen=True)
class Gold:
    """A clause that answers: the document's title and the label, in any of the forms that people write."""

    document: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question. `dialogue` is the id of the conversation it is a turn of, or empty."""

    id: str
    question: str
    kind: str
    gold: tuple[Gold, ...]
    answer_spans: tuple[str, ...]
    dialogue: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.gold or self.answer_spans)


@dataclass(frozen=True)
class QuestionSet:
    """The questions of one file in order, with the hash of the file's bytes. Turns of a dialogue are neighbours."""

    name: str
    questions: tuple[Question, ...]
    sha256: str
    file: str

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)


def load_questions(path: Path | str) -> QuestionSet:
    """Read a question file of either form; the form is told from its first character.

    Raises BatchError, with the line or the id, when the file is missing or a question is malformed.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError("一个 UTF-8 的问题文件（.jsonl 或 .json）", f"{path}：{error}", "检查路径和编码") from error
    if text.lstrip().startswith("["):
        questions = list(_dialogues(_json(text, path.name), path.name))
    else:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        questions = [_question(_json(line, f"{path.name} 第{n}行"), f"{path.name} 第{n}行") for n, line in lines]
    if not questions:
        raise BatchError("至少一个问题", f"{path.name} 是空的", "换一个问题文件")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise BatchError("每个问题有自己的 id", f"{path.name} 里 {question.id} 出现了两次", "改成不同的 id")
        seen.add(question.id)
    return QuestionSet(path.stem, tuple(questions), hashlib.sha256(data).hexdigest(), path.name)


def _json(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BatchError("JSON", f"{where}：{error}", "修正这一处") from error


def _dialogues(data: object, file: str) -> Iterator[Question]:
    if not isinstance(data, list):
        raise BatchError("一个由对话组成的 JSON 数组", file, "对照 eval/dialogues_dev.json")
    for number, dialogue in enumerate(data, 1):
        where = f"{file} 第{number}个对话"
        if not isinstance(dialogue, dict) or not isinstance(dialogue.get("turns"), list) or not dialogue.get("id"):
            raise BatchError("带 id 和 turns 的对话", where, "补上缺少的字段")
        for turn, row in enumerate(dialogue["turns"], 1):
            spot = f"{where}第{turn}轮"
            if not isinstance(row, dict):
                raise BatchError("一个 JSON 对象", spot, "对照 eval/dialogues_dev.json")
            name = str(dialogue["id"])
            yield _question({**row, "id": f"{name}.{turn}", "kind": DIALOGUE}, spot, dialogue=name)


def _question(row: object, where: str, dialogue: str = "") -> Question:
    if not isinstance(row, dict):
        raise BatchError("一个 JSON 对象", f"{where} 是 {type(row).__name__}", "对照 eval/dev.jsonl")
    for key in ("id", "question", "kind"):
        if not str(row.get(key, "")).strip():
            raise BatchError(f"字段 {key}", f"{where} 没有它", "补上")
    spans, gold = row.get("answer_spans", []), row.get("gold", [])
    if not isinstance(spans, list) or not all(isinstance(span, str) and span.strip() for span in spans):
        raise BatchError("answer_spans 是由非空字符串组成的数组", f"{where}：{spans!r}", "修正这个字段")
    if not isinstance(gold, list) or not all(
        isinstance(place, dict) and place.get("document") and place.get("label") for place in gold
    ):
        raise BatchError("gold 是由 {document, label} 组成的数组", f"{where}：{gold!r}", "修正这个字段")
    question = Question(
        id=str(row["id"]),
        question=str(row["question"]),
        kind=str(row["kind"]),
        gold=tuple(Gold(str(place["document"]), str(place["label"])) for place in gold),
        answer_spans=tuple(spans),
        dialogue=dialogue,
    )
    if question.kind in REFUSED_KINDS and question.answerable:
        raise BatchError(f"kind 为 {question.kind} 的问题没有 gold 和 answer_spans", where, "改 kind 或去掉答案")
    if question.kind not in (*REFUSED_KINDS, DIALOGUE) and not question.answerable:
        raise BatchError(f"kind 为 {question.kind} 的问题有 gold 或 answer_spans", where, "补上答案或改 kind")
    return question
