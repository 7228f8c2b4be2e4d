"""Word documents (docx) -> one paragraph per line: automatic numbers written out, headings with #, lines that are bold
as a whole in **, tables in place, formulas on one line; footnotes, and boxes that float beside the text, as notes of
Markdown (notes.py) below the paragraph or table that they belong to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.files import archives, word_formulas, word_parts, word_tables
from tiaowen.reading.files.set_tables import SetTables
from tiaowen.reading.files.word_apart import Apart
from tiaowen.reading.files.word_numbering import Numbering
from tiaowen.reading.files.word_symbols import shown
from tiaowen.reading.files.word_tree import W, children, integer, is_on, marked, within
from tiaowen.reading.grammar import notes
from tiaowen.reading.grammar.lines import BOLD_LINE, STRUCK, UNREAD, apart
from tiaowen.reading.grammar.marks import is_label, is_title

_FORMULAS = (word_formulas.M + "oMath", word_formulas.M + "oMathPara")
_EMBEDDED = W + "altChunk"
_DEEPEST = 3  # documents in each other
_BLOCKS = (W + "p", W + "tbl", _EMBEDDED, *_FORMULAS)
_DRAWN = (W + "drawing", W + "pict", W + "object")
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}


def is_document(data: bytes) -> bool:
    """Whether a zip archive is a Word document, whatever it is called."""
    try:
        names = archives.open_zip(data, "").namelist()
    except SourceError:
        return False
    return "[Content_Types].xml" in names and "word/document.xml" in names


def read(data: bytes, file: str, depth: int = 0) -> tuple[str, str]:
    """(text, "docx") of a Word document without headers and footers; struck out and hidden words in comments. Raises
    SourceError."""
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
        document = docx.Document(io.BytesIO(word_parts.readable(archive, data, file)))
        return "\n".join(_Reader(document, file, depth).lines()), "docx"
    except SourceError:
        raise
    except Exception as error:  # zipfile and python-docx raise bare types for damaged parts
        raise SourceError(
            f"{file} 是完好的 docx 文档", "打不开，文件不完整或已损坏", "用 Word 打开后重新另存"
        ) from error


class _Reader:
    def __init__(self, document: Any, file: str, depth: int) -> None:
        self.document = document
        self.file, self.depth = file, depth  # of how many documents around this one it is a part
        self.styles = {style.style_id: style for style in document.styles}
        self.numbering = Numbering(document, self.styles)
        self.set_aside = Apart(document.element.body, self.styles)
        self.tables = SetTables()
        self.heading_levels: dict[str, int] = {}
        self.notes = {kind: dict(_notes(document, kind)) for kind in _NOTES.values()}
        self.noted = self.boxed = 0  # notes and boxes so far
        self.apart: list[tuple[str, list[str]]] = []  # those of the paragraph or table being read, with their lines
        self.left_out: list[str] = []  # comments with words of it that are no text
        self.codes: list[str] = []  # of the fields being read

    def lines(self) -> Iterator[str]:
        return self.blocks(self.document.element.body, top=True)

    def blocks(self, parent: Any, cell: bool = False, top: bool = False) -> Iterator[str]:
        """The paragraphs and tables of the body (top), a cell, a note or a box. cell: a bare number counts as words."""
        joined: list[Any] = []
        for element in (*within(parent, *_BLOCKS), None):
            if element is not None and element.tag == W + "p":
                joined.append(element)
                if marked(element, "pPr/rPr", "del", "moveFrom"):
                    continue  # without its mark the paragraph goes on in the next one
            if joined:
                yield from self.paragraph(joined, cell)
                joined = []
            if element is not None and element.tag == W + "tbl":
                yield from word_tables.table(element, self.blocks, self.cell, self.tables)
            elif element is not None and element.tag == _EMBEDDED:
                yield from self.embedded(element)
            elif element is not None and element.tag in _FORMULAS:
                yield word_formulas.formula(element)
            if top:
                yield from self.left_out
                self.left_out.clear()
            while top and self.apart:
                name, lines = self.apart.pop(0)
                yield from (notes.definition(name) + line for line in lines)

    def embedded(self, element: Any) -> list[str]:
        """The lines of a file that stands in the document; a comment where it cannot be read."""
        kind, data = word_parts.embedded(self.document, element)
        try:
            if kind == ".docx" and self.depth < _DEEPEST:
                return read(data, self.file, self.depth + 1)[0].split("\n")
            return word_parts.lines(kind, data, self.file)
        except SourceError as error:
            return [apart(UNREAD, error.found)]

    def paragraph(self, parts: list[Any], cell: bool) -> Iterator[str]:
        """The lines of a paragraph, given as one element, or several of which all but the last have lost their mark."""
        boxes: list[Any] = []
        text = "".join(piece for part in parts for piece in self.runs(part, boxes)).strip("\f")
        number = self.number(parts[-1], text)
        level = self.heading(parts[-1])
        words, references = notes.behind(text)
        bold = f"**{words.strip()}**"
        if not level and not number and all(map(_bold, parts)) and BOLD_LINE.fullmatch(bold):
            yield bold + references
        else:
            prefix = "#" * level + " " if level else ""
            for line in text.split("\n"):
                words = line.strip(" \t\f")
                if words.strip("\u3000\xa0"):
                    yield prefix + number + words
                    prefix = number = ""
            if cell and number:
                yield number.strip()
        for box in boxes:
            lines = list(self.blocks(box))
            if text.strip() and not any(is_label(line) or is_title(line) for line in map(_plain, lines)):
                self.boxed += 1
                self.apart.append((f"{notes.BOX}{self.boxed}", list(map(_plain, lines))))
            else:
                yield from lines

    def number(self, element: Any, text: str) -> str:
        """The automatic number of a paragraph, counted on. One without words is counted as well, unless it does not
        show: it is hidden, or there for the section that ends with it."""
        section = element.find(f"{W}pPr/{W}sectPr") is not None
        unseen = marked(element, "pPr/rPr", "del", "moveFrom", "vanish") or self.set_aside.hidden_mark(element)
        if not text.strip() and (section or unseen):
            return ""
        return self.numbering.text(element)

    def cell(self, element: Any) -> list[str]:
        """The lines of a cell; a table inside it without its bars."""
        return [_plain(line).replace("\f", " ") for line in self.blocks(element, cell=True)]

    def note(self, kind: str, name: str) -> str:
        """The mark of a note, whose words are kept for the lines below."""
        note = self.notes[kind].pop(name, None)  # referred to once, so that no note leads to itself
        if note is None:
            return ""
        self.noted += 1
        number = str(self.noted)
        self.apart.append((number, list(map(_plain, self.blocks(note)))))
        return notes.reference(number)

    def runs(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        """The words of a paragraph or of a part of it; a page ends at a form feed. Its text boxes go into `boxes`."""
        for child in children(element):
            tag = child.tag
            if tag == W + "t":
                yield shown(child.text or "", *_fonts(element))
            elif tag == W + "tab":
                yield "\t"
            elif tag in (W + "br", W + "cr"):
                # A page or column break inside a paragraph is layout; a line break was typed.
                yield "\f" if child.get(W + "type") in ("page", "column") else "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "sym":
                code = child.get(W + "char") or ""
                yield shown(chr(int(code, 16)), child.get(W + "font") or "", ()) if _hexadecimal(code) else ""
            elif tag == W + "r":
                yield from self.run(child, boxes)
            elif tag == W + "fldChar":
                yield self.field(child)
            elif tag == W + "instrText":
                if self.codes:
                    self.codes[-1] += child.text or ""
            elif tag in _FORMULAS:
                yield word_formulas.formula(child)
            elif tag in _NOTES:
                yield self.note(_NOTES[tag], child.get(W + "id") or "")
            elif tag in _DRAWN:
                boxes.extend(_boxes(child))
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    yield from self.runs(base, boxes)
            else:
                yield from self.runs(child, boxes)

    def run(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        """The words of a run; those that are no text are kept to be set aside below the paragraph or table."""
        reason = self.set_aside.reason(element)
        if reason in ("", STRUCK):
            words = "".join(self.runs(element, boxes))
        else:
            words = "".join(word.text or "" for word in element.iterchildren(W + "t"))
        if not reason:
            yield words
            return
        words, references = notes.behind(words)
        if words.strip():
            self.left_out.append(apart(reason, words))
        yield references + ("\n" if "\n" in words else "")

    def field(self, element: Any) -> str:
        """What is printed where a field begins or ends: the box of a form, a formula of the old kind."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.codes.append("")
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                checked = box.find(W + "checked")
                return "☑" if is_on(box.find(W + "default") if checked is None else checked) else "☐"
        elif kind == "end" and self.codes:
            return word_formulas.field(self.codes.pop())
        return ""

    def heading(self, element: Any) -> int:
        """1 to 6 for a heading (by outline level or by the name of its style), else 0."""
        properties = element.find(W + "pPr")
        if properties is None:
            return 0
        outline = properties.find(W + "outlineLvl")
        level = integer(outline)
        if level is not None:
            return level + 1 if level < 6 else 0
        style = properties.find(W + "pStyle")
        return self.style_level(style.get(W + "val") or "") if style is not None else 0

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
                properties = style.element.find(W + "pPr")
                outline = integer(properties.find(W + "outlineLvl")) if properties is not None else None
                if not level and outline is not None and outline < 6:
                    level = outline + 1
                style = getattr(style, "base_style", None)
            self.heading_levels[style_id] = level
        return self.heading_levels[style_id]


def _plain(line: str) -> str:
    """A line without the marks of a heading or the bars of a row, as it stands in a cell."""
    if line.startswith("| ") and line.endswith(" |"):
        return " ".join(filter(None, map(str.strip, line.split("|"))))
    return line.lstrip("# ").removeprefix("**").removesuffix("**")


def _bold(element: Any) -> bool:
    """Whether every run of a paragraph that has words is set bold."""
    runs = [run for run in element.iter(W + "r") if any((word.text or "").strip() for word in run.iter(W + "t"))]
    return bool(runs) and all(marked(run, "rPr", "b") for run in runs)


def _boxes(drawn: Any) -> Iterator[Any]:
    """The contents of the text boxes of a drawing; the same box is there once more for programs that do not know it."""
    yield from within(drawn, W + "txbxContent")


def _fonts(run: Any) -> tuple[str, list[str]]:
    """The font of the Latin characters of a run, and all that it names."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return ((fonts.get(W + "ascii") or ""), list(fonts.values())) if fonts is not None else ("", [])


def _notes(document: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """(id, element) of the notes of a document: footnotes or endnotes."""
    import lxml.etree

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/" + kind):
            continue
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
        for note in lxml.etree.fromstring(relation.target_part.blob, parser):
            if note.get(W + "type") in (None, "normal"):
                yield note.get(W + "id") or "", note


def _hexadecimal(code: str) -> bool:
    return (
        bool(code)
        and len(code) <= 4
        and all(c in "0123456789abcdefABCDEF" for c in code)
        and not 0xD800 <= int(code, 16) < 0xE000
    )
