"""Documents with articles: which lines open 编, 分编, 章, 节 and 条, and the 款, 项 and 目 inside an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tiaowen.datamodels import Step
from tiaowen.reading.headings import CONTAINERS, SENTENCE_END, Mark, bracketed, caption, division, inline, item
from tiaowen.reading.numerals import NUMBER, chinese
from tiaowen.reading.tree import Line, Node

_QUOTING = re.compile(r"(?:修改为|改为|作为第|增加|增写|修订为|表述为)[^。]{0,30}[:：]\s*$|内容如下[:：]\s*$")
_FOREWORD = re.compile(r"(?:序|前|引|导)\s*言$|序$")
_GLUED = re.compile(rf"(?<=[。；;”）)])[ \t\u3000\xa0]*(?=[第笫][ \u3000]?{NUMBER}[ \u3000]?条)")


MOST_LOST = 12  # items in a row that may have lost their numbers
ANNOUNCED = -1
"""A quotation has begun (内容如下：第七节 …), but no article of it has been seen yet."""


def headings(lines: Sequence[Line]) -> dict[int, Mark]:
    """Line index -> its mark, for the lines that really open a division or an article.

    A line may begin with 第十条 because it is one, because it is quoted in an amending decision, or because a sentence
    was wrapped there. Told apart by: quotation marks open since an earlier line, an announcement (修改为：) before it,
    the blank after the number, and above all the sequence: what comes next in the text continues it or does not.
    """
    candidates: list[tuple[int, Mark]] = []
    quoted: dict[int, bool] = {}  # line -> quotation marks were open when it began
    open_quote = False
    for index, line in enumerate(lines):
        if line.role in ("body", "attachment", "lead"):
            mark = division(line.text)
            if mark is not None and (mark.style == "条" or _division_line(line, mark)):
                candidates.append((index, mark))
                quoted[index] = open_quote or (index > 0 and bool(_QUOTING.search(lines[index - 1].text[-60:])))
        last_open, last_close = line.text.rfind("“"), line.text.rfind("”")
        if last_open != last_close:
            open_quote = last_open > last_close
    return _in_sequence(candidates, quoted)


def unglue(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut where the article that comes next begins inside one (…处理。 第十六条 市人民…)."""
    found: list[Line] = []
    last = 0
    for line in lines:
        if line.role != "body":
            found.append(line)
            continue
        mark = division(line.text)
        if mark is not None and mark.style == "条":
            last = mark.number
        at = seen = depth = 0  # quotation marks are counted once, so that a line of megabytes stays linear
        for glue in _GLUED.finditer(line.text) if last else ():
            mark = division(line.text, glue.end())
            if mark is None or mark.number != last + 1 or mark.suffix or not (mark.spaced or glue.group()):
                continue
            depth += line.text.count("“", seen, glue.end()) - line.text.count("”", seen, glue.end())
            seen = glue.end()
            if depth > 0:
                continue
            found.append(Line(line.text[at : glue.end()], line.start + at, line.heading if at == 0 else 0, line.role))
            at, last = glue.end(), mark.number
        found.append(Line(line.text[at:], line.start + at, line.heading if at == 0 else 0, line.role) if at else line)
    return found


def contents(lines: Sequence[Line], marks: Mapping[int, Mark]) -> tuple[int, int]:
    """The lines [start, end) of a table of contents: 编章节 headings, nothing between them, that come again."""
    start = end = min(marks, default=0)
    if start > 0 and re.sub(r"\s", "", lines[start - 1].text) in ("目录", "目次"):
        start -= 1
    seen: list[tuple[str, int, str]] = []
    while end < len(lines):
        mark = marks.get(end)
        if mark is None or mark.style == "条":
            break
        key = _heading_key(lines[end], mark)
        if key in seen:
            break  # the text itself begins here
        seen.append(key)
        end += 1
    again = {_heading_key(lines[index], mark) for index, mark in marks.items() if index >= end}
    return (start, end) if len(seen) >= 2 and again & set(seen) else (start, start)


def _heading_key(line: Line, mark: Mark) -> tuple[str, int, str]:
    return mark.style, mark.number, re.sub(r"\s", "", line.text[mark.end :])


def _division_line(line: Line, mark: Mark) -> bool:
    rest = line.text[mark.end :]
    if not rest.strip():
        return True
    words = rest.rstrip()
    if not mark.spaced and line.heading == 0 and words[-1] in "，,、：:":
        return False
    # 第五节 生活、卫生。 is a heading with a stop that no heading should have; so is one that is wrapped after a comma.
    closed = SENTENCE_END.search(rest) is not None
    short = len(words) <= 20 and mark.spaced and SENTENCE_END.search(words[:-1]) is None
    return len(rest) <= 60 and (not closed or short) and rest[0] not in "“”《，,、" and words[-1] not in "：:"


def wrapped(line: Line, mark: Mark) -> bool:
    """Whether a heading goes on in the next line: its number stands alone, or it breaks off after a comma."""
    words = line.text[mark.end :].strip()
    return not words or words[-1] in "，,、"


def _in_sequence(candidates: Sequence[tuple[int, Mark]], quoted: Mapping[int, bool]) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    last = (0, 0)
    inside: int | None = None  # the number of the last quoted article, while the quotation lasts
    articles = [(i, m) for i, m in candidates if m.style == "条"]
    following = {i: articles[k + 1][1] for k, (i, _) in enumerate(articles[:-1])}
    for index, mark in candidates:
        if not quoted[index] and (mark.style != "条" or inside not in (ANNOUNCED, mark.number - 1)):
            inside = None
        if mark.style != "条":
            if quoted[index]:
                inside = ANNOUNCED
            else:
                found[index] = mark
            continue
        number = (mark.number, mark.suffix)
        expected = number in ((last[0] + 1, 0), (last[0], last[1] + 1))
        if quoted[index] or inside is not None:
            if inside not in (None, ANNOUNCED) and mark.number in (inside, inside + 1) or not expected or not found:
                inside = mark.number
                continue
            inside = None
        if not expected and not _plausible(mark, last, following.get(index)):
            continue
        found[index] = mark
        last = number
    return found


def _plausible(mark: Mark, last: tuple[int, int], following: Mark | None) -> bool:
    """Whether a number out of sequence is an article: a gap, a restart or a misprint, but no reference."""
    number = (mark.number, mark.suffix)
    continued = following is not None and (following.number, following.suffix) in (
        (mark.number + 1, 0),
        (mark.number, mark.suffix + 1),
    )
    resumed = following is not None and (following.number, following.suffix) in (
        (last[0] + 1, 0),
        (last[0], last[1] + 1),
    )
    if not mark.spaced:
        return continued and not resumed and (number > last or mark.number == 1)
    if number > last:
        return not resumed or continued
    if mark.number == 1:
        return continued or following is None
    return continued or not resumed


def headed(groups: Sequence[tuple[Sequence[Line], Mark]]) -> bool:
    """Whether the first lines of the articles are their headings, as in contracts: 第二条 租赁期限 / 租赁期为…。

    Believed where at least two articles and half of all have such a line above their words: a single line without a
    full stop is a misprint.
    """
    numbered = [(group, mark) for group, mark in groups if mark.style == "条"]
    found = sum(own_heading(group, mark) for group, mark in numbered)
    return found >= 2 and 2 * found >= len(numbered)


def own_heading(group: Sequence[Line], mark: Mark) -> bool:
    """Whether the first line of an article has the form of a heading, and words follow on the next."""
    words = group[0].text[mark.end :].strip()
    return len(group) > 1 and len(words) <= 30 and caption(words) and item(words) is None


class Builder:
    """Puts divisions, articles and their parts under one root, line by line."""

    def __init__(self, top: Node, prefix: str = "") -> None:
        self.top = top
        self.prefix = prefix
        self.headed = False  # the first line of an article may be its heading
        self.stack: list[tuple[int, Node]] = []  # (rank, container), highest first

    def container(self, level: str, number: int, label: str, line: Line, body: int, heading: str) -> Node:
        """Open a container at `level`; what is open at the same level or below is closed."""
        rank = CONTAINERS.index(level) if level in CONTAINERS else (-1 if level == "部" else len(CONTAINERS))
        while self.stack and (self.stack[-1][0] >= rank or _FOREWORD.match(self.stack[-1][1].heading)):
            self.stack.pop()  # 前言 ends where the first chapter begins
        parent = self.home()
        if level in ("节", "分编") and parent is not self.top and parent.step.level in CONTAINERS:
            label = parent.label + label
        else:
            label = self.prefix + label
        node = Node(Step(level, number), label, "container", line.start, line.end, line.start + body, heading)
        parent.add(node)
        self.stack.append((rank, node))
        return node

    def home(self) -> Node:
        return self.stack[-1][1] if self.stack else self.top

    def division(self, line: Line, mark: Mark, continuation: Line | None) -> Node:
        """A 编/分编/章/节 heading, with its title on the next line where it stands alone (第一章 / 总则)."""
        heading = line.text[mark.end :].strip()
        number = chinese(mark.number) + ("之" + chinese(mark.suffix) if mark.suffix else "")
        node = self.container(
            mark.style, mark.number, f"第{number}{mark.style}".replace("章之", "章之"), line, mark.end, heading
        )
        node.step = Step(mark.style, mark.number, mark.suffix)
        if continuation is not None:
            node.heading = heading + continuation.text.strip()
            node.end = continuation.end
        return node

    def article(self, group: Sequence[Line], mark: Mark) -> Node:
        """An article from its lines, the first of which opens with `mark`."""
        first = group[0]
        label = f"{self.prefix}第{chinese(mark.number)}条" + (f"之{chinese(mark.suffix)}" if mark.suffix else "")
        heading, words = bracketed(first.text, mark.end)
        if self.headed and not heading and own_heading(group, mark):
            heading, words = first.text[mark.end :].strip(), len(first.text)
        node = Node(
            Step("条", mark.number, mark.suffix),
            label,
            "unit",
            first.start,
            group[-1].end,
            first.start + min(mark.end, len(first.text)),
            heading,
        )
        self.home().add(node)
        parts(node, group, words)
        return node


def parts(unit: Node, group: Sequence[Line], words: int) -> None:
    """Put the 款, 项 and 目 of an article under it. `words` is where its text begins in the first line."""
    paragraphs: list[Node] = []
    current: list[tuple[str, Node]] = []  # open lists: (style, last item), outermost first
    closed: list[tuple[str, Node]] = []  # those that a paragraph has ended
    counts = [0]
    for number, line in enumerate(group):
        start = words if number == 0 else 0
        if start >= len(line.text) and number == 0:
            continue  # the number stands alone; the words follow on the next line
        if line.text.startswith("|") and (paragraphs or current):
            (
                current[-1][1] if current else paragraphs[-1]
            ).end = line.end  # a row of a table belongs to what it follows
            continue
        following = item(group[number + 1].text) if number + 1 < len(group) else None
        mark = item(line.text, start) if number == 0 else item(line.text)
        if mark is None and current and _lost(group[number : number + MOST_LOST + 1], current):
            style, last = current[0]
            mark = Mark(style, last.step.number + 1)
        if mark is not None and _goes_on(mark, current, closed, group[number - 1]):
            _take_in(closed[0][1], paragraphs)
            current[:] = closed[:1]
        elif mark is not None and not current and mark.style == "（一）" and mark.number > 1:
            _restore(mark.number - 1, paragraphs, current, group, number, unit.label)
        if mark is not None and _is_item(mark, current, number, following):
            if not paragraphs:
                paragraphs.append(_paragraph(unit, 1, line.start + start, line.end))
            holder = _place(paragraphs[-1], current, mark, line.start, line.end, unit.label)
            _run(holder, line, mark.end, current, following, unit.label)
        else:
            counts[0] += 1
            closed = list(current) or closed
            current.clear()
            paragraphs.append(_paragraph(unit, len(paragraphs) + 1, line.start + (start if number else 0), line.end))
            _run(paragraphs[-1], line, start, current, following, unit.label)
    _attach(unit, paragraphs)


def _goes_on(mark: Mark, current: Sequence[tuple[str, Node]], closed: Sequence[tuple[str, Node]], above: Line) -> bool:
    """Whether a list that a paragraph has ended goes on behind it: （二）甲。⏎甲的改动，是指乙。⏎（三）丙."""
    if not closed or closed[0][0] != mark.style or above.text.rstrip()[-1:] in ("：", ":"):
        return False
    open_too = any(style == mark.style for style, _ in current)
    return mark.number > 1 and closed[0][1].step.number == mark.number - 1 and not open_too


def _take_in(last: Node, paragraphs: list[Node]) -> None:
    """What stands between two items belongs to the first, its lists as 目."""
    last.end = paragraphs[-1].end
    while paragraphs[-1].start > last.start:
        for child in reversed(paragraphs.pop().children):
            child.step, child.label = Step("目", child.step.number), f"第{child.step.number}目"
            last.children.insert(0, child)


def _lost(lines: Sequence[Line], current: Sequence[tuple[str, Node]]) -> bool:
    """Whether the first of the lines is an item that has lost its number: two lines stand between （二） and （五）."""
    marks = [item(line.text) for line in lines]
    between = next((i for i, mark in enumerate(marks) if mark is not None), 0)
    following = marks[between]
    if not current or not between or following is None or following.style != current[0][0]:
        return False
    return following.number == current[0][1].step.number + between + 1


def _restore(
    missing: int,
    paragraphs: list[Node],
    current: list[tuple[str, Node]],
    group: Sequence[Line],
    at: int,
    article: str,
) -> None:
    """Take the lines before （三）, group[at], for the items that have lost their numbers: they end in semicolons, and
    the line before them ends in a colon. Without all of these signs nothing is done."""
    lead = group[at - missing - 1] if at > missing else None
    lines = group[at - missing : at] if lead is not None else ()
    nodes = paragraphs[-missing:]
    ends = "".join(line.text.rstrip()[-1:] for line in lines)
    if lead is None or lead.text.rstrip()[-1:] not in ("：", ":") or ends.strip("；;"):
        return
    if len(paragraphs) <= missing or any(node.children for node in nodes):
        return
    del paragraphs[-missing:]
    for number, line in enumerate(lines, 1):
        _place(paragraphs[-1], current, Mark("（一）", number), line.start, line.end, article)


def _paragraph(unit: Node, number: int, start: int, end: int) -> Node:
    return Node(Step("款", number), f"{unit.label}第{chinese(number)}款", "part", start, end, start)


def _is_item(mark: Mark, current: Sequence[tuple[str, Node]], number: int, following: Mark | None) -> bool:
    for style, last in current:
        if style == mark.style:
            return mark.number > last.step.number or mark.number == 1
    if mark.number == 1:
        return True
    # A list that does not begin with one: believed where its mark cannot be anything else, reported by the audit.
    return mark.style == "（一）" or (
        following is not None and following.style == mark.style and following.number == mark.number + 1
    )


def _place(paragraph: Node, current: list[tuple[str, Node]], mark: Mark, offset: int, end: int, article: str) -> Node:
    """Make the item that `mark` opens, at its depth: 项 under the 款, 目 under the 项."""
    for depth, (style, _) in enumerate(current):
        if style == mark.style:
            del current[depth:]
            break
    depth = len(current)
    holder = current[-1][1] if current else paragraph
    level = ("项", "目")[depth] if depth < 2 else "子目"
    # Labels of items are completed in _attach, when it is known whether the 款 has to be named.
    label = f"第（{chinese(mark.number)}）项" if depth == 0 else f"第{mark.number}{level}"
    node = Node(Step(level, mark.number), label, "part", offset + mark.start, end, offset + mark.end)
    holder.add(node)
    current.append((mark.style, node))
    return node


def _run(
    holder: Node,
    line: Line,
    start: int,
    current: list[tuple[str, Node]],
    following: Mark | None,
    article: str,
    depth: int = 0,
) -> None:
    """Items that run inside a line, below `holder` (a 款 or an item that ends with the line)."""
    end = holder.end - line.start
    found = inline(line.text, start, end, following)
    if not found or any(style == found[0].style for style, _ in current):
        return
    base = list(current)
    for index, mark in enumerate(found):
        stop = found[index + 1].start if index + 1 < len(found) else end
        del current[len(base) :]
        node = _place(holder, current, mark, line.start, line.start + stop, article)
        if depth < 2:
            _run(node, line, mark.end, current, following if stop == end else None, article, depth + 1)
    # Blanks between two inline items belong to the one before; nothing is left over.


def _attach(unit: Node, paragraphs: Sequence[Node]) -> None:
    """Number the 款, leave out a single one, and complete the labels of the items."""
    with_items = [p for p in paragraphs if p.children]
    named = not (len(with_items) == 1 and with_items[0] is paragraphs[0])
    single = len(paragraphs) == 1
    for paragraph in paragraphs:
        base = paragraph.label if named and not single else unit.label
        stack = [(child, base) for child in paragraph.children]
        while stack:
            node, before = stack.pop()
            node.label = before + node.label
            stack.extend((child, node.label) for child in node.children)
        if single:
            unit.children.extend(paragraph.children)
        else:
            unit.add(paragraph)


def is_title(line: Line) -> bool:
    """Whether a line without a number may be a heading among articles: short and no sentence."""
    return caption(line.text) and len(line.text.strip()) <= 40 and item(line.text) is None
