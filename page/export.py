"""A conversation as a file to keep: Markdown, a page for print, or Word, each with the full sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tiaowen.datamodels import Answer
from tiaowen.rendering.render import to_json
from tiaowen.rendering.render_print import conversation_html
from tiaowen.tables.outcome import section
from tiaowen.tables.reports import write_docx, write_markdown

FORMS = {
    "md": "text/markdown;charset=utf-8",
    "html": "text/html;charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def exported(answers: Sequence[Answer], form: str, scopes: Sequence[str] = ()) -> bytes:
    """The conversation in one of `FORMS`. scopes: what the question of each answer was limited to, empty for all."""
    scopes = scopes or [""] * len(answers)
    if form == "html":
        return conversation_html(answers, scopes=scopes).encode()
    return _report(answers, form, scopes)


def _report(answers: Sequence[Answer], form: str, scopes: Sequence[str]) -> bytes:
    """Laid out by the writers of batch reports, of which every turn is a row."""
    rows = len(answers)
    records = [
        {
            **to_json(replace(answer, citations=answer.shown)),
            "columns": {"检索范围": scope},
            "row": number,
            "rows": rows,
        }
        for number, (answer, scope) in enumerate(zip(answers, scopes, strict=True), 1)
    ]
    with TemporaryDirectory(prefix="tiaowen-") as folder:
        path = Path(folder) / f"conversation.{form}"
        write = write_docx if form == "docx" else write_markdown
        write(path, [section(record, "") for record in records])
        return path.read_bytes()
