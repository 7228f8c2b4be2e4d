"""Markdown -> lines as a viewer shows them: HTML in it is read, escaped marks lose their backslash, lists are counted.

What `lines` takes off (headings, bullets, bold) stays. A file without any of this is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tiaowen.reading.files.decoding import decode
from tiaowen.reading.files.set_tables import SetTables, sets_regulation
from tiaowen.reading.files.webpage import fragment
from tiaowen.reading.files.webpage_lists import nested

_BREAK = re.compile(r"<br\s*/?>", re.I)
_BLOCK = re.compile(r"</?(?:p|div|center|section|article|header|footer|body|html|blockquote)(?:\s[^<>\n]*)?/?>", re.I)
_HEADING = re.compile(r"<h([1-6])(?:\s[^<>\n]*)?>[ \t]*([^\n]{0,400}?)[ \t]*</h\1\s*>", re.I)
_DELETED = re.compile(r"<(del|s|strike)>([^<>\n]*)</\1>|(?<![\d~])~~(?![~\s])([^~\n]+)(?<!\s)~~(?![~\d])", re.I)
_INLINE = re.compile(r"</?(?:span|font|b|strong|i|em|u|ins|a|sup|sub|small|big|mark|o:p|img)(?:\s[^<>\n]*)?/?>", re.I)
_ESCAPED = re.compile(r"\\([.\-+#*_!>~\[\]()])")
_FORMULA = re.compile(r"\$|\\[A-Za-z]{2}|\\[\[(][^\d]")
_ITEM = re.compile(r"^([ \t]*)(\d{1,3})\.([ \t]+)(?=\S)")
_TAB = 4  # columns


def read(data: bytes, file: str) -> tuple[str, str]:
    """(text, encoding) of a Markdown file."""
    text, encoding = decode(data, file)
    if "<" in text or "~~" in text:
        text = _without_tags(text)
    if "\\" in text:
        text = "\n".join(line if _FORMULA.search(line) else _ESCAPED.sub(r"\1", line) for line in text.split("\n"))
    return _counted(text), encoding


def _without_tags(text: str) -> str:
    for tag in ("table", "ol", "ul"):
        text = "".join(_rendered(text, tag))
    text = _DELETED.sub(lambda found: f"<!--{found[2] or found[3]}-->", text)
    text = _HEADING.sub(lambda found: f"\n{'#' * int(found[1])} {found[2]}\n", text)
    text = "\n".join(_broken(text.split("\n")))
    return _INLINE.sub("", _BLOCK.sub("\n", text))


def _broken(lines: Sequence[str]) -> Iterator[str]:
    """The lines with their breaks: a row of a table stays one line, unless the table sets a regulation, whose lines
    `set_tables` takes apart at them."""
    tables = SetTables()
    for barred, group in groupby(lines, key=lambda line: line.lstrip().startswith("|")):
        rows = list(group)
        if barred and sets_regulation([row.strip() for row in rows], tables):
            yield from rows
        else:
            yield from (_BREAK.sub(" " if barred else "\n", row) for row in rows)


def _rendered(text: str, tag: str) -> Iterator[str]:
    """The text in pieces, with the elements of this tag as the lines that a page would have."""
    folded = text.lower()
    at = 0
    begins = re.compile(rf"<{tag}[\s>]")
    while (found := begins.search(folded, at)) is not None:
        end = folded.find(f"</{tag}", found.start())
        if end < 0:
            break
        end = folded.find(">", end) + 1 or len(text)
        yield text[at : found.start()]
        yield f"\n\n{fragment(text[found.start() : end])}\n\n"
        at = end
    yield text[at:]


def _counted(text: str) -> str:
    """The text with its lists counted: where every item is written 1., and for a list within a list, whose numbers
    print tells apart by indenting them only."""
    lines = text.split("\n")
    open_lists: list[tuple[int, int, bool]] = []  # (indentation, items so far, every item is written 1.)
    changed = False
    for at, line in enumerate(lines):
        found = _ITEM.match(line)
        indent = len(line.expandtabs(_TAB)) - len(line.expandtabs(_TAB).lstrip(" \t"))
        if found is None:
            if line.strip() and open_lists and indent <= open_lists[0][0]:
                open_lists.clear()
            continue
        while open_lists and indent < open_lists[-1][0]:
            open_lists.pop()
        written = int(found[2])
        if not open_lists or indent > open_lists[-1][0] + 1 and written == 1:
            open_lists.append((indent, 1, written == 1))
            count = written
        else:
            place, before, ones = open_lists.pop()
            ones = ones and written == 1
            count = before + 1 if ones else written
            open_lists.append((place, count, ones))
        mark = nested(count, len(open_lists) - 1)
        if mark != f"{written}. ":
            lines[at] = found[1] + mark + line[found.end() :]
            changed = True
    return "\n".join(lines) if changed else text
