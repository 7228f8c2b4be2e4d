"""Raw text -> lines: where each begins and ends, how wide it prints, what Markdown marks it wears."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tiaowen.datamodels import SetAside, Source, Span
from tiaowen.errors import SourceError
from tiaowen.reading.grammar import notes
from tiaowen.reading.grammar.marks import BLANKS, INVISIBLE, is_label, width
from tiaowen.reading.grammar.paragraphs import BOLD

MARKDOWN = "Markdown 标记"
RUNNING_HEAD = "页眉页脚"
WEB = "网页附属文字"
HIDDEN = "不可见字符"
BULLET = "项目符号"
ASIDE = f"<!--{WEB}"
"""How a comment begins that holds what a web page has besides its text."""
STRUCK, VANISHED, PROMPT, FRAME = "删除线划去的文字", "隐藏文字", "填写提示", "表格框架"
UNREAD = "没有读出的嵌入文件"
_APART = (WEB, STRUCK, VANISHED, PROMPT, FRAME, UNREAD)

MAX_LINES = 500_000
"""Most lines with words that a source may have: 20 MB of ordinary text, wrapped at 14 characters. A file with more is a
list of words or the dump of a table; its millions of clauses would take minutes and gigabytes and help nobody."""

MAX_PARAGRAPHS = 300_000
"""Most paragraphs that its lines may make: 20 MB of paragraphs of 22 characters. The longest law has two thousand."""

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = re.compile(rf"(?:{_BREAK.pattern})(?:[{BLANKS}]*+(?:{_BREAK.pattern}))*+")
_ODD_BREAK = re.compile(r"[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000\xa0]+|(?=[^\s#\w]|[\u3400-\u9fff]))(?=\S)")
_QUOTED = re.compile(r"(?:>[ \t\u3000\xa0]*)+(?=[^\s>])")
_BULLET = re.compile(r"[-*+•●▪◦][ \t\u3000\xa0]+(?=[^\s\d—–-]|\d{1,3}[.．、)）](?!\d)|\d{1,4}[\u4e00-\u9fff])")
_BULLETS = "•·●▪◦◆◇►▶➢\ue000-\uf8ff"
_TICKS = "\uf052-\uf054\uf06e\uf06f\uf0a3\uf0a8\uf0fb-\uf0fe"
_GLUED = re.compile(rf"(?:(?![{_TICKS}])[{_BULLETS}][{BLANKS}]*)+(?=[^\s{BLANKS}])")
"""Bullets, and what a font of its own showed as one or as a blank. They are no text before a number, or where half of
all lines begin with the same; elsewhere a private character may be a rare name. Ticks and boxes of Wingdings say more.
"""
_INVISIBLE = re.compile(rf"[{INVISIBLE}]+(?=[\x21-\x7e\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufefe\uff00-\uffef])")
"""Before a character of Chinese text; a joiner within Arabic letters or within a picture is part of them."""
_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?:(?:[A-Za-z][\w-]*+[ \t]*+:|[ \t]++|-[ \t])[^\n]*+\n)++---[ \t]*(?=\r?\n|$)"
)
_FIRST = re.compile(rf"^[{BLANKS}]*([{_BULLETS}])", re.MULTILINE)
_ANY_LINE = re.compile(rf"^[{BLANKS}]*[^\s{BLANKS}]", re.MULTILINE)
_RULE = re.compile(
    r"\[{1,2}(?:toc|TOC)\]{1,2}|(?:[-*_=—~－─━═][ \t]*){3,}|#{1,6}|`{3,}\w*|(?=.{3,300}$)(?=.*-)[|:\- \t]+|>[> \t]*"
)
BOLD_LINE = re.compile(r"\*\*(?!\*)[^*。；;！？!?，,：:|]{1,40}(?<!\*)\*\*")
_WEARING = frozenset("#>-*+•●▪◦_=—~－─━═`|:[·◆◇►▶➢")
"""What a line with Markdown marks or a rule begins with."""
_INLINE = re.compile(
    r"(?<![\d~])~~(?=[^\s~])[^~\n]+~~(?![~\d])"  # struck out: no text
    r"|!\[[^\[\]\n]*\]\([^()\n]*\)"  # a picture
    r"|(?<!`)(`)[^`\n]{1,80}(`)(?!`)"
    r"|(?<![*\\0-9A-Za-z\u3400-\u9fff])(\*)(?=[^\s*])[^*\n]{0,80}[^\s*\\](\*)(?!\*)"
    r"|(?<!!)(\[)[^\[\]^\n]+(\]\((?:#|https?://|[\w%./-]+\.\w{2,5}(?=\)))[^()\s]*\))"
    r"|\\(?=[\\`*_{}\[\]()#+.!~|<>-]|$)",
    re.MULTILINE,
)
"""Marks of Markdown within a line: whole, or the two around words."""
_PAGE_NUMBER = re.compile(r"[-–—－][ \t]*\d+[ \t]*[-–—－]")


@dataclass(slots=True)
class Line:
    """A printed line without the blanks at its ends and its Markdown marks. Widths are in full-width characters."""

    text: str
    spans: tuple[Span, ...]
    heading: int = 0
    indent: float = 0.0
    gap: int = 0  # blank lines before it
    page: bool = False  # a page ends before it
    width: float = 0.0
    bullet: bool = False
    ruled: bool = False  # a rule across the page stands before it
    note: str = ""  # the name of the note that it belongs to

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(slots=True)
class Lines:
    """The lines of a source with the marks that were taken off."""

    source: Source
    lines: list[Line] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


def apart(reason: str, words: str) -> str:
    """A comment for words that a reader of a format leaves out of the text."""
    return f"<!--{reason}：{' '.join(words.split()).replace('--', '—')}-->"


def _reason(source: Source, comment: tuple[int, int]) -> str:
    """Why a comment is set aside: `webpage`, `word` and `pdf` write into comments what is no text."""
    for reason in _APART:
        if source.text.startswith(f"<!--{reason}：", comment[0]):
            return reason
    return RUNNING_HEAD if source.encoding == "pdf" else MARKDOWN


def read_lines(source: Source) -> Lines:
    """Split a source's text into its non-blank lines. Raises SourceError where there are more than MAX_LINES."""
    found = Lines(source)
    text = source.text
    comments = _comments(text)
    references, names = notes.marks(text)
    unseen = [Span(*found.span()) for found in _INVISIBLE.finditer(text) if _inside(text, found.start())]
    inline = _inline(text) if source.file.lower().endswith((".md", ".markdown")) else []
    left_out = _merged(comments, references + unseen + inline)
    habit = _habit(text)
    at, gap, page, ruled, comment = 0, 0, False, False, 0
    for end, after, blank, broken in _line_ends(text):
        while comment < len(left_out) and left_out[comment].end <= at:
            comment += 1
        line = None
        if at < end:
            whole = comment == len(left_out) or left_out[comment].start >= end
            plain = text[at:end].strip(BLANKS) if whole else None
            if (
                plain and plain[0] not in _WEARING and not "\ue000" <= plain[0] <= "\uf8ff" and "**" not in plain
            ):  # nearly every line; only this must be quick
                low = at if text[at] == plain[0] else text.index(plain[0], at)
                indent = 0.0 if low == at else width(text[at:low])
                line = Line(plain, (Span(low, low + len(plain)),), 0, indent, 0, False, width(plain))
            elif plain != "":
                marks = len(found.set_aside)
                line = _line(source, _without(at, end, left_out, comment), found.set_aside, habit)
                ruled = ruled or line is None and len(found.set_aside) > marks
        if line is None:
            gap += 1
        else:
            line.gap, line.page, line.ruled = gap, page, ruled
            line.note = names.get(line.start, "")
            gap, page, ruled = 0, False, False
            found.lines.append(line)
            if len(found.lines) > MAX_LINES:
                raise too_many(source, MAX_LINES, "行")
        gap += blank
        page = page or broken
        at = after
    reasons = dict.fromkeys(unseen, HIDDEN) | dict.fromkeys(inline, MARKDOWN) | dict.fromkeys(references, notes.MARK)
    found.set_aside.extend(SetAside(source, *span, reasons.get(span) or _reason(source, span)) for span in left_out)
    return found


def _inside(text: str, at: int) -> bool:
    """Whether characters stand before the place on its line, and not only blanks."""
    before = text[max(at - 8, 0) : at].rstrip(BLANKS)[-1:]
    return before != "" and not before.isspace()


def _habit(text: str) -> str:
    """The bullet or private character that half of all lines begin with, or ""."""
    begins = Counter(found[1] for found in _FIRST.finditer(text))
    for character, count in begins.most_common(1):
        if count > 3 and 2 * count > len(_ANY_LINE.findall(text)):
            return character
    return ""


def _line_ends(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """For every line: its end, the start of the next one, the blank lines between, whether a page ends there."""
    for found in _BREAKS.finditer(text):
        breaks = found[0]
        blank = (breaks.count("\n") if not _ODD_BREAK.search(breaks) else len(_BREAK.findall(breaks))) - 1
        yield found.start(), found.end(), blank, "\f" in breaks
    yield len(text), len(text), 0, False


def too_many(source: Source, most: int, unit: str) -> SourceError:
    """The error for a source with more lines or paragraphs (`unit` 行 or 段) than `most`."""
    return SourceError(
        f"{source.file} 不超过 {most // 10_000} 万{unit}文字",
        f"它不止这么多{unit}，共有 {len(source.text)} 个字符，不像法规文件",
        "确认选对了文件，或拆成几个较小的文件",
    )


def _comments(text: str) -> list[Span]:
    """The HTML comments of the text; an unclosed one is text."""
    matter = _FRONT_MATTER.match(text)
    spans = [Span(*matter.span())] if matter else []
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at)
        if end < 0:
            break
        spans.append(Span(at, end + 3))
        at = text.find("<!--", end)
    return spans


def _inline(text: str) -> list[Span]:
    """The marks of Markdown within the lines of a text, and what they strike out."""
    found: list[Span] = []
    for mark in _INLINE.finditer(text):
        if mark[0] == "\\" and "$" in text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()]:
            continue  # within a formula
        around = [Span(*mark.span(group)) for group in range(1, _INLINE.groups + 1) if mark[group]]
        found.extend(around or [Span(*mark.span())])
    return found


def _merged(comments: list[Span], marks: list[Span]) -> list[Span]:
    """The comments, the marks of notes and what prints nothing, in order; a mark inside a comment is part of it."""
    found: list[Span] = []
    for span in sorted(comments + marks):
        if not found or found[-1].end <= span.start:
            found.append(span)
    return found


def _without(start: int, end: int, comments: list[Span], first: int) -> list[Span]:
    """[start, end) less the comments, the marks of notes and what prints nothing."""
    pieces: list[Span] = []
    i = first
    while i < len(comments) and comments[i].start < end:
        if start < comments[i].start:
            pieces.append(Span(start, comments[i].start))
        start = max(start, comments[i].end)
        i += 1
    if start < end:
        pieces.append(Span(start, end))
    return pieces


def _line(source: Source, pieces: list[Span], set_aside: list[SetAside], habit: str) -> Line | None:
    text = source.text
    spans: list[Span] = []
    indent = 0.0
    heading, bullet = 0, False
    words = [number for number, piece in enumerate(pieces) if text[slice(*piece)].strip(BLANKS)]
    pieces = pieces[words[0] : words[-1] + 1] if words else []
    for number, (low, high) in enumerate(pieces):
        content = text[low:high] if number else text[low:high].lstrip(BLANKS)
        first = high - len(content)
        content = content.rstrip(BLANKS) if number + 1 == len(pieces) else content
        last = first + len(content)
        if not spans:
            indent = width(text[low:first])
            if _RULE.fullmatch(content):
                set_aside.append(SetAside(source, first, last, MARKDOWN))
                continue
            quoted = _QUOTED.match(content)
            if quoted:
                set_aside.append(SetAside(source, first, first + quoted.end(), MARKDOWN))
                first, content = first + quoted.end(), content[quoted.end() :]
                indent += width(quoted[0].rpartition(">")[2].removeprefix(" "))
            marked = _HEADING.match(content)
            if marked:
                heading = len(marked[1])
            elif not _PAGE_NUMBER.fullmatch(content):
                marked = _BULLET.match(content)
                bullet = marked is not None
            if marked:
                set_aside.append(SetAside(source, first, first + len(marked[0].rstrip()), MARKDOWN))
                first, content = first + marked.end(), content[marked.end() :]
            glued = _GLUED.match(content)
            if glued and (content[0] == habit or is_label(content[glued.end() :])):
                set_aside.append(SetAside(source, first, first + len(glued[0].rstrip(BLANKS)), BULLET))
                first, content = first + glued.end(), content[glued.end() :]
        spans.extend(_unbold(source, first, content, set_aside))
    if not spans:
        return None
    joined = "".join(text[low:high] for low, high in spans)
    if not heading and not bullet and BOLD_LINE.fullmatch(text[pieces[0].start : pieces[-1].end].strip(BLANKS)):
        heading = BOLD
    return Line(joined, tuple(spans), heading, indent, width=width(joined), bullet=bullet)


def _unbold(source: Source, start: int, content: str, set_aside: list[SetAside]) -> list[Span]:
    """The spans of a line between its paired ** marks."""
    count = content.count("**")
    if not count or count % 2 or "***" in content:
        return [Span(start, start + len(content))]
    spans: list[Span] = []
    at = start
    for part in content.split("**"):
        if part:
            spans.append(Span(at, at + len(part)))
        at += len(part)
        if at < start + len(content):
            set_aside.append(SetAside(source, at, at + 2, MARKDOWN))
            at += 2
    return spans
