"""Documents with articles: which lines open 编, 分编, 章, 节 and 条, whose 款, 项 and 目 are made by items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.contents import without_range
from tiaowen.reading.grammar.headings import CONTAINERS, SENTENCE_END, Mark, bracketed, caption, division, item
from tiaowen.reading.grammar.numerals import NUMBER, chinese
from tiaowen.reading.structure.items import parts
from tiaowen.reading.structure.tree import Line, Node, of_line

_QUOTING = re.compile(r"(?:修改为|改为|作为第|增加|增写|修订为|表述为)[^。]{0,30}[:：]\s*$|内容如下[:：]\s*$")
_FOREWORD = re.compile(r"(?:序|前|引|导)\s*言$|序$")
_GLUED = re.compile(rf"(?<=[。；;”）)])[ \t\u3000\xa0]*(?=[第笫][ \u3000]?{NUMBER}[ \u3000]?[条條])")


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
    """The lines, cut where the article that comes next begins inside one (…处理。 第十六条 市人民…).

    Without any blank (…处理。第十六条市人民…) it is believed behind a full stop where no line below has that number.
    """
    found: list[Line] = []
    last = 0
    marks = [division(line.text) if line.role == "body" else None for line in lines]
    below = [0] * len(lines)  # the number of the next article that has a line of its own
    for i in range(len(lines) - 2, -1, -1):
        mark = marks[i + 1]
        below[i] = mark.number if mark is not None and mark.style == "条" else below[i + 1]
    for i, line in enumerate(lines):
        mark = marks[i]
        if line.role != "body":
            found.append(line)
            continue
        if mark is not None and mark.style == "条":
            last = mark.number
        at = seen = depth = 0  # quotation marks are counted once, so that a line of megabytes stays linear
        for glue in _GLUED.finditer(line.text) if last else ():
            mark = division(line.text, glue.end())
            if mark is None or mark.number != last + 1 or mark.suffix:
                continue
            if not (mark.spaced or glue.group() or line.text[glue.start() - 1] == "。" and below[i] != mark.number):
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
    return mark.style, mark.number, without_range(re.sub(r"\s", "", line.text[mark.end :]))


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
    if mark.doubtful:  # the one before it may be lost, but the next one must go on from it
        return continued and last < number <= (last[0] + 3, 0)
    if not mark.spaced:
        return continued and not resumed and (number > last or mark.number == 1)
    if number > last:
        return not resumed or continued
    if mark.number == 1:
        return continued or following is None
    return continued or not resumed


def headed(groups: Sequence[tuple[Sequence[Line], Mark]]) -> bool:
    """Whether the first lines of the articles are their headings, as in contracts: 第二条 租赁期限 / 租赁期为…。

    Believed where at least two articles and half of all have such a line above their words, or a title in brackets: a
    single line without a full stop is a misprint.
    """
    numbered = [(group, mark) for group, mark in groups if mark.style == "条"]
    found = sum(own_heading(group, mark) or bool(bracketed(group[0].text, mark.end)[0]) for group, mark in numbered)
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
        node = of_line(line, Step(level, number), label, "container", body, heading)
        parent.add(node)
        self.stack.append((rank, node))
        return node

    def continues(self, mark: Mark | None) -> bool:
        """Whether a heading is the next one beside or above an open one: 第二章, 第二编 where articles begin anew."""
        levels = [node.step for _, node in self.stack]
        return mark is not None and any((step.level, step.number + 1) == (mark.style, mark.number) for step in levels)

    def home(self) -> Node:
        return self.stack[-1][1] if self.stack else self.top

    def division(self, line: Line, mark: Mark, continuation: Line | None) -> Node:
        """A 编/分编/章/节 heading, with its title on the next line where it stands alone (第一章 / 总则)."""
        heading = line.text[mark.end :].strip()
        label = f"第{chinese(mark.number)}{mark.style}" + (f"之{chinese(mark.suffix)}" if mark.suffix else "")
        node = self.container(mark.style, mark.number, label, line, mark.end, heading)
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


def is_title(line: Line) -> bool:
    """Whether a line without a number may be a heading among articles: short and no sentence."""
    return caption(line.text) and len(line.text.strip()) <= 40 and item(line.text) is None
