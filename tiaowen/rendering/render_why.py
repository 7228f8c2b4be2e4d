"""Why an answer is as it is, as text for the terminal and as HTML for the page (see explanation)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from tiaowen.answering.explanation import CHANNELS, POINTS, Explanation, Weighed, Words
from tiaowen.datamodels import Answer, Way
from tiaowen.rendering.markup import both, shown
from tiaowen.rendering.render import wrap
from tiaowen.rendering.render_html import remark

WAYS: Mapping[Way, tuple[str, str]] = {
    "clauses": ("按条文内容查找", "Found by what the clauses say"),
    "address": ("按所写的条款地址直接查到", "Looked up by the address in the question"),
    "whole": (
        "问的是整份文件，由其结构和题注等作答",
        "About a document as a whole: answered from its structure and title notes",
    ),
    "topics": ("问了几件事，各找一条", "Several things asked: one clause for each"),
    "division": ("问分为哪几种，由划分的句子作答", "Into what it is divided: the sentence that divides it"),
    "definition": ("问词语的含义，由给它下定义的句子作答", "What a term means: the sentence that defines it"),
    "broad": ("问题宽泛，列出这个主题的各条", "A broad question: the clauses on the subject"),
    "passage": ("按所贴文字逐字查找", "Looked for the pasted passage, character by character"),
    "again": ("再次显示上文引用的条文", "Shows the clauses cited before again"),
    "talk": ("不是关于文件的问题，没有查找", "Not about the documents: nothing was looked up"),
}
LONG = 60  # characters of candidate words that are shown
LOG_ODDS = ("阅读评分", "reading")


def why_lines(answer: Answer, parts: Sequence[Explanation]) -> list[str]:
    """The explanation for programs: the lines of `why_text` below its heading, not wrapped."""
    return [line.strip() for line in why_text(answer, parts, sys.maxsize).split("\n")[1:]]


def why_text(answer: Answer, parts: Sequence[Explanation], width: int = 80) -> str:
    """The explanation for the terminal, in Chinese."""
    lines = ["为什么这样回答"]
    if answer.rewritten and answer.rewritten != answer.question:
        lines += wrap(f"按上文理解为：{answer.rewritten}", width, "  ")
    for part in parts:
        if len(parts) > 1:
            lines += wrap(f"问：{part.grounds.asked}", width, "  ")
        lines += wrap(f"方式：{WAYS[part.grounds.way][0]}", width, "  ")
        for number, clause in enumerate(part.clauses, 1):
            lines += wrap(f"{number}. {clause.hit.clause.cite}：{_scores(clause, 0)}", width, "  ")
        if part.confidence is not None:
            lines += wrap(_sure(part)[0], width, "  ")
        for words in part.words:
            lines += wrap(
                f"{'引用' if words.quoted else '未引用'}“{_short(words.text)}”　{_better(words, 0)}".rstrip(),
                width,
                "  ",
            )
    if answer.status == "refused":
        lines += wrap(f"未作答：{answer.note}", width, "  ")
    return "\n".join(lines)


def why_html(answer: Answer, parts: Sequence[Explanation]) -> str:
    """The explanation for the page, in both languages."""
    found: list[str] = []
    for part in parts:
        if len(parts) > 1:
            found.append(f"<p><strong>{shown(part.grounds.asked)}</strong></p>")
        found.append(f"<p>{both(*WAYS[part.grounds.way])}</p>")
        if part.clauses:
            rows = "".join(
                f"<li>{shown(c.hit.clause.cite)}<br>{_figures(_scores(c, 0), _scores(c, 1))}</li>" for c in part.clauses
            )
            found.append(f"<p>{both('比较过的条文', 'Clauses compared')}</p><ol>{rows}</ol>")
        if part.confidence is not None:
            found.append(f"<p>{both(*_sure(part))}</p>")
        found += _words_html(part.words)
    if answer.status == "refused" and answer.note:
        found.append(f"<p>{both('未作答的原因：', 'Why there is no answer: ')}{remark(answer.note)}</p>")
    return "".join(found) or f"<p>{both('没有更多可说明的。', 'There is nothing more to say.')}</p>"


def _words_html(words: Sequence[Words]) -> Iterator[str]:
    if len(words) < 2:
        return
    yield f"<p>{both('条文中比较过的词句', 'Words of the clause compared')}</p><ul>"
    for one in words:
        name = both("引用", "quoted") if one.quoted else both("未引用", "not quoted")
        more = f"<br>{_figures(_better(one, 0), _better(one, 1))}" if one.points else ""
        yield f'<li>{name} “<span class="reading">{shown(_short(one.text))}</span>”{more}</li>'
    yield "</ul>"


def _figures(zh: str, en: str) -> str:
    return f'<span class="figures">{both(zh, en)}</span>'


def _scores(clause: Weighed, language: int) -> str:
    """得分 0.93（检索 0.88，阅读评分 +2.1；语义 0.71，词语 0.40）."""
    first = [(("得分", "score")[language], f"{clause.score:.2f}")]
    how = [(("检索", "retrieval")[language], f"{clause.retrieved:.2f}")]
    if clause.read is not None:
        how.append((LOG_ODDS[language], f"{clause.read:+.1f}"))
    how += [(CHANNELS[name][language], f"{value:.2f}") for name, value in clause.channels.items()]
    joined = ("，", ", ")[language].join(f"{name} {value}" for name, value in how)
    opening, closing = (("（", "）"), (" (", ")"))[language]
    return f"{first[0][0]} {first[0][1]}{opening}{joined}{closing}"


def _sure(part: Explanation) -> tuple[str, str]:
    """How sure the answer is, and what is wanted."""
    found = part.confidence or 0.0
    enough = found >= part.threshold
    zh = f"把握 {found:.2f}，{'达到' if enough else '低于'}作答所需的 {part.threshold:.2f}"
    en = f"Confidence {found:.2f}, {'at least' if enough else 'below'} the {part.threshold:.2f} that an answer needs"
    if part.apart:
        zh += "，但问题里的词几乎都不在这一条里，可能只是读起来相像"
        en += ", but hardly a word of the question stands in the clause, which may only sound alike"
    return zh, en


def _better(words: Words, language: int) -> str:
    """By what the likeliest words are ahead of these: 首选的领先：逐字阅读 +1.2，所问类型 +0.6."""
    if not words.points:
        return ""
    said = [f"{POINTS[name][language]} {value:+.2f}" for name, value in words.points.items() if value]
    opening = ("首选的领先：", "the likeliest lead by ")[language]
    return opening + ("，", ", ")[language].join(said)


def _short(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= LONG else f"{plain[: LONG - 20]}……{plain[-20:]}"
