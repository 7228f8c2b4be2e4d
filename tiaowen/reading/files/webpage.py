"""HTML -> one paragraph per line: headings get #, ordered lists their numbers, tables stay in place."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.files.decoding import decode
from tiaowen.reading.files.set_tables import SetTables
from tiaowen.reading.files.webpage_lists import number
from tiaowen.reading.files.webpage_menus import is_list_of_links, only_links
from tiaowen.reading.files.webpage_styles import Styles
from tiaowen.reading.files.webpage_tables import described, printed
from tiaowen.reading.grammar.headings import caption, division, item
from tiaowen.reading.grammar.lines import ASIDE
from tiaowen.reading.grammar.site import is_button, is_credits, is_stamp, names_other_pages, without_counters

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
_BESIDES = frozenset(_NAMES.findall("nav select button textarea del s strike rp rt"))
"""What is no part of the text: controls of the page, words that are deleted, how a character is pronounced."""
_MENUS = frozenset(_NAMES.findall("ul td th div p center dl"))
_BLOCKS = frozenset(
    _NAMES.findall(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre section "
        "summary table tbody td textarea tfoot th thead tr ul"
    )
)
_PARAGRAPHS = frozenset(_NAMES.findall("p h1 h2 h3 h4 h5 h6 ol table"))
_STOPS = frozenset("。；：;:！？")
_SHORTEST_MENU = 3  # entries
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|(?:html|head|body|meta)[\s>])", re.I | re.S
)


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
    writer = _Writer(_Page(root))
    writer.walk(root)
    return writer.text(), "html"


def fragment(text: str) -> str:
    """The lines of a piece of HTML that stands in a Markdown file."""
    import lxml.html

    root = lxml.html.fragment_fromstring(text, create_parent="div")
    writer = _Writer(_Page(root))
    writer.walk(root)
    return writer.text()


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


class _Page:
    """What is asked of the page as a whole: its styles, and all its words without blanks."""

    def __init__(self, root: Any) -> None:
        self.styles = Styles(root)
        self.words = _words(root)


def _words(element: Any) -> str:
    """The words of an element without blanks, hidden ones too, without scripts."""
    return "".join(
        "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::head)]")).split()
    )


class _Writer:
    """Writes the lines of a page. in_cell: of a cell, whose lines are joined to one."""

    def __init__(self, page: _Page, in_cell: bool = False) -> None:
        self.page = page
        self.marks: dict[str, int] = {}  # the last number of each style: 条, 章, （一）
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
        for at in range(len(self.lines) - 1, 0, -1):
            words = self.lines[at]
            if is_credits(words):
                self.lines[at] = f"{ASIDE}：{words.replace('--', '—')}-->"
            elif not words.startswith(ASIDE) and not is_button(words):
                break
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
        if self.last.startswith("# ") and is_stamp(words):
            self.lines.append(f"{ASIDE}：{words.replace('--', '—')}-->")
            return
        if (mark := division(words) or item(words)) is not None:
            self.marks[mark.style] = mark.number
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
            if tag == "table" and self.describes(element):
                stack.pop()
                self.parts.append(element.tail or "")
                continue
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
        if tag in ("pre", "textarea"):
            self.pre += 1
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.prefix = "" if self.in_cell else "#" * int(tag[1]) + " "
        elif tag == "li":
            self.prefix = number(element, self.page.styles)

    def close(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag in ("pre", "textarea"):
            self.pre -= 1
        if tag == "li" or len(tag) == 2 and tag[0] == "h":
            self.prefix = ""

    def cell(self, element: Any) -> list[str]:
        """The lines of a cell, whatever blocks it holds."""
        writer = _Writer(self.page, in_cell=True)
        writer.walk(element)
        writer.flush()
        self.aside.extend(line for line in writer.lines if line.startswith(ASIDE))
        return [line.strip(" \u3000\xa0") for line in writer.lines if not line.startswith(ASIDE)]

    def besides(self, element: Any, tag: str) -> bool:
        """Whether the element is no part of the text: hidden, deleted, a button, or a menu. A comment keeps its
        words, is set aside, and told by the audit."""
        hidden = self.page.styles.hides(element)
        if (hidden or tag == "textarea") and self.is_text(element):
            return False
        if (
            not hidden
            and tag not in _BESIDES
            and not self.page.styles.strikes(element)
            and not self.is_menu(element, tag)
        ):
            return False
        inner = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
        if words := " ".join(" ".join(inner).split()).replace("--", "—"):
            self.aside.append(f"{ASIDE}：{words}-->")
        return True

    def is_text(self, element: Any) -> bool:
        """Whether what is hidden is the text, or a part of it that a click would show: more than half of all words, or
        what goes on where the numbers before it end. A second copy of the text, for printing, is neither."""
        words = _words(element)
        if 2 * len(words) > len(self.page.words):
            return True
        begin = "".join(element.itertext()).strip()[:80]
        mark = division(begin) or item(begin)
        goes_on = mark is not None and 1 < mark.number == self.marks.get(mark.style, 0) + 1
        return goes_on and not _STOPS.isdisjoint(words)

    def is_menu(self, element: Any, tag: str) -> bool:
        """Whether an element is a menu: it holds nothing but links, and the document does not speak of them."""
        if tag not in _MENUS or self.in_cell and tag != "ul":
            return False
        if tag != "ul":
            if not only_links(element, _SHORTEST_MENU):
                return False
            self.flush()
            return not self.in_text(element)
        self.flush()
        fewest = 1 if names_other_pages(self.last.lstrip("# ")) else _SHORTEST_MENU
        return is_list_of_links(element, fewest) and not self.in_text(element)

    def describes(self, table: Any) -> bool:
        """Whether a table above the text is what the site knows of the document: its title, 发文字号, 索引号. It is set
        aside, but for a title and a number that stand nowhere else on the page."""
        if self.in_cell or self.marks:
            return False
        known = described(table)
        if not known:
            return False
        self.flush()
        self.aside.append(f"{ASIDE}：{' '.join(table.text_content().split()).replace('--', '—')}-->")
        self.flush()
        for line, words in (("# ", known.get("标题", "")), ("", known.get("文号", ""))):
            if words and self.page.words.count("".join(words.split())) == 1:
                self.lines.append(line + words)
                self.last = self.lines[-1]
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
