"""HTML -> one paragraph per line: headings get #, ordered lists their numbers, tables stay in place."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.decoding import decode

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_-]{2,20})"
)
_XML = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_HAN})[ \t]*[\r\n][ \t\r\n\f]*(?={_HAN})")
"""A line end in the middle of Chinese text is the author's editor, not a blank."""

_NAMES = re.compile(r"\w+")
_SKIPPED = frozenset(
    _NAMES.findall(
        "script style head template noscript nav iframe object embed svg math select button textarea input audio video"
    )
)
_BLOCKS = frozenset(
    _NAMES.findall(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre section "
        "summary table tbody td tfoot th thead tr ul"
    )
)
_SHORTEST_MENU, _LONGEST_ENTRY = 3, 40  # entries; characters
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def read(data: bytes, file: str) -> tuple[str, str]:
    """(text, "html") of an HTML page. Raises SourceError where it cannot be decoded or holds no elements."""
    import lxml.etree
    import lxml.html

    text = _decode(data, file)
    text = _XML.sub("", text).replace("\0", "")
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(f"{file} 是 HTML 网页", f"解析失败（{error}）", "用浏览器另存为网页或文本") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        found = "元素嵌套得太深，后面的内容无法解析"
        raise SourceError(f"{file} 是正常的 HTML 网页", found, "用浏览器打开后另存为文本")
    writer = _Writer()
    writer.walk(root)
    return writer.text(), "html"


def _decode(data: bytes, file: str) -> str:
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = (declared[1] or declared[2]).decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass  # what the page says of itself is often wrong
    return decode(data, file)[0]


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.prefix = ""
        self.pre = 0
        self.cells: list[list[str]] = []  # rows of data tables under way

    def text(self) -> str:
        self.flush()
        return "\n".join(self.lines)

    def flush(self) -> None:
        joined = "".join(self.parts)
        self.parts.clear()
        for line in joined.split("\n") if self.pre else [joined]:
            words = line.strip() if self.pre else _BLANKS.sub(" ", _WRAP.sub("", line)).replace("\v", "\n").strip(" \n")
            for piece in words.split("\n"):
                if piece.strip(" \u3000\xa0"):
                    self.lines.append(self.prefix + piece.strip(" "))
                    self.prefix = ""

    def walk(self, root: Any) -> None:
        """Depth first with a stack of its own: the depth of a hostile page is not bounded."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, done = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if done:
                self.close(element, tag)
                if element.tail:
                    self.parts.append(element.tail)
                continue
            if (
                tag in _SKIPPED
                or not tag
                or tag == "ul"
                and _menu(element)
                or _HIDDEN.search(element.get("style") or "")
                or element.get("hidden") is not None
            ):
                if element.tail:
                    self.parts.append(element.tail)
                continue
            stack.append((element, True))
            if tag == "tr" and _data_row(element):
                self.row(element)
                continue
            self.open(element, tag)
            if element.text:
                self.parts.append(element.text)
            stack.extend((child, False) for child in reversed(element))

    def open(self, element: Any, tag: str) -> None:
        if tag == "br":
            self.parts.append("\n" if self.pre else "\v")
            return
        if tag in _BLOCKS:
            self.flush()
        if tag == "pre":
            self.pre += 1
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.prefix = "#" * int(tag[1]) + " "
        elif tag == "li":
            self.prefix = _number(element)

    def close(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag == "pre":
            self.pre -= 1
        if tag == "li" or len(tag) == 2 and tag[0] == "h":
            self.prefix = ""

    def row(self, element: Any) -> None:
        self.flush()
        cells = [_BLANKS.sub(" ", _WRAP.sub("", cell.text_content())).strip(" \u3000\xa0") for cell in _cells(element)]
        if any(cells):
            self.lines.append("| " + " | ".join(cells) + " |")


def _menu(entries: Any) -> bool:
    """Whether a list is one of links only, as menus and 热点推荐 are: at least three short entries, nothing beside."""
    items = [child for child in entries if child.tag == "li"]
    if len(items) < _SHORTEST_MENU:
        return False
    for entry in items:
        words = entry.text_content().strip()
        linked = "".join(link.text_content() for link in entry.iter("a")).strip()
        if not words or len(words) > _LONGEST_ENTRY or linked != words or words[-1] in "。；：;:":
            return False
    return True


def _cells(row: Any) -> list[Any]:
    return [child for child in row if child.tag in ("td", "th")]


def _data_row(row: Any) -> bool:
    """Whether the row holds data; a table that only lays out the page has blocks or another table in its cells."""
    cells = _cells(row)
    if len(cells) < 2:
        return False
    for cell in cells:
        blocks = 0
        for inner in cell.iter():
            if inner.tag in ("table", "h1", "h2", "h3", "ul", "ol"):
                return False
            blocks += inner.tag in ("p", "div")
            if blocks > 3:
                return False
    return True


def _number(item: Any) -> str:
    """The number of an item in an ordered list as a browser shows it: "1. "; an unordered list has none."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    # Counted on the list once: a list of a hundred thousand items stays linear.
    value = item.get("value")
    number = int(value) if value and value.isdigit() and len(value) < 7 else None
    if number is None:
        previous = parent.get("tiaowen-last") or str(_integer(parent.get("start"), 1) - 1)
        number = int(previous) + 1
    parent.set("tiaowen-last", str(number))
    return f"{number}. "


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else otherwise
