"""One document's paragraphs -> its tree of clauses.

The document is cut into regions (the document proper, its appendices, a regulation printed after the decision that
issues it); each region is articles, questions with answers, labelled blocks, sections or prose (`bodies`). What `front`
and `back` have recognised by role (题注, 文号, 落款 …) becomes a unit. Units and the headings of containers partition
the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tiaowen.datamodels import Clause, Document, Step, Variant, Witness
from tiaowen.reading.documents.footnotes import is_header
from tiaowen.reading.grammar.paragraphs import NOTES, Draft
from tiaowen.reading.structure import appendices, bodies
from tiaowen.reading.structure.clauses import clauses_of
from tiaowen.reading.structure.tree import Line, Node, add_rows, aligned_rows, lines, of_line, root

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
    return document, clauses_of(top, document)


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
            top.add(Node(Step("附件"), name, "unit", body[0].start, body[-1].end, body[0].start))
            return
        size = appendices.heading_lines(body)
        words = " ".join(line.text.strip() for line in body[:size])
        node = Node(Step("附件"), name, "container", body[0].start, body[size - 1].end, body[0].start, words)
        top = top.add(node)
        prefix, body = name, body[size:]
    bodies.build(top, body, prefix, draft.kind == "news")


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
        node = top.add(of_line(line, step, label))
        node.end = found[end - 1].end
        if line.role == "title":
            node.role, node.heading = "container", line.text.strip()
        index = end
