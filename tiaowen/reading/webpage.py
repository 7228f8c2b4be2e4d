"""HTML -> one paragraph per line: headings get #, ordered lists their numbers, tables stay in place."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.decoding import decode
from tiaowen.reading.headings import caption
from tiaowen.reading.lines import ASIDE
from tiaowen.reading.set_tables import SetTables
from tiaowen.reading.site import names_other_pages, without_counters
from tiaowen.reading.webpage_tables import printed

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
    _NAMES.findall("script style head template noscript iframe object embed svg math input audio video")
)
_BESIDES = frozenset(_NAMES.findall("nav select button textarea"))
_BLOCKS = frozenset(
    _NAMES.findall(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre section "
        "summary table tbody td tfoot th thead tr ul"
    )
)
_PARAGRAPHS = frozenset(_NAMES.findall("p h1 h2 h3 h4 h5 h6 ol table"))
_STOPS = frozenset("。；：;:！？")
_SHORTEST_MENU, _LONGEST_ENTRY = 3, 40  # entries; characters
_DATED = re.compile(r"[\s\[（(]*(?:(?:\d{4}\s*[-./年])?\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)?[\s\]）)]*")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def is_page(data: bytes) -> bool:
    """Whether the first bytes say that this is HTML, whatever the file is called."""
    return _PAGE.match(data[:4096]) is not None


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
    """Writes the lines of a page. in_cell: of a cell, whose lines are joined to one."""

    def __init__(self, in_cell: bool = False) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.prefix = ""
        self.pre = 0
        self.in_cell = in_cell
        self.last = ""  # the last line of words
        self.aside: list[str] = []  # what the page has besides, to be written after the line under way
        self.tables = SetTables()
        self.rows: dict[Any, str] = {}  # of the tables of data so far

    def text(self) -> str:
        self.flush()
        return "\n".join(self.lines) if self.last else ""

    def flush(self) -> None:
        joined = "".join(self.parts)
        self.parts.clear()
        for line in joined.split("\n") if self.pre else [joined]:
            words = line.strip() if self.pre else _BLANKS.sub(" ", _WRAP.sub("", line)).replace("\v", "\n").strip(" \n")
            for piece in words.split("\n"):
                if piece.strip(" \u3000\xa0"):
                    self.write(piece.strip(" "))
        self.lines.extend(self.aside)
        self.aside.clear()

    def write(self, words: str) -> None:
        at = without_counters(words)
        self.lines.extend(filter(None, (self.prefix + words[:at], words[at:].strip(" \u3000\xa0|｜"))))
        self.last = self.lines[-1]
        self.prefix = ""

    def walk(self, root: Any) -> None:
        """Depth first with a stack of its own: the depth of a hostile page is not bounded."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, done = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if done:
                self.close(element, tag)
                if element.tail and element is not root:
                    self.parts.append(element.tail)
                continue
            if tag in _SKIPPED or not tag or self.besides(element, tag):
                if element.tail:
                    self.parts.append(element.tail)
                continue
            stack.append((element, True))
            if tag == "table":
                self.rows.update(printed(element, self.cell, self.tables))
            if tag == "tr" and element in self.rows:
                self.flush()
                if self.rows[element]:
                    self.lines.append(self.rows[element])
                    self.last = self.rows[element]
                continue
            self.open(element, tag)
            if element.text:
                self.parts.append(element.text)
            stack.extend((child, False) for child in reversed(element))

    def open(self, element: Any, tag: str) -> None:
        if tag == "br":
            self.parts.append("\n" if self.pre or self.in_cell else "\v")
            return
        if tag in _BLOCKS:
            self.flush()
        if tag == "pre":
            self.pre += 1
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.prefix = "" if self.in_cell else "#" * int(tag[1]) + " "
        elif tag == "li":
            self.prefix = _number(element)

    def close(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag == "pre":
            self.pre -= 1
        if tag == "li" or len(tag) == 2 and tag[0] == "h":
            self.prefix = ""

    def cell(self, element: Any) -> list[str]:
        """The lines of a cell, whatever blocks it holds."""
        writer = _Writer(in_cell=True)
        writer.walk(element)
        writer.flush()
        self.aside.extend(line for line in writer.lines if line.startswith(ASIDE))
        return [line.strip(" \u3000\xa0") for line in writer.lines if not line.startswith(ASIDE)]

    def besides(self, element: Any, tag: str) -> bool:
        """Whether the element is no part of the text: hidden, a button, or a menu. A comment keeps its
        words, is set aside, and told by the audit."""
        hidden = _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None
        if not hidden and tag not in _BESIDES:
            if tag != "ul":
                return False
            self.flush()
            if not _links(element, 1 if names_other_pages(self.last.lstrip("# ")) else _SHORTEST_MENU):
                return False
            if self.in_text(element):
                return False
        inner = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
        if words := " ".join(" ".join(inner).split()).replace("--", "—"):
            self.aside.append(f"{ASIDE}：{words}-->")
        return True

    def in_text(self, entries: Any) -> bool:
        """Whether a list of links is one of the document: behind a colon, or behind paragraphs and a heading, or
        between paragraphs."""
        lead = self.last.lstrip("# ")
        if not lead or names_other_pages(lead):
            return False
        if lead[-1] in ":：":
            return True
        before = any(
            one.tag == "p" and one.text_content().strip()[-1:] in _STOPS for one in entries.itersiblings(preceding=True)
        )
        after = any(one.tag in _PARAGRAPHS and one.text_content().strip() for one in entries.itersiblings())
        return before and (after or self.last.startswith("#") or caption(lead))


def _links(entries: Any, fewest: int) -> bool:
    """Whether a list is one of links only, short ones with nothing but a date beside them: menus and 热点推荐 are."""
    items = [child for child in entries if child.tag == "li"]
    if len(items) < fewest:
        return False
    for entry in items:
        words = entry.text_content().strip()
        linked = "".join(link.text_content() for link in entry.iter("a")).strip()
        beside = words.removeprefix(linked) if words.startswith(linked) else words.removesuffix(linked)
        if not linked or len(linked) > _LONGEST_ENTRY or not _DATED.fullmatch(beside) or linked[-1] in "。；：;:":
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
