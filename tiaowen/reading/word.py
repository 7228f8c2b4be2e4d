"""Word documents (docx) -> one paragraph per line: automatic numbers written out, headings with #, lines that are bold
as a whole in **, tables in place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading import archives
from tiaowen.reading.lines import BOLD_LINE
from tiaowen.reading.word_numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRANSPARENT = frozenset(
    _W + name
    for name in (
        "ins",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "fldSimple",
        "moveTo",
        "dir",
        "bdo",
        "r",
        "p",
    )
)
_DROPPED = frozenset(
    _W + name for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "commentReference", "sdtPr")
)


def read(data: bytes, file: str) -> tuple[str, str]:
    """(text, "docx") of a Word document without deleted or hidden text, headers and footers. Raises SourceError."""
    import docx

    archive = archives.open_zip(data, file)  # checks the sizes before anything is unpacked
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        raise SourceError(f"{file} 是 docx 文档", "它是普通的 zip 压缩包", "改用扩展名 .zip，或重新另存为 docx")
    if not any(name.startswith("word/") for name in names):
        raise SourceError(f"{file} 是 Word 文档", "它是别的 Office 文档（表格或演示文稿）", "另存为 docx 或 txt")
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels")) and info.file_size > archives.MAX_MEMBER:
            raise SourceError(
                f"{file} 的正文大小正常", f"{info.filename} 有 {info.file_size} 字节", "拆成几个较小的文件"
            )
    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_Reader(document).lines()), "docx"
    except SourceError:
        raise
    except Exception as error:  # zipfile and python-docx raise bare types for damaged parts
        raise SourceError(
            f"{file} 是完好的 docx 文档", "打不开，文件不完整或已损坏", "用 Word 打开后重新另存"
        ) from error


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = {style.style_id: style for style in document.styles}
        self.numbering = Numbering(document, self.styles)
        self.heading_levels: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        yield from self.blocks(self.document.element.body)
        yield from self.notes()

    def blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            if element.tag == _W + "p":
                yield from self.paragraph(element)
            elif element.tag == _W + "tbl":
                yield from self.table(element)
            elif element.tag in (_W + "sdt", _W + "customXml", _W + "ins", _W + "moveTo"):
                content = element.find(_W + "sdtContent")
                yield from self.blocks(element if content is None else content)

    def paragraph(self, element: Any) -> Iterator[str]:
        boxes: list[Any] = []
        text = "".join(self.runs(element, boxes))
        number = self.numbering.text(element) if text.strip() else ""
        level = self.heading(element)
        if not level and not number and _bold(element) and BOLD_LINE.fullmatch(f"**{text.strip()}**"):
            yield f"**{text.strip()}**"
            text = ""
        for index, line in enumerate(text.split("\n")):
            words = line.strip(" \t")
            if words.strip("\u3000\xa0"):
                yield ("#" * level + " " if level and index == 0 else "") + (number if index == 0 else "") + words
        for box in boxes:
            yield from self.blocks(box)

    def runs(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == _W + "t":
                yield child.text or ""
            elif tag == _W + "tab":
                yield "\t"
            elif tag in (_W + "br", _W + "cr"):
                # A page or column break inside a paragraph is layout; a line break was typed.
                yield "" if child.get(_W + "type") in ("page", "column") else "\n"
            elif tag == _W + "noBreakHyphen":
                yield "-"
            elif tag == _W + "sym":
                code = child.get(_W + "char") or ""
                yield chr(int(code, 16)) if _hexadecimal(code) else ""
            elif tag == _W + "r":
                if not _hidden(child):
                    yield from self.runs(child, boxes)
            elif tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                boxes.extend(_boxes(child if choice is None else choice))
            elif tag in (_W + "drawing", _W + "pict", _W + "object"):
                boxes.extend(_boxes(child))
            elif tag == _W + "ruby":
                base = child.find(_W + "rubyBase")
                if base is not None:
                    yield from self.runs(base, boxes)
            elif tag in _TRANSPARENT and tag not in _DROPPED:
                yield from self.runs(child, boxes)

    def heading(self, element: Any) -> int:
        """1 to 6 for a heading (by outline level or by the name of its style), else 0."""
        properties = element.find(_W + "pPr")
        if properties is None:
            return 0
        outline = properties.find(_W + "outlineLvl")
        level = _integer(outline)
        if level is not None:
            return level + 1 if level < 6 else 0
        style = properties.find(_W + "pStyle")
        return self.style_level(style.get(_W + "val") or "") if style is not None else 0

    def style_level(self, style_id: str) -> int:
        if style_id not in self.heading_levels:
            level, style, seen = 0, self.styles.get(style_id), set()
            while style is not None and style.style_id not in seen and not level:
                seen.add(style.style_id)
                name = (style.name or "").lower().replace(" ", "")
                for prefix in ("heading", "标题"):
                    if name.startswith(prefix) and name[len(prefix) :].isdigit():
                        level = min(int(name[len(prefix) :]), 6)
                if name in ("title", "标题"):
                    level = 1
                properties = style.element.find(_W + "pPr")
                outline = _integer(properties.find(_W + "outlineLvl")) if properties is not None else None
                if not level and outline is not None and outline < 6:
                    level = outline + 1
                style = getattr(style, "base_style", None)
            self.heading_levels[style_id] = level
        return self.heading_levels[style_id]

    def table(self, element: Any) -> Iterator[str]:
        """A row is one line | a | b |; a table of one column is a frame around ordinary paragraphs."""
        rows = [row for row in element.iter(_W + "tr") if _nearest_table(row) is element]
        widths = [len(row.findall(_W + "tc")) for row in rows]
        for row, width in zip(rows, widths, strict=True):
            if max(widths) <= 1:
                for cell in row.findall(_W + "tc"):
                    yield from self.blocks(cell)
                continue
            cells = []
            for cell in row.findall(_W + "tc"):
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                continued = merge is not None and merge.get(_W + "val") in (None, "continue")
                cells.append("" if continued else " ".join(map(_plain, self.blocks(cell))))
            if width and any(cells):
                yield "| " + " | ".join(cells) + " |"

    def notes(self) -> Iterator[str]:
        """Footnotes and endnotes, after the text."""
        import lxml.etree

        for relation in self.document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
            for note in lxml.etree.fromstring(relation.target_part.blob, parser):
                if note.get(_W + "type") in (None, "normal"):
                    yield from self.blocks(note)


def _plain(line: str) -> str:
    """A line without the marks of a heading, as it stands in a cell."""
    return line.lstrip("# ").removeprefix("**").removesuffix("**")


def _bold(element: Any) -> bool:
    """Whether every run of a paragraph that has words is set bold."""
    runs = [run for run in element.iter(_W + "r") if any((word.text or "").strip() for word in run.iter(_W + "t"))]
    return bool(runs) and all(_is_set(run, "b") for run in runs)


def _is_set(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(_W + "val") not in ("0", "false")


def _boxes(element: Any) -> list[Any]:
    return list(element.iter(_W + "txbxContent"))


def _nearest_table(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != _W + "tbl":
        parent = parent.getparent()
    return parent


def _hidden(run: Any) -> bool:
    return _is_set(run, "vanish")


def _integer(element: Any) -> int | None:
    value = element.get(_W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else None


def _hexadecimal(code: str) -> bool:
    return (
        bool(code)
        and len(code) <= 4
        and all(c in "0123456789abcdefABCDEF" for c in code)
        and not 0xD800 <= int(code, 16) < 0xE000
    )
