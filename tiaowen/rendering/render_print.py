"""A conversation as an HTML page of its own, for print: nothing folded, every source with its file and check sum."""

from __future__ import annotations

from collections.abc import Sequence

from tiaowen.datamodels import Answer, Citation
from tiaowen.rendering.markup import escape, shown, tabled
from tiaowen.rendering.render import EXCEPTION
from tiaowen.rendering.render_html import WITHIN, listed, marks_of
from tiaowen.rendering.render_places import ALSO, edition_json, place_text, places_json, version_text

PRINT_STYLE = """
:root { color-scheme: light }
body { font: 11.5pt/1.8 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; color: #111;
  max-width: 40em; margin: 2em auto; padding: 0 1.5em }
h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin: 2em 0 .4em; break-after: avoid }
table.grid { border-collapse: collapse } table.grid td { border: 1px solid #999; padding: .1em .6em }
blockquote { margin: .3em 0 .3em 0; padding-left: 1em; border-left: 2px solid #999; white-space: pre-line }
ol { padding: 0; list-style: none } li { margin: .8em 0; break-inside: avoid-page }
mark { background: none; text-decoration: underline; text-underline-offset: .2em }
.but { text-decoration: underline wavy 1px; text-underline-offset: .25em }
small, footer { color: #444; font-size: .8em; overflow-wrap: anywhere }
.said { font-weight: 600; white-space: pre-line }
@page { margin: 2.2cm 2cm }
"""


def conversation_html(answers: Sequence[Answer], title: str = "条文问答记录", scopes: Sequence[str] = ()) -> str:
    """A conversation as one page of its own, ready to print: full quotations with their files and check sums."""
    limits = scopes or [""] * len(answers)
    turns = "".join(_printed(*turn, number) for number, turn in enumerate(zip(answers, limits, strict=True), 1))
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{PRINT_STYLE}</style></head><body><h1>{escape(title)}</h1>{turns}"
        "<footer>引文均为来源文件原文，逐字未改；下划线为作答文字。</footer></body></html>"
    )


def _printed(answer: Answer, scope: str, number: int) -> str:
    parts = [f"<h2>{number}. {shown(answer.question)}</h2>"]
    if answer.rewritten and answer.rewritten != answer.question:
        parts.append(f"<p><small>按上文理解为：{shown(answer.rewritten)}</small></p>")
    if scope:
        parts.append(f"<p><small>检索范围：{shown(scope)}</small></p>")
    if answer.status == "refused" and answer.why.way != "talk":  # a greeting asks nothing
        parts.append("<p><strong>未作答</strong></p>")
    elif answer.error:
        parts.append(f"<p>{shown(answer.error)}</p>")
    if answer.answer:
        verdict = f"{escape(answer.verdict)}。" if answer.verdict else ""
        parts.append(f'<div class="said">{verdict}{tabled(answer.answer, 0, ())}</div>')
    if answer.note:
        parts.append(f"<p><small>{shown(answer.note)}</small></p>")
    rows = []
    for index, (citation, exceptions) in enumerate(listed(answer), 1):
        source, spans = citation.source
        places = "、".join(f"{low}–{high}" for low, high in spans)
        marked = tabled(citation.quote, 0, marks_of(citation, exceptions))
        mark = EXCEPTION if citation.exception else f"（{WITHIN[0]}）" if exceptions else ""
        rows.append(
            f"<li>〔{index}〕<strong>{shown(citation.cite)}</strong>{mark}<blockquote>{marked}</blockquote>"
            f"<small>{shown(source.file)}，字符 {places}，SHA-256 {escape(source.sha256)}"
            f"{_printed_places(citation)}</small></li>"
        )
    if answer.near:
        names = "；".join(shown((hit.focus or hit.clause).cite) for hit in answer.near)
        parts.append(f"<p><small>最接近的条文（未作答依据）：{names}</small></p>")
    return "".join(parts) + (f"<ol>{''.join(rows)}</ol>" if rows else "")


def _printed_places(citation: Citation) -> str:
    """The version and the other places of a quotation, in a line each."""
    lines = [f"版本：{version_text(edition_json(citation.edition))}"] if citation.edition else []
    lines += [f"{ALSO}{place_text(place)}" for place in places_json(citation).get("also", ())]
    return "".join(f"<br>{shown(line)}" for line in lines)
