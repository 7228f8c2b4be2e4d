"""The audit of the documents as HTML for the page: what was read, what was set aside and why, what is doubtful."""

from __future__ import annotations

from tiaowen.reading.audit import AuditReport, DocumentAudit, SourceAudit, describe
from tiaowen.rendering.markup import both, escape
from tiaowen.rendering.render_html import remark


def document_audit_html(audit: DocumentAudit) -> str:
    """One line that says whether all is accounted for, with the details folded behind it."""
    missing = audit.characters - audit.covered
    if missing or audit.twice:
        head = both(f"核对：{missing} 字未归入条文", f"Checked: {missing} characters in no clause")
    elif audit.breaks:
        head = both(
            f"核对：序号有 {len(audit.breaks)} 处不连续", f"Checked: numbering breaks in {len(audit.breaks)} places"
        )
    else:
        head = both("核对：全部归入条文，序号连续", "Checked: all text in clauses, numbers run on")
    counts = "，".join(f"{level} {number}" for level, number in audit.counts.items())
    lines = [both(f"正文 {audit.characters:,} 字", f"{audit.characters:,} characters")]
    lines += [escape(counts)] if counts else []
    lines += [remark(describe(item)) for item in audit.breaks]
    state = "doubt" if audit.defects else "sound"
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<details class="audit {state}"><summary>{head}</summary><ul>{items}</ul></details>'


def state_html(audit: DocumentAudit) -> str:
    """The audit of a document in two words, for a list."""
    if audit.defects:
        return f'<b class="doubt">{both("有疑点", "doubtful")}</b>'
    return both("序号不连续", "numbers skip") if audit.breaks else both("核对无误", "checked")


def sources_html(report: AuditReport) -> str:
    """Where the characters of every source file went: into documents, set aside with a reason, or blank."""
    rows = "".join(source_html(source) for source in report.sources)
    failures = "".join(f"<li>{escape(file)}：{remark(message)}</li>" for file, message in report.failures)
    count = len(report.defects)
    state = both("没有疑点", "nothing doubtful") if not count else both(f"{count} 处疑点", f"{count} doubts")
    head = f"{both('来源文件的去向', 'Where the source files went')}<span>{state}</span>"
    return f'<details class="audit sources"><summary>{head}</summary><ul>{rows}{failures}</ul></details>'


def source_html(source: SourceAudit) -> str:
    """A file with its characters: in documents, set aside and why, blank, unaccounted for."""
    parts = [both(f"共 {source.characters:,} 字", f"{source.characters:,} characters")]
    parts.append(both(f"归入文件 {source.in_documents:,}", f"{source.in_documents:,} in documents"))
    parts += [
        f"{both('搁置：', 'set aside: ')}{remark(reason)} {number:,}"
        for reason, number in sorted(source.set_aside.items(), key=lambda pair: -pair[1])
    ]
    parts.append(both(f"空白 {source.blank:,}", f"{source.blank:,} blank"))
    unaccounted = sum(span.end - span.start for span in source.unaccounted)
    if unaccounted:
        parts.append(both(f"去向不明 {unaccounted:,}", f"{unaccounted:,} unaccounted for"))
    return f'<li><span class="file">{escape(source.file)}</span><br>{" · ".join(parts)}</li>'
