"""What the library view shows of files: the report before they enter, and the way to remove those that were added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tiaowen.datamodels import Document
from tiaowen.indexing.staging import Examined
from tiaowen.library.library import Holding
from tiaowen.messages import english
from tiaowen.reading.audit import DocumentAudit, describe
from tiaowen.rendering.markup import both, escape
from tiaowen.rendering.render_audit import source_html
from tiaowen.rendering.render_html import remark
from tiaowen.rendering.render_reader import KINDS

SHOWN = 6
"""Titles that are named before "and more"."""


def examined_html(examined: Examined) -> str:
    """The report: documents with kind, date, articles, gaps; where the characters went; what cannot enter, and why."""
    files, found = len(examined.files), len(examined.documents)
    parts = []
    if files:
        sources = f"{files} source file{'' if files == 1 else 's'}"
        head = both(
            f"{files} 个来源文件，读出 {found} 部文件",
            f"{sources} with {found} document{'' if found == 1 else 's'}",
        )
        rows = "".join(
            _document(document, audit, document.title in examined.same)
            for document, audit in zip(examined.documents, examined.audit.documents, strict=True)
        )
        sources = "".join(source_html(source) for source in examined.audit.sources)
        went = both("字数的去向", "Where the characters went")
        parts += [f"<h3>{head}</h3>", f'<ul class="entering" lang="zh-CN">{rows}</ul>']
        parts += [f"<h3>{went}</h3>", f'<ul class="went" lang="zh-CN">{sources}</ul>']
    refused = [*examined.refused, *examined.audit.failures]
    if refused:
        rows = "".join(f"<li><b>{escape(file)}</b> {_said(message)}</li>" for file, message in refused)
        parts += [f"<h3>{both('不能放入', 'Cannot be added')}</h3>", f'<ul class="refused" lang="zh-CN">{rows}</ul>']
    return "".join(parts)


def _said(message: str) -> str:
    """Why a file cannot enter, in both languages where its English is known."""
    return both(message, translated) if (translated := english(message)) != message else escape(message)


def _document(document: Document, audit: DocumentAudit, known: bool) -> str:
    counts = "，".join(f"{level} {number}" for level, number in audit.counts.items())
    missing = audit.characters - audit.covered
    covered = (
        both(f"{missing} 字未归入条文", f"{missing} characters in no clause")
        if missing
        else both("全部归入条文", "all in clauses")
    )
    facts = [both(*KINDS[document.kind]), *(escape(f) for f in (document.issuer, document.number, document.date) if f)]
    facts += [escape(counts), both(f"{audit.characters:,} 字", f"{audit.characters:,} characters"), covered]
    notes = [remark(describe(item)) for item in audit.breaks]
    if not audit.breaks:
        notes.append(both("序号连续", "numbers run on"))
    if known:
        same = "文库里已有同名文件：文字大体相同时合为一部，保留两个版本的差异"
        notes.append(both(same, "The library has a document of this title: largely the same words become one document"))
    line = "".join(f"<span>{fact}</span>" for fact in facts if fact)
    listed = "".join(f"<li>{note}</li>" for note in notes)
    title = escape(document.title)
    return f'<li><p class="name">{title}</p><p class="facts">{line}</p><ul class="notes">{listed}</ul></li>'


def removals_html(holdings: Iterable[Holding]) -> dict[str, str]:
    """Document id -> the added file that it is in, with a button to remove that and what else goes with it."""
    found: dict[str, str] = {}
    for holding in holdings:
        if holding.added:
            for document in holding.documents:
                found[document.id] = found.get(document.id, "") + removal_html(holding)
    return found


def unread_html(holdings: Iterable[Holding]) -> str:
    """The added files in which nothing is read now; they can be removed as well."""
    rows = "".join(f"<li>{removal_html(h)}</li>" for h in holdings if h.added and not h.documents)
    return f'<ul class="library unread" lang="zh-CN">{rows}</ul>' if rows else ""


def removal_html(holding: Holding) -> str:
    """The file's name, a button, and the question that has to be confirmed."""
    name = escape(holding.name)
    staying = [d for d in holding.documents if d not in holding.leaving]
    said = both(f"移除来源文件 {name}？", f"Remove the source file {name}? ")
    if len(holding.leaving) > 1:
        count = len(holding.leaving)
        said += both(f"里面的 {count} 部文件一起移除：", f"All {count} documents in it go: ")
    elif holding.leaving:
        said += both("随之移除：", "This document goes: ")
    said += escape(_titles(holding.leaving))
    if staying:
        said += both("；还印在别的来源里的保留：", "; printed elsewhere too, so they stay: ") + escape(_titles(staying))
    said += both("。不能撤销。", ". This cannot be undone.")
    sr = f'<span class="sr"> {name}</span>'
    return (
        f'<div class="added"><p><span class="file">{both("放入的", "Added: ")} {name}</span>'
        f'<button type="button" data-removal aria-expanded="false">{both("移除", "Remove")}{sr}</button></p>'
        f'<div class="confirm" hidden><p>{said}</p><p class="actions">'
        f'<button type="button" class="danger" data-remove="{name}">{both("确认移除", "Remove")}</button>'
        f'<button type="button" data-removal-cancel>{both("取消", "Cancel")}</button></p></div></div>'
    )


def _titles(documents: Sequence[Document]) -> str:
    names = "、".join(document.title for document in documents[:SHOWN])
    return names + (f" 等 {len(documents)} 部" if len(documents) > SHOWN else "")
