"""An answer as HTML: pure functions from the data model to strings (for print: render_print).

Every text that comes from a document or a person goes through `escape`; nothing is ever interpreted as
HTML or Markdown. Labels are written in both languages (`both`), and the style sheet shows one of them:
switching the language then needs no second answer. Quotations are never translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tiaowen.datamodels import Answer, Citation, Clause, Hit, Span, Variant
from tiaowen.messages import english
from tiaowen.rendering.markup import TABLE, both, escape, grid_html, shown, tabled
from tiaowen.rendering.render_places import version_html

FOLD_LENGTH = 260
"""A quotation longer than this is folded to the sentences around what answers; the rest is one click away."""
FOLDED_FROM, FOLDED_TO = 5, 3
"""More sources than the first number are folded to the second."""
WITHIN = ("例外：波浪线处", "exception: wavy line")
"""Said of a quotation that holds an exception to its own rule."""

_THUMB = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 9v8H3V9zM6 9l3.5-6c1.2 0 1.9.9 1.7 2L10.6 8H15'
    'a1.6 1.6 0 0 1 1.6 1.9l-1 5.6a1.8 1.8 0 0 1-1.8 1.5H6"/></svg>'
)
_SENTENCE_ENDS = "。；！？\n"


def copy_text(citation: Citation) -> str:
    """What 复制引文 puts on the clipboard: 《…》第…条：“…”."""
    return f"{citation.cite}：“{citation.quote}”"


CHANGED = (
    "文库或程序后来有变动：以下是现在的回答，与当时的不同。",
    "The library or the program has changed since: this is the answer of today, not that of then.",
)
WHY = (
    f'<details class="why"><summary>{both("为什么这样回答", "Why this answer")}</summary>'
    '<div class="why-body" aria-live="polite"></div></details>'
)
"""Where the explanation of an answer opens; the page asks for it then (render_why)."""


def open_attributes(citation: Citation) -> str:
    """The data attributes from which the page opens the source at this quotation (offsets into document.text)."""
    base = citation.span.start
    marks = " ".join(f"{base + low}-{base + high}" for low, high in citation.highlights)
    return (
        f'data-open data-document="{escape(citation.clause.document.id)}" '
        f'data-start="{citation.span.start}" data-end="{citation.span.end}" data-marks="{marks}"'
    )


def answer_html(
    answer: Answer, turn: int = 1, changed: bool = False, places: Mapping[str, Clause] | None = None, scope: str = ""
) -> str:
    """One turn of a conversation: the question and what the documents say to it.

    changed: it is not what they said when it was asked. places: clauses that the note names, by their addresses.
    scope: the titles of the documents that the question was limited to, empty for all.
    """
    parts = [_question(answer.question, turn)]
    if answer.rewritten and answer.rewritten != answer.question:
        parts.append(f'<p class="rewritten">{both("按上文理解为：", "Understood as: ")}{shown(answer.rewritten)}</p>')
    if scope:
        parts.append(f'<p class="rewritten">{both("检索范围：", "Searched only: ")}{shown(scope)}</p>')
    if changed:
        parts.append(f'<p class="note changed">{both(*CHANGED)}</p>')
    if answer.status == "answered":
        parts.append(_said(answer, turn))
    elif answer.status == "refused":
        parts.append(_refusal(answer, places or {}))
    else:
        parts.append(f'<div class="refusal"><p class="refusal-head">{remark(answer.error)}</p></div>')
    if answer.citations:
        parts.append(f'<h3 class="sub">{both("依据", "Sources")}</h3>{_sources(listed(answer), turn)}')
    if answer.status != "error":
        parts.append(WHY)
        parts.append(_judge())
    return f'<article class="turn {escape(answer.status)}" data-turn="{turn}" lang="zh-CN">{"".join(parts)}</article>'


def listed(answer: Answer) -> list[tuple[Citation, tuple[Span, ...]]]:
    """The sources to list, as the answer shows their words, each with the exceptions in its quote (offsets into it): an
    exception that stands in a clause that is quoted anyway is marked there, and the clause is not listed again for
    it."""
    citations = answer.shown

    def holds(rule: Citation, citation: Citation) -> bool:
        return not rule.exception and rule.holds(citation)

    inside = {id(c): next((r for r in citations if holds(r, c)), None) for c in citations if c.exception}
    return [
        (
            rule,
            tuple(
                Span(c.span.start - rule.span.start, c.span.end - rule.span.start)
                for c in citations
                if inside.get(id(c)) is rule
            ),
        )
        for rule in citations
        if inside.get(id(rule)) is None
    ]


LONG_QUESTION = 160
"""A question of more characters (a pasted passage) is folded to its first lines."""


def _question(question: str, turn: int) -> str:
    if len(question) <= LONG_QUESTION and question.count("\n") < 5:
        return f'<h2 class="question" id="turn-{turn}">{shown(question)}</h2>'
    name = both(f"展开全文（{len(question)} 字）", f"Show all ({len(question)} characters)")
    return (
        f'<h2 class="question long" id="turn-{turn}">{shown(question)}</h2>{_unfolding("data-unfold-question", name)}'
    )


def _unfolding(data: str, more: str) -> str:
    """A button that shows the whole of what is cut, and folds it again."""
    less = both("收起", "Show less")
    return (
        f'<button type="button" class="unfold" {data} aria-expanded="false">'
        f'<span class="more">{more}</span><span class="less">{less}</span></button>'
    )


def _sources(citations: Sequence[tuple[Citation, Sequence[Span]]], turn: int) -> str:
    """The numbered sources; of many, as under the headings of a document, the later ones folded. An exception never."""
    items = [citation_html(citation, number, turn, inner) for number, (citation, inner) in enumerate(citations, 1)]
    excepted = any(citation.exception or inner for citation, inner in citations)
    shown_first = len(items) if excepted or len(items) <= FOLDED_FROM else FOLDED_TO
    first, rest = "".join(items[:shown_first]), items[shown_first:]
    if not rest:
        return f'<ol class="citations">{first}</ol>'
    name = both(f"其余 {len(rest)} 处依据", f"{len(rest)} more sources")
    return (
        f'<ol class="citations">{first}</ol><details class="more-sources"><summary>{name}</summary>'
        f'<ol class="citations" start="{shown_first + 1}">{"".join(rest)}</ol></details>'
    )


def _judge() -> str:
    """Where a reader says whether the answer is right; the page shows it only if it keeps such records."""
    right = f'<button type="button" data-judge="good">{_THUMB}{both("答得对", "Right")}</button>'
    wrong = f'<button type="button" data-judge="bad">{_THUMB}{both("答得不对", "Wrong")}</button>'
    return f'<div class="judge">{right}{wrong}</div>'


def _said(answer: Answer, turn: int) -> str:
    """The answer words with the numbers of their citations, and remarks of the program set apart from them."""
    parts = []
    if answer.verdict:
        parts.append(f'<span class="verdict">{escape(answer.verdict)}</span>')
    spans: list[str] = []
    blocks: list[str] = []  # each on a line of its own: tables always are
    rows: list[tuple[int, str]] = []
    citations = [citation for citation, _ in listed(answer)]
    for index, span in enumerate(answer.spans):
        number = _number_of(span, citations)
        reference = ""
        if number:
            name = both(f"查看依据 {number}", f"Open source {number}")
            attributes = open_attributes(_pointing_at(citations[number - 1], span))
            reference = (
                f'<button type="button" class="ref" {attributes}>〔{number}〕<span class="sr">{name}</span></button>'
            )
        if TABLE.fullmatch(span.quote):
            rows.append((0, span.quote))
            following = answer.spans[index + 1].quote if index + 1 < len(answer.spans) else ""
            if not TABLE.fullmatch(following):  # the header and the rows below it are one table
                blocks.append(f'<div class="said">{grid_html(rows, ())}{reference}</div>')
                rows = []
            continue
        spans.append(f'<span class="said">{shown(span.quote)}</span>{reference}')
        blocks.append(f"<p>{spans[-1]}</p>")
    if "\n" in answer.separator or len(blocks) > len(spans):
        parts.append("".join(blocks))
    elif spans:
        parts.append(f"<p>{escape(answer.separator).join(spans)}</p>")
    note = f'<p class="note">{remark(answer.note)}</p>' if answer.note else ""
    return (f'<div class="answer">{"".join(parts)}</div>' if parts else "") + note


def remark(note: str) -> str:
    """What the program has to say, in both languages where its English is known."""
    translated = english(note)
    return both(note, translated) if translated != note else shown(note)


def _number_of(span: Citation, citations: Sequence[Citation]) -> int:
    """The number of the citation that holds the words of `span`, 0 where none does."""
    return next((number for number, citation in enumerate(citations, 1) if citation.holds(span)), 0)


def _pointing_at(citation: Citation, span: Citation) -> Citation:
    """The citation with exactly the words of `span` marked."""
    low = span.span.start - citation.span.start
    return Citation(citation.clause, citation.start, citation.end, (Span(low, low + len(span.quote)),))


def _linked(text: str, places: Mapping[str, Clause]) -> str:
    """A note in which the addresses of `places` open their clauses; of two that overlap the longer one."""
    pieces, at = [], 0
    for found in re.finditer("|".join(map(re.escape, sorted(places, key=len, reverse=True))) or "(?!)", text):
        clause = places[found[0]]
        whole = Citation(clause, 0, clause.end - clause.start)
        button = f'<button type="button" class="address" {open_attributes(whole)}>{shown(found[0])}</button>'
        pieces += [shown(text[at : found.start()]), button]
        at = found.end()
    return "".join([*pieces, shown(text[at:])])


def _refusal(answer: Answer, places: Mapping[str, Clause]) -> str:
    if answer.why is not None and answer.why.way == "talk":  # a greeting: nothing was asked that could be answered
        return f'<div class="refusal"><p class="note">{remark(answer.note)}</p></div>'
    head = both("未作答", "No answer")
    unsaid = both("所收文件没有回答这个问题。", "The documents do not answer this.")
    why = (_linked(answer.note, places) if places else remark(answer.note)) if answer.note else unsaid
    note = f'<p class="note">{why}</p>'
    near = ""
    if answer.near:
        title = both("最接近的条文（未作答依据）", "Nearest clauses (not used as an answer)")
        near = f'<h3 class="sub">{title}</h3><ul class="near">{"".join(near_html(hit) for hit in answer.near)}</ul>'
    return f'<div class="refusal"><p class="refusal-head">{head}</p>{note}</div>{near}'


NEAR_LENGTH = 90
"""Characters of a nearest clause that are shown."""


def near_html(hit: Hit) -> str:
    """A clause that came near: its address and its beginning, to be opened, not to be taken for an answer."""
    clause = hit.focus or hit.clause
    whole = Citation(clause, 0, clause.end - clause.start)
    words = clause.document.text[clause.body : clause.end]
    rows = TABLE.match(words.lstrip())
    if rows is not None and len(rows[0]) <= 4 * NEAR_LENGTH:  # of a table whole rows
        excerpt = grid_html([(0, rows[0])], ())
    else:
        plain = " ".join(words.replace("|", " ").split()) if rows else words.replace("\n", " ")
        excerpt = shown(plain if len(plain) <= NEAR_LENGTH else plain[:NEAR_LENGTH] + "……")
    return (
        f'<li><button type="button" class="address" {open_attributes(whole)}>{shown(clause.cite)}</button>'
        f"{version_html(hit.edition)}"
        f'<div class="excerpt">{excerpt}</div></li>'
    )


def citation_html(citation: Citation, number: int, turn: int = 1, exceptions: Sequence[Span] = ()) -> str:
    """A numbered source: address, the quoted clause with the answering words marked, its file, what to do with it.

    exceptions: those within the quote, as offsets into it.
    """
    source, _ = citation.source
    flag = ""
    if citation.exception or exceptions:
        name = both("例外", "exception") if citation.exception else both(*WITHIN)
        flag = f'<span class="flag">{name}</span>'
    copy = (
        f'<button type="button" data-copy="{escape(copy_text(citation))}">{both("复制引文", "Copy quotation")}</button>'
    )
    opener = f'<button type="button" {open_attributes(citation)}>{both("查看原文", "Open in source")}</button>'
    return (
        f'<li class="citation" id="cite-{turn}-{number}">'
        f'<div class="citation-head"><span class="number">〔{number}〕</span>'
        f'<button type="button" class="address" {open_attributes(citation)}>{shown(citation.cite)}</button>'
        f"{flag}{version_html(citation.edition)}</div>"
        f'<blockquote class="quote">{quote_html(citation, exceptions)}</blockquote>'
        f"{variants_html(citation)}{places_html(citation)}"
        f'<div class="citation-foot">{opener}{copy}<span class="file">{shown(source.file)}</span></div></li>'
    )


def quote_html(citation: Citation, exceptions: Sequence[Span] = ()) -> str:
    """The quotation with its highlights marked; a long one folded around them, the rest present but hidden."""
    quote = citation.quote
    low, high = _window(quote, [*citation.highlights, *exceptions])
    layers = marks_of(citation, exceptions)
    middle = tabled(quote[low:high], low, layers)
    if (low, high) == (0, len(quote)):
        return middle
    before = f'<span class="folded before">{tabled(quote[:low], 0, layers)}</span>' if low else ""
    after = f'<span class="folded after">{tabled(quote[high:], high, layers)}</span>' if high < len(quote) else ""
    more = f'{both("展开全文", "Show all")}<span class="count">{len(quote)} {both("字", "characters")}</span>'
    return f"{before}{middle}{after}{_unfolding('data-unfold', more)}"


def marks_of(citation: Citation, exceptions: Iterable[Span]) -> list[tuple[int, int, str, str]]:
    """The layers of a quote: what answers, and what the same clause excepts from it."""
    marked = [(low, high, "<mark>", "</mark>") for low, high in citation.highlights]
    return [*marked, *((low, high, '<span class="but">', "</span>") for low, high in exceptions)]


def _window(quote: str, highlights: Sequence[Span]) -> Span:
    """The part of a long quotation to show at first: whole sentences, holding every highlight."""
    if len(quote) <= FOLD_LENGTH:
        return Span(0, len(quote))
    first = min((low for low, _ in highlights), default=0)
    last = max((high for _, high in highlights), default=0)
    low = first
    while low > 0 and quote[low - 1] not in _SENTENCE_ENDS:
        low -= 1
    high = max(last, min(low + 140, len(quote)))
    while high < len(quote) and quote[high - 1] not in _SENTENCE_ENDS:
        high += 1
    if low < 60:
        low = 0
    if len(quote) - high < 60:
        high = len(quote)
    return Span(low, high)


VARIANT_KINDS = {
    "substantive": ("文字", "wording"),
    "punctuation": ("标点", "punctuation"),
    "missing": ("缺失", "missing"),
}


def variants_html(citation: Citation) -> str:
    """The differences of the other witnesses within the quotation, closed until asked for; wording comes first."""
    variants = sorted(citation.variants, key=lambda v: (v.kind == "punctuation", v.start))
    if not variants:
        return ""
    text = citation.clause.document.text
    rows = "".join(_variant_row(v, text[v.start : v.end], citation) for v in variants)
    words = sum(v.kind != "punctuation" for v in variants)
    count = both(
        f"（文字 {words}，标点 {len(variants) - words}）", f" ({words} wording, {len(variants) - words} punctuation)"
    )
    return (
        f'<details class="variants"><summary>{both("其他版本的差异", "Other witnesses read")}{count}</summary>'
        f"<ul>{rows}</ul></details>"
    )


def places_html(citation: Citation) -> str:
    """Where else the quoted words stand, closed until asked for: each place opens in its document."""
    if not citation.also:
        return ""
    rows = "".join(
        f'<li><button type="button" class="address" {open_attributes(place)}>{shown(place.cite)}</button>'
        f'{version_html(place.edition)}<span class="file">{shown(place.source[0].file)}</span></li>'
        for place in citation.also
    )
    count = len(citation.also)
    name = both(f"同文另见 {count} 处", f"Same words in {count} more places" if count > 1 else "Same words elsewhere")
    return f'<details class="variants places"><summary>{name}</summary><ul>{rows}</ul></details>'


def _variant_row(variant: Variant, here: str, citation: Citation) -> str:
    witness = citation.clause.document.witnesses[variant.witness]
    kind = both(*VARIANT_KINDS[variant.kind])
    return (
        f'<li><span class="kind">{kind}</span><span class="reading">{reading_html(here)}</span>'
        f'<span class="arrow" aria-hidden="true">→</span><span class="reading">{reading_html(variant.text)}</span>'
        f'<span class="file">{shown(witness.source.file)}</span></li>'
    )


def reading_html(text: str) -> str:
    """A reading of a witness: its words, or that it has none; long ones are cut in the middle of the display only."""
    if not text.strip():
        return f'<em class="none">{both("无", "none")}</em>'
    part = text if len(text) <= 80 else f"{text[:40]}……{text[-30:]}"
    return f"“{shown(part)}”"
