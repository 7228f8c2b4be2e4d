"""One document's paragraphs -> its tree of clauses.

The document is cut into regions (the document proper, its appendices, a regulation printed after the decision that
issues it); each region is articles, questions with answers, labelled blocks, sections or prose. What documents.py
has recognised by role (题注, 文号, 落款 …) becomes a unit. Units and the headings of containers partition the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tiaowen.datamodels import Clause, Document, Step, Variant, Witness
from tiaowen.reading import appendices, articles, blocks, decimals, prose, section_marks, sections
from tiaowen.reading.footnotes import is_header
from tiaowen.reading.headings import CONTAINERS, UNNUMBERED, Mark, caption, division, item
from tiaowen.reading.marks import OFFICE_END
from tiaowen.reading.marks import is_title as names_document
from tiaowen.reading.marks import points as dots
from tiaowen.reading.numerals import chinese
from tiaowen.reading.paragraphs import BOLD, NOTES, Draft
from tiaowen.reading.tree import Line, Node, add_rows, aligned_rows, lines, resumes, root

LABELS = {
    "letterhead": "版头",
    "title": "标题",
    "number": "文号",
    "note": "题注",
    "addressee": "主送机关",
    "lead": "导语",
    "signature": "落款",
    "date": "成文日期",
    "attachment": "附件",
    "caption": "图注",
    "byline": "署名",
    "imprint": "版记",
    "footnote": "注释",
    "textbox": "文本框",
}


def build(
    draft: Draft,
    document_id: str,
    witnesses: Sequence[Witness] = (),
    variants: Sequence[Variant] = (),
    aliases: Sequence[str] = (),
) -> tuple[Document, tuple[Clause, ...]]:
    """The document of `draft` and its clauses in reading order. Further `witnesses` come after the draft's own."""
    document = Document(
        document_id,
        draft.title,
        draft.kind,
        draft.issuer,
        draft.number,
        draft.date,
        (draft.witness(), *witnesses),
        tuple(variants),
        tuple(aliases),
    )
    top = root()
    for region in _regions(lines(draft.paragraphs)):
        _region(top, region, draft)
    top.children.sort(key=lambda node: node.start)
    top.stretch()
    add_rows(top, document.text, aligned_rows(draft.paragraphs))
    _only_text(top)
    return document, tuple(_clauses(top, document))


def _regions(all_lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The document proper and each of its appendices (附件, 附表 …)."""
    region: list[Line] = []
    for number, line in enumerate(all_lines):
        begins = appendices.begins(line) and not appendices.inset(all_lines, number)
        if region and (begins or appendices.is_bibliography(all_lines, number)):
            yield region
            region = []
        region.append(line)
    if region:
        yield region


def _region(top: Node, region: Sequence[Line], draft: Draft) -> None:
    before, body, after = _split(region)
    _specials(top, before)
    _specials(top, after)
    if not body:
        return
    prefix = ""
    if region[0] is body[0] and (appendices.begins(body[0]) or appendices.is_bibliography(body, 0)):
        listing = any(line.role in ("signature", "date") for line in after)
        listing = listing or all(line.role == "attachment" for line in body) or len(body) == 1
        name = appendices.label(body[0])
        if listing:
            node = Node(Step("附件"), name, "unit", body[0].start, body[-1].end, body[0].start)
            top.add(node)
            return
        size = appendices.heading_lines(body)
        words = " ".join(line.text.strip() for line in body[:size])
        node = Node(Step("附件"), name, "container", body[0].start, body[size - 1].end, body[0].start, words)
        top = top.add(node)
        prefix, body = name, body[size:]
    _content(top, body, prefix, draft)


def _split(region: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Lines with roles at the two ends of a region, and what is between: a caption in an article stays there."""
    first, last = 0, len(region)
    while first < last and region[first].role not in ("body", "attachment"):
        first += 1
    while last > first and region[last - 1].role not in ("body", "attachment"):
        last -= 1
    return list(region[:first]), list(region[first:last]), list(region[last:])


def _specials(top: Node, found: Sequence[Line]) -> None:
    """Units for 文号, 题注, 落款 …; neighbours of one role are one unit, but every paragraph of a lead is its own, and
    so is every note, the first with 注释： above it."""
    leads = sum(1 for line in found if line.role == "lead")
    count = 0
    noted = Counter[str]()
    index = 0
    while index < len(found):
        line = found[index]
        label = LABELS.get(line.role, "段")
        end = index + 1
        if line.role == "lead":
            count += 1
            step = Step(label, count if leads > 1 else 0)
            label += f"第{count}段" if leads > 1 else ""
        elif line.role in NOTES:
            noted[label] += 1
            step = Step(label, noted[label])
            end += line.role == "footnote" and is_header(line.text) and end < len(found)
            label += str(noted[label])
        else:
            step = Step(label)
            while end < len(found) and found[end].role == line.role:
                end += 1
        role = "container" if line.role == "title" else "unit"
        heading = line.text.strip() if line.role == "title" else ""
        top.add(
            Node(
                step,
                label,
                "container" if role == "container" else "unit",
                line.start,
                found[end - 1].end,
                line.start,
                heading,
            )
        )
        index = end


def _content(top: Node, body: Sequence[Line], prefix: str, draft: Draft) -> None:
    if blocks.is_dialogue(body):
        spoken, others = blocks.parted(body)
        if others:
            _content(top, others, prefix, draft)
        blocks.dialogue(top, spoken, prefix)
        return
    body = articles.unglue(body)
    marks = articles.headings(body)
    start, end = articles.contents(body, marks)
    if start < end:
        top.add(Node(Step("目录"), prefix + "目录", "unit", body[start].start, body[end - 1].end, body[start].start))
        if start:
            prose.opening(top, body[:start], prefix)
        body = body[end:]
        marks = {index - end: mark for index, mark in marks.items() if index >= end}
    if not any(mark.style == "条" for mark in marks.values()) and _lonely(marks):
        marks = {}
    if not marks:
        sections.build(top, body, prefix, draft.kind == "news")
        return
    cuts = _cuts(body, marks)
    order = sorted(marks)
    builder: articles.Builder | None = None
    for number, start in enumerate(cuts):
        stop = cuts[number + 1] if number + 1 < len(cuts) else len(body)
        inner = {i - start: marks[i] for i in order[bisect_left(order, start) : bisect_left(order, stop)]}
        part = body[start:stop]
        home, name = top, prefix
        if number > 0 and 0 not in inner and _title(part[0]):
            size = _title_lines(part, inner)
            words = re.sub(r"\s+", "", "".join(line.text for line in part[:size]))
            heading = part[0].text.strip() if size == 1 else words
            name, last = prefix + words, part[size - 1]
            home = top.add(Node(Step("标题"), name, "container", part[0].start, last.end, part[0].start, heading))
            part = part[size:]
            inner = {index - size: mark for index, mark in inner.items()}
        if not inner:
            sections.build(home, part, name)
            builder = None
            continue
        if builder is None or home is not top or not builder.continues(inner.get(0)):
            builder = articles.Builder(home, name)
        _articles(builder, part, inner)


def _lonely(marks: dict[int, Mark]) -> bool:
    """Chapters without any article are believed only where they run from one."""
    numbers = [mark.number for mark in marks.values()]
    return len(numbers) < 2 or numbers[0] != 1


def _cuts(body: Sequence[Line], marks: dict[int, Mark]) -> list[int]:
    """Where in the lines a further text begins: the articles start again at one, or follow numbered sections."""
    cuts = [0]
    seen = False
    for index in sorted(marks):
        mark = marks[index]
        if mark.style != "条":
            continue
        restart = mark.number == 1 and not mark.suffix and seen
        first = not seen and sum(1 for line in body[:index] if item(line.text)) >= 2
        seen = True
        if not restart and not first:
            continue
        start = index
        while start > cuts[-1] and (
            start - 1 in marks and marks[start - 1].style != "条" or UNNUMBERED.match(body[start - 1].text.strip())
        ):
            start -= 1
        if restart and start == index and start - 1 > cuts[-1] and _numbered_name(body[start - 1]):
            start -= 1  # 二、印章管理制度, whose articles begin with 第一条
        back = start
        while (
            back > cuts[-1] + 1 and start - back < 4 and not _title(body[back - 1]) and len(body[back - 1].text) <= 120
        ):
            back -= 1
        if back > cuts[-1] + 1 and _title(body[back - 1]) and back - 1 not in marks:
            start = back - 1
            for above in range(back - 2, max(back - 4, cuts[-1]), -1):
                if above in marks or not _title(body[above]):
                    break
                if _title_lines(body[above:back], {}) == back - above:
                    start = above
        if start > cuts[-1]:
            cuts.append(start)
    return cuts


def _numbered_name(line: Line) -> bool:
    """Whether a line is a heading or the name of a document behind 二、 or （二）."""
    mark = item(line.text)
    if mark is None or mark.style not in ("一、", "（一）") or not caption(line.text) or len(line.text) > 40:
        return False
    return line.heading > 0 or names_document(re.sub(r"\s+", "", line.text[mark.end :]))


_CONCERNING = re.compile(rf"(?:[^，。；：]{{2,40}}?{OFFICE_END})?关于")


def _title_lines(lines: Sequence[Line], marks: Mapping[int, Mark]) -> int:
    """How many lines the title takes that the lines begin with: 最高人民法院 / 关于审理…适用法律 / 问题的若干规定."""
    printed, size = "", 1
    for count, line in enumerate(lines[:4], 1):
        if count - 1 in marks or not _title(line):
            break
        printed += re.sub(r"\s+", "", line.text)
        if _CONCERNING.match(printed) and names_document(printed):
            size = count
    return size


def _title(line: Line) -> bool:
    return articles.is_title(line) and len(line.text.strip()) >= 4 and division(line.text) is None


def _articles(builder: articles.Builder, body: Sequence[Line], marks: dict[int, Mark]) -> None:
    top, prefix = builder.top, builder.prefix
    titles = _inner_titles(body, marks) - _dotted(body, marks)
    titles |= {i for i in range(1, len(body)) if i not in marks and resumes(body, i)}
    openers = sorted(set(marks) | set(titles))
    if openers[0] > 0:
        ahead = body[: openers[0]]
        if sum(1 for line in ahead if item(line.text)) >= 2:
            sections.build(top, ahead, prefix)
        else:
            prose.opening(top, ahead, prefix)
    stops = [*openers[1:], len(body)]
    builder.headed = articles.headed(
        [(body[i:stop], marks[i]) for i, stop in zip(openers, stops, strict=True) if i in marks]
    )
    spans = list(zip(openers, stops, strict=True))
    counted = {
        i: decimals.numbered(body[i + 1 : stop], marks[i].number)
        for i, stop in spans
        if i in marks and marks[i].style != "条"
    }
    before = section_marks.numbered_chapters([body[index + 1 : stop] for index, stop in spans])
    for (index, stop), points in zip(spans, before, strict=True):
        line, group = body[index], body[index:stop]
        mark = marks.get(index)
        if mark is not None and mark.style == "条":
            builder.article(group, mark)
            continue
        rest = list(group[1:])
        if mark is not None:
            goes_on = rest and articles.wrapped(line, mark) and articles.is_title(rest[0])
            continuation = rest.pop(0) if goes_on else None
            node = builder.division(line, mark, continuation)
        else:
            node = _inner_title(builder, line)
        if mark is not None and counted[index] and sum(counted.values()) > 1:
            decimals.build(node, rest, prefix, mark.number)  # 第三章 holds 3.1
            continue
        numbered = [first for other in rest if (first := item(other.text)) is not None]
        if len(numbered) >= 2 and numbered[0].number == 1 and numbered[0].style == "一、":
            sections.build(node, rest, node.label)  # a chapter of a plan: 一、指导思想 二、基本原则
            continue
        if points is not None and item(rest[0].text):  # 第一章 holds 1. 2. 3., or all chapters together hold 1. to 29.
            sections.build(node, rest, "" if any(before) else node.label, before=points)
            continue
        for count, other in enumerate(rest, 1):
            node.add(Node(Step("段", count), f"{node.label}第{count}段", "unit", other.start, other.end, other.start))


def _dotted(body: Sequence[Line], marks: dict[int, Mark]) -> frozenset[int]:
    """Headings 1.1, 1.2 of chapters that are numbered so and hold no articles: numbers below 第一章, not titles."""
    order = sorted(marks)
    found: set[int] = set()
    numbers = 0
    for index, stop in zip(order, [*order[1:], len(body)], strict=True):
        if "条" in (marks[index].style, marks[stop].style if stop in marks else ""):
            continue
        if count := decimals.numbered(body[index + 1 : stop], marks[index].number):
            numbers += count
            found.update(number for number in range(index + 1, stop) if dots(body[number].text))
    return frozenset(found if numbers > 1 else ())


def _inner_titles(body: Sequence[Line], marks: dict[int, Mark]) -> frozenset[int]:
    """Headings among articles that are no 编章节: 序言, and 一、一般规定 where the articles run on below it."""
    found: set[int] = set()
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        if index in marks or not caption(line.text):
            continue
        mark = item(line.text)
        if mark is None:
            above = marks.get(index - 1)
            titles = above is not None and above.style != "条" and articles.wrapped(body[index - 1], above)
            if not titles and (
                UNNUMBERED.match(line.text.strip())
                or 0 < line.heading < BOLD
                or (line.heading == BOLD and index + 1 in marks)
                or _lost_number(body, index, marks)
            ):
                found.add(index)
        elif mark.style in ("一、", "（一）") and (index + 1 in marks or index + 1 in found) and len(line.text) <= 40:
            found.add(index)
    # The last item of a list may lack its full stop; only what counts 1, 2, 3 from the beginning is a heading.
    expected: dict[str, int] = {}
    for index in sorted(found):
        mark = item(body[index].text)
        if mark is None:
            expected.clear()
            continue
        if mark.number not in (1, expected.get(mark.style, 0) + 1) and not (index == 0 and 1 in marks):
            found.discard(index)
            continue
        if (
            mark.number == 1
            and expected.get(mark.style, 0) == 0
            and index > 0
            and mark.style == "（一）"
            and "一、" not in expected
        ):
            found.discard(index)
            continue
        expected[mark.style] = mark.number
    return frozenset(found)


_BARE_TITLE = re.compile(r"[\u4e00-\u9fff、（） \u3000]{3,25}$")


def _lost_number(body: Sequence[Line], index: int, marks: dict[int, Mark]) -> bool:
    """Whether a line is a title that has lost its number: bare words between a full stop and an article."""
    following = marks.get(index + 1)
    return (
        index > 0
        and following is not None
        and following.style == "条"
        and body[index - 1].text.endswith("。")
        and _BARE_TITLE.match(body[index].text.strip()) is not None
    )


def _inner_title(builder: articles.Builder, line: Line) -> Node:
    mark = item(line.text)
    if mark is None or mark.style not in ("一、", "（一）"):
        words = line.text.strip()
        return builder.container("部", 0, re.sub(r"\s+", "", words), line, 0, words)
    heading = line.text[mark.end :].strip()
    name = f"{chinese(mark.number)}、" if mark.style == "一、" else f"（{chinese(mark.number)}）"
    return builder.container(sections.LEVELS[mark.style], mark.number, name + heading, line, mark.end, heading)


def _only_text(top: Node) -> None:
    """Articles that stand in one appendix only are the document's articles: 第三条, not 附件第三条.

    So with a decision that prints the whole regulation anew, and a notice with the regulation that it issues.
    """
    homes = [node for node in top.children if any(below.step.level == "条" for below in node.walk())]
    if len(homes) != 1 or homes[0].step.level not in ("附件", "标题"):
        return
    home = homes[0]
    levels = (*CONTAINERS, "条", "款", "项", "目", "子目")
    for node in home.walk():
        if node is not home and node.step.level in levels and node.label != home.label:
            node.label = node.label.removeprefix(home.label)


def _clauses(top: Node, document: Document) -> Iterator[Clause]:
    """The tree in reading order, with unique ids: a label that occurs again gets #2, #3 …"""
    chapters = _restarting(top)
    used: dict[str, int] = {}
    volume = _volume(top)
    stack: list[tuple[Node, tuple[Step, ...], str | None, str]] = [
        (node, (), None, "") for node in reversed(top.children)
    ]
    while stack:
        node, path, parent, book = stack.pop()
        label = node.label
        level = node.step.level
        own = volume is not None and level in ("分编", "章", "节")
        again = level == "节" or level == "章" and "章" in chapters
        if book and (own or again and "章" in chapters):
            label = book + label
        if volume is not None and level == "题注":
            label = volume.label + label  # every volume has its own, and they need not say the same
        count = used[label] = used.get(label, 0) + 1
        unique = label if count == 1 else f"{label}#{count}"
        while count > 1 and unique in used:
            count += 1
            unique = f"{label}#{count}"
        used.setdefault(unique, 1)
        here = (*path, node.step)
        clause = Clause(
            f"{document.id}/{unique}",
            document,
            here,
            unique,
            node.start,
            node.end,
            parent,
            node.role,
            node.body,
            node.heading,
        )
        yield clause
        below = unique if node.step.level in ("编", "部分", "分编") and node.role == "container" else book
        if volume is not None:
            below = unique if node is volume else book
        stack.extend((child, here, clause.id, below) for child in reversed(node.children))


_VOLUME = re.compile(r"[编卷册篇]$|^[总分附]则$")


def _volume(top: Node) -> Node | None:
    """合同编 of a code that is printed book by book: its chapters are 合同编第一章, for every book has a 第一章."""
    homes = [node for node in top.children if any(below.step.level == "条" for below in node.walk())]
    if len(homes) != 1 or homes[0].step.level != "部" or not _VOLUME.search(homes[0].label):
        return None
    return homes[0] if any(child.step.level in ("分编", "章") for child in homes[0].children) else None


def _restarting(top: Node) -> frozenset[str]:
    """Levels whose numbers start again below another heading (chapters of a code in several 编)."""
    labels: dict[str, set[str]] = {}
    twice: set[str] = set()
    for node in top.walk():
        if node.step.level == "章":
            known = labels.setdefault("章", set())
            if node.label in known:
                twice.add("章")
            known.add(node.label)
    return frozenset(twice)
