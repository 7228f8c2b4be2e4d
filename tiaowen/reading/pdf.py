"""PDF with a text layer -> one paragraph per line: columns in their order, page furniture as comments, wraps undone.

pdfium gives characters with their boxes. They are grouped into lines, lines into columns (`pdf_columns`), and columns
into paragraphs by indentation and by lines that end short.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.headings import division, item
from tiaowen.reading.marks import ISSUED, STANDARD, is_title, squeeze
from tiaowen.reading.pdf_columns import Column, Row, columns, merged

MAX_PAGES = 5000
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·.~第共]*(?:\d{1,4}|[ivxlc]{1,5}|[一二三四五六七八九十]{1,4})[\s—–\-－·.~/页／]*(?:共?\s*\d{1,4}\s*页?)?[\s—–\-－·.~]*$",
    re.I,
)
_PICTURE = "<!-- 第{}页是图片，没有文字层 -->"
_UNREAD = re.compile(_PICTURE.format("(\\d+)"))
_UNIT = re.compile(r"[（《“‘〔【(\[]*(?:[A-Za-z0-9.,%]+|.)[）》”’〕】)\]、，。；：！？]*")
_FIRST = re.compile(r"第[一1]\s?[编章条][ \u3000]")
_DECIMAL = re.compile(r"(?:\d{1,2}|[A-Z])(?:[.．]\d{1,3}){1,5}[ \u3000]+[\u3400-\u9fff]")
_OPEN = "，、和或及与第按照据至到见（"  # before a number that is mentioned: 见 4.2
_SENTENCE_END = re.compile(r"[。；;：:！!？?]$|[。！？][”’）)】》]$")


Letter = tuple[float, float, float, float, str, str, float]
"""x0, x1, y0, y1 (points), the character, the blanks that are printed before it, and its baseline."""


def read(data: bytes, file: str) -> tuple[str, str]:
    """(text, "pdf") of a PDF. Raises SourceError, which says whether it is encrypted, scanned or damaged."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError(f"{file} 是未加密的 PDF", "它已加密，需要密码才能打开", "去掉密码后重新保存") from error
        raise SourceError(
            f"{file} 是完好的 PDF", "打不开，文件不完整或已损坏", "重新下载，或用阅读器另存一份"
        ) from error
    try:
        if pages > MAX_PAGES:
            raise SourceError(f"{file} 不超过 {MAX_PAGES} 页", f"它有 {pages} 页", "拆成几个文件")
        rows: list[list[Row]] = []
        sizes: list[tuple[float, float]] = []
        empty: list[int] = []
        for index in range(pages):
            page = document[index]
            sizes.append(page.get_size())
            found = _rows(page)
            if not found and _has_picture(page, pdfium):
                empty.append(index + 1)
            rows.append(found)
            page.close()
    except pdfium.PdfiumError as error:
        raise SourceError(f"{file} 是完好的 PDF", f"有一页读不出（{error}）", "重新下载，或用阅读器另存一份") from error
    finally:
        document.close()
    _check_text(rows, empty, pages, file)
    return "\n".join(_lines(rows, sizes, empty)), "pdf"


def unread_pages(text: str) -> SourceError | None:
    """What `read` has left out of a PDF, told from its text: pages that are pictures. None where it read every page."""
    numbers = [found[1] for found in _UNREAD.finditer(text)]
    if not numbers:
        return None
    return SourceError(
        "每页都有文字层",
        f"第{'、'.join(numbers)}页是图片，没有读出文字；其余各页已经读入",
        "先对这些页做文字识别（OCR），再提供识别后的文件",
    )


def _check_text(rows: Sequence[Sequence[Row]], empty: Sequence[int], pages: int, file: str) -> None:
    words = sum(len(row.text) for page in rows for row in page)
    if not words:
        found = f"共 {pages} 页，都没有文字层" + ("，是扫描的图片" if empty else "")
        raise SourceError(f"{file} 是有文字层的 PDF", found, "先做文字识别（OCR），再提供识别后的文件")
    if len(empty) > pages / 2 or words < 10 * len(empty):
        raise SourceError(
            f"{file} 每页都有文字层",
            f"共 {pages} 页，其中 {len(empty)} 页是扫描的图片",
            "先做文字识别（OCR），再提供识别后的文件",
        )
    broken = sum(row.text.count("\ufffd") + row.text.count("\0") for page in rows for row in page)
    if broken > words / 5:
        raise SourceError(
            f"{file} 的文字可以提取", "字体没有文字对照表，提取出的是乱码", "先做文字识别（OCR），或换一份文件"
        )


def _has_picture(page: Any, pdfium: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _rows(page: Any) -> list[Row]:
    """The printed lines of a page, cut where a gap is wide enough to be that between two columns."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle = textpage.raw
    count = raw.FPDFText_CountChars(handle)
    left, right, bottom, top, origin_x, origin_y = (ctypes.c_double() for _ in range(6))
    letters: list[Letter] = []
    blanks = ""
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        character = chr(code)
        if character.isspace():
            if raw.FPDFText_IsGenerated(handle, index) != 1:  # pdfium makes blanks of its own from gaps
                blanks = (blanks + character)[:8]
            continue
        if not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, origin_x, origin_y)
        base = origin_y.value
        loose = raw.FS_RECTF()
        if raw.FPDFText_GetLooseCharBox(handle, index, loose) and loose.top > loose.bottom:
            letters.append((loose.left, loose.right, loose.bottom, loose.top, character, blanks, base))
        elif right.value > left.value:
            letters.append((left.value, right.value, bottom.value, top.value, character, blanks, base))
        blanks = ""
    textpage.close()
    return _into_rows(letters)


def _into_rows(letters: list[Letter]) -> list[Row]:
    """Letters on one baseline are a row, whatever their fonts; it is cut at gaps as wide as between columns."""
    letters.sort(key=lambda box: (-box[6], box[0]))
    groups: list[list[Letter]] = []
    slack = 0.15 * median(box[3] - box[2] for box in letters) if letters else 0.0
    for box in letters:
        if groups and groups[-1][0][6] - box[6] <= slack:
            groups[-1].append(box)
        else:
            groups.append([box])
    rows: list[Row] = []
    for group in groups:
        group.sort(key=lambda box: box[0])
        size = median(box[3] - box[2] for box in group)
        piece: list[Letter] = []
        for box in group:
            if piece and box[0] - piece[-1][1] > 1.8 * size:
                rows.append(_row(piece, size))
                piece = []
            if piece and box[4] == piece[-1][4] and abs(box[0] - piece[-1][0]) < 0.15 * size:
                continue  # bold made by printing a letter twice
            piece.append(box)
        if piece:
            rows.append(_row(piece, size))
    return rows


def _row(letters: Sequence[Letter], size: float) -> Row:
    text = ""
    gaps = [box[0] - before[1] for before, box in pairwise(letters)]
    usual = max(median(gaps), 0.0) if gaps else 0.0  # a justified line has some white between all its letters
    for index, box in enumerate(letters):
        if index:
            text += box[5] or (" " if gaps[index - 1] > _blank(letters[index - 1][4], box[4], usual, size) else "")
        text += box[4]
    return Row(text, letters[0][0], letters[-1][1], min(b[2] for b in letters), max(b[3] for b in letters), size)


def _blank(before: str, after: str, usual: float, size: float) -> float:
    """How wide the gap between two letters is where a blank was typed: 第一条 本法, two Latin words.

    Between Chinese and Latin letters typesetters leave a quarter of a letter of their own accord.
    """
    if before.isascii() != after.isascii():
        return 0.5 * size
    return 0.18 * size if after.isascii() else usual + 0.18 * size


def _lines(pages: Sequence[list[Row]], sizes: Sequence[tuple[float, float]], pictures: Sequence[int]) -> Iterator[str]:
    """Paragraphs, one per line; the furniture of a page is a comment after the paragraph that ends it.

    `pictures`: numbers of pages, from one, that are nothing but a picture. No paragraph goes on across them.
    """
    furniture = _furniture(pages, sizes)
    body_size = median(row.size for rows in pages for row in rows)
    levels = _heading_marks((row for rows in pages for row in rows), body_size)
    open_paragraph = ""
    comments: list[str] = []
    previous: tuple[Row, Column] | None = None
    for number, rows in enumerate(pages):
        if number + 1 in pictures:
            comments.append(_PICTURE.format(number + 1))
            previous = None
        body = [row for index, row in enumerate(rows) if index not in furniture[number]]
        comments.extend(f"<!-- {rows[index].text.replace('--', '—')} -->" for index in sorted(furniture[number]))
        for column in columns(body):
            column.rows = merged(column.rows)
            for index, row in enumerate(column.rows):
                apart = previous is None or _begins(row, column, previous, index == 0, body_size)
                if apart or _apart(open_paragraph.lstrip("# "), row.text):
                    if open_paragraph:
                        yield open_paragraph
                        yield from comments if index else ()
                        comments = [] if index else comments
                    open_paragraph = levels.get(round(row.size), "") + row.text
                else:
                    open_paragraph += _glue(open_paragraph, row.text) + row.text
                previous = (row, column)
    if open_paragraph:
        yield open_paragraph
    yield from comments


def _heading_marks(rows: Iterable[Row], body_size: float) -> dict[int, str]:
    """Size of letters -> "# ", "## " or "### " for what is printed clearly larger than the text and is no sentence."""
    sizes = {round(row.size) for row in rows if row.size > 1.25 * body_size and not _SENTENCE_END.search(row.text)}
    return {size: "#" * min(rank, 3) + " " for rank, size in enumerate(sorted(sizes, reverse=True), 1)}


def _glue(before: str, after: str) -> str:
    """A blank between two words of Latin script; nothing between Chinese characters."""
    return (
        " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha() else ""
    )


def _begins(row: Row, column: Column, previous: tuple[Row, Column], first: bool, body_size: float) -> bool:
    """Whether a row begins a paragraph: its form, its indentation, the row before it, or the gap above it."""
    last, before = previous
    size = row.size
    if row.text.startswith("| ") or last.text.startswith("| "):
        return True
    if abs(size - last.size) > 0.15 * max(size, last.size):
        return True
    if not first and last.y0 - row.y1 > 1.5 * size:
        return True
    if row.size > 1.15 * body_size:  # a title of several lines
        return division(row.text) is not None or bool(_SENTENCE_END.search(last.text))
    # A line in mid-sentence may be short by a mark that must not begin the next one, and by one letter more.
    room = 1.6 if _SENTENCE_END.search(last.text) else max(2.6, _first_unit(row.text) + 0.6)
    full = last.x1 > before.right(last.size) - room * last.size
    indented = row.x0 > column.left + 0.9 * size
    if division(row.text) is not None and _SENTENCE_END.search(last.text):
        return True
    if not full:
        # Both centred: a title that takes two lines.
        return not (_centred(last, before) and _centred(row, column) and not _SENTENCE_END.search(last.text))
    if indented:
        return True
    return item(row.text) is not None and bool(_SENTENCE_END.search(last.text))


def _apart(before: str, text: str) -> bool:
    """Whether a row begins a paragraph by its words: 3.3 甲, a date of issue, what follows a whole title, and the first
    chapter or article behind a 题注."""
    if before[-1:] in "）)" and _FIRST.match(text):
        return True
    if _DECIMAL.match(text) and before[-1:] not in _OPEN:
        return True
    if any(ISSUED.match(row) or STANDARD.fullmatch(row) for row in (before, text)):
        return True
    title = squeeze(before)
    return (
        len(title) < 80 and is_title(title) and not is_title(title + squeeze(text)) and text[:1] not in "的之和与及、"
    )


def _first_unit(text: str) -> float:
    """How much room, in letters, the beginning of the next line would have needed: （市）、 and 2024 are not parted."""
    found = _UNIT.match(text)
    return sum(0.5 if char.isascii() else 1.0 for char in found[0]) if found else 1.0


def _centred(row: Row, column: Column) -> bool:
    before, after = row.x0 - column.left, column.right(row.size) - row.x1
    return before > 2.5 * row.size and abs(before - after) < 1.5 * row.size


def _furniture(pages: Sequence[Sequence[Row]], sizes: Sequence[tuple[float, float]]) -> list[set[int]]:
    """For every page the rows that are page numbers, or running heads and feet that other pages have there too."""
    found: list[set[int]] = [set() for _ in pages]
    margins: list[list[int]] = []
    repeated: Counter[tuple[str, int]] = Counter()
    for rows, (_, height) in zip(pages, sizes, strict=True):
        edge = sorted(range(len(rows)), key=lambda i: -rows[i].y1)
        ends = {*edge[:2], *edge[-2:]}
        inside = [i for i in ends if rows[i].y0 > 0.88 * height or rows[i].y1 < 0.12 * height]
        margins.append(inside)
        for i in inside:
            repeated[_shape(rows[i])] += 1
    often = 2 if len(pages) <= 5 else 3  # left and right pages may have heads of their own
    for number, rows in enumerate(pages):
        for i in margins[number]:
            # The last line of a sentence may be the same on two pages by chance; a notice (请勿外传。) is on most.
            least = max(3, len(pages) // 2) if _SENTENCE_END.search(rows[i].text) else often
            if _PAGE_NUMBER.match(rows[i].text) or repeated[_shape(rows[i])] >= least:
                found[number].add(i)
    return found


def _shape(row: Row) -> tuple[str, int]:
    """A running head without its page number, at its height."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", row.text)), round(row.y0 / 6)
