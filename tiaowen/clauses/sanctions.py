"""违反第三十五条怎么处罚: what follows from breaking the clause at an address.

The clause itself says what one must do. What follows stands in the clauses of the same document that point at it by its
number (违反本法第三十五条规定的，…), and is looked up by following their references; or in those that tell the act
itself (see told_acts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from tiaowen.addresses.references import Reference, find_references
from tiaowen.addresses.resolving import Resolver
from tiaowen.clauses.penalties import CONSEQUENCE, PENALTY, SETS
from tiaowen.clauses.told_acts import told_acts
from tiaowen.datamodels import Clause, Corpus, Hit, Span
from tiaowen.language.sentences import trimmed

_BREAKS = re.compile(
    r"违反|违背|触犯|违犯|不遵守|不执行|不履行|不按|没按|未按|没有按|犯了|(?:规定|所列|所说|说)的?(?:情形|行为)"
)
_FOLLOWS = re.compile(rf"{CONSEQUENCE.pattern}|法律责任|什么责任|罚则|处理")
_THIS = re.compile(r"违反|有(?:本|前|下|第|上)")
_STOP = re.compile(r"[。\n]")
MOST = 4  # clauses that are quoted


def asks_sanction(question: str) -> bool:
    """Whether a question (without its address) asks what follows from breaking a rule."""
    return bool(_BREAKS.search(question) and _FOLLOWS.search(question))


def sets_sanction(clause: Clause) -> bool:
    """Whether the clause says itself what follows."""
    return bool(SETS.search(clause.text) and _THIS.search(clause.text))


class Sanctions:
    """Finds the consequences that clauses of a corpus set for breaking others, which they name by number."""

    def __init__(self, corpus: Corpus, resolver: Resolver) -> None:
        self._corpus, self._resolver = corpus, resolver

    def of(self, broken: Clause) -> list[tuple[Hit, list[Span]]]:
        """The units that set a consequence for breaking the clause, with the document spans that say it, in order;
        those that name it most exactly (第三十五条第二款 before 第三十五条). Empty where none names it."""
        found: dict[int, dict[str, tuple[Hit, list[Span]]]] = {}
        for unit in self._corpus.by_document[broken.document.id]:
            if unit.role != "unit" or "第" not in unit.text or not PENALTY.search(unit.text):
                continue
            for reference in find_references(unit, self._resolver):
                near = self._nearness(reference, broken, unit)
                spans = self._spans(unit, unit.start + reference.start, unit.start + reference.end) if near else []
                if spans:
                    _, kept = found.setdefault(near, {}).setdefault(unit.id, (Hit(unit, 1.0, {"address": 1.0}), []))
                    kept += [span for span in spans if span not in kept]
        best = found[max(found)] if found else {}
        return [(hit, sorted(spans)) for hit, spans in best.values()][:MOST]

    def told(self, broken: Clause) -> tuple[list[tuple[Hit, list[Span]]], list[Hit]]:
        """The units that set a consequence for the act that the clause forbids, told in its words and not by its
        number, as `of` gives them; and the units on penalties that are nearest, best first (both may be empty)."""
        acts = told_acts(broken, self._corpus)
        found: dict[str, tuple[Hit, list[Span]]] = {}
        for act in acts:
            if act.same:
                _, kept = found.setdefault(act.unit.id, (Hit(act.unit, 1.0, {"address": 1.0}), []))
                kept += [span for span in act.spans if span not in kept]
        near = {act.unit.id: Hit(act.unit, round(min(act.share, 1.0), 4)) for act in reversed(acts)}
        return [(hit, sorted(spans)) for hit, spans in found.values()][:MOST], list(near.values())[::-1]

    def _nearness(self, reference: Reference, broken: Clause, unit: Clause) -> int:
        """3 for a reference to the very clause, 2 to a part around it, 1 to one of its parts, 0 to anything else."""
        target = reference.target
        if (
            not isinstance(target, Clause)
            or target.document is not broken.document
            or self._corpus.unit(broken) is unit
        ):
            return 0
        low, high = target.start, (reference.until or target).end
        if target is broken or (
            reference.until is not None and low <= broken.start < high and broken.level == target.level
        ):
            return 3
        if target.role == "container":
            return 0
        if low <= broken.start and broken.end <= high:
            return 2
        return 1 if broken.start <= low and target.end <= broken.end else 0

    def _spans(self, unit: Clause, start: int, end: int) -> list[Span]:
        """The sentence around a reference at [start, end) of the document, with the words that govern it where it
        stands in a list; empty where it sets no consequence."""
        text = unit.document.text
        low = max((m.end() for m in _STOP.finditer(text, unit.body, start)), default=unit.body)
        stop = _STOP.search(text, end, unit.end)
        high = stop.start() if stop else unit.end
        rows = [part for part in self._corpus.descendants(unit) if part.level in ("项", "目") and part.start >= high]
        if rows and "下列" in text[low:high] and not text[high : rows[0].start].strip():
            following = takewhile(lambda part: part.parent == rows[0].parent, rows)
            high = max(part.end for part in following)  # 有下列行为之一的，…罚款： with what it lists
        sentence = trimmed(text, low, high)
        spans = [*self._lead(unit, start), *([sentence] if sentence else [])]
        said = "".join(text[slice(*span)] for span in spans)
        return spans if PENALTY.search(said.replace(text[start:end], "")) else []

    def _lead(self, unit: Clause, at: int) -> Sequence[Span]:
        """有下列行为之一的，处…罚款：before the list of which an item holds the offset."""
        for part, siblings in self._around(unit, at):
            if part.level in ("项", "目"):
                text, first = unit.document.text, siblings[0].start
                lead = trimmed(text, max(text.rfind("\n", unit.body, first - 1) + 1, unit.body), first)
                return [lead] if lead else []
        return []

    def _around(self, unit: Clause, at: int) -> Iterator[tuple[Clause, Sequence[Clause]]]:
        """The parts of the unit around an offset, from the outside in, each with its siblings."""
        children = self._corpus.children.get(unit.id, ())
        for part in children:
            if part.start <= at < part.end:
                yield part, [one for one in children if one.level == part.level]
                yield from self._around(part, at)
