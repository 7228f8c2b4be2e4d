"""Paragraphs that open with a label: questions with answers, and labelled blocks (问题一：… 工作措施2：…)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.headings import caption, item, lead
from tiaowen.reading.grammar.marks import article, is_container
from tiaowen.reading.grammar.numerals import NUMBER, chinese, value
from tiaowen.reading.structure.tree import Line, Node, of_line

_ASK = re.compile(
    r"(?:问|记者问?|主持人|[QqＱ]\d{0,3})[ \u3000]*[：:]|[QqＱ]\d{1,3}[ \u3000]*[.．、]|[【\[]问[】\]][ \u3000]*[：:]?"
)
_REPLY = re.compile(
    r"(?:答|[AaＡ]\d{0,3})[ \u3000]*[：:]|[AaＡ]\d{1,3}[ \u3000]*[.．、]|[【\[]答[】\]][ \u3000]*[：:]?"
)
_INNER_REPLY = re.compile(r"(?<=[？?。！!])[ \u3000]*(?:(?:答|[AaＡ]\d{0,3})[ \u3000]*[：:]|【答】[ \u3000]*[：:]?)")
_INTERVIEW = re.compile(r"(?:答记者问|问答)$")
_LABEL = re.compile(rf"(?P<name>[一-龥]{{2,6}}?)[ \u3000]*(?P<n>{NUMBER})?[ \u3000]*[：:]")
_DEPENDENT = re.compile(
    r"(?:责任|牵头|配合|督导|督办|验收|主责|承办|协办|主办|参与)(?:单位|部门|领导|人|主体|科室|处室)|(?:完成|整改|办结|办理)?(?:时限|时间|期限)|进度安排"
)
_NO_GROUP = re.compile(r"附件|附表|附录|附图|图|表|注|公式|第")


def _words(text: str) -> int:
    """Where 问： may stand in a line: after a bullet, after the number of a question (1.问：, 二、问：)."""
    start = lead(text)
    mark = item(text, start)
    return mark.end if mark is not None and _ASK.match(text, mark.end) else start


def _asked(lines: Sequence[Line]) -> list[int]:
    """For each line that asks, where its question begins; -1 for the others.

    问：… asks, and so does a numbered or marked heading with a question mark whose answer (答：…) comes next.
    """
    found: list[int] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        ask = _ASK.match(line.text, _words(line.text))
        if ask is not None:
            found.append(ask.end())
            continue
        mark = item(line.text, lead(line.text))
        answered = following is not None and _REPLY.match(following.text, lead(following.text)) is not None
        heads = answered and line.text.rstrip()[-1:] in "？?" and (mark is not None or line.heading > 0)
        found.append((mark.end if mark is not None else 0) if heads else -1)
    return found


def is_dialogue(lines: Sequence[Line]) -> bool:
    """Whether the document is questions and answers: at least two of each."""
    asks = sum(1 for at in _asked(lines) if at >= 0)
    replies = sum(
        1
        for line in lines
        if _REPLY.match(line.text, lead(line.text))
        or _ASK.match(line.text, _words(line.text))
        and _INNER_REPLY.search(line.text)
    )
    return asks >= 2 and replies >= 2 or asks == replies == 1 and len(lines) <= 8


def parted(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of questions and answers, and those of a text beside them that has its own headings.

    A guide may end with questions (常见问答), and a handbook have some under one of its headings: what stands under
    another heading of that level, and has no question, belongs to no answer.
    """
    asks = [at >= 0 for at in _asked(lines)]
    before = _preceding(lines, asks.index(True))
    levels = _levels(lines, asks)
    heads = [i for i, line in enumerate(lines) if i > before and line.heading in levels]
    spoken: list[Line] = []
    others: list[Line] = list(lines[:before])
    for low, high in pairwise([before, *heads, len(lines)]):
        introduces = low == before and lines[low].heading not in levels
        (spoken if any(asks[low:high]) or introduces else others).extend(lines[low:high])
    return spoken, others


def _levels(lines: Sequence[Line], asks: Sequence[bool]) -> set[int]:
    """The levels of the headings that stand just above a question."""
    return {line.heading for line, asked in zip(lines, asks[1:], strict=False) if asked} - {0}


def _preceding(lines: Sequence[Line], first: int) -> int:
    """How many lines before the first question are a text with headings of its own, longer than what follows."""
    heads = [
        i for i, line in enumerate(lines[:first]) if line.heading or item(line.text) is not None or article(line.text)
    ]
    own = first - (bool(heads) and heads[-1] == first - 1)  # the heading above the first question belongs to them
    own -= own > 0 and len(lines[own - 1].text) <= 60 and _INTERVIEW.search(lines[own - 1].text) is not None
    longer = 2 * sum(len(line.text) for line in lines[:own]) > sum(len(line.text) for line in lines)
    marks = [
        mark.number for i in heads if i < own and (mark := item(lines[i].text)) is not None and mark.style == "一、"
    ]
    articles = [number for i in heads if i < own and (number := article(lines[i].text))]
    longer = longer or len(articles) > 1 and articles[:2] == [1, 2]
    longer = longer or len(marks) > 1 and marks == list(range(1, len(marks) + 1)) and own < first
    return own if longer and len([i for i in heads if i < own]) > 1 else 0


def dialogue(top: Node, lines: Sequence[Line], prefix: str = "") -> None:
    """Each question with its answer is one unit, 答1, 答2 …; what stands before the first question is 导语.

    A heading just above a question (一、缴存), and any of the level of one, groups the questions below it; their
    numbers run on.
    """
    unit: Node | None = None
    home = top
    count = paragraphs = 0
    asked = _asked(lines)
    asks = [at >= 0 for at in asked]
    levels = _levels(lines, asks)
    titles = [
        not ask
        and (line.heading in levels or following and (line.heading > 0 or item(line.text) or is_container(line.text)))
        and caption(line.text)
        for line, ask, following in zip(lines, asks, [*asks[1:], False], strict=True)
    ]
    first = titles.index(True) if True in titles[: asks.index(True)] else asks.index(True)
    for number, line in enumerate(lines[:first], 1):
        label = "导语" if first == 1 else f"导语第{number}段"
        top.add(of_line(line, Step("导语", 0 if first == 1 else number), prefix + label))
    for index in range(first, len(lines)):
        line = lines[index]
        start = _words(line.text)
        if asks[index]:
            count += 1
            unit = home.add(_question(line, asked[index], f"{prefix}答{count}", f"{prefix}问{count}", count))
            paragraphs = len(unit.children) - 1
            continue
        if titles[index]:
            words = line.text.strip()
            label = prefix + re.sub(r"\s+", "", words)
            home = top.add(of_line(line, Step("标题"), label, "container", heading=words))
            unit, paragraphs = None, 0
            continue
        paragraphs += 1
        if unit is None:  # between a heading and its first question
            home.add(of_line(line, Step("段", paragraphs), f"{home.label}第{paragraphs}段"))
            continue
        reply = _REPLY.match(line.text, start)
        unit.add(_reply(unit, paragraphs, line.start, line.end, line.start + (reply.end() if reply else 0)))
        unit.end = line.end


def _question(line: Line, body: int, label: str, asked: str, number: int) -> Node:
    """A question, whose words begin at `body` in the line, with its answer where that begins on the same line."""
    inner = _INNER_REPLY.search(line.text, body)
    stop = inner.start() if inner else len(line.text)
    question = line.text[body:stop].strip()
    unit = of_line(line, Step("问答", number), label, "unit", body, question)
    unit.add(Node(Step("问"), asked, "part", line.start, line.start + stop, line.start + body))
    if inner:
        unit.add(_reply(unit, 1, line.start + stop, line.end, line.start + inner.end()))
    return unit


def _reply(unit: Node, number: int, start: int, end: int, body: int) -> Node:
    return Node(Step("段", number), f"{unit.label}第{number}段", "part", start, end, min(body, end))


def labelled(lines: Sequence[Line]) -> str | None:
    """The label that numbers the groups of a labelled block (问题 in 问题一：… 问题二：…), or None."""
    numbers: dict[str, list[int]] = {}
    names: dict[str, int] = {}
    for line in lines:
        found = _LABEL.match(line.text, lead(line.text))
        if found is None or _NO_GROUP.match(found["name"]):
            continue
        names[found["name"]] = names.get(found["name"], 0) + 1
        if found["n"] and (number := value(found["n"])) is not None:
            numbers.setdefault(found["name"], []).append(number)
    for name, run in numbers.items():
        # The groups are what runs 1, 2, 3 once; what restarts belongs below them.
        if len(run) >= 2 and run == list(range(1, len(run) + 1)) and len(names) >= 2:
            return name
    return None


class Blocks:
    """The groups of a labelled block and the units in them."""

    def __init__(self, top: Node, lines: Sequence[Line], group: str, prefix: str = "") -> None:
        self.top = top
        self.group = group
        self.prefix = prefix
        self.lines = lines
        self.numbered = {
            found["name"]
            for line in lines
            if (found := _LABEL.match(line.text, lead(line.text))) and found["n"] and found["name"] != group
        }

    def build(self) -> None:
        container: Node | None = None
        unit: Node | None = None
        below_numbered = False
        count = 0
        for line in self.lines:
            start = lead(line.text)
            found = _LABEL.match(line.text, start)
            name = found["name"] if found else ""
            number = (value(found["n"]) if found and found["n"] else None) or 0
            if found and name == self.group and number:
                container, unit = self._group(line, name, number, found.end())
                below_numbered = False
            elif container is None:
                count += 1
                self.top.add(of_line(line, Step("段", count), f"{self.top.label}第{count}段"))
            elif found and not _DEPENDENT.match(name) and (name in self.numbered or not below_numbered):
                printed = name + (str(number) if number else "")
                level = name[-2:] if name in self.numbered else name
                label = f"{container.label}·{printed}"
                unit = container.add(of_line(line, Step(level, number), label, "unit", found.end()))
                below_numbered = name in self.numbered
            elif unit is not None:
                self._append(unit, line, name)
            else:
                unit = container.add(of_line(line, Step("段", 1), f"{container.label}第1段"))

    def _group(self, line: Line, name: str, number: int, end: int) -> tuple[Node, Node | None]:
        printed = name + (chinese(number) if re.search(rf"{name}\s*[一-龥]", line.text[:end]) else str(number))
        node = Node(
            Step(name, number), self.prefix + printed, "container", line.start, line.start + end, line.start + end
        )
        self.top.add(node)
        if not line.text[end:].strip():
            node.end = line.end
            return node, None
        begin = line.start + end
        return node, node.add(Node(Step(f"{name}描述"), f"{node.label}·{name}描述", "unit", begin, line.end, begin))

    def _append(self, unit: Node, line: Line, name: str) -> None:
        """A further paragraph of a unit; 责任单位, 完成时限 and the like are parts that an answer can point to."""
        label = f"{unit.label}·{name}" if name else f"{unit.label}第{len(unit.children) + 2}段"
        step = Step(name) if name else Step("段", len(unit.children) + 2)
        found = _LABEL.match(line.text, lead(line.text))
        unit.add(of_line(line, step, label, "part", found.end() if found else 0))
        unit.end = line.end
