"""Addresses as data: 《…》第四十四条第（三）项 parsed out of running text, however people write it, and printed.

`parse` knows no documents. Which clause an address names is the business of `resolving`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiaowen.addresses.address_marks import RANK, WORDS, Mark, Relative, marks, rank
from tiaowen.datamodels import Step
from tiaowen.language.folding import fold
from tiaowen.reading.grammar.numerals import chinese

_JOIN = re.compile(r" ?[·・/\-]? ?(?:(?:当)?中的?|里面?的?|所列的?|[的之下内])? ?")
_ARTICLE_JOIN = re.compile(r" ?,? ?")
_AND = re.compile(r" ?(?:、|,|和|及|与|或者?|以及|跟|并且?|同|还有) ?")
_TO = re.compile(r" ?(?:至|到|~|-+|–|—+|−) ?")
_QUOTED_BEFORE = re.compile(r"》 ?(?:\([^()]{1,20}\))? ?(?:[的中里之]|当中的?|里面的?|中的)? ?$")
_REMARK = re.compile(
    r"[\s,。;:!?、'\"“”()《》]|请问|查一下|查|看看|看|那么|那|呢|吗|是什么|是啥|什么|内容|原文|全文|怎么|说的|说|讲的|讲|规定|了|的|是"
)


@dataclass(frozen=True)
class Address:
    """Where something stands: the title as written (None: not said), a starting point, and the steps down to it.

    `until` is the last step of a range (第一条至第三条: steps (条 1), until (条 3)), of the level of the last step.
    An address of a document alone has no steps.
    """

    steps: tuple[Step, ...] = ()
    title: str | None = None
    until: Step | None = None
    relative: Relative | None = None
    heading: str = ""  # words after 一、, as in 一、总体要求第3段

    @property
    def label(self) -> str:
        """The address in the form that documents print: 第四十四条第（三）项, without the title."""
        label = _relative_words(self.relative) + "".join(
            _words(step) + (self.heading if step.level == "部分" else "") for step in self.steps
        )
        return label + ("至" + _words(self.until) if self.until else "")

    def __str__(self) -> str:
        return (f"《{self.title}》" if self.title else "") + self.label


@dataclass(frozen=True)
class Mention:
    """An address at [start, end) of a text, with the 《…》 before it; the address proper begins at `place`.

    `sure`: it can hardly be anything else.
    """

    start: int
    end: int
    address: Address
    sure: bool = True
    place: int = 0


def parse(text: str, names: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """All addresses in a text, in order, with their offsets.

    `names` are spans of the text known to be titles though they have no 《》 (刑法 in 刑法第三条): no address is looked
    for inside them, and the ones that follow belong to them.

    第五条、第六条和第八条 are three mentions, and what the later ones leave out is taken over from the one before
    (第十二条第一款、第三款 is 第十二条第一款 and 第十二条第三款); 第五条至第八条 is one mention with a range.
    """
    folded = fold(text)
    for low, high in names:
        folded = folded[:low] + "《" + "*" * (high - low - 2) + "》" + folded[high:]
    found: list[Mention] = []
    chain: list[Mark] = []
    for mark in marks(folded):
        if chain:
            gap = folded[chain[-1].end : mark.start] if mark.start - chain[-1].end <= 6 else None
            joined = None if gap is None else _continue(chain, mark, gap)
            if joined is not None:
                chain = joined
                continue
            _close(chain, found, text, folded)
        chain = [mark]
    if chain:
        _close(chain, found, text, folded)
    return found


def format_steps(steps: Sequence[Step]) -> str:
    """The printed form of a path: 第二编第三章第一节, 第四十四条第（三）项, 问题三·工作措施2."""
    return "".join(_words(step) for step in steps)


def _continue(chain: list[Mark], mark: Mark, gap: str) -> list[Mark] | None:
    """The chain with a mark that goes on with it (第十九条 + 第二款, 第一条 + 至第三条), None where it does not."""
    last = chain[-1]
    if last.step is not None and mark.step is not None and last.until is None and _TO.fullmatch(gap):
        same = mark.step.level == last.step.level or mark.open_level
        if same and mark.step.number >= last.step.number:
            return [*chain[:-1], replace(last, end=mark.end, until=Step(last.step.level, *mark.step[1:]))]
    if mark.step is None or last.until is not None:
        return None
    if last.relative is not None and last.relative.level == "文件":
        return [*chain, mark] if _JOIN.fullmatch(gap) and not mark.open_level else None
    level = last.step.level if last.step else last.relative.level if last.relative else ""
    settled = _settle(mark, level)
    if settled is None or settled.step is None or rank(settled.step.level) <= RANK.get(level, 99):
        return None
    spaced = _JOIN.fullmatch(gap) or (not mark.open_level and level == "条" and _ARTICLE_JOIN.fullmatch(gap))
    if mark.open_level and len(gap) > 1 or not spaced:
        return None
    return [*chain, settled]


def _settle(mark: Mark, level: str) -> Mark | None:
    """Give （三） and 1. the level they have under `level`; 点 under a 项 is a 目."""
    if mark.step is None:
        return None
    under = {"条": "项", "款": "项", "项": "目", "部分": "分节", "分节": "点", "点": "项", "问题": "措施", "章": "分节"}
    if mark.open_level:
        if level not in under:
            return None
        return replace(mark, step=Step(under[level], *mark.step[1:]), open_level=False)
    if mark.step.level == "点" and level in ("款", "项"):
        return replace(mark, step=Step("目", *mark.step[1:]))
    return mark


def _close(chain: list[Mark], found: list[Mention], text: str, folded: str) -> None:
    """Turn a chain into a mention, completed from the one before where 、 or 和 joins them, and put it on the list."""
    first, last = chain[0], chain[-1]
    previous = found[-1] if found and _AND.fullmatch(folded[found[-1].end : first.start]) else None
    if first.open_level and first.step is not None:
        level = previous.address.steps[-1].level if previous and previous.address.steps else "分节"
        if len(chain) == 1 or previous:
            chain = [replace(first, step=Step(level, *first.step[1:])), *chain[1:]]
    steps = tuple(mark.step for mark in chain if mark.step is not None)
    if not steps and not (first.relative and first.relative.level != "文件"):
        return
    address = Address(steps, None, last.until, first.relative, next((m.heading for m in chain if m.heading), ""))
    start = first.start
    inherits = previous is not None and first.relative is None and steps
    if previous is not None and inherits:
        address = _inherit(address, previous.address)
    elif (
        not first.alone and not (len(chain) > 1 and first.step and first.step.level == "条") and first.relative is None
    ):
        return
    if address.title is None and first.relative is None and not inherits:
        start, title = _title_before(text, folded, start)
        address = replace(address, title=title)
    sure = any(mark.sure for mark in chain) or (previous is not None and previous.sure) or address.title is not None
    whole = not sure and len(folded) <= 60 and not _REMARK.sub("", folded[:start] + folded[last.end :])
    found.append(Mention(start, last.end, address, sure or whole or len(chain) > 1, first.start))


def _inherit(address: Address, before: Address) -> Address:
    """What `address` leaves out because the address before it has just said it: title, starting point, outer steps."""
    first = rank(address.steps[0].level)
    # An article number is unique in its document: the 章 of the article before says nothing about it.
    outer = () if first <= RANK["条"] else tuple(step for step in before.steps if rank(step.level) < first)
    relative = before.relative
    if relative is not None and relative.level != "文件" and RANK.get(relative.level, 0) >= first:
        relative = None
    return replace(address, steps=outer + address.steps, title=before.title, relative=relative)


def _title_before(text: str, folded: str, start: int) -> tuple[int, str | None]:
    """The 《title》 that ends just before `start`: where it begins and its words, or (start, None)."""
    window = folded[max(start - 30, 0) : start]
    closing = _QUOTED_BEFORE.search(window)
    if closing is None:
        return start, None
    end = start - len(window) + closing.start()
    depth = 0
    for index in range(end, max(end - 300, -1), -1):
        depth += (folded[index] == "》") - (folded[index] == "《")
        if depth == 0:
            return index, text[index : end + 1].removeprefix("《").removesuffix("》")
    return start, None


def _relative_words(relative: Relative | None) -> str:
    if relative is None or relative.level == "文件":
        return ""
    count = "" if relative.count == 1 else "两" if relative.count == 2 else chinese(relative.count)
    if relative.apart > 1:
        return ("上上" if relative.kind == "前" else "下下") + relative.level
    return ("下一" if relative.kind == "后" and not count else relative.kind + count) + relative.level


def _words(step: Step) -> str:
    level, number, suffix = step
    after = f"之{chinese(suffix)}" if suffix else ""
    if number < 0:
        return (
            "末段" if step == Step("段", -1) else f"{'最后一' if number == -1 else f'倒数第{chinese(-number)}'}{level}"
        )
    if level in WORDS or (level == "附件" and not number):
        return level
    if level == "部分":
        return f"{chinese(number)}、"
    if level == "分节":
        return f"（{chinese(number)}）"
    if level == "项":
        return f"第（{chinese(number)}）项{after}"
    if level in ("目", "点", "段", "小点", "子目"):
        return f"第{number}{level}"
    if level == "问题":
        return f"问题{chinese(number)}"
    if level == "措施":
        return f"·工作措施{number or ''}"
    if level not in RANK:
        return f"·{level}{number or ''}"
    if level in ("问答", "附件"):
        return f"{'答' if level == '问答' else level}{number}"
    return f"第{chinese(number)}{level}{after}"
