"""An answer as JSON, as text for the terminal and as Markdown. (HTML for the page: render_html.)

`to_json` is the stable form that other programs read; batch output, reports and verification work on it, so a record
that was read back from a file renders like a fresh answer. `blocks` lays a record out once, for every form: the
program's words and the documents' words never share a block, except that 答 introduces the verbatim answer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from tiaowen.datamodels import Answer, Citation, Hit
from tiaowen.language.markdown_escapes import escape_markdown
from tiaowen.rendering.render_places import ALSO, place_text, places_json, source_json, source_text, version_text

Record = Mapping[str, Any]
"""What `to_json` returns."""

STATUS = {"answered": "已作答", "refused": "未作答", "error": "出错"}
NEAR_TITLE = "未作答依据（最接近的条款，不构成回答）"
EXCEPTION = "（例外）"
UNSAID = "所收文件没有说明这一问题"

_NOT_FIRST = "，。；：、！？）】》〉」』”’…·,.;:!?)]}%％"  # a line does not begin with these
_NOT_LAST = "（【《〈「『“‘([{"
_WORD = re.compile(r"[A-Za-z0-9_./\\:-]+|.", re.DOTALL)


def to_json(answer: Answer, id: str | None = None) -> dict[str, Any]:
    """The answer as the JSON object of the design; `id` defaults to one made from the question.

    Offsets are code points: `highlights` in `quote`, `source.spans` in the decoded source file. A citation that is a
    proviso carries "exception": true; the others have no such key. "also" and "version" are there where the words stand
    in other documents too, and where the law has several versions or is not in force.
    """
    return {
        "id": question_id(answer.question) if id is None else id,
        "question": answer.question,
        "status": answer.status,
        "answer": answer.answer,
        "citations": [_citation(citation) for citation in answer.citations],
        "near": [_near(hit) for hit in answer.near],
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "error": answer.error or None,
        "note": answer.note,
        "verdict": answer.verdict,
        "rewritten": answer.rewritten,
    }


def question_id(question: str) -> str:
    """12 hexadecimal digits that depend on the question alone."""
    return hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _citation(citation: Citation) -> dict[str, Any]:
    document = citation.clause.document
    record = {
        "document": document.title,
        "label": citation.label,
        "cite": citation.cite,
        "quote": citation.quote,
        "highlights": [list(span) for span in citation.highlights],
        "score": round(citation.score, 4),
        "source": source_json(citation),
        "variants": [
            {"witness": document.witnesses[variant.witness].source.file, "text": variant.text}
            for variant in citation.variants
        ],
    }
    if citation.exception:
        record["exception"] = True
    return {**record, **places_json(citation)}


def _near(hit: Hit) -> dict[str, Any]:
    clause = hit.clause
    whole = Citation(clause, 0, clause.end - clause.start, score=hit.score, also=hit.also, edition=hit.edition)
    return _citation(whole)


class Block(NamedTuple):
    """A paragraph of a laid-out answer: `quote` holds a document's words alone, the others begin with our label."""

    kind: Literal["answer", "remark", "title", "cite", "quote", "source"]
    text: str


def blocks(record: Record) -> list[Block]:
    """The answer, top to bottom: what it was understood as, the answer or why there is none, then the clauses."""
    laid: list[Block] = []
    if record["rewritten"]:
        laid.append(Block("remark", f"理解为：{record['rewritten']}"))
    if record["status"] == "error":
        laid.append(Block("answer", f"出错：{record['error']}"))
    elif record["status"] == "refused":
        laid.append(Block("answer", f"未作答：{record['note'] or UNSAID}"))
    else:
        laid.append(Block("answer", f"答：{record['answer']}"))
        if record["verdict"]:
            laid.append(Block("remark", f"判断：{record['verdict']}（程序按原文字样所加，不是引文）"))
        if record["note"]:
            laid.append(Block("remark", f"说明：{record['note']}"))
    for number, citation in enumerate(record["citations"], 1):
        laid += _quoted(number, citation)
    if record["near"]:
        laid.append(Block("title", NEAR_TITLE))
    for number, near in enumerate(record["near"], 1):
        laid += _quoted(number, near)
    return laid


def _quoted(number: int, citation: Record) -> list[Block]:
    mark = EXCEPTION if citation.get("exception") else ""
    laid = [
        Block("cite", f"[{number}] {citation['cite']}{mark}"),
        Block("quote", citation["quote"]),
        Block("source", f"来源：{source_text(citation)}"),
    ]
    readings: dict[str, list[str]] = {}
    for variant in citation["variants"]:
        readings.setdefault(variant["witness"], []).append(variant["text"])
    for witness, texts in readings.items():
        shown = "".join(f"“{text}”" if text else "（缺）" for text in dict.fromkeys(texts))
        laid.append(Block("remark", f"另一印本 {witness} 有 {len(texts)} 处不同，作{shown}"))
    laid += [Block("remark", f"{ALSO}{place_text(place)}") for place in citation.get("also", ())]
    if "version" in citation:
        laid.append(Block("remark", f"版本：{version_text(citation['version'])}"))
    return laid


def to_text(answer: Answer | Record, width: int = 80) -> str:
    """The answer for a terminal of `width` columns (a Chinese character takes two)."""
    width = max(width, 24)
    lines: list[str] = []
    for kind, text in blocks(to_json(answer) if isinstance(answer, Answer) else answer):
        if kind in ("cite", "title"):
            lines.append("")
        lines += wrap(text, width, "    " if kind in ("quote", "source") else "")
    return "\n".join(lines)


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as one JSON object: what a near clause is in an answer, and which channels found it."""
    return {**_near(hit), "focus": hit.focus.label if hit.focus else "", "why": dict(hit.why)}


def hit_text(number: int, hit: Hit, width: int = 80) -> str:
    """A hit for the terminal: address, score, the clause, its source."""
    laid = _quoted(number, _near(hit))
    focus = f"（{hit.focus.label}）" if hit.focus else ""
    lines = wrap(f"{laid[0].text}{focus}　{hit.score:.2f}", width)
    for block in laid[1:]:
        lines += wrap(block.text, width, "    ")
    return "\n".join([*lines, ""])


def to_markdown(answer: Answer | Record) -> str:
    """The answer as CommonMark, without the question. Every text is escaped, so that it shows as it is."""
    return "\n\n".join(map(block_markdown, blocks(to_json(answer) if isinstance(answer, Answer) else answer))) + "\n"


def block_markdown(block: Block) -> str:
    """One block; `tables.report_markdown` reads it back exactly."""
    escaped = escape_markdown(block.text)
    if block.kind == "quote":
        return "> " + escaped.replace("\n", "\n> ")
    return f"**{escaped}**" if block.kind in ("cite", "title") else escaped


def columns(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—" else 1


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns; closing marks stay with the line before, Latin words and numbers stay whole."""
    lines: list[str] = []
    room = max(width - len(indent), 2)
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORD.findall(_printable(paragraph)):
            if line and columns(line) + columns(word) > room and word not in _NOT_FIRST:
                kept = line.rstrip(_NOT_LAST) or line
                lines.append(indent + kept)
                line = line[len(kept) :]
                word = word.lstrip(" ")
            while columns(word) > room:  # a word longer than the line is cut
                fits = max(room - columns(line), 1)
                lines.append(indent + line + word[:fits])
                word, line = word[fits:], ""
            line += word
        lines.append(indent + line if line else "")
    return lines


def _printable(text: str) -> str:
    """Control characters could drive the terminal; they are shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") and c != "\t" else c for c in text)
