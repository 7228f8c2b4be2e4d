"""The clauses of one document by number and by printed label, for following an address down the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from tiaowen.addresses.address import format_steps
from tiaowen.addresses.address_marks import RANK
from tiaowen.datamodels import Clause, Corpus, Document, Step
from tiaowen.errors import AddressError
from tiaowen.language.folding import fold

_JOINTS = re.compile(r"[ ·]|(?<=[0-9一二三四五六七八九十条])的")
_DECIMAL = re.compile(r"(?:[A-Z]|[0-9]+)(?:\.[0-9]+)+")
_GOES_ON = re.compile(r"\.?[0-9]|[%‰倍万亿千百元米吨年月天个]")
_COUNTED = {"部分": "个部分", "措施": "项工作措施", "问题": "个问题", "问答": "问", "附件": "个附件"}


class Outline:
    """The clauses of one document by their last step."""

    def __init__(self, corpus: Corpus, document: Document) -> None:
        self.document = document
        self.clauses = corpus.by_document[document.id]
        self._by_id = {clause.id: clause for clause in self.clauses}
        self._steps: dict[Step, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            self._steps[clause.path[-1]].append(clause)
        self.levels = {step.level for step in self._steps}

    @cached_property
    def labels(self) -> dict[str, Clause]:
        """Clauses by what people write for them: the printed label, and 2.1 or 第2.1条 of 2.1行政部."""
        found: dict[str, Clause] = {}
        for clause in self.clauses:
            number = _DECIMAL.match(clause.label) if clause.level == "编号" else None
            if number is not None:
                found.setdefault(label_key(number[0]), clause)
                found.setdefault(label_key(f"第{number[0]}条"), clause)
        return found | {label_key(clause.label): clause for clause in self.clauses}

    @cached_property
    def numbers(self) -> dict[str, Clause]:
        """Clauses by their number with points: 2.1 of rules numbered so, 3.2 before a paragraph of 第三条."""
        found: dict[str, Clause] = {}
        for clause in self.clauses:
            words = clause.label if clause.level == "编号" else clause.text if clause.level == "款" else ""
            number = _DECIMAL.match(words)
            if number is not None and not _GOES_ON.match(words, number.end()):
                found.setdefault(number[0], clause)
        return found

    def longest(self, text: str, least: int) -> tuple[Clause | None, int]:
        """The clause whose whole printed label the text begins with, and its size: at least `least` characters."""
        folded = fold(text)
        for size in range(min(len(folded), 80), max(least, 1) - 1, -1):
            if folded[size - 1].isdigit() and _GOES_ON.match(folded, size):
                continue  # 3.1.1 is no part of 3.1.15 or 3.1.1.2, nor of 3.1.1万元
            clause = self.labels.get(label_key(folded[:size]))
            if clause is not None:
                return clause, size
        return None, 0

    def find(self, step: Step, under: Clause | None) -> list[Clause]:
        """Clauses with this last step below `under` (None: anywhere), the ones least deep."""
        if step.number < 0:  # counted from the last one
            all_ = self.count(step.level, under)
            depth = min((len(c.path) for c in all_), default=0)
            same = [c for c in all_ if len(c.path) == depth or step.level == "条"]
            return same[step.number : step.number + 1 or None]
        found = [c for c in self._steps.get(step, ()) if self._inside(c, under)]
        # An appendix numbers its articles afresh; without being named it is not meant.
        main = [c for c in found if under is not None or not any(s.level == "附件" for s in c.path[:-1])]
        return main or found

    def count(self, level: str, under: Clause | None) -> list[Clause]:
        return [
            c
            for c in self.clauses
            if c.level == level
            and self._inside(c, under)
            and (under or not any(s.level == "附件" for s in c.path[:-1]))
        ]

    def _inside(self, clause: Clause, under: Clause | None) -> bool:
        if under is None:
            return True
        parent = clause.parent
        while parent is not None:
            if parent == under.id:
                return True
            parent = self._by_id[parent].parent
        return False

    def ancestor(self, clause: Clause, level: str) -> Clause | None:
        """The clause itself or the nearest one above it at a level."""
        node: Clause | None = clause
        while node is not None and node.level != level:
            node = self._by_id[node.parent] if node.parent is not None else None
        return node

    def no_number(self, number: str) -> AddressError:
        """《…》的编号有1.1至5.2，没有2.9.9."""
        there = list(self.numbers)
        reach = f"的编号有{there[0]}至{there[-1]}" if there else "没有这样的编号"
        return AddressError("文件中有的条款", f"{_named(self.document)}{reach}，没有{number}", "核对号码")

    def missing(self, under: Clause | None, step: Step) -> AddressError:
        """《…》共34条，没有第四十条; 第十九条只有1款，没有第二款; 《…》不分条."""
        title = under.label if under is not None else _named(self.document)
        wanted = format_steps([step]).removeprefix("·")
        if wanted.endswith("、"):
            wanted = f"第{wanted[:-1]}部分"
        there = self.count(step.level, under)
        elsewhere = self.find(step, None) if under is not None and RANK.get(under.level, 99) < RANK["条"] else []
        if len(elsewhere) == 1 and elsewhere[0].parent is not None:
            place = self._by_id[elsewhere[0].parent].label
            return AddressError("文件中有的条款", f"{wanted}不在{title}，在{place}", "核对号码")
        if there:
            numbers = sorted((c.path[-1] for c in there), key=lambda s: s[1:])
            reach = "至".join(dict.fromkeys(format_steps([end]) for end in (numbers[0], numbers[-1])))
            only = "只有" if under is not None and len(there) < 3 else "共"
            count = f"{only}{len(there)}{_COUNTED.get(step.level, step.level)}"
            if step.level == "分节":  # （一） has no name to be counted by
                count = f"的编号是{reach}"
            elif under is None and numbers[-1].number not in (0, len(there)):
                count += f"（{reach}）"
            return AddressError("文件中有的条款", f"{title}{count}，没有{wanted}", "核对号码")
        if under is not None and step.level == "款":
            return AddressError("文件中有的条款", f"{title}只有1款，没有{wanted}", "核对号码")
        if under is not None:
            return AddressError("文件中有的条款", f"{title}不分{step.level}，没有{wanted}", "核对号码")
        ranges: list[str] = _decimals(self.count("编号", None))
        for other in ("条", "分节", "点", "问题", "问答", "部分", "段"):
            steps = sorted((c.path[-1] for c in self.count(other, None)), key=lambda s: s[1:])
            if steps and len(ranges) < (1 if ranges and other == "段" else 2):
                ends = [format_steps([end]).rstrip("、") for end in (steps[0], steps[-1])]
                ranges.append("至".join(dict.fromkeys(ends)))
        has = "，编号有" + "和".join(ranges) if ranges else ""
        return AddressError("文件中有的条款", f"{title}不分{step.level}{has}，没有{wanted}", "按文件自己的编号再问")


def _decimals(clauses: list[Clause]) -> list[str]:
    """1至3, the outermost numbers of rules that are numbered 1, 1.1, 1.1.1."""
    numbers = [clause.path[-1].number for clause in clauses if sum(s.level == "编号" for s in clause.path) == 1]
    return [f"{min(numbers)}至{max(numbers)}"] if numbers else []


def _named(document: Document) -> str:
    title = document.title
    return title if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else f"《{title}》"


def label_key(label: str) -> str:
    """What two ways of writing a label have in common: 问题四的工作目标, 问题四·工作目标."""
    return _JOINTS.sub("", fold(label))
