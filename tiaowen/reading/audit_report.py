"""An audit as a table for the terminal, as JSON, and as one HTML page that needs nothing else."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from tiaowen.reading.audit import AuditReport, DocumentAudit, SourceAudit, describe

VARIANT_KINDS = {"substantive": "实质", "punctuation": "标点字形", "missing": "缺文"}


def to_data(report: AuditReport) -> dict[str, Any]:
    """Plain lists and dictionaries, for JSON."""
    return {
        "documents": [_document_data(document) for document in report.documents],
        "sources": [
            {**asdict(source), "unaccounted": [list(span) for span in source.unaccounted]} for source in report.sources
        ],
        "failures": [{"file": file, "message": message} for file, message in report.failures],
        "defects": list(report.defects),
    }


def to_json(report: AuditReport) -> str:
    return json.dumps(to_data(report), ensure_ascii=False, indent=2)


def _document_data(document: DocumentAudit) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "files": list(document.files),
        "encoding": document.encoding,
        "counts": dict(document.counts),
        "characters": document.characters,
        "covered": document.covered,
        "uncovered": [list(span) for span in document.uncovered],
        "longest": {"label": document.longest[0], "characters": document.longest[1]},
        "breaks": [{**asdict(item), "text": describe(item)} for item in document.breaks],
        "variants": [asdict(variant) for variant in document.variants],
        "outline": [{"depth": depth, "label": label, "heading": heading} for depth, label, heading in document.outline],
    }


def to_text(report: AuditReport, outline: bool = False, variants: bool = True) -> str:
    """Tables of documents and sources, the variants, what does not run on, and the defects."""
    lines = [f"文档 {len(report.documents)} 篇，来源文件 {len(report.sources)} 个", ""]
    rows = [("文档", "类型", "条文", "字数", "已入条文", "最长一条", "异文")]
    for document in report.documents:
        longest = f"{document.longest[0]}（{document.longest[1]}字）"
        rows.append(
            (
                document.title,
                document.kind,
                _counts(document),
                str(document.characters),
                str(document.covered),
                longest,
                _kinds(document),
            )
        )
    lines += [*_table(rows), ""]
    rows = [("来源文件", "编码", "字符", "空白", "入文档", "不入文档（原因）", "去向不明")]
    for source in report.sources:
        lost = sum(span.end - span.start for span in source.unaccounted)
        rows.append(
            (
                source.file,
                source.encoding,
                str(source.characters),
                str(source.blank),
                str(source.in_documents),
                _reasons(source),
                str(lost),
            )
        )
    lines += [*_table(rows), ""]
    if outline:
        lines += list(_outlines(report))
    if variants:
        lines += list(_variant_lines(report))
    breaks = [f"  {d.name}{describe(item)}" for d in report.documents for item in d.breaks if item.reason]
    if breaks:
        lines += ["序号不连续而有原因：", *breaks, ""]
    lines += ["缺陷：", *(f"  {defect}" for defect in report.defects)] if report.defects else ["没有发现缺陷"]
    return "\n".join(lines)


def _outlines(report: AuditReport) -> Iterator[str]:
    for document in report.documents:
        yield document.name
        for depth, label, heading in document.outline:
            yield "  " * (depth + 1) + label + (f"  {heading}" if heading and heading not in label else "")
        yield ""


def _variant_lines(report: AuditReport) -> Iterator[str]:
    """Every difference of words; those of punctuation and width only counted, as there are hundreds of one kind."""
    for document in report.documents:
        if not document.variants:
            continue
        yield f"{document.name}的异文（{_kinds(document)}）："
        folded: Counter[tuple[str, str, str]] = Counter()
        for variant in document.variants:
            if variant.kind == "punctuation":
                folded[variant.witness, _short(variant.preferred), _short(variant.other)] += 1
                continue
            kind = VARIANT_KINDS.get(variant.kind, variant.kind)
            yield f"  {variant.label} [{kind}] {_short(variant.preferred)} | {variant.witness}：{_short(variant.other)}"
        for (witness, preferred, other), number in folded.most_common():
            yield f"  {number} 处 [标点字形] {preferred} | {witness}：{other}"
        yield ""


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return f"“{text}”" if len(text) <= 40 else f"“{text[:20]}……{text[-16:]}”（{len(text)}字）"


def _counts(document: DocumentAudit) -> str:
    return " ".join(f"{number}{name}" for name, number in document.counts.items())


def _kinds(document: DocumentAudit) -> str:
    found = Counter(variant.kind for variant in document.variants)
    return " ".join(f"{VARIANT_KINDS.get(kind, kind)}{number}" for kind, number in found.most_common()) or "—"


def _reasons(source: SourceAudit) -> str:
    return (
        " ".join(f"{reason}{number}" for reason, number in sorted(source.set_aside.items(), key=lambda pair: -pair[1]))
        or "—"
    )


def _table(rows: Sequence[Sequence[str]], widest: int = 44) -> Iterator[str]:
    """Columns aligned by display width: a Chinese character is two columns wide."""
    cut = [[_cut(cell, widest) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in cut) for i in range(len(rows[0]))]
    for number, row in enumerate(cut):
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str, widest: int) -> str:
    if _width(text) <= widest:
        return text
    kept = ""
    while kept != text and _width(kept + text[len(kept)]) <= widest - 1:
        kept += text[len(kept)]
    return kept + "…"


_STYLE = """
body{font:15px/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:1100px}
body{padding:0 1rem;color:#222}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#f3f3ef}
.bad{color:#a40000}.good{color:#1b6e2d}li{margin:.1rem 0}summary{cursor:pointer}
ins{background:#e6f4e6;text-decoration:none}
del{background:#fbe5e5;text-decoration:none}@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}th{background:#2a2a2a}
th,td{border-color:#444}ins{background:#1d3b22}del{background:#4a2020}.bad{color:#ff8a80}.good{color:#81c995}}
"""


def to_html(report: AuditReport) -> str:
    """One page with its own style and no request to anywhere."""
    parts = [
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>条文审读报告</title><style>{_STYLE}</style><h1>条文审读报告</h1>",
    ]
    if report.defects:
        parts += ["<h2 class=bad>缺陷</h2><ul>", *(f"<li>{escape(defect)}" for defect in report.defects), "</ul>"]
    else:
        parts.append("<p class=good>没有发现缺陷：每个字都有去处，每个序号都连续或有原因。</p>")
    parts.append("<h2>文档</h2>")
    rows = [("文档", "类型", "条文", "字数", "已入条文", "最长一条", "异文")]
    for d in report.documents:
        rows.append(
            (
                d.title,
                d.kind,
                _counts(d),
                str(d.characters),
                str(d.covered),
                f"{d.longest[0]}（{d.longest[1]}字）",
                _kinds(d),
            )
        )
    parts += [_html_table(rows), "<h2>来源文件</h2>"]
    rows = [("文件", "编码", "字符", "空白", "入文档", "不入文档（原因）", "去向不明")]
    for s in report.sources:
        lost = sum(span.end - span.start for span in s.unaccounted)
        rows.append((s.file, s.encoding, str(s.characters), str(s.blank), str(s.in_documents), _reasons(s), str(lost)))
    parts.append(_html_table(rows))
    for document in report.documents:
        parts.append(f"<details><summary>{escape(document.name)}</summary>")
        if document.breaks:
            parts += ["<ul>", *(f"<li>{escape(describe(item))}" for item in document.breaks), "</ul>"]
        if document.variants:
            parts.append("<table><tr><th>条文<th>类别<th>本文<th>异文<th>出处")
            for v in document.variants:
                kind = VARIANT_KINDS.get(v.kind, v.kind)
                parts.append(
                    f"<tr><td>{escape(v.label)}<td>{escape(kind)}<td><ins>{escape(v.preferred)}</ins>"
                    f"<td><del>{escape(v.other)}</del><td>{escape(v.witness)}"
                )
            parts.append("</table>")
        parts.append("<ul>")
        for depth, label, heading in document.outline:
            title = f" {escape(heading)}" if heading and heading not in label else ""
            parts.append(f"<li style='margin-left:{depth * 1.4:.1f}em'>{escape(label)}{title}")
        parts.append("</ul></details>")
    return "\n".join(parts) + "</html>\n"


def _html_table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}" for cell in rows[0])
    return (
        f"<table><tr>{head}"
        + "".join("<tr>" + "".join(f"<td>{escape(cell)}" for cell in row) for row in rows[1:])
        + "</table>"
    )
