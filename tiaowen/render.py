"""An answer as JSON, as text for the terminal and as Markdown. (HTML for the page: render_html.)

`to_json` is the stable form that other programs read; batch output, reports and verification work on it, so a record
that was read back from a file renders like a fresh answer. Program's words and the documents' words never mix: a
quotation stands in a block of its own, and 判断 and 说明 are labelled.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from tiaowen.datamodels import Answer, Citation, Hit

Record = Mapping[str, Any]
"""What `to_json` returns."""

STATUS = {"answered": "已作答", "refused": "未作答", "error": "出错"}
NEAR_TITLE = "未作答依据（最接近的条款，不构成回答）"
EXCEPTION = "例外"

_NOT_FIRST = "，。；：、！？）】》〉」』”’…·,.;:!?)]}%％"  # a line does not begin with these
_NOT_LAST = "（【《〈「『“‘([{"
_WORD = re.compile(r"[A-Za-z0-9_./\\:-]+|.", re.DOTALL)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|#&$])")
_LIST_MARK = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)", re.MULTILINE)


def to_json(answer: Answer, id: str | None = None) -> dict[str, Any]:
    """The answer as the JSON object of the design; `id` defaults to one made from the question.

    Offsets are code points: `highlights` in `quote`, `source.spans` in the decoded source file.
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
    source, spans = citation.source
    record = {
        "document": document.title,
        "label": citation.label,
        "cite": citation.cite,
        "quote": citation.quote,
        "highlights": [list(span) for span in citation.highlights],
        "score": round(citation.score, 4),
        "source": {"file": source.file, "sha256": source.sha256, "spans": [list(span) for span in spans]},
        "variants": [
            {"witness": document.witnesses[variant.witness].source.file, "text": variant.text}
            for variant in citation.variants
        ],
    }
    if citation.exception:
        record["exception"] = True
    return record


def _near(hit: Hit) -> dict[str, Any]:
    clause = hit.clause
    return _citation(Citation(clause, 0, clause.end - clause.start, score=hit.score))


def to_text(answer: Answer | Record, width: int = 80) -> str:
    """The answer for a terminal of `width` columns (a Chinese character takes two)."""
    record = to_json(answer) if isinstance(answer, Answer) else answer
    width = max(width, 24)
    lines: list[str] = []
    if record["rewritten"]:
        lines += wrap(f"按“{record['rewritten']}”理解", width) + [""]
    if record["status"] == "error":
        return "\n".join([*lines, *wrap(f"出错：{record['error']}", width)])
    if record["status"] == "refused":
        lines += wrap(f"未作答：{record['note'] or '所收文件没有说明这一问题。'}", width)
        if record["near"]:
            lines += ["", NEAR_TITLE]
        for number, near in enumerate(record["near"], 1):
            lines += ["", *_quoted(number, near, width)]
        return "\n".join(lines)
    lines += wrap(record["answer"], width)
    if record["verdict"]:
        lines += wrap(f"判断：{record['verdict']}（程序按原文字样所加，不是引文）", width)
    if record["note"]:
        lines += wrap(f"说明：{record['note']}", width)
    for number, citation in enumerate(record["citations"], 1):
        lines += ["", *_quoted(number, citation, width)]
    return "\n".join(lines)


def _quoted(number: int, citation: Record, width: int) -> list[str]:
    """Address, quotation and source of one citation."""
    mark = f"（{EXCEPTION}）" if citation.get("exception") else ""
    lines = [*wrap(f"[{number}] {citation['cite']}{mark}", width)]
    lines += wrap(citation["quote"], width, "    ")
    lines += wrap(f"来源：{source_text(citation)}", width, "    ")
    for variant in citation["variants"]:
        lines += wrap(variant_text(variant), width, "    ")
    return lines


def source_text(citation: Record) -> str:
    """Where a quotation stands, as people and `verify` read it: file:start-end,start-end (code points)."""
    source = citation["source"]
    return f"{source['file']}:" + ",".join(f"{start}-{end}" for start, end in source["spans"])


def variant_text(variant: Record) -> str:
    """What another printing of the document reads at a quotation."""
    reading = f"作“{variant['text']}”" if variant["text"] else "缺这些字"
    return f"另一印本 {variant['witness']} 此处{reading}"


def to_explanation(answer: Answer, width: int = 80) -> str:
    """Why this answer: the rewritten question, the reasons the program noted, and the channels of the near clauses."""
    lines = ["依据"]
    if answer.rewritten:
        lines += wrap(f"按“{answer.rewritten}”检索", width, "  ")
    for name, value in answer.why.items():
        lines += wrap(f"{name}：{_plain(value)}", width, "  ")
    for citation in answer.citations:
        lines += wrap(f"引用 {citation.cite}，得分 {citation.score:.2f}", width, "  ")
    for hit in answer.near:
        channels = "，".join(f"{name} {value:.2f}" for name, value in hit.why.items())
        lines += wrap(
            f"相近 {hit.clause.cite}，得分 {hit.score:.2f}" + (f"（{channels}）" if channels else ""), width, "  "
        )
    return "\n".join(lines)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "，".join(f"{name} {_plain(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return "、".join(_plain(item) for item in value)
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def to_markdown(answer: Answer | Record) -> str:
    """The answer as CommonMark, without the question. Every text is escaped, so that it shows as it is."""
    record = to_json(answer) if isinstance(answer, Answer) else answer
    blocks: list[str] = []
    if record["rewritten"]:
        blocks.append(f"按“{escape_markdown(record['rewritten'])}”理解")
    if record["status"] == "error":
        blocks.append(f"**出错**：{escape_markdown(str(record['error']))}")
    elif record["status"] == "refused":
        blocks.append(f"**未作答**：{escape_markdown(record['note'] or '所收文件没有说明这一问题。')}")
    else:
        answered = escape_markdown(record["answer"])
        blocks.append(answered if "\n" in answered else f"**{answered}**")
        if record["verdict"]:
            blocks.append(f"判断：{escape_markdown(record['verdict'])}（程序按原文字样所加，不是引文）")
        if record["note"]:
            blocks.append(f"说明：{escape_markdown(record['note'])}")
    if record["near"] and record["status"] != "answered":
        blocks.append(NEAR_TITLE)
    quoted = record["citations"] if record["status"] == "answered" else record["near"]
    for number, citation in enumerate(quoted, 1):
        mark = f"（{EXCEPTION}）" if citation.get("exception") else ""
        blocks.append(f"{number}\\. **{escape_markdown(citation['cite'])}**{mark}")
        blocks.append(quote_markdown(citation["quote"]))
        blocks.append(f"来源：`{source_text(citation)}`")
        for variant in citation["variants"]:
            blocks.append(escape_markdown(variant_text(variant)))
    return "\n\n".join(blocks) + "\n"


def escape_markdown(text: str) -> str:
    """Text that CommonMark shows character for character; a line feed becomes a hard break."""
    text = _MARKDOWN.sub(r"\\\1", text)
    return _LIST_MARK.sub(lambda m: m[1] + m[2][:-1] + "\\" + m[2][-1], text).replace("\n", "\\\n")


def quote_markdown(text: str) -> str:
    """A block quotation of the text; `tables.markdown` reads it back exactly."""
    return "> " + escape_markdown(text).replace("\n", "\n> ")


def cells(text: str) -> int:
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
            if line and cells(line) + cells(word) > room and word not in _NOT_FIRST:
                keep = line.rstrip(_NOT_LAST)
                carry = line[len(keep) :] if keep else ""
                lines.append(indent + (keep or line))
                line = carry
            while cells(word) > room:  # a word longer than the line is cut
                lines.append(indent + line + word[: room - cells(line)])
                word, line = word[room - cells(line) :], ""
            line += word
        lines.append((indent + line).rstrip() if not line else indent + line)
    return lines


def _printable(text: str) -> str:
    """Control characters could drive the terminal; they are shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") and c != "\t" else c for c in text)
