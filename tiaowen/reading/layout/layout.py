"""Lines -> natural paragraphs: line wraps and page furniture are undone, and nothing else.

A text is wrapped where many lines of one width end in mid-sentence; that is decided for every stretch of lines by
itself, since a newspaper page has columns of several widths. In a wrapped stretch a line that is full goes on in the
next one. A text with one line per paragraph is left as it is here: paragraphs cut by a page or a column are rejoined in
`flows`, which sees where the text goes on.

No character is added at a seam: Chinese needs none, and between two Latin words the line feed is dropped as well
(a paragraph is made of raw characters, and a line feed cannot stand for a blank); where the raw line ends in a blank,
that blank is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

from tiaowen.datamodels import SetAside, Source, Span
from tiaowen.reading.files import set_tables
from tiaowen.reading.grammar.lines import Line, read_lines
from tiaowen.reading.grammar.marks import (
    DATE,
    STOPS,
    article,
    ends_sentence,
    enumeration,
    followed_by_blank,
    is_adoption,
    is_container,
    is_date,
    is_label,
    is_number,
    is_parenthesis,
    is_row,
    is_title,
    named,
    opens_parenthesis,
    points,
    question,
    squeeze,
)
from tiaowen.reading.grammar.notes import BOX
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_dateline, is_press, is_worker_line, signature_start
from tiaowen.reading.layout import aligned, side_by_side
from tiaowen.reading.layout.furniture import furniture

WINDOW = 20  # lines that are looked at together
STEP = 5
NARROWEST, WIDEST = 7.0, 62.0  # a column of print, in full-width characters
SLACK = 1.6  # punctuation may not begin a line, so a full line can be this much shorter or longer
OPEN_SLACK = 2.2  # the same for a line in mid-sentence, which hardly can be anything but a full one
INDENTED = 1.5  # from here on a line counts as indented
INDENT = 2.0  # first lines are indented by two characters, whose blanks are often lost
FEWEST = 12  # lines in mid-sentence that tell whether all are filled up
NOT_FIRST = "，。、；：？！”’）》】…,.;:?!)]"  # may not begin a line

_FIELD = re.compile(r"[^，。；：:,;]{1,24}[：:][^，。；：:,;]{1,40}")
"""甲方（发包人）：某某公司, a line by itself however long it is."""
_CUT_NUMBER = re.compile(r"[^\d\s.．].{6,}[^\d\s.．]\d+[.．]$")
_HEADLINE = re.compile("[^。；，、：:！!]{4,30}")
"""What stands above 本报讯, 新华社…电 between blank lines."""
_END_OF_NUMBER = re.compile(r"\d+[)）]")
_PRINTED = re.compile(rf"{DATE.pattern}\s*印\s*发$")
"""某县人民政府办公室 2023年8月17日印发, the last line of a paper."""
_PUNCTUATION = re.compile("[，。、；：,;:（）()《》“”]")


def undo_layout(source: Source) -> tuple[list[Paragraph], list[SetAside]]:
    """The natural paragraphs of a source in printed order, its notes after them, and what belongs to the page only."""
    read = read_lines(source)
    set_tables.unset(read)
    noted = [line for line in read.lines if line.note]
    read.lines = [line for line in read.lines if not line.note]
    page = furniture(read.lines)
    set_aside = read.set_aside + [
        SetAside(source, low, high, page[i])
        for i, line in enumerate(read.lines)
        if i in page
        for low, high in line.spans
    ]
    lines: list[Line] = []
    for i, line in enumerate(read.lines):
        if i not in page:
            lines.append(line)
        elif i + 1 < len(read.lines):
            following = read.lines[i + 1]
            following.page = following.page or line.page or page[i] != "目录"
            following.gap += line.gap
    paragraphs = _paragraphs(source.text, side_by_side.parted(lines)) + _notes(source.text, noted)
    return paragraphs, sorted(set_aside, key=lambda piece: piece.start)


def _paragraphs(text: str, lines: list[Line]) -> list[Paragraph]:
    rows = aligned.rows(lines)
    columns = _columns(lines, rows)
    habits = _Habits(lines, columns)
    repeated = Counter(name for line in lines if (name := named(line.text)))
    found: list[Paragraph] = []
    current: list[Line] = []
    for i, line in enumerate(lines):
        tabular = not rows.isdisjoint((i - 1, i))
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        headed = line.gap > 0 and is_press(below) and _HEADLINE.fullmatch(line.text) is not None
        if current and not (tabular or headed) and _goes_on(current, line, columns[i - 1], repeated, habits):
            current.append(line)
        else:
            if current:
                found.append(_paragraph(text, current, i - 1 in rows))
            current = [line]
    if current:
        found.append(_paragraph(text, current, len(lines) - 1 in rows))
    return found


def _columns(lines: list[Line], rows: Set[int]) -> list[tuple[float, ...]]:
    """For every line the widths of the columns it may belong to; empty where the text is not wrapped."""
    found: list[tuple[float, ...]] = [()] * len(lines)
    wrapping = [
        NARROWEST <= line.width <= WIDEST
        and not ends_sentence(line.text)
        and not line.heading
        and not is_row(line.text)
        and i not in rows
        and not _FIELD.fullmatch(line.text)
        for i, line in enumerate(lines)
    ]
    own = [line.width + min(line.indent, 4.0) for line in lines]
    for first in range(0, max(len(lines) - 2, 0), STEP):
        window = range(first, min(first + WINDOW, len(lines)))
        counts = Counter(round(own[i]) for i in window if wrapping[i])
        if sum(counts.values()) < 3:
            continue
        for width in _full_widths(counts):
            if _is_column(lines, own, wrapping, window, width):
                for i in window:
                    if not any(abs(width - known) < 0.5 for known in found[i]):
                        found[i] = (*found[i], float(width))
    return _extended([_without_first_lines(widths) for widths in found])


def _without_first_lines(widths: tuple[float, ...]) -> tuple[float, ...]:
    """The widths but those of first lines whose indentation is lost: they are two characters short of a column."""
    return tuple(w for w in widths if not any(abs(other - w - INDENT) < 0.7 for other in widths))


def _extended(found: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """A column reaches beyond the lines that prove it: to the short lines at the head and the end of a text."""
    for order in (range(len(found) - 1, -1, -1), range(len(found))):
        near: tuple[float, ...] = ()
        left = 0
        for i in order:
            if found[i]:
                near, left = found[i], WINDOW
            elif left:
                found[i], left = near, left - 1
    return found


class _Habits:
    """How a source marks first lines, learnt from what follows the short last lines of paragraphs."""

    def __init__(self, lines: list[Line], columns: list[tuple[float, ...]]) -> None:
        after_end = [
            after
            for last, after, width in zip(lines, lines[1:], columns, strict=False)
            if width and ends_sentence(last.text) and last.width < max(width) - 4
        ]
        most = max(0.85 * len(after_end), 4)
        flush = sum(1 for line in lines if line.indent < INDENTED)
        together = sum(1 for line in lines if not line.gap)
        self.exact, self.flush = _fit(lines, columns)
        self.indented = sum(line.indent >= INDENTED for line in after_end) >= most and flush >= 0.2 * len(lines)
        self.spaced = sum(line.gap > 0 for line in after_end) >= most and together >= 0.2 * len(lines)


def _fit(lines: list[Line], columns: list[tuple[float, ...]]) -> tuple[bool, bool]:
    """Whether every line is filled up, so that one with room for what comes next ends its paragraph; and whether first
    lines begin where all others do, told by those of articles."""
    within = loose = first = short = 0
    for before, line, after, widths in zip([None, *lines], lines, lines[1:], columns, strict=False):
        if not widths or line.heading or after.heading or ends_sentence(line.text) or is_label(after.text):
            continue
        room = min((r for width in widths if (r := _room(line, width)) > -OPEN_SLACK), default=0.0)
        if article(line.text) and line.indent < 1:
            first += 1
            short += room >= INDENT - 0.5
        elif before is not None and not ends_sentence(before.text) and not is_label(line.text):
            within += 1
            loose += _fits(after, room)
    return within >= FEWEST and loose <= 0.04 * within, first >= 4 and short <= 0.1 * first


def _room(line: Line, width: float) -> float:
    return width - line.width - min(line.indent, 4.0)


def _fits(after: Line, room: float) -> bool:
    """Whether the first character of the next line would have had room on the line before it."""
    return after.text[0] not in NOT_FIRST and room >= (0.5 if after.text[0].isascii() else 1.0)


def _is_column(lines: list[Line], own: list[float], wrapping: list[bool], window: range, width: float) -> bool:
    """Whether the lines of about this width are the full lines of a column: most break a sentence, few are wider."""
    full = [i for i in window if -SLACK <= own[i] - width <= SLACK]
    broken = sum(wrapping[i] for i in full)
    if broken < 3 or broken < 0.55 * len(full):
        return False
    wider = sum(1 for i in range(full[0], full[-1] + 1) if own[i] > width + SLACK)
    punctuated = sum(1 for i in full if _PUNCTUATION.search(lines[i].text))
    return punctuated >= 0.4 * len(full) and wider <= 0.2 * len(full)


def _full_widths(counts: Counter[int]) -> list[float]:
    """Widths at which lines crowd, and which hardly any line exceeds within the same column."""
    found = []
    for width in sorted(counts):
        crowd = counts[width - 1] + counts[width] + counts[width + 1]
        if crowd >= 3 and counts[width] >= max(counts[width - 1], counts[width + 1]):
            found.append(float(width))
    return found


def _goes_on(
    current: list[Line], line: Line, columns: tuple[float, ...], repeated: Counter[str], habits: _Habits
) -> bool:
    """Whether `line` continues the paragraph whose lines so far are `current`."""
    last = current[-1]
    if last.heading or line.heading or line.bullet or line.width > WIDEST or last.width > WIDEST:
        return False
    if is_row(last.text) or is_row(line.text) or _named_again(last.text, line.text):
        return False
    opens = len(current) < 6 and current[0].text[0] in "（("
    if opens and opens_parenthesis("".join(part.text for part in current)) and not is_label(line.text):
        return True
    if last.text[-1] in ".．" and line.text[0].isdigit() and not line.gap and _CUT_NUMBER.search(last.text):
        return bool(columns)  # 100. / 00元
    if not columns or _is_closed(current):
        return False
    beyond = habits.spaced and not line.gap and last.width >= max(columns)  # wider than the column that was seen
    first = len(current) == 1 and not habits.flush
    columns = tuple(width for width in columns if beyond or _full(last, width, first))
    if habits.exact and ends_sentence(last.text) and not beyond:
        columns = tuple(w for w in columns if not _ended(last, line, w, first))
    if not columns:
        return False
    if habits.indented and line.indent >= INDENTED:
        return False
    whole = not ends_sentence(last.text)
    if whole and (last.text[-1] in "、第和及与或《〈“‘（(" or _closes(current, line)):
        return True
    if line.gap > 1 and not line.page and is_title(line.text) and line.width < max(columns) - 4 and "，" in last.text:
        return False  # too short for the middle of a paragraph, and no end of one
    if whole and habits.indented and current[0].indent >= INDENTED and enumeration(line.text) and not line.gap:
        return True  # 一等奖 / 1、2名获得者: a first line would be indented
    if is_container(last.text) and len(current) == 1:
        rest = line.width <= 6 and not ends_sentence(line.text)  # 第五章 平时考核和专项考 / 核, with a page between
        if is_label(line.text) or line.gap and not rest:
            return False
    if is_container(line.text) and is_adoption("".join(part.text for part in current[:12])):
        return False
    listed = not (habits.spaced and not line.gap and not line.page or habits.indented)
    noted = len(current) == 1 and line.text[0] in "（(" and DATE.match(line.text[1:]) is not None
    if _begins(line, whole, repeated, listed) or (noted or DATE.match(line.text)) and _precedes_date(current):
        return False
    if whole or habits.indented or habits.spaced and not line.gap and not line.page:
        return True
    # A full line that ends a sentence: only blanks can tell whether its paragraph ends too.
    return not line.gap and not line.page and line.indent < INDENTED and _deep(line, columns)


def _named_again(last: str, text: str) -> bool:
    """中共中央印发《某条例》 and below it the title of that text, 某条例."""
    return last[-1] == "》" and is_title(text) and squeeze(last).endswith(f"《{squeeze(text)}》")


def _is_closed(current: list[Line]) -> bool:
    """Whether the lines so far are one whole parenthesis, or a line that is a paragraph by itself."""
    last = current[-1].text
    if is_date(last) or is_number(last) or is_worker_line(last) or _PRINTED.search(last):
        return True
    return len(current) < 12 and last[-1] in "）)】" and is_parenthesis("".join(part.text for part in current))


def _closes(current: list[Line], line: Line) -> bool:
    """Whether the line begins with the end of a number in brackets: （0471-52012 / 34）."""
    if not current[-1].text[-1].isdigit() or _END_OF_NUMBER.match(line.text) is None:
        return False
    text = "".join(part.text for part in current[-6:])
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _precedes_date(current: list[Line]) -> bool:
    """A title, or one entry of a 题注, ends before the next date: 1989年…通过 / 2014年…修订."""
    text = "".join(part.text for part in current[:12])
    return is_title(text) or is_adoption(text)


def _deep(line: Line, columns: tuple[float, ...]) -> bool:
    """Whether the line leaves no room for the indentation of a first line, or is a short last line."""
    return abs(line.width + INDENT - max(columns)) > 0.6


def _ended(line: Line, after: Line, width: float, first: bool) -> bool:
    """Whether the line, the end of a sentence, has room for the next character, where every line is filled up."""
    return _fits(after, _room(line, width) - (INDENT if first and line.indent < 1 else 0.0))


def _full(line: Line, width: float, first: bool) -> bool:
    below, above = (SLACK, SLACK) if ends_sentence(line.text) else (OPEN_SLACK, 2 * OPEN_SLACK)
    low = width - below - (INDENT if first and line.indent < 1 else 0.0)
    indent = min(line.indent, 4.0)
    # Some programs wrap after so many characters, whether wide or narrow: a line with many digits is full, but narrow.
    counted = not ends_sentence(line.text) and low <= len(line.text) + indent <= width + above
    return counted or low <= line.width + indent <= width + above


def _begins(line: Line, sentence_open: bool, repeated: Counter[str], listed: bool) -> bool:
    """Whether the line begins a paragraph by its label, although the line before it is full. listed: it may be an entry
    of a list by its place on the page."""
    text = line.text
    if article(text) or is_container(text):
        return not sentence_open or followed_by_blank(text)
    if sentence_open and not line.gap and question(text) and text[-1] in "：:":
        return False  # …不得适用继续盘 / 问：
    if is_label(text) or is_dateline(text) or is_worker_line(text) or text[0] in "（(" and signature_start(text) == 0:
        return True
    if points(text) > (1 if sentence_open else 0):
        return True
    name = named(text)
    return bool(name) and (question(text) != "" or listed and not sentence_open or repeated[name] >= 3)


def _paragraph(text: str, lines: list[Line], row: bool) -> Paragraph:
    first = lines[0]
    if len(lines) == 1 and len(first.spans) == 1:
        return Paragraph(first.text, first.spans, first.heading, row=row, page=first.page, gap=first.gap > 0)
    spans: list[Span] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        spans.extend(line.spans)
        if (
            after is not None
            and _latin(line.text[-1])
            and _latin(after.text[0])
            and text[line.end : line.end + 1] in (" ", "\u3000")
        ):
            spans.append(Span(line.end, line.end + 1))
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].end == span.start:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    words = "".join(text[low:high] for low, high in merged)
    return Paragraph(words, tuple(merged), first.heading, row=row, page=first.page, gap=first.gap > 0)


def _notes(text: str, lines: list[Line]) -> list[Paragraph]:
    """A paragraph for each note; line feeds between its lines stay where nothing else is there."""
    found: list[Paragraph] = []
    last: Line | None = None
    for line in lines:
        own = Paragraph(line.text, line.spans, 0, "textbox" if line.note.startswith(BOX) else "footnote")
        feed = Span(last.end, last.end + 1) if last is not None and text[last.end : last.end + 1] == "\n" else None
        if found and last is not None and last.note == line.note and feed is not None:
            feeding = Paragraph("\n", (feed,))
            found[-1] = found[-1].join(feeding).join(own)
        else:
            found.append(own)
        last = line
    return found


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in STOPS + ",")
