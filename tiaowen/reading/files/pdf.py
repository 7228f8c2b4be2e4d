"""PDF with a text layer -> one paragraph per line: columns in their order, page furniture as comments, wraps undone.

pdfium gives characters with their boxes. They are grouped into lines, lines into columns (`pdf_columns`), and columns
into paragraphs by indentation and by lines that end short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from statistics import median
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.files.pdf_asides import Asides, overlaid
from tiaowen.reading.files.pdf_columns import SENTENCE_END, Column, columns, merged, repeated_heads, settle
from tiaowen.reading.files.pdf_letters import Letter, Row, into_rows, read_letters
from tiaowen.reading.files.pdf_notes import footnotes
from tiaowen.reading.files.pdf_tables import ruled_tables
from tiaowen.reading.grammar.contents import contents_entry
from tiaowen.reading.grammar.headings import division, item
from tiaowen.reading.grammar.marks import DATE, ISSUED, STANDARD, is_title, squeeze

MAX_PAGES = 5000
_APPENDED = re.compile(r"附\s*[件表录图]\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?")
"""附件1 above the title of the appendix."""
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·.~第共]*(?:\d{1,4}|[ivxlc]{1,5}|[一二三四五六七八九十]{1,4})[\s—–\-－·.~/页／]*(?:共?\s*\d{1,4}\s*页?)?[\s—–\-－·.~]*$",
    re.I,
)
_PICTURE = "<!-- 第{}页是图片，没有文字层 -->"
_MIXED = "<!-- 第{}页的文字互相重叠或者斜着排 -->"
_UNREAD, _DOUBTFUL = (re.compile(words.format("(\\d+)")) for words in (_PICTURE, _MIXED))
_UNIT = re.compile(r"[（《“‘〔【(\[]*(?:[A-Za-z0-9.,%]+|.)[）》”’〕】)\]、，。；：！？]*")
_BLANK = re.compile(r"[ \u3000]+")
_LAW = re.compile(r"(?:》|本(?:法|条例|办法|规定|细则|规则|规程|章程|制度|合同|协议))$")  # 违反本条例 第八条
_OF_COVER = re.compile(r"[\u3400-\u9fff（）()、 \u3000]{2,16}[：:]|.{1,20}[〔\[【（(]\d{4}[〕\]】）)]第?\d+号$")
_DECIMAL = re.compile(r"(?:\d{1,2}|[A-Z])(?:[.．]\d{1,3}){1,5}[ \u3000]+[\u3400-\u9fff]")
_OPEN = "，、和或及与第按照据至到见（"  # before a number that is mentioned: 见 4.2


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
        beside: list[list[str]] = []
        notes: list[str] = []
        named: set[str] = set()
        sizes: list[tuple[float, float]] = []
        pictures: list[int] = []
        asides = Asides()
        for index in range(pages):
            page = document[index]
            found, words, size, sure = _page(page, asides)
            found, noted = footnotes(found, named, 0.12 * size[1])
            rows.append(found)
            beside.append([_comment(each) for each in words] + [_MIXED.format(index + 1)] * (not sure))
            notes.extend(noted)
            sizes.append(size)
            if sum(len(row.text) for row in rows[-1]) < 100 and _has_picture(page, pdfium):
                pictures.append(index)
            page.close()
    except pdfium.PdfiumError as error:
        raise SourceError(f"{file} 是完好的 PDF", f"有一页读不出（{error}）", "重新下载，或用阅读器另存一份") from error
    finally:
        document.close()
    for found, words in zip(rows, beside, strict=True):
        words += [_comment(row.text) for row in found if asides.known(row)]
        found[:] = [row for row in found if not asides.known(row)]
    for number, words in enumerate(repeated_heads(rows)):
        beside[number] += [_comment(each) for each in words]
    furniture = _furniture(rows, sizes)
    empty = [
        index + 1 for index in pictures if len(furniture[index]) == len(rows[index])
    ]  # a number may be printed on it
    _check_text(rows, empty, pages, file)
    return "\n".join([*_lines(rows, sizes, furniture, empty, beside), *notes]), "pdf"


def _page(page: Any, asides: Asides) -> tuple[list[Row], list[str], tuple[float, float], bool]:
    """(the rows of a page, the words that stand beside or across them, its width and height, whether its letters lie
    side by side so that they can be read)."""
    letters, aslant, turn = read_letters(page)
    letters, words = asides.watermarks(letters)
    sure = sum(map(len, aslant)) <= len(letters) and overlaid(letters) < 5
    lying = {id(letter): number for number, line in enumerate(aslant) for letter in line}
    outside, tables = ruled_tables(page, [*letters, *(letter for line in aslant for letter in line)], turn)
    left: list[list[Letter]] = [[] for _ in aslant]  # what runs up and down is text in a table only
    for letter in outside:
        if id(letter) in lying:
            left[lying[id(letter)]].append(letter)
    words += ["".join(letter[4] for letter in line) for line in left if line]
    letters, numbers = asides.line_numbers([letter for letter in outside if id(letter) not in lying])
    rows = into_rows(letters)
    if numbers:
        words.append(" ".join(numbers))
    return [*rows, *tables], words, turn.size, sure


def unread_pages(text: str) -> Iterator[SourceError]:
    """What `read` has left out of a PDF or cannot have read well, told from its text: pages that are pictures, pages
    whose letters lie on each other or aslant."""
    if numbers := "、".join(found[1] for found in _UNREAD.finditer(text)):
        yield SourceError(
            "每页都有文字层",
            f"第{numbers}页是图片，没有读出文字；其余各页已经读入",
            "先对这些页做文字识别（OCR），再提供识别后的文件",
        )
    if numbers := "、".join(found[1] for found in _DOUBTFUL.finditer(text)):
        yield SourceError(
            "每页的文字都互不重叠、排列端正",
            f"第{numbers}页的文字互相重叠（例如盖着水印）或者斜着排，读出的可能有错漏",
            "换一份没有水印的文件，或者对照原件核对这几页",
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


def _lines(
    pages: Sequence[list[Row]],
    sizes: Sequence[tuple[float, float]],
    furniture: Sequence[set[int]],
    pictures: Sequence[int],
    beside: Sequence[Sequence[str]] = (),
) -> Iterator[str]:
    """Paragraphs, one per line; the furniture of a page is a comment after the paragraph that ends it.

    `pictures`: numbers of pages, from one, that are nothing but a picture. No paragraph goes on across them.
    `beside`: for every page the comments on what stands beside or across its lines.
    """
    body_size = median(row.size for rows in pages for row in rows)
    levels = _heading_marks((row for rows in pages for row in rows), body_size)
    cuts: list[float] = []
    parted = [
        list(columns([row for index, row in enumerate(rows) if index not in aside], cuts))
        for rows, aside in zip(pages, furniture, strict=True)
    ]
    for column in (column for found in parted for column in found):
        column.rows = merged(column.rows)
    settle([(column, width) for found, (width, _) in zip(parted, sizes, strict=True) for column in found])
    pitch = _pitch([column for found in parted for column in found], body_size)
    open_paragraph, table_head = "", ""
    comments: list[str] = []
    previous: tuple[Row, Column] | None = None
    for number, (rows, found) in enumerate(zip(pages, parted, strict=True)):
        if number + 1 in pictures:
            comments.append(_PICTURE.format(number + 1))
            previous = None
        comments.extend(_comment(rows[index].text) for index in sorted(furniture[number]))
        comments.extend(beside[number] if beside else ())
        for column in found:
            for index, row in enumerate(column.rows):
                if row.cells and not (previous and previous[0].cells):
                    table_head = row.text
                elif index == 0 and column is found[0] and row.cells and row.text == table_head:
                    comments.append(_comment(row.text))  # printed again where the table goes on
                    continue
                rest = column.rows[index:]
                apart = previous is None or _begins(rest, column, previous, index == 0, body_size, pitch)
                large = row.size > 1.15 * body_size
                titles = [
                    each.text for each in rest[: 3 if large else 1] if abs(each.size - row.size) < 0.15 * row.size
                ]
                centred = large or previous is not None and _centred(*previous)
                if apart or _apart(open_paragraph.lstrip("# "), titles, centred):
                    if open_paragraph:
                        yield open_paragraph
                        yield from comments if index else ()
                        comments = [] if index else comments
                    open_paragraph = levels.get(round(row.size), "") * (not row.cells) + row.text
                else:
                    open_paragraph += _glue(open_paragraph, row.text) + row.text
                previous = (row, column)
    if open_paragraph:
        yield open_paragraph
    yield from comments


def _comment(words: str) -> str:
    return f"<!-- {words.replace('--', '—')} -->"


def _heading_marks(rows: Iterable[Row], body_size: float) -> dict[int, str]:
    """Size of letters -> "# ", "## " or "### " for what is printed clearly larger than the text and is no sentence."""
    sizes = {round(row.size) for row in rows if row.size > 1.25 * body_size and not SENTENCE_END.search(row.text)}
    found: dict[int, str] = {}
    rank, last = 0, 0.0
    for size in sorted(sizes, reverse=True):
        if not rank or size < 0.9 * last:  # two lines of one title may measure a little differently
            rank, last = rank + 1, size
        found[size] = "#" * min(rank, 3) + " "
    return found


def _glue(before: str, after: str) -> str:
    """A blank between two words of Latin script; nothing between Chinese characters."""
    return (
        " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha() else ""
    )


def _pitch(found: Iterable[Column], body_size: float) -> float:
    """From line to line within a paragraph, in points: the usual distance below full lines that end in mid-sentence."""
    steps = [
        row.y0 - after.y0
        for column in found
        for row, after in pairwise(column.rows)
        if abs(row.size - body_size) < 0.15 * body_size
        and not (row.cells or after.cells or SENTENCE_END.search(row.text))
        and row.x1 > column.right(row.size) - 1.6 * row.size
        and after.x0 < column.left + 0.9 * row.size
        and row.y0 - after.y0 < 4 * row.size
    ]
    return median(steps) if len(steps) >= 3 else 4 * body_size


def _begins(
    rows: Sequence[Row],
    column: Column,
    previous: tuple[Row, Column],
    first: bool,
    body_size: float,
    pitch: float,
) -> bool:
    """Whether the first of the rows begins a paragraph: its form, its indentation, the row before it, the gap above."""
    row, (last, before) = rows[0], previous
    size = row.size
    if row.cells or last.cells:
        return True
    if abs(size - last.size) > 0.15 * max(size, last.size):
        return True
    known = pitch if pitch < 4 * body_size else 0.0  # lines set wide apart (28磅) have more white than one letter's
    if not first and last.y0 - row.y1 > 1.5 * size and last.y0 - row.y0 > known + 0.4 * size:
        return True
    ended = SENTENCE_END.search(last.text) is not None
    if row.size > 1.15 * body_size:  # a title of several lines, or the lines of a cover
        return division(row.text) is not None or ended or any(_of_cover(each.text) for each in (row, last))
    # A line in mid-sentence may be short by a mark that must not begin the next one, and by one letter more.
    room = 1.6 if ended else max(2.6, _first_unit(row.text) + 0.6)
    full = last.x1 > before.right(last.size) - room * last.size
    indented = row.x0 > column.left + 0.9 * size
    if ended and (division(row.text) is not None or not first and last.y0 - row.y0 > pitch + 0.4 * size):
        return True
    if not full:
        return not (
            _centred(last, before) and _centred(row, column) and not ended and _title_goes_on(last, before, rows)
        )
    if indented or _at_right(last, before):
        return True
    return item(row.text) is not None and ended


def _title_goes_on(last: Row, column: Column, rows: Sequence[Row]) -> bool:
    """Whether of two centred lines the second goes on with the title of the first: it was too long for one line, or
    they are a title with the next ones. The lines of a cover (采购人：甲医院) stand each by itself."""
    if any(_of_cover(row.text) for row in (last, rows[0])):
        return False
    if last.x1 - last.x0 > 0.6 * (column.right(last.size) - column.left):
        return True
    words = squeeze(last.text)
    for row in rows[:4]:
        words += squeeze(row.text)
        if is_title(words):
            return True
    return False


def _of_cover(text: str) -> bool:
    """采购人：甲医院, 甲政发〔2024〕3号, 2024年6月1日."""
    return _OF_COVER.match(text) is not None or DATE.fullmatch(squeeze(text)) is not None


def _at_right(row: Row, column: Column) -> bool:
    """Whether it is a short line at the right edge: the names and dates below a text."""
    right = column.right(row.size)
    return row.x1 > right - 2.6 * row.size and row.x0 > column.left + 0.45 * (right - column.left)


def _apart(before: str, rows: Sequence[str], centred: bool = True) -> bool:
    """Whether the first of the rows begins a paragraph by its words: 第三条 甲, 3.3 甲, a date of issue, what follows a
    whole title or an entry of the contents.

    `rows`: what may be lines of one title with it. A line of text that is full may end in 决定 or 法; it is a title
    only where it is larger than the text or `centred`, or where （…） follows.
    """
    text = rows[0]
    if _opens_division(before, text) or contents_entry(before) or _APPENDED.fullmatch(before):
        return True
    if _DECIMAL.match(text) and before[-1:] not in _OPEN:
        return True
    if any(ISSUED.match(row) or STANDARD.fullmatch(row) for row in (before, text)):
        return True
    title = squeeze(before)
    if not centred and text[:1] not in "（(" or text[:1] in "的之和与及、" or len(title) >= 80 or not is_title(title):
        return False
    words = accumulate((squeeze(row) for row in rows), initial=title)
    return not any(is_title(longer) for longer in islice(words, 1, None))  # 某法院关于人民法 院司法警察 的规定


def _opens_division(before: str, text: str) -> bool:
    """第三条 甲, wherever the line before ends; but 依照本法第二条、 第三条 规定的."""
    mark = division(text)
    if mark is None or not _BLANK.match(text[mark.end - 1 :]) or before[-1:] in _OPEN or _LAW.search(before):
        return False
    return division(_BLANK.sub("", text)) is not None


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
        inside = [i for i in ends if not rows[i].cells and (rows[i].y0 > 0.88 * height or rows[i].y1 < 0.12 * height)]
        margins.append(inside)
        repeated.update({_shape(rows[i]) for i in inside})  # once a page: two parties sign on the same day
    often = 2 if len(pages) <= 5 else 3  # left and right pages may have heads of their own
    for number, rows in enumerate(pages):
        for i in margins[number]:
            # The last line of a sentence may be the same on two pages by chance; a notice (请勿外传。) is on most.
            least = max(3, len(pages) // 2) if SENTENCE_END.search(rows[i].text) else often
            if repeated[_shape(rows[i])] >= least:
                found[number].add(i)
        others = [row for i, row in enumerate(rows) if i not in found[number]]
        numbers = {i for i in margins[number] if _PAGE_NUMBER.match(rows[i].text)}
        found[number] |= {i for i in numbers if not _in_line(rows[i], others)}
    return found


def _in_line(number: Row, rows: Sequence[Row]) -> bool:
    """Whether a number is one cell of a line that stands as near to the text as any other."""
    beside = any(row is not number and row.y0 < number.y1 and number.y0 < row.y1 for row in rows)
    gaps = (max(row.y0 - number.y1, number.y0 - row.y1) for row in rows if row is not number)
    return beside and min((gap for gap in gaps if gap >= 0), default=1000.0) < 1.2 * number.size


def _shape(row: Row) -> tuple[str, int]:
    """A running head without its page number, at its height."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", row.text)), round(row.y0 / 6)
