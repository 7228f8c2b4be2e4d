"""An address followed in one document: step by step down its tree, or from a clause to those before and behind it.

The level may be called by another word than the document uses (规划第十六条 is its （十六）, 意见第9条 its point 9),
but only where the document has no such level itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiaowen.addresses.address import Address
from tiaowen.addresses.address_marks import Relative
from tiaowen.addresses.outline import Outline, label_key
from tiaowen.datamodels import Clause, Step
from tiaowen.errors import AddressError
from tiaowen.language.folding import fold

_ALSO = {
    "条": ("分节", "点", "部分", "项", "问答"),
    "项": ("分节", "点", "目", "措施", "条"),
    "点": ("分节", "项", "目", "部分", "条", "措施", "问答"),
    "部分": ("章", "编", "问答"),
    "分节": ("项", "点", "节"),
    "目": ("点", "子目", "项"),
    "问题": ("问答",),
    "问答": ("问题",),
    "段": ("款",),
    "款": ("段",),
    "措施": ("点", "项"),
    "章": ("部分",),
    "节": ("分节",),
}
"""What else people mean by the name of a level, the likeliest first, where the document has no such level."""

LISTED = 5  # candidates named in a message


def below(outline: Outline, step: Step, clause: Clause | None, exact: bool) -> list[Clause]:
    """The clauses of one step below a clause (None: anywhere). exact: a level is meant by its own name only."""
    found = outline.find(step, clause)
    if found:
        return found
    if clause is not None and step.level in ("款", "段") and step.number in (1, -1) and not outline.count("款", clause):
        return [clause]  # an article of one paragraph is its first 款
    named = outline.count(step.level, clause)
    if exact or named and not (clause is None and all(_below_sections(other) for other in named)):
        return []
    levels = [outline.find(Step(level, *step[1:]), clause) for level in _ALSO.get(step.level, ())]
    levels = [found for found in levels if found]
    if clause is None:  # 第三条 of minutes is 三、 where （三） comes again in every section
        levels.sort(key=lambda found: len(found) > 1)
    return levels[0] if levels else []


def along(outline: Outline, steps: Sequence[Step], start: Clause, exact: bool) -> list[Clause]:
    """The clauses at some steps below a clause."""
    found = [start]
    for step in steps:
        found = [clause for parent in found for clause in below(outline, step, parent, exact)]
    return found


def descend(outline: Outline, address: Address, exact: bool) -> list[Clause]:
    """The clauses at the steps of an address, from the top of the document; those least deep on the way."""
    printed = outline.labels.get(label_key(address.label))
    if printed is not None and address.until is None:
        return [printed]
    here: list[Clause | None] = [None]
    for number, step in enumerate(address.steps):
        there: list[Clause] = []
        for clause in here:
            there += below(outline, step, clause, exact)
        if step.level == "部分" and address.heading and len(there) > 1:
            there = [c for c in there if fold(c.heading).startswith(fold(address.heading)[:4])] or there
        if not there:
            return []
        if number + 1 < len(address.steps) or len(there) > 1:
            least = min(len(c.path) for c in there)
            there = [c for c in there if len(c.path) == least]
        here = list(dict.fromkeys(there))
    return [clause for clause in here if clause is not None]


def only(found: Sequence[Clause], address: Address) -> Clause:
    """The one clause that an address names, of those found at its steps.

    Raises:
        AddressError: there are several, of which none is printed so.
    """
    printed = [clause for clause in found if clause.label == address.label]
    if len(found) > 1 and len(printed) == 1:
        return printed[0]
    if len({clause.cite for clause in found}) == 1:
        return found[0]  # the same text twice in the corpus
    shown = "、".join(clause.cite for clause in found[:LISTED]) + ("等" if len(found) > LISTED else "")
    raise AddressError("只指一处的地址", f"“{address.label}”有{len(found)}处：{shown}", "写明文件名或上一级的号码")


def between(outline: Outline, first: Clause, last: Clause) -> tuple[Clause, ...]:
    """The clauses of a range, both ends counted."""
    inside = [c for c in outline.clauses if c.level == last.level and first.start <= c.start <= last.start]
    return tuple(c for c in inside if len(c.path) == len(last.path) or c.level == "条") or (first,)


def beside(outline: Outline, address: Address, relative: Relative, at: Clause, unit: Clause) -> tuple[Clause, ...]:
    """前款, 本条第二款, 下一条: counted from the clause `at` of the unit.

    Raises:
        AddressError: there is none, or none below it at the steps of the address.
    """
    base = outline.ancestor(at, relative.level)
    if base is None and relative.level == "款":
        base = outline.ancestor(at, "条")  # an article of one paragraph
    aside = base is None and relative.kind != "本"
    if aside and relative.level not in ("章", "节") and not any(c.level == relative.level for c in outline.clauses):
        base = unit  # 下一条 of a plan, whose points are （五）, （六）
    if base is not None and relative.kind != "本":
        row = [c for c in outline.clauses if c.level == base.level and (base.level == "条" or c.parent == base.parent)]
        if base.role == "unit" and base.path[-1].number:  # numbers that run on below the next heading
            row = _running(row, [c for c in outline.clauses if c.level == base.level and c.role == "unit"])
        index = row.index(base)
        if relative.kind == "前":
            high = max(index - relative.apart + 1, 0)
            low = max(high - relative.count, 0)
        else:
            low = index + relative.apart
            high = low + relative.count
        bases = row[low:high] if base.level == relative.level or aside else []
    else:
        bases = [base] if base is not None else []
    if not bases:
        raise AddressError("条款之间的相对位置", f"{at.label}没有“{address.label}”", "写明条号")
    if not address.steps:
        return tuple(bases)
    for clause in reversed(bases):
        found = along(outline, address.steps, clause, exact=False)
        if found:
            first = only(found, address)
            if address.until is None:
                return (first,)
            ends = below(outline, address.until, clause, exact=False)
            return between(outline, first, ends[-1]) if ends else (first,)
    raise outline.missing(bases[-1], address.steps[0])


def _running(row: list[Clause], level: list[Clause]) -> list[Clause]:
    """All clauses of a level where their numbers run through the document, else those of the row: 第8点 of one part and
    第9点 of the next."""
    numbers = [clause.path[-1].number for clause in level]
    return level if numbers == sorted(set(numbers)) else row


def same_words(clauses: Sequence[Clause]) -> bool:
    """Whether clauses have one address and one text: the title and the 题注 that every volume of a code repeats."""
    return len({(clause.cite, clause.text) for clause in clauses}) == 1


def _below_sections(clause: Clause) -> bool:
    """A point of one section （三）: who asks for 规划第（四）点 alone means the section （四）."""
    return clause.level == "点" and any(step.level == "分节" for step in clause.path[:-1])
