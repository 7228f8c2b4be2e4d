"""A document as HTML to read: its text, its outline, the raw lines it comes from, and the list of documents.

Pure functions. The text shown is `document.text` paragraph by paragraph, in order and complete; what is cited
is marked in it, never cut out of it. Offsets in `data-` attributes are offsets into `document.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from tiaowen.addresses.versions import STATES, Versions
from tiaowen.datamodels import Clause, Corpus, Document, Edition, Span, Variant
from tiaowen.language.folding import sought
from tiaowen.reading.grammar.marks import is_row
from tiaowen.rendering.markup import both, escape, layered, shown, tabled
from tiaowen.rendering.render_html import reading_html
from tiaowen.rendering.render_places import version_html

KINDS = {
    "regulation": ("法规", "Regulation"),
    "opinion": ("意见", "Opinion"),
    "decision": ("决定", "Decision"),
    "plan": ("规划方案", "Plan"),
    "qa": ("答记者问", "Q&A"),
    "notice": ("通知", "Notice"),
    "news": ("新闻", "News"),
    "other": ("其他", "Other"),
}
"""The kinds in the order of the shelf."""

_SPECIAL = {
    **dict.fromkeys(("题注", "文号"), "meta"),
    **dict.fromkeys(("落款", "署名", "成文日期"), "signed"),
    "主送机关": "addressed",
    "问": "asked",
}
"""Levels that are set apart by where they stand on the page."""

_INDENTED = {"项": "item", "目": "subitem"}
LONGEST_HEADING = 60
"""A container whose first line is longer (问题一：… with its whole description) is set as a paragraph."""


def lines(text: str) -> Iterator[Span]:
    """The paragraphs of a canonical text, without their line feeds."""
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def articles(corpus: Corpus, document: Document) -> list[Clause]:
    """The units of a document, in reading order: what 上一条 and 下一条 step through."""
    return [clause for clause in corpus.by_document.get(document.id, ()) if clause.role == "unit"]


References = Sequence[tuple[Span, Clause | Document]]
"""What parts of document.text refer to: another place in the document, or another document."""


def reader_html(
    corpus: Corpus,
    document: Document,
    cited: Span | None = None,
    marks: Sequence[Span] = (),
    references: References = (),
) -> str:
    """The whole document; `cited` is the quotation to show, `marks` the answering words in it; references are links."""
    clauses = corpus.by_document.get(document.id, ())
    begins: dict[int, list[Clause]] = {}
    for clause in clauses:
        begins.setdefault(clause.start, []).append(clause)
    return "".join(
        _paragraph(document, span, begins, cited, marks, references)
        for span in lines(document.text)
        if span.start < span.end
    )


def _paragraph(
    document: Document,
    span: Span,
    begins: dict[int, list[Clause]],
    cited: Span | None,
    marks: Sequence[Span],
    references: References,
) -> str:
    here = begins.get(span.start, [])
    tag, classes = _style(document, span, here)
    layers = [
        (r.start, r.end, _link(document, target), "</a>")
        for r, target in references
        if r.start < span.end and span.start < r.end
    ]
    for clause in (c for offset in range(span.start, span.end) for c in begins.get(offset, ())):
        if clause.body > clause.start and (clause.role != "container" or "run-in" in classes):
            layers.append((clause.start, clause.body, f'<b class="num num-{clause.role}">', "</b>"))
    if cited and cited.start < span.end and span.start < cited.end:
        if cited.start <= span.start and span.end <= cited.end:
            classes.append("cited-block")
        else:
            layers.append((cited.start, cited.end, '<span class="cited">', "</span>"))
    layers += [(m.start, m.end, "<mark>", "</mark>") for m in marks]
    text = document.text[span.start : span.end]
    body = _with_variants(document, text, span, layers)
    units = [c for offset in range(span.start, span.end) for c in begins.get(offset, ()) if c.role == "unit"]
    unit = f' data-unit="{escape(units[0].label)}"' if units else ""
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f'<{tag}{named} data-s="{span.start}" data-e="{span.end}"{unit}>{body}</{tag}>'


def _link(document: Document, target: Clause | Document) -> str:
    """The opening tag of a reference: within the document a jump, otherwise the other document opens."""
    if isinstance(target, Document):
        return f'<a href="#" class="xref" data-open data-document="{escape(target.id)}" title="{escape(target.title)}">'
    if target.document.id == document.id:
        return f'<a href="#" class="xref" data-goto="{target.start}">'
    place = f'data-document="{escape(target.document.id)}" data-start="{target.start}" data-end="{target.end}"'
    return f'<a href="#" class="xref" data-open {place} title="{escape(target.cite)}">'


def _style(document: Document, span: Span, here: Sequence[Clause]) -> tuple[str, list[str]]:
    """The element and classes of a paragraph, from the outermost clause that begins with it."""
    text = document.text[span.start : span.end]
    if text.strip() == document.title or (here and here[0].level == "标题"):
        return "h2", ["doc-title"]
    if is_row(text):
        return "div", ["row"]
    if not here:
        return "p", []
    first = here[0]
    if here[-1].level in _SPECIAL:
        return "p", [_SPECIAL[here[-1].level]]
    if first.role == "container":
        whole = first.heading == "" or span.end - first.body <= len(first.heading) + 2
        whole = whole and span.end - span.start <= LONGEST_HEADING
        depth = min(len(first.path), 3)
        return (f"h{2 + depth}", ["heading", f"depth-{depth}"]) if whole else ("p", ["run-in"])
    if first.role == "part":
        return "p", [_INDENTED[first.level]] if first.level in _INDENTED else []
    return "p", ["unit"]


def _with_variants(document: Document, text: str, span: Span, layers: list[tuple[int, int, str, str]]) -> str:
    """A paragraph in which each variant is followed by the other reading, hidden until the reader asks for it."""
    inside = [v for v in document.variants if span.start <= v.start and v.end <= span.end]
    if not inside:
        return tabled(text, span.start, layers)
    pieces, at = [], span.start
    for variant in sorted(inside, key=lambda v: (v.start, v.end)):
        if variant.start < at:
            continue  # a second witness differs at the same words: listed in the answer, not repeated in the text
        pieces.append(layered(document.text[at : variant.start], at, layers))
        words = layered(document.text[variant.start : variant.end], variant.start, layers)
        pieces.append(_variant(document, variant, words))
        at = variant.end
    pieces.append(layered(document.text[at : span.end], at, layers))
    return "".join(pieces)


def _variant(document: Document, variant: Variant, words: str) -> str:
    file = document.witnesses[variant.witness].source.file
    return (
        f'<span class="variant {variant.kind}">{words}<span class="other" title="{escape(file)}">'
        f"{both('另本', 'other')}{reading_html(variant.text)}</span></span>"
    )


def outline_html(corpus: Corpus, document: Document) -> str:
    """The headings and units of a document as nested links."""
    clauses = [c for c in corpus.by_document.get(document.id, ()) if c.role != "part"]
    kids: dict[str | None, list[Clause]] = {}
    known = {c.id for c in clauses}
    for clause in clauses:
        kids.setdefault(clause.parent if clause.parent in known else None, []).append(clause)
    top = [c for c in kids.get(None, []) if c.level != "标题"]
    return f'<ol class="outline" lang="zh-CN">{"".join(_outline_item(c, kids) for c in top)}</ol>'


def _outline_item(clause: Clause, kids: dict[str | None, list[Clause]], above: str = "") -> str:
    """`above`: the label of the container it stands in, which the outline need not repeat."""
    below = kids.get(clause.id, [])
    if clause.role == "container":
        name = " ".join(clause.text.split("\n", 1)[0].split())
        name = name if len(name) <= 40 else name[:38] + "……"
        text = f'<span class="title">{shown(name)}</span>'
    else:
        label = clause.label.removeprefix(above).lstrip("·/") or clause.label
        words = clause.heading or " ".join(
            clause.document.text[clause.body : min(clause.end, clause.body + 24)].split()
        )
        text = f'<span class="label">{escape(label)}</span><span class="words">{shown(words)}</span>'
    inner = f"<ol>{''.join(_outline_item(c, kids, clause.label) for c in below)}</ol>" if below else ""
    return f'<li class="{clause.role}"><a href="#" data-goto="{clause.start}">{text}</a>{inner}</li>'


def library_html(
    corpus: Corpus,
    states: Mapping[str, str] | None = None,
    below: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> str:
    """The list of documents: title, kind, issuer, date, which version it is and how many articles or sections.

    `states`, `below`: document id -> HTML that stands among its facts, and below its row.
    """
    state, more = states or {}, below or {}
    versions = versions or Versions(corpus.documents)
    rows = "".join(
        _library_row(corpus, d, state.get(d.id, ""), more.get(d.id, ""), versions.edition(d)) for d in shelved(corpus)
    )
    return f'<ul class="library" lang="zh-CN">{rows}</ul>'


def shelved(corpus: Corpus) -> list[Document]:
    """The documents in the order of a shelf: regulations first, news last, otherwise as they were read."""
    order = list(KINDS)
    return sorted(corpus.documents, key=lambda document: order.index(document.kind))


def size(corpus: Corpus, document: Document) -> tuple[int, bool]:
    """How many articles a document has (True), or how many other units where it has none (False)."""
    units = articles(corpus, document)
    numbered = sum(unit.level == "条" for unit in units)
    return (numbered, True) if numbered else (len(units), False)


def choice_title(document: Document, versions: Versions) -> str:
    """The title by which a document is chosen; of a law with several versions with its date and state."""
    edition = versions.edition(document)
    if edition is None:
        return document.title
    known = [edition.date] if edition.date and edition.date not in document.title else []
    return f"{document.title}（{'，'.join([*known, STATES[edition.state][0]])}）"


def _library_row(corpus: Corpus, document: Document, state: str, below: str, edition: Edition | None) -> str:
    number, numbered = size(corpus, document)
    count = both(f"{number} 条", f"{number} articles") if numbered else both(f"{number} 个条目", f"{number} sections")
    facts = [both(*KINDS[document.kind]), count]
    facts += [escape(fact) for fact in (document.issuer, document.number, "" if edition else document.date) if fact]
    facts += [version_html(edition)] if edition else []
    if len(document.witnesses) > 1:
        facts.append(both(f"{len(document.witnesses)} 个版本", f"{len(document.witnesses)} witnesses"))
    facts += [state] if state else []
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    name = " ".join((document.title, document.issuer, document.number, *document.aliases))
    return (
        f'<li><button type="button" data-open data-document="{escape(document.id)}" data-name="{escape(sought(name))}">'
        f'<span class="name">{escape(document.title)}</span><span class="facts">{line}</span></button>{below}</li>'
    )


def about_html(document: Document, edition: Edition | None = None) -> str:
    """The facts above a document's text: kind, issuer, number, date and state, witnesses with their files."""
    facts = [both(*KINDS[document.kind])]
    facts += [escape(fact) for fact in (document.issuer, document.number, "" if edition else document.date) if fact]
    facts += [version_html(edition), *_other_versions(edition)] if edition else []
    files = "".join(
        f"<li>{both('底本', 'preferred') if i == 0 else both('另本', 'other')} {escape(w.source.file)}</li>"
        for i, w in enumerate(document.witnesses)
    )
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    return f'<p class="facts" lang="zh-CN">{line}</p><ul class="files" lang="zh-CN">{files}</ul>'


def _other_versions(edition: Edition) -> list[str]:
    facts = []
    if edition.by:
        facts.append(both(f"由《{edition.by}》废止", f"repealed by 《{edition.by}》"))
    for date, state in edition.others:
        zh, en = STATES[state]
        facts.append(both(f"另有 {date or '未注明日期'} 的版本，{zh}", f"also: {date or 'undated'}, {en}"))
    return facts


def raw_html(document: Document, start: int, end: int, witness: int = 0, context: int = 200) -> str:
    """原文对照: the numbered lines of the source file around canonical [start, end), with those characters marked.

    Another witness than the preferred one has offsets of its own; without an alignment its file is shown unmarked.
    """
    held = document.witnesses[witness]
    spans = held.origin.spans(start, end) if witness == 0 else ()
    raw = held.source.text
    starts = [0] + [m.end() for m in re.finditer("\n", raw)]
    first = bisect_right(starts, spans[0].start) - 1 if spans else 0
    last = bisect_right(starts, max(spans[-1].end - 1, 0)) - 1 if spans else 0
    low, high = max(first - context, 0), min(last + context + 1, len(starts))
    rows = []
    for index in range(low, high):
        stop = starts[index + 1] if index + 1 < len(starts) else len(raw)
        text = raw[starts[index] : stop].rstrip("\r\n")
        layers = [(s.start, s.end, "<mark>", "</mark>") for s in spans]
        rows.append(f'<li value="{index + 1}"><code>{layered(text, starts[index], layers)}</code></li>')
    title = f"{escape(held.source.file)} · {both('第', 'lines ')}{low + 1}–{high}{both('行', '')}"
    return f'<p class="file">{title}</p><ol class="raw">{"".join(rows)}</ol>'
