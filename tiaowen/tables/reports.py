"""Reports for people: Markdown, HTML and Word, each written section by section and read back for `verify`.

A report is a sequence of sections, a section a list of blocks (see outcome): the summary first, then one section a row.
HTML needs nothing from elsewhere. Word files are streamed into the package that python-docx makes, so that memory stays
constant.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as escape_xml

import docx
from docx.shared import Pt, RGBColor
from lxml import etree

from tiaowen.language.markdown_escapes import unescape_markdown
from tiaowen.rendering.render import Block, block_markdown
from tiaowen.tables.outcome import Written, is_section, stray, written_section

TITLE = "问答报告"
CHUNK = 1 << 20


def write_markdown(path: Path, sections: Iterable[Sequence[Block]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        level = "#"
        for laid in sections:
            title = block_markdown(laid[0]._replace(kind="remark"))
            stream.write(f"{level} {title}\n\n" + "\n\n".join(map(block_markdown, laid[1:])) + "\n\n---\n\n")
            level = "##"


def read_markdown(path: Path) -> Iterator[Written]:
    """The rows of a report, and what does not belong to it; nothing comes of a Markdown file that is none of ours."""
    return _rows(_markdown_sections(path))


def _markdown_sections(path: Path) -> Iterator[list[Block]]:
    with path.open(encoding="utf-8", errors="replace") as stream:
        lines: list[str] = []
        laid: list[Block] = []
        for line in chain(stream, ["---"]):
            line = line.rstrip("\r\n")
            if line and line != "---":
                lines.append(line)
                continue
            if lines:
                laid.append(_markdown_block(lines))
                lines = []
            if line == "---":
                yield laid
                laid = []


def _markdown_block(lines: list[str]) -> Block:
    if all(line.startswith(">") for line in lines):
        return Block("quote", unescape_markdown("\n".join(line[1:].removeprefix(" ") for line in lines)))
    text = "\n".join(lines)
    text = re.sub(r"^##? ", "", text)
    if text.startswith("**") and text.endswith("**"):
        text = text[2:-2]
    return Block("remark", unescape_markdown(text))


def _rows(sections: Iterable[list[Block]]) -> Iterator[Written]:
    """The rows among sections that were read, and what else stands there; nothing where none of them is a row."""
    others: list[Written] = []
    ours = False
    for laid in sections:
        if is_section(laid):
            ours = True
            yield written_section(laid)
        elif any(block.text.strip() for block in laid):
            others.append(stray(" ".join(block.text for block in laid if block.text.strip())))
        if ours:
            yield from others
            others = []


_STYLE = """
body{max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff;
  font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
section{border-top:1px solid #d5d9e0;padding:.5rem 0 1rem}
h2{font-size:1.1rem}
p{margin:.35rem 0;white-space:pre-wrap}
p.answer{font-weight:600}
p.cite{margin-top:.8rem;color:#123f73;font-weight:600}
p.source,p.remark{color:#5a6270;font-size:.875rem}
blockquote{white-space:pre-wrap;margin:.3rem 0;padding:.4rem .8rem;border-left:4px solid #1f4e79;background:#f3f6fa}
@media print{section{break-inside:avoid}}
"""


def write_html(path: Path, sections: Iterable[Sequence[Block]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{TITLE}</title>\n')
        stream.write(f"<style>{_STYLE}</style>\n</head>\n<body>\n")
        level = "h1"
        for laid in sections:
            stream.write(f"<section>\n<{level}>{html.escape(laid[0].text)}</{level}>\n")
            stream.writelines(map(_html_block, laid[1:]))
            stream.write("</section>\n")
            level = "h2"
        stream.write("</body>\n</html>\n")


def _html_block(block: Block) -> str:
    text = html.escape(block.text)
    return f"<blockquote>{text}</blockquote>\n" if block.kind == "quote" else f'<p class="{block.kind}">{text}</p>\n'


def read_html(path: Path) -> Iterator[Written]:
    """The rows of a report, and what stands beside its sections or in a script or style that is none of ours."""
    return _rows(_html_sections(path))


def _html_sections(path: Path) -> Iterator[list[Block]]:
    for element in _html_elements(path):
        parent = element.getparent()
        if not isinstance(element.tag, str):
            continue
        if element.tag == "body":
            yield _stray(element.text)
            for child in element:
                yield _stray(child.tail)
        if parent is None or parent.tag not in ("head", "body"):
            continue
        if element.tag == "section":
            laid = _stray(element.text)
            for child in element:
                if isinstance(child.tag, str):
                    laid.append(Block("quote" if child.tag == "blockquote" else "remark", "".join(child.itertext())))
                laid += _stray(child.tail)
            yield laid
        elif element.tag not in ("meta", "title") and "".join(element.itertext()) != _STYLE:
            yield _stray("".join(element.itertext()))
        before = element.getprevious()
        if before is not None:  # only now is all that follows it known
            yield _stray(before.tail)
            parent.remove(before)
        element.clear(keep_tail=True)


def _html_elements(path: Path) -> Iterator[Any]:
    """The elements as they end. lxml's iterparse loses what follows a text of ten megabytes; this parser does not."""
    parser = etree.HTMLPullParser(events=("end",), huge_tree=True, encoding="utf-8")
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
            yield from (element for _, element in parser.read_events())
    with contextlib.suppress(etree.XMLSyntaxError):  # an empty file
        parser.close()
    yield from (element for _, element in parser.read_events())


def _stray(text: str | None) -> list[Block]:
    """Words that stand between the paragraphs of a section: none of ours."""
    return [Block("remark", text)] if text and text.strip() else []


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES: dict[str, tuple[str, int, str, bool]] = {  # kind -> (style name, size in points, colour, bold)
    "title": ("条文 标题", 12, "1B1B1B", True),
    "answer": ("条文 回答", 11, "1B1B1B", True),
    "remark": ("条文 说明", 9, "5A6270", False),
    "cite": ("条文 条款", 11, "123F73", True),
    "quote": ("条文 引文", 11, "1B1B1B", False),
    "source": ("条文 来源", 9, "5A6270", False),
}


def write_docx(path: Path, sections: Iterable[Sequence[Block]]) -> None:
    template, ids = _docx_template()
    with zipfile.ZipFile(template) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        body = package.read("word/document.xml").decode("utf-8")
        before, after = body.split("<w:body>", 1)
        ending = after[after.index("<w:sectPr") :]
        for item in package.infolist():
            if item.filename != "word/document.xml":
                out.writestr(item, package.read(item))
        with out.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(f"{before}<w:body>".encode())
            level = "Title"
            for laid in sections:
                paragraphs = [_paragraph(level, laid[0].text)]
                paragraphs += (_paragraph(ids[block.kind], block.text) for block in laid[1:])
                stream.write("".join(paragraphs).encode())
                level = "Heading2"
            stream.write(ending.encode())


def _docx_template() -> tuple[io.BytesIO, dict[str, str]]:
    """An empty document with our paragraph styles, and kind -> style id."""
    document = docx.Document()
    ids = {}
    for kind, (name, size, colour, bold) in _STYLES.items():
        style = document.styles.add_style(name, 1)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
        style.paragraph_format.space_after = Pt(3)
        if kind == "quote":
            style.paragraph_format.left_indent = Pt(18)
        ids[kind] = style.style_id
    data = io.BytesIO()
    document.save(data)
    data.seek(0)
    return data, ids


def _paragraph(style: str, text: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape_xml(line)}</w:t>' for line in text.split("\n"))
    runs = runs.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:p><w:pPr><w:pStyle w:val="{escape_xml(style)}"/></w:pPr><w:r>{runs}</w:r></w:p>'


def read_docx(path: Path) -> Iterator[Written]:
    """The rows of a report, and what stands outside of them, in headers and notes too."""
    return _rows(_docx_sections(path))


def _docx_sections(path: Path) -> Iterator[list[Block]]:
    """A row begins at a heading and ends with its seal."""
    with zipfile.ZipFile(path) as package:
        quote = _style_id(package.read("word/styles.xml"), _STYLES["quote"][0])
        with package.open("word/document.xml") as stream:
            laid: list[Block] = []
            for _, element in etree.iterparse(stream, events=("end",), tag=f"{{{_W}}}p", huge_tree=True):
                style = element.find(f"{{{_W}}}pPr/{{{_W}}}pStyle")
                name = style.get(f"{{{_W}}}val", "") if style is not None else ""
                if name in ("Title", "Heading2"):
                    yield laid
                    laid = []
                laid.append(Block("quote" if name == quote else "remark", _docx_text(element)))
                element.clear()
            yield laid
        for part in package.namelist():
            if re.fullmatch(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml", part):
                yield _stray(_docx_text(etree.fromstring(package.read(part))))


def _style_id(styles: bytes, name: str) -> str:
    for style in etree.fromstring(styles).iter(f"{{{_W}}}style"):
        named = style.find(f"{{{_W}}}name")
        if named is not None and named.get(f"{{{_W}}}val") == name:
            return str(style.get(f"{{{_W}}}styleId"))
    return ""


def _docx_text(paragraph: Any) -> str:
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{{{_W}}}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{{{_W}}}br", f"{{{_W}}}cr"):
            pieces.append("\n")
        elif node.tag == f"{{{_W}}}tab" and node.getparent().tag == f"{{{_W}}}r":
            pieces.append("\t")
    return "".join(pieces)
